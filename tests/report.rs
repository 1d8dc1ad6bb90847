//! The report and the figures of the built-in example: there, self-contained, with the numbers of the tables.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use assert_cmd::Command;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

type Row = BTreeMap<String, String>;

/// The folder of one run of the example.
static OUT: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let dir = tempfile::tempdir().unwrap();
    run(&dir.path().join("out"));
    dir
});

fn run(out: &Path) {
    Command::cargo_bin("plenary").unwrap().args(["run", "-q", "--out"]).arg(out).assert().success();
}

fn file(name: &str) -> String {
    fs::read_to_string(OUT.path().join("out").join(name)).unwrap()
}

fn rows(name: &str) -> Vec<Row> {
    let text = file(name);
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(Result::unwrap).collect()
}

fn figures() -> Vec<PathBuf> {
    let folder = fs::read_dir(OUT.path().join("out/figures")).unwrap();
    let mut paths: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// A text as the page has it.
fn in_html(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    escaped.replace('"', "&quot;").replace('\'', "&#x27;").replace('/', "&#x2f;")
}

/// The text between two marks.
fn between<'t>(text: &'t str, from: &str, to: &str) -> &'t str {
    let (_, rest) = text.split_once(from).unwrap();
    rest.split_once(to).unwrap().0
}

#[test]
fn page_and_figures_need_nothing_but_themselves() {
    let page = file("report.html");
    let all = figures();
    assert!(all.len() >= 6, "{all:?}");
    for text in all.iter().map(|path| fs::read_to_string(path).unwrap()).chain([page.clone()]) {
        let text = text.replace(r#"xmlns="http://www.w3.org/2000/svg""#, "");
        assert!(!text.contains("http://") && !text.contains("https://"));
        for from_elsewhere in ["<link", "<img", "<iframe", "src=", "@import", "url(http", "fetch(", "import("]
        {
            assert!(!text.contains(from_elsewhere), "{from_elsewhere}");
        }
        assert!(text.contains("invented states"));
    }
    // The tables of findings are as long for few statements as for many.
    assert!(page.len() < 1_000_000 + 8_000_000 * 48 / 200, "{} bytes", page.len());
    let manifest = file("manifest.json");
    for path in all {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        assert!(manifest.contains(&format!("figures/{name}")), "{name}");
    }
    assert!(manifest.contains("report.html"));
}

#[test]
fn the_page_starts_with_the_answer_and_holds_the_tables() {
    let page = file("report.html");
    let answer = between(&page, r#"<section id="answer""#, "</section>");
    assert!(answer.contains(" of 43 supported the forum"), "{answer}");
    assert!(answer.contains("uncalibrated here"));
    assert!(page.find(r#"id="answer""#) < page.find(r#"id="figures""#));
    for name in
        ["no_mention_found", "quotations", "state_theme_matrix", "positions_by_detail", "a4_opposition"]
    {
        let shown = between(&page, &format!(r#"id="table-{name}""#), "</section>");
        for row in rows(&format!("tables/{name}.csv")) {
            for (column, cell) in row.iter().filter(|(column, cell)| is_shown(column, cell)) {
                assert!(shown.contains(&in_html(cell)), "{name} {column} {cell}");
            }
        }
    }
    for name in ["positions_by_group", "themes_by_group"] {
        let shown = between(&page, &format!(r#"id="table-{name}""#), "</section>");
        for row in rows(&format!("tables/{name}.csv")).iter().filter(|row| row["n"] != "0") {
            let cell = format!("{} ({})", row["n"], in_html(&percent(row)));
            assert!(shown.contains(&cell), "{cell}");
            assert!(shown.contains(&format!("(n\u{a0}=\u{a0}{})", row["denominator"])));
        }
    }
}

/// Whether a cell stands on the page as in the file: no name of a machine, no number to be rounded.
fn is_shown(column: &str, cell: &str) -> bool {
    let is_number = cell.contains('.') && cell.parse::<f64>().is_ok();
    let is_name = ["theme", "detail", "class", "definition", "position", "group"].contains(&column);
    let is_of_machines = ["variable", "ci_kind", "actor_id"].contains(&column);
    !is_number && !is_name && !is_of_machines && !["", "0"].contains(&cell)
}

/// A share as the page says it.
fn percent(row: &Row) -> String {
    let (n, of): (usize, usize) = (row["n"].parse().unwrap(), row["denominator"].parse().unwrap());
    let whole = (200 * n + of) / (2 * of);
    let said = match whole {
        0 if n > 0 => "<1".into(),
        100 if n < of => ">99".into(),
        whole => whole.to_string(),
    };
    format!("{said}\u{a0}%")
}

#[test]
fn tables_are_set_for_readers() {
    let page = file("report.html");
    let section = |name: &str| between(&page, &format!(r#"id="table-{name}""#), "</section>").to_string();
    let opposition = section("a4_opposition");
    for there in [
        r#"<th scope="col" class="n">p (Holm)</th>"#,
        r#"<tr class="over"><th scope="rowgroup" colspan="5"><span>Opposed to any new global forum</span></th></tr>"#,
        "Role by net migration 2000-2005",
        "destination: ",
        "\u{a0}of\u{a0}16\u{a0}(",
        "source less destination\n−",
        r#"<td class="n">."#,
        "p\u{a0}=\u{a0}",
    ] {
        assert!(opposition.contains(there), "{there} in {opposition}");
    }
    assert!(!opposition.contains("stance=opposed") && !opposition.contains("-0."));
    assert!(section("a3_position_by_group").contains("<h4>Role by net migration 2000-2005</h4>"));
    let listed = section("a2_positions_list");
    assert!(
        listed.contains("<small>cues differ: ") && !listed.contains("<th scope=\"col\">cues differ</th>")
    );
    let matrix = section("state_theme_matrix");
    assert!(matrix.contains(r#"<td class="n">·</td>"#) && !matrix.contains(r#"<td class="n">0</td>"#));
    assert!(matrix.contains("· stands for 0.") && matrix.contains("meeting: High-level"));
    let silent = section("no_mention_found");
    assert!(silent.contains("<summary>43 names</summary>"));
    let coverage = section("coverage");
    assert!(coverage.contains("Latin America and the Caribbean") && !coverage.contains("grulac"));
    // Each table and figure has its number and its bare title; those without rows stand in one line.
    assert!(coverage.contains("<h3>Table 1. Coverage</h3>"));
    assert!(page.contains("<figcaption>Figure 1. Positions on the proposal</figcaption>"));
    let empty = between(&page, r#"<p id="empty">"#, "</p>");
    for name in ["not_coded", "votes"] {
        assert!(rows(&format!("tables/{name}.csv")).is_empty());
        assert!(empty.contains(&format!("tables/{name}.csv")) || empty.contains(&format!("{name}.csv")));
        assert!(!page.contains(&format!(r#"id="table-{name}""#)));
    }
    let body = between(&page, "<main>", r#"<section id="statements""#);
    assert!(!body.contains("Dialogue on migration and development:") && !body.contains("(invented states)"));
}

#[test]
fn the_data_of_the_page_count_as_the_tables_do() {
    let page = file("report.html");
    let block = between(&page, r#"<script type="application/json" id="data">"#, "</script>");
    let data: serde_json::Value = serde_json::from_str(block).unwrap();
    let list = |value: &serde_json::Value| -> Vec<String> {
        value.as_array().unwrap().iter().map(|one| one.as_str().unwrap().into()).collect()
    };
    let (groupings, themes) = (list(&data["groupings"]), list(&data["themes"]));
    let units: Vec<&serde_json::Value> =
        data["units"].as_array().unwrap().iter().filter(|unit| unit["counted"] == true).collect();
    let is_in = |unit: &serde_json::Value, row: &Row| {
        let at = groupings.iter().position(|name| *name == row["grouping"]);
        at.is_none_or(|at| unit["groups"][at] == row["group"].as_str())
    };
    for row in rows("tables/positions_by_group.csv") {
        let holds = |unit: &&&serde_json::Value| match row["detail"].as_str() {
            "" => unit["stance"] == row["class"].as_str(),
            detail => unit["detail"] == detail,
        };
        let n = units.iter().filter(holds).filter(|unit| is_in(unit, &row)).count();
        assert_eq!(n.to_string(), row["n"], "{row:?}");
    }
    for row in rows("tables/themes_by_group.csv") {
        let theme = themes.iter().position(|slug| *slug == row["theme"]).unwrap();
        let has =
            |unit: &&&serde_json::Value| unit["themes"].as_array().unwrap().iter().any(|one| *one == theme);
        let n = units.iter().filter(has).filter(|unit| is_in(unit, &row)).count();
        assert_eq!(n.to_string(), row["n"], "{row:?}");
    }
}

#[test]
fn figures_hold_the_numbers_of_their_tables() {
    let positions = file("figures/positions.svg");
    for row in rows("tables/positions_by_detail.csv").iter().filter(|row| !row["detail"].is_empty()) {
        assert!(positions.contains(&format!("{} ({})", row["n"], percent(row))), "{row:?}");
    }
    let by_role = file("figures/positions_role_net_migration.svg");
    let themes = file("figures/themes_by_group.svg");
    for row in
        rows("tables/positions_by_group.csv").iter().filter(|row| row["grouping"] == "role_net_migration")
    {
        let is_drawn = row["denominator"].parse::<usize>().unwrap() >= 5;
        assert_eq!(by_role.contains(&format!("n = {}", row["denominator"])), is_drawn);
        assert_eq!(themes.contains(&format!("(n = {})", row["denominator"])), is_drawn);
    }
    let differences = file("figures/differences.svg");
    assert!(differences.contains("source (24) less destination (16)"), "{differences}");
    let of_rights = "No mention of any theme of rights found";
    assert!(differences.contains(of_rights), "a comparison of a late table");
    let depth = file("figures/theme_depth.svg");
    for row in rows("tables/state_theme_matrix.csv").iter().filter(|row| row["kind"] == "state") {
        assert!(depth.contains(&format!(">{}</text>", row["actor"])), "{}", row["actor"]);
    }
}

#[test]
fn each_statement_stands_with_its_citation_and_no_more_than_its_evidence() {
    let page = file("report.html");
    for row in rows("statements.csv") {
        assert!(page.contains(&in_html(&row["citation"])), "{}", row["citation"]);
    }
    let text = fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("data/example/statements/GISLES_1_2006.txt"),
    )
    .unwrap();
    let marked = ["hit", "cue", "term", "sentence"]
        .iter()
        .fold(page, |page, kind| page.replace(&format!(r#"<mark class="{kind}">"#), ""));
    let plain = marked.replace("</mark>", "");
    let said = "supports the Secretary-General's proposal to establish a forum";
    assert!(text.replace('\n', " ").contains(said) && plain.contains(&in_html(said)));
    assert!(!plain.contains("Whole text"));
}

#[test]
fn the_same_bytes_twice_and_whole_texts_only_where_they_are_shared() {
    let dir = tempfile::tempdir().unwrap();
    run(&dir.path().join("again"));
    for path in figures().into_iter().chain([OUT.path().join("out/report.html")]) {
        let inside = path.strip_prefix(OUT.path().join("out")).unwrap();
        assert_eq!(fs::read(&path).unwrap(), fs::read(dir.path().join("again").join(inside)).unwrap());
    }
    let study = dir.path().join("study");
    fs::create_dir(&study).unwrap();
    fs::write(
        study.join("a.txt"),
        "Thank you, and <b>good day</b>.\n\nWe support the global forum on migration.",
    )
    .unwrap();
    let shared = |report: &str| {
        let toml = format!("[statements]\ninput = ['a.txt']\n[report]\n{report}\n");
        fs::write(study.join("plenary.toml"), toml).unwrap();
        let mut command = Command::cargo_bin("plenary").unwrap();
        let output = command.current_dir(&study).args(["run", "-q"]).output().unwrap();
        let page = fs::read_to_string(study.join("out/report.html")).unwrap_or_default();
        (output.status.code(), page, String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (_, page, _) = shared("share_texts = false");
    assert!(!page.contains("good day") && page.contains("global forum"), "{page}");
    let (_, page, _) = shared("share_texts = true");
    assert!(page.contains("Thank you, and &lt;b&gt;good day&lt;&#x2f;b&gt;."));
    fs::write(study.join("mine.html"), "<h1>{{ answer }}</h1>{{ n_statements }}").unwrap();
    let (code, page, _) = shared("template = 'mine.html'");
    assert!(code == Some(0) && page.starts_with("<h1>") && page.ends_with("</h1>1"), "{page}");
    fs::write(study.join("mine.html"), "\n{{ anwser }}").unwrap();
    let (code, _, message) = shared("template = 'mine.html'");
    assert!(code == Some(4) && message.contains("mine.html, line 2"), "{message}");
}
