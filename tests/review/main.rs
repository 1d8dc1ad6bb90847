//! `plenary review`: what is answered as saved is on disk, who may ask, and who sees what.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod browser;
mod client;
mod coding;

use assert_cmd::Command;
use client::{Server, request, save, send};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::time::Duration;
use tempfile::{TempDir, tempdir};

/// Statements of the built-in example.
const N_STATEMENTS: usize = 48;

/// A folder with a run of the built-in example.
fn example() -> TempDir {
    let dir = tempdir().unwrap();
    assert_eq!(plenary(dir.path(), &["run", "-q"]).0, 0);
    dir
}

fn plenary(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let output = Command::cargo_bin("plenary").unwrap().current_dir(folder).args(args).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

fn lines(path: &Path) -> Vec<Value> {
    fs::read_to_string(path).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn what_was_answered_as_saved_is_there_after_a_kill_and_nothing_twice() {
    let dir = example();
    let answered: Mutex<Vec<(String, String)>> = Mutex::default();
    for round in 0..4 {
        let mut server = Server::start(dir.path(), &["--coder", "anna", "--coder", "bela"]);
        let (port, anna, bela) = (server.port, server.path("anna"), server.path("bela"));
        let code = |coder: &str, path: &str| {
            for number in 0..1000 {
                let note = format!("{coder} {round} {number}");
                let at = number % N_STATEMENTS;
                let host = format!("127.0.0.1:{port}");
                let known = request("GET", &format!("{path}api/statement/{at}"), &[("Host", &host)], "");
                let Some(known) = send(port, &known) else { return };
                let revision = known.json()["saved"]["revision"].as_u64().unwrap();
                let codes = json!({"stance": "opposed", "note": note});
                let Some(reply) = save(port, path, at, revision, codes) else { return };
                assert_eq!(reply.status, 200, "{}", reply.body);
                answered.lock().unwrap().push((coder.into(), note));
            }
        };
        std::thread::scope(|scope| {
            scope.spawn(|| code("anna", &anna));
            scope.spawn(|| code("bela", &bela));
            std::thread::sleep(Duration::from_millis(200 + 130 * round));
            server.kill();
        });
    }
    // A last start mends what the last kill left.
    drop(Server::start(dir.path(), &["--coder", "anna", "--coder", "bela"]));
    let answered = answered.into_inner().unwrap();
    assert!(answered.len() > 20, "{}", answered.len());
    for coder in ["anna", "bela"] {
        let written = lines(&dir.path().join(format!("codings/{coder}.jsonl")));
        let notes: Vec<&str> = written.iter().map(|line| line["note"].as_str().unwrap()).collect();
        let distinct: BTreeSet<&str> = notes.iter().copied().collect();
        assert_eq!(notes.len(), distinct.len(), "a code stands twice");
        for (_, note) in answered.iter().filter(|(by, _)| by == coder) {
            assert!(distinct.contains(note.as_str()), "{note} was answered as saved and is gone");
        }
        // At each kill, one code at most was written and could not be answered any more.
        let n_answered = answered.iter().filter(|(by, _)| by == coder).count();
        assert!(notes.len() <= n_answered + 4, "{} written, {n_answered} answered", notes.len());
    }
}

#[test]
fn a_torn_last_line_is_set_aside_and_a_second_server_kept_out() {
    let dir = example();
    let server = Server::start(dir.path(), &["--coder", "anna"]);
    assert_eq!(server.save("anna", 0, 0, json!({"stance": "opposed"})).status, 200);
    let (code, _, said) = plenary(dir.path(), &["review", "out", "--coder", "anna"]);
    assert!(code == 1 && said.contains("another `plenary review` has this file open"), "{said}");
    drop(server);
    let file = dir.path().join("codings/anna.jsonl");
    let whole = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("{whole}{{\"statement_id\":\"X")).unwrap();
    let server = Server::start(dir.path(), &["--coder", "anna"]);
    assert_eq!(fs::read_to_string(&file).unwrap(), whole);
    let aside = fs::read_to_string(dir.path().join("codings/anna.jsonl.torn")).unwrap();
    assert_eq!(aside, "{\"statement_id\":\"X\n");
    assert_eq!(server.get("anna", "api/statement/0").json()["saved"]["codes"]["stance"], "opposed");
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_with_all_codes_on_disk() {
    let dir = example();
    let mut server = Server::start(dir.path(), &["--coder", "anna", "--codings", "mine/deep"]);
    assert_eq!(server.save("anna", 0, 0, json!({"stance": "opposed"})).status, 200);
    assert_eq!(server.interrupt(), Some(0));
    assert_eq!(lines(&dir.path().join("mine/deep/anna.jsonl")).len(), 1);
}

#[test]
fn only_known_pages_of_this_computer_are_answered() {
    let dir = example();
    fs::write(dir.path().join("secret.txt"), "secret").unwrap();
    let server = Server::start(dir.path(), &["--coder", "anna"]);
    let (port, path) = (server.port, server.path("anna"));
    let own = format!("127.0.0.1:{port}");
    let (origin, other) = (format!("http://{own}"), format!("http://127.0.0.1:{}", port ^ 1));
    let host = ("Host", own.as_str());
    let json = ("Content-Type", "application/json");
    let body = "{\"revision\":0,\"codes\":{\"stance\":\"opposed\"}}";
    let at = |rest: &str| format!("{path}{rest}");
    let statement = at("api/statement/0");
    let long = format!("{{\"revision\":0,\"codes\":{{\"note\":\"{}\"}}}}", "x".repeat(200_000));
    let local = format!("localhost:{port}");
    for (request, expected) in [
        (request("GET", &path, &[host], ""), 200),
        (request("GET", &path, &[("Host", &local)], ""), 200),
        (request("GET", &path, &[host, ("Origin", &origin)], ""), 200),
        (request("GET", "/", &[host], ""), 403),
        (request("GET", "/favicon.ico", &[host], ""), 403),
        (request("GET", "/0123456789abcdef0123456789abcdef/", &[host], ""), 403),
        (request("GET", &path[..path.len() - 2], &[host], ""), 403),
        (request("GET", &path, &[], ""), 403),
        (request("GET", &path, &[("Host", "evil.example")], ""), 403),
        (request("GET", &path, &[("Host", "127.0.0.1")], ""), 403),
        (request("GET", &statement, &[host, ("Origin", "http://evil.example")], ""), 403),
        (request("POST", &statement, &[host, json, ("Origin", &other)], body), 403),
        (request("POST", &statement, &[host, json, ("Origin", "null")], body), 403),
        (request("POST", &statement, &[host, ("Content-Type", "text/plain")], body), 415),
        (request("POST", &statement, &[host, json], &long), 413),
        (request("POST", &statement, &[host, json], "{}"), 400),
        (request("POST", &statement, &[host, json], &body.replace("opposed", "machine")), 400),
        (request("POST", &at("api/statement/48"), &[host, json], body), 404),
        (request("DELETE", &statement, &[host], ""), 405),
        (request("GET", &at("api/names"), &[host], ""), 404),
        (request("GET", &at("../secret.txt"), &[host], ""), 404),
        (request("GET", &at("..%2fsecret.txt"), &[host], ""), 404),
        (request("GET", &at("/etc/passwd"), &[host], ""), 404),
        (request("GET", &at("page.js/"), &[host], ""), 404),
        (request("GET", &at("api/statement/-1"), &[host], ""), 404),
    ] {
        let shown = String::from_utf8_lossy(&request[..request.len().min(200)]).into_owned();
        let reply = send(port, &request).unwrap();
        assert_eq!(reply.status, expected, "{shown}\n{}", reply.body);
        for header in
            ["content-security-policy: default-src 'none'", "no-store", "nosniff", "x-frame-options: deny"]
        {
            assert!(reply.head.contains(header), "{header} in {}", reply.head);
        }
        assert!(!reply.body.contains("secret.txt") && !reply.body.contains("root:"), "{}", reply.body);
    }
    assert_eq!(fs::read_to_string(dir.path().join("codings/anna.jsonl")).unwrap(), "");
    // A page loads nothing from elsewhere.
    for part in ["", "page.css", "page.js", "form.js", "statement.js", "themes.js", "coders.js", "keys.js"] {
        let body = server.get("anna", part).body;
        assert!(!body.is_empty() && !body.contains("http:") && !body.contains("https:"), "{part}");
    }
}

#[test]
fn a_coder_is_blind_to_the_machine_to_others_and_if_asked_to_who_speaks() {
    let dir = example();
    let server =
        Server::start(dir.path(), &["--coder", "anna", "--coder", "bela", "--adjudicate", "--hide-actor"]);
    for number in 0..3 {
        let codes = json!({"stance": "uncodable", "note": "annas remark"});
        assert_eq!(server.save("anna", number, 0, codes).status, 200);
    }
    assert_eq!(server.save("bela", 0, 0, json!({"stance": "opposed", "note": "belas remark"})).status, 200);
    let mut table = csv::Reader::from_path(dir.path().join("out/statements.csv")).unwrap();
    let statements = table.deserialize::<BTreeMap<String, String>>().map(Result::unwrap);
    let task = server.get("bela", "api/task").body;
    let mut all = String::new();
    for number in 0..N_STATEMENTS {
        let reply = server.get("bela", &format!("api/statement/{number}")).json();
        let keys: Vec<&String> = reply.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["text", "header", "number", "saved"]);
        assert!(reply["header"].as_array().unwrap().iter().all(|known| known["label"] != "Actor"));
        let mut outside_text = reply.clone();
        outside_text["text"] = Value::Null;
        all += &outside_text.to_string();
    }
    assert!(!all.contains("annas remark") && all.contains("belas remark"));
    assert!(!all.contains("confidence") && !all.contains("abstain") && !all.contains("machine"));
    for row in statements {
        for hidden in ["statement_id", "speaker", "actor", "source"] {
            let value = row[hidden].as_str();
            assert!(value.is_empty() || !task.contains(value) && !all.contains(value), "{hidden} {row:?}");
        }
    }
    // The adjudicator sees both, under letters, of what they differ in alone.
    let task = server.get("adjudicated", "api/task").json();
    let listed: Vec<u64> =
        task["statements"].as_array().unwrap().iter().map(|s| s["number"].as_u64().unwrap()).collect();
    assert_eq!(listed, [0]);
    let reply = server.get("adjudicated", "api/statement/0");
    assert!(reply.body.contains("annas remark") && reply.body.contains("belas remark"));
    assert!(!reply.body.contains("\"anna\"") && !reply.body.contains("\"bela\""), "{}", reply.body);
    assert_eq!(reply.json()["coders"]["differ"], json!(["stance"]));
    assert_eq!(server.save("adjudicated", 0, 0, json!({"stance": "opposed"})).status, 200);
    assert!(server.get("adjudicated", "api/names").body.contains("anna"));
    assert_eq!(server.get("bela", "api/names").status, 404);
    drop(server);

    let server = Server::start(dir.path(), &["--coder", "anna", "--check"]);
    let first = server.get("anna", "api/statement/0").json();
    let code = first["machine"]["stance"].as_str().unwrap().to_string();
    assert!(["opposed", "within_un", "abstain"].contains(&code.as_str()), "{first}");
    assert!(first["header"][0]["label"] == "Actor", "{first}");
}

#[test]
fn a_page_that_has_not_seen_the_last_codes_saves_nothing() {
    let dir = example();
    let server = Server::start(dir.path(), &["--coder", "anna"]);
    let opposed = json!({"stance": "opposed"});
    let forum = json!({"stance": "within_un", "stance_detail": "within_un_forum"});
    let first = server.save("anna", 5, 0, opposed.clone());
    assert_eq!((first.status, &first.json()["revision"]), (200, &json!(1)));
    // The same once more, as of a page that did not hear the answer.
    let again = server.save("anna", 5, 0, opposed.clone());
    assert_eq!((again.status, &again.json()["revision"]), (200, &json!(1)));
    let stale = server.save("anna", 5, 0, forum.clone());
    assert_eq!((stale.status, &stale.json()["revision"], &stale.json()["codes"]), (409, &json!(1), &opposed));
    let second = server.save("anna", 5, 1, forum.clone()).json();
    assert_eq!((&second["revision"], &second["before"]), (&json!(2), &opposed));
    // Undo is a revision with the codes before.
    let undone = server.save("anna", 5, 2, second["before"].clone()).json();
    assert_eq!((&undone["revision"], &undone["codes"], &undone["before"]), (&json!(3), &opposed, &forum));
    assert_eq!(lines(&dir.path().join("codings/anna.jsonl")).len(), 3);
}

#[test]
fn the_files_are_read_as_they_are_by_run_and_agree() {
    let dir = example();
    let server = Server::start(dir.path(), &["--coder", "anna", "--coder", "bela"]);
    let theme = server.get("anna", "api/task").json()["themes"][0]["name"].as_str().unwrap().to_string();
    let id = server.get("anna", "api/task").json()["statements"][0]["name"].as_str().unwrap().to_string();
    let codes = json!({"stance": "independent", "stance_detail": "independent_stated", "venue": "outside_un",
        "themes": theme, "evidence": "0-9 stance=independent", "note": "first\nthen"});
    for coder in ["anna", "bela"] {
        assert_eq!(server.save(coder, 0, 0, json!({"stance": "opposed"})).status, 200);
        assert_eq!(server.save(coder, 0, 1, codes.clone()).status, 200);
        assert_eq!(server.save(coder, 1, 0, json!({"stance": "opposed", "themes": "none"})).status, 200);
        assert_eq!(server.save(coder, 2, 0, json!({"stance": "opposed"})).status, 200);
        assert_eq!(server.save(coder, 2, 1, json!({})).status, 200);
    }
    drop(server);
    let line = &lines(&dir.path().join("codings/anna.jsonl"))[1];
    assert_eq!(
        line.as_object().unwrap().keys().take(3).collect::<Vec<_>>(),
        ["statement_id", "coder", "revision"]
    );
    assert_eq!(
        (&line["statement_id"], &line["revision"], &line["note"]),
        (&json!(id), &json!(2), &json!("first\nthen"))
    );
    let files = ["codings/anna.jsonl", "codings/bela.jsonl"];
    let (code, _, said) =
        plenary(dir.path(), &["run", "--out", "again", "--codings", files[0], "--codings", files[1]]);
    assert!(code == 0 && said.contains("2 of them by people") && said.contains("; 0 warnings"), "{said}");
    let (code, table, said) = plenary(dir.path(), &["agree", files[0], files[1], "--multi", "themes"]);
    assert!(code == 0 && table.contains("\nstance,") || table.contains("stance"), "{said}");
    assert!(!table.contains("revision") && !table.contains("evidence"), "{table}");
}

#[test]
fn faults_name_what_to_do() {
    let dir = example();
    fs::write(dir.path().join("sample.csv"), "statement_id\nXDA_9_2006\n").unwrap();
    for (args, expected, says) in [
        (&["review", "nowhere", "--coder", "anna"][..], 1, "there is no such folder"),
        (&["review", "out"], 2, "--coder"),
        (&["review", "out", "--coder", "a/b"], 2, "cannot be the name of a coder"),
        (
            &["review", "out", "--coder", "anna", "--codings", "out/codings"],
            2,
            "cannot lie in the folder of a run",
        ),
        (
            &["review", "out", "--coder", "anna", "--sample", "sample.csv"],
            1,
            "line 2: the run has no statement",
        ),
    ] {
        let (code, _, said) = plenary(dir.path(), args);
        assert!(code == expected && said.contains(says), "{args:?} {code} {said}");
    }
}
