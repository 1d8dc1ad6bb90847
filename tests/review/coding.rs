//! Coding in a browser, by keyboard alone. Where there is no Chromium, the reason is printed.

use crate::browser::{Browser, DOWN, ENTER, ESCAPE, LEFT, RIGHT, TAB, browser};
use crate::client::Server;
use crate::{N_STATEMENTS, example, lines};
use serde_json::json;
use std::collections::BTreeSet;
use std::fs;

fn open(browser: &Browser, server: &Server, coder: &str) {
    browser.open(&server.links.iter().find(|(name, _)| name == coder).unwrap().1);
    browser.wait("document.querySelectorAll('#text p').length > 0");
}

#[test]
fn all_statements_are_coded_by_keyboard_alone() {
    let Some(browser) = browser() else { return };
    let dir = example();
    let server = Server::start(dir.path(), &["--coder", "anna"]);
    browser.resize(1280, 800);
    open(&browser, &server, "anna");
    browser.screenshot("coding-1280");
    browser.press(&["?"]);
    browser.screenshot("help-1280");
    browser.press(&[ESCAPE]);

    // The first with all there is: detail, themes, a facet, evidence, a note.
    browser.press(&["3", "1", "e", RIGHT, RIGHT]);
    browser.press_with_shift(&[RIGHT, RIGHT]);
    browser.screenshot("evidence-1280");
    browser.press(&["e", "t", "r", "e", "m", "i", "t"]);
    browser.screenshot("themes-1280");
    browser.press(&[ENTER, "b", "r", "a", "i", "n", ENTER, ESCAPE]);
    browser.press(&["r", "h", "m", "?", ESCAPE]);
    browser.screenshot("coded-1280");
    browser.press(&["f"]);
    browser.screenshot("facets-1280");
    browser.press(&[" ", "f", ENTER]);
    browser.wait("document.getElementById('progress').innerText.startsWith('1 of')");
    for number in 1..N_STATEMENTS {
        // Some classes have details, some have none.
        let keys: &[&str] = [&["1"][..], &["2", "2"], &["3", "1"], &["4", "4"], &["5"]][number % 5];
        browser.press(keys);
        browser.press(&[ENTER]);
    }
    let all =
        format!("document.getElementById('progress').innerText === '{N_STATEMENTS} of {N_STATEMENTS} coded'");
    browser.wait(&all);
    browser.press(&["l"]);
    browser.screenshot("list-1280");
    browser.press(&[ESCAPE]);

    let written = lines(&dir.path().join("codings/anna.jsonl"));
    let ids: BTreeSet<&str> = written.iter().map(|line| line["statement_id"].as_str().unwrap()).collect();
    assert_eq!((written.len(), ids.len()), (N_STATEMENTS, N_STATEMENTS));
    let first = &written[0];
    assert_eq!((&first["stance_detail"], &first["note"]), (&json!("independent_stated"), &json!("hm?")));
    assert_eq!(first["continue_global_dialogue"], "no");
    assert_eq!(first["themes"].as_str().unwrap().split(';').count(), 2, "{first}");
    let evidence = first["evidence"].as_str().unwrap();
    let (place, code) = evidence.split_once(' ').unwrap();
    let (start, end) = place.split_once('-').unwrap();
    let text = server.get("anna", "api/statement/0").json()["text"].as_str().unwrap().to_string();
    let marked: String = text.chars().take(end.parse().unwrap()).skip(start.parse().unwrap()).collect();
    assert_eq!((marked.split_whitespace().count(), code), (3, "stance_detail=independent_stated"));
    let words = text.split_whitespace().skip(2).take(3).collect::<Vec<_>>().join(" ");
    assert_eq!(words.trim_end_matches(','), marked);

    // Words selected by mouse are taken whole, and attached by the button.
    browser.value(
        "(() => { const words = document.querySelector('#text p').firstChild; \
         getSelection().setBaseAndExtent(words, 1, words, 5); document.getElementById('mark').click(); })()",
    );
    browser.wait("document.querySelectorAll('#text mark').length === 1");
    let marked = browser.text("#text mark");
    assert!(browser.text("#text p").starts_with(&marked) && !marked.is_empty(), "{marked}");
    browser.press(&["z"]);

    // Undo of the last saving, and again; what was undone is not coded.
    browser.press(&["z"]);
    browser.wait("document.getElementById('progress').innerText.startsWith('47 of')");
    browser.press(&["z"]);
    browser.wait(&all);
    browser.press(&[LEFT, "1", "z"]);
    browser.wait("document.getElementById('status').innerText === 'Taken back.'");
    assert_eq!(lines(&dir.path().join("codings/anna.jsonl")).len(), N_STATEMENTS + 2);
    browser.assert_quiet(&format!("http://127.0.0.1:{}/", server.port));
}

