//! One run over a folder with every format: each file is a statement or a reject, and no file is lost.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use assert_cmd::Command;
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use tempfile::tempdir;
use zip::write::SimpleFileOptions;

const TEXT: &str = "We welcome the contribution of migrants to development.";

/// Runs in a folder; gives standard error.
fn run(folder: &Path, args: &[&str]) -> String {
    let output = Command::cargo_bin("plenary").unwrap().current_dir(folder).args(args).output().unwrap();
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{message}");
    message
}

fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn docx() -> Vec<u8> {
    let body = format!(
        "<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p></w:body></w:document>"
    );
    let relations = "<R><R Type='x/officeDocument' Target='word/document.xml'/></R>";
    packed(&[("_rels/.rels", relations.as_bytes()), ("word/document.xml", body.as_bytes())])
}

fn odt() -> Vec<u8> {
    let body = format!("<o:d xmlns:o='o' xmlns:t='t'><o:body><t:p>{TEXT}</t:p></o:body></o:d>");
    packed(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", body.as_bytes())])
}

fn ods() -> Vec<u8> {
    let cell = |text: &str| format!("<t:table-cell><x:p>{text}</x:p></t:table-cell>");
    let row = |id: &str, text: &str| format!("<t:table-row>{}{}</t:table-row>", cell(id), cell(text));
    let rows = row("id", "text") + &row("ods-1", TEXT) + &row("ods-2", TEXT);
    let body = format!("<o:d xmlns:o='o' xmlns:t='t' xmlns:x='x'><t:table>{rows}</t:table></o:d>");
    packed(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", body.as_bytes()),
    ])
}

fn gz(text: &str) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    writer.write_all(text.as_bytes()).unwrap();
    writer.finish().unwrap()
}

/// The cells of a column of a table.
fn column(table: &Path, name: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_path(table).unwrap();
    let at = reader.headers().unwrap().iter().position(|header| header == name).unwrap();
    reader.records().map(|record| record.unwrap()[at].to_string()).collect()
}

#[test]
fn every_file_is_a_statement_or_a_reject() {
    let dir = tempdir().unwrap();
    let text = TEXT.as_bytes();
    let (western, ..) = encoding_rs::WINDOWS_1252
        .encode("Señor Presidente: la migración es un derecho. ¿Qué más? Año tras año.");
    let utf16: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(TEXT.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let inner = packed(&[
        ("MEX_61_2006.txt", text),
        ("deep/b.docx", &docx()),
        ("deep/more.zip", &packed(&[("x.txt", text)])),
        ("empty.txt", b""),
        ("rows.csv", format!("id,text\nzip-1,{TEXT}\n").as_bytes()),
    ]);
    let statements: [(&str, Vec<u8>); 13] = [
        ("FRA_61_2006.txt", text.to_vec()),
        ("a.html", format!("<nav>Menu</nav><p>{TEXT}</p>").into_bytes()),
        ("b.docx", docx()),
        ("c.odt", odt()),
        ("d.rtf", format!("{{\\rtf1 {TEXT}}}").into_bytes()),
        ("e.md", format!("# Title\n\n**{TEXT}**").into_bytes()),
        ("f.ods", ods()),
        ("g.csv", format!("id,text\ncsv-1,{TEXT}\n").into_bytes()),
        ("h.jsonl", format!("{{\"id\": \"json-1\", \"text\": \"{TEXT}\"}}\n").into_bytes()),
        ("i.txt.gz", gz(TEXT)),
        ("j.txt", western.to_vec()),
        ("k.txt", utf16),
        ("no ending", docx()),
    ];
    let rejects: [(&str, Vec<u8>); 4] = [
        ("empty.docx", Vec::new()),
        ("program.exe", b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xFF\xFF\0\0".to_vec()),
        ("cut.docx", docx()[..200].to_vec()),
        ("broken.zip", b"PK\x03\x04".to_vec()),
    ];
    let input = dir.path().join("in");
    fs::create_dir(&input).unwrap();
    for (name, bytes) in statements.iter().chain(&rejects).chain(&[("z.zip", inner)]) {
        fs::write(input.join(name), bytes).unwrap();
    }
    let said = run(dir.path(), &["run", "in", "--out", "out", "-v"]);
    assert!(said.contains("in/j.txt: read as windows-1252"), "{said}");
    assert!(said.contains("in/k.txt: read as UTF-16LE"), "{said}");

    let under = |names: Vec<&str>| -> Vec<String> { names.iter().map(|name| format!("in/{name}")).collect() };
    let mut coded = column(&dir.path().join("out/statements.csv"), "source");
    coded.sort();
    coded.dedup();
    let mut expected: Vec<&str> = statements.iter().map(|(name, _)| *name).collect();
    expected.extend(["z.zip/MEX_61_2006.txt", "z.zip/deep/b.docx", "z.zip/rows.csv"]);
    expected.sort_unstable();
    assert_eq!(coded, under(expected));

    let mut refused = column(&dir.path().join("out/rejects.csv"), "source");
    refused.sort();
    let mut expected: Vec<&str> = rejects.iter().map(|(name, _)| *name).collect();
    expected.extend(["z.zip/deep/more.zip", "z.zip/empty.txt"]);
    expected.sort_unstable();
    assert_eq!(refused, under(expected));
    for reason in column(&dir.path().join("out/rejects.csv"), "reason") {
        assert!(reason.contains(". "), "no remedy: {reason}");
    }
}

#[test]
fn a_statement_in_an_archive_is_explained() {
    let dir = tempdir().unwrap();
    fs::write(dir.path().join("s.zip"), packed(&[("x/MEX_61_2006.txt", TEXT.as_bytes())])).unwrap();
    run(dir.path(), &["run", "s.zip", "--out", "out"]);
    run(dir.path(), &["explain", "out", "MEX_61_2006"]);
}

#[test]
fn sentences_are_joined_to_statements_as_the_study_says() {
    let dir = tempdir().unwrap();
    let study = "[statements]\ninput = ['s.csv']\ngroup_by = ['meeting', 'n']\n\
                 [statements.columns]\nactor = 'state'\ndate = 'day'\nparagraph = 'p'\n";
    fs::write(dir.path().join("plenary.toml"), study).unwrap();
    let rows = "meeting,n,p,day,state,text\nm,0,0,\"Sep 16, 2025\",Peru,We agree.\nm,1,0,,Fiji,We too.\n\
                m,0,0,,,Migrants send money home.\nm,0,1,,,Thank you.\n";
    fs::write(dir.path().join("s.csv"), rows).unwrap();
    run(dir.path(), &["run", "--out", "out"]);
    let table = dir.path().join("out/statements.csv");
    assert_eq!(column(&table, "statement_id"), ["m/0", "m/1"]);
    assert_eq!(column(&table, "iso3"), ["PER", "FJI"]);
    assert_eq!(column(&table, "date"), ["2025-09-16", ""]);
}
