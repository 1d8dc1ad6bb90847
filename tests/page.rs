//! The report in a browser: filter, search, what stands behind a number, by keyboard. Where there is no Chromium, the
//! reason is printed.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

#[allow(dead_code, reason = "the test of the coding page uses the rest")]
#[path = "review/browser.rs"]
mod browser;
#[allow(dead_code, reason = "the test of the coding page uses the rest")]
#[path = "review/client.rs"]
mod client;

use assert_cmd::Command;
use browser::{Browser, ENTER, ESCAPE, browser};
use std::collections::BTreeMap;
use std::path::Path;

type Row = BTreeMap<String, String>;

fn rows(path: &Path) -> Vec<Row> {
    csv::Reader::from_path(path).unwrap().deserialize().map(Result::unwrap).collect()
}

/// How many statements are seen.
fn n_seen(browser: &Browser) -> u64 {
    browser
        .value("[...document.querySelectorAll('.statement')].filter(one => !one.hidden).length")
        .as_u64()
        .unwrap()
}

/// Chooses a value of a filter.
fn choose(browser: &Browser, name: &str, value: &str) {
    browser.value(&format!(
        "(() => {{ const one = document.getElementById('filters').elements.{name}; one.value = {value:?}; \
         one.dispatchEvent(new Event('input', {{bubbles: true}})); return one.value; }})()"
    ));
}

#[test]
fn the_page_leads_from_a_number_to_its_sentences() {
    let Some(browser) = browser() else { return };
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    Command::cargo_bin("plenary").unwrap().args(["run", "-q", "--out"]).arg(&out).assert().success();
    let statements = rows(&out.join("statements.csv"));
    browser.resize(1280, 800);
    browser.open(&format!("file://{}", out.join("report.html").display()));
    browser.wait("document.documentElement.classList.contains('live')");
    assert_eq!(n_seen(&browser), statements.len() as u64);

    // Filters hold what the table holds, alone and together.
    let opposed = statements.iter().filter(|row| row["stance"] == "opposed").count() as u64;
    choose(&browser, "stance", "opposed|");
    assert_eq!(n_seen(&browser), opposed);
    let actor = &statements.iter().find(|row| row["stance"] == "opposed").unwrap()["actor"];
    choose(&browser, "actor", actor);
    assert_eq!(n_seen(&browser), 1);
    browser.value("document.querySelector('#filters button[type=reset]').click()");
    browser.wait(&format!("document.getElementById('shown').textContent.startsWith('{}')", statements.len()));

    // Words are sought as they are typed.
    browser.value("document.getElementById('filters').elements.words.focus()");
    browser.press(&["r", "e", "m", "i", "t"]);
    let found = n_seen(&browser);
    assert!(found > 0 && found < statements.len() as u64, "{found}");
    assert!(browser.text("#shown").starts_with(&format!("{found} of ")));

    // A number opens what it counts, by keyboard, and Escape leads back to it.
    browser.value("document.querySelector('.counts button.pick').focus()");
    let counted = browser.text(".counts button.pick b");
    browser.press(&[ENTER]);
    browser.wait("document.getElementById('behind').open");
    assert!(browser.text("#behind-title").contains(&format!(": {counted} state")));
    assert_eq!(
        browser.value("document.querySelectorAll('#behind-list h3').length").to_string(),
        counted,
        "a state each"
    );
    browser.screenshot("behind-1280");
    browser.press(&[ESCAPE]);
    browser.wait("!document.getElementById('behind').open");
    assert_eq!(browser.value("document.activeElement.className"), "pick");

    // Numbers and their heads stand at the right; what a row is about stays where a table scrolls.
    let style = |of: &str, name: &str| {
        browser
            .value(&format!("getComputedStyle(document.querySelector('#table-a4_opposition {of}')).{name}"))
    };
    for of in ["th.n", "td.n"] {
        assert_eq!(style(of, "textAlign"), "right");
    }
    assert_eq!(style("td:first-child", "position"), "sticky");
    assert_eq!(
        browser.value(
            "[...document.querySelectorAll('.statement, .lead, .note')].every(one => one.offsetWidth <= 992)"
        ),
        true,
        "text has a width that can be read"
    );

    // On a telephone nothing but tables and figures is wider than the window.
    browser.resize(390, 800);
    assert_eq!(browser.value("document.documentElement.scrollWidth <= 390"), true);
    browser.screenshot("report-390");
    browser.assert_quiet("file://");
}