#[test]
fn two_tabs_do_not_overwrite_each_other() {
    let Some(browser) = browser() else { return };
    let dir = example();
    let server = Server::start(dir.path(), &["--coder", "anna"]);
    browser.resize(1280, 800);
    open(&browser, &server, "anna");
    assert_eq!(server.save("anna", 0, 0, json!({"stance": "uncodable"})).status, 200);
    browser.press(&["1", "s"]);
    browser.wait("!document.getElementById('notice').hidden");
    browser.screenshot("newer-1280");
    let notice = browser.text("#notice");
    assert!(
        notice.contains("another tab") && notice.contains("there “uncodable”, here “opposed”"),
        "{notice}"
    );
    assert_eq!(lines(&dir.path().join("codings/anna.jsonl")).len(), 1);
    // The focus is on "Save mine instead".
    browser.press(&[ENTER]);
    browser.wait("document.getElementById('status').innerText.startsWith('Saved')");
    let written = lines(&dir.path().join("codings/anna.jsonl"));
    assert_eq!((&written[1]["revision"], &written[1]["stance"]), (&json!(2), &json!("opposed")));

    // What was chosen here before the other tab saved does not overwrite it later.
    let title = browser.text("#title");
    let has_moved = format!("document.getElementById('title').innerText !== '{title}'");
    browser.press(&["5", RIGHT]);
    browser.wait(&has_moved);
    assert_eq!(server.save("anna", 0, 2, json!({"note": "from the other tab"})).status, 200);
    browser.press(&[LEFT, "s"]);
    browser.wait("!document.getElementById('notice').hidden");
    assert!(browser.text("#notice").contains("from the other tab"));
    browser.press(&[TAB, ENTER]);
    browser.wait("document.getElementById('note').value === 'from the other tab'");
    assert_eq!(lines(&dir.path().join("codings/anna.jsonl")).len(), 3);

    // What is typed while the program is away stays on the page.
    browser.press(&[RIGHT]);
    browser.wait(&has_moved);
    drop(server);
    browser.press(&["1", "s"]);
    browser.wait("document.getElementById('status').innerText.startsWith('Not saved')");
    assert_eq!(
        browser.value("document.querySelector('[aria-checked=true]').innerText.includes('opposed')"),
        true
    );
}

#[test]
fn differences_are_settled_and_small_screens_serve() {
    let Some(browser) = browser() else { return };
    let dir = example();
    let server =
        Server::start(dir.path(), &["--coder", "anna", "--coder", "bela", "--adjudicate", "--hide-actor"]);
    for number in [2, 4] {
        let anna = json!({"stance": "independent", "stance_detail": "independent_stated", "venue": "outside_un",
            "themes": "development.remittances", "note": "names no venue, but says that states own it"});
        let bela = json!({"stance": "within_un", "stance_detail": "within_un_forum", "themes": "none"});
        assert_eq!(server.save("anna", number, 0, anna).status, 200);
        assert_eq!(server.save("bela", number, 0, bela).status, 200);
    }
    for (width, height) in [(1280, 800), (390, 844)] {
        browser.resize(width, height);
        open(&browser, &server, "adjudicated");
        browser.screenshot(&format!("adjudication-{width}"));
        let is_wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth";
        assert_eq!(browser.value(is_wider), false, "{width}");
    }
    browser.press(&["A", "s"]);
    browser.wait("document.getElementById('progress').innerText === '1 of 2 settled'");
    let settled = &lines(&dir.path().join("codings/adjudicated.jsonl"))[0];
    assert_eq!((&settled["coder"], &settled["note"]), (&json!("adjudicated"), &json!("")));
    browser.value("document.querySelector('#coders').scrollIntoView()");
    browser.screenshot("adjudication-390-coders");

    open(&browser, &server, "anna");
    browser.screenshot("coding-390");
    browser.press(&["3", "t", "w", "o", "m", DOWN]);
    browser.value("document.getElementById('theme-filter').scrollIntoView()");
    browser.screenshot("themes-390");
    browser.press(&[ESCAPE, "?"]);
    browser.screenshot("help-390");
    browser.press(&["?"]);
    assert_eq!(
        browser.value("document.documentElement.scrollWidth > document.documentElement.clientWidth"),
        false
    );
    assert!(fs::read_to_string(dir.path().join("codings/bela.jsonl")).unwrap().lines().count() == 2);
    browser.assert_quiet(&format!("http://127.0.0.1:{}/", server.port));
}
