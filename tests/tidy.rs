//! The house keeps itself tidy: checks over the files of `src/`, read as text.
//!
//! The layers are the table in `ARCHITECTURE.md`; each other check stands beside what it forbids.
//! A failure lists every place as `file:line`.

use regex::Regex;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
/// Lines above which a file must be split.
const LONGEST_FILE: usize = 600;
/// `main.rs` stays below this number of lines.
const LONGEST_MAIN: usize = 60;
/// Names that tell nothing of what a module owns.
const EMPTY_NAMES: [&str; 6] = ["util", "helper", "manager", "common", "misc", "process"];
/// The roots of the library and of the program, which see every module.
const CRATE_ROOTS: [&str; 2] = ["lib", "main"];

/// A file of `src/`.
struct Source {
    /// Path within the package.
    path: String,
    /// The top-level module that it belongs to.
    module: String,
    text: String,
    /// The text with comments and literals blanked, line by line where it was.
    code: String,
}

impl Source {
    fn new(path: &str, text: String) -> Source {
        let top = path.trim_start_matches("src/").split('/').next().unwrap_or_default();
        let module = top.trim_end_matches(".rs").to_string();
        Source { path: path.into(), module, code: code_of(&text), text }
    }

    /// The code above the tests at the foot of the file.
    fn outside_tests(&self) -> &str {
        self.code.split("\n#[cfg(test)]\nmod ").next().unwrap_or_default()
    }

    /// Whether the file is the root of a module, where `super` leaves it.
    fn is_module_root(&self) -> bool {
        self.path == format!("src/{}.rs", self.module) || self.path == format!("src/{}/mod.rs", self.module)
    }

    fn fault(&self, line: usize, what: impl std::fmt::Display) -> String {
        format!("{}:{line}: {what}", self.path)
    }
}

/// Blanks comments, strings and characters, and keeps line ends.
fn code_of(text: &str) -> String {
    let comments = r"//[^\n]*|/\*.*?\*/";
    let raw_strings = r####"\bb?r##".*?"##|\bb?r#".*?"#|\bb?r"[^"]*""####;
    let strings = r#""(?:\\.|[^"\\])*"|'(?:\\[^']+|\\'|[^'\\\n])'"#;
    let blanked = regex(&format!("(?s){comments}|{raw_strings}|{strings}"));
    let line_ends = |found: &regex::Captures| "\n".repeat(found[0].matches('\n').count());
    blanked.replace_all(text, line_ends).into_owned()
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a valid pattern")
}

fn line_of(code: &str, offset: usize) -> usize {
    code[..offset].matches('\n').count() + 1
}

/// All files of `src/`, in order of path.
fn sources() -> Vec<Source> {
    fn walk(folder: &Path, paths: &mut Vec<String>) {
        for entry in fs::read_dir(folder).expect("src/ can be listed") {
            let path = entry.expect("src/ can be listed").path();
            match path.strip_prefix(ROOT) {
                _ if path.is_dir() => walk(&path, paths),
                Ok(inside) if path.extension().is_some_and(|ending| ending == "rs") => {
                    paths.push(inside.to_string_lossy().replace('\\', "/"));
                }
                _ => {}
            }
        }
    }
    let mut paths = Vec::new();
    walk(&Path::new(ROOT).join("src"), &mut paths);
    paths.sort();
    paths.iter().map(|path| Source::new(path, read(path))).collect()
}

fn read(path: &str) -> String {
    let text =
        fs::read_to_string(Path::new(ROOT).join(path)).unwrap_or_else(|cause| panic!("{path}: {cause}"));
    text.replace("\r\n", "\n")
}

/// The places where code outside tests matches a pattern, in modules that may not.
fn forbid(pattern: &str, allowed: &[&str], reason: &str) {
    let pattern = regex(pattern);
    check(|source| {
        let code = if allowed.contains(&source.module.as_str()) { "" } else { source.outside_tests() };
        let fault = |found: regex::Match| {
            source.fault(line_of(code, found.start()), format!("`{}`: {reason}", found.as_str()))
        };
        pattern.find_iter(code).map(fault).collect()
    });
}

/// Fails with all faults of all files.
fn check(faults: impl Fn(&Source) -> Vec<String>) {
    none(sources().iter().flat_map(faults).collect());
}

fn none(faults: Vec<String>) {
    assert!(faults.is_empty(), "{} places to tidy:\n{}\n", faults.len(), faults.join("\n"));
}

/// The line of each module in the table of `ARCHITECTURE.md`.
fn layers(page: &str) -> BTreeMap<String, u32> {
    let name = regex("`([a-z_]+)`");
    let rows = regex(r"(?m)^\| *(\d+) *\|([^|\n]*)\|");
    let modules = rows.captures_iter(page).flat_map(|row| {
        let line = row[1].parse().expect("a number");
        name.captures_iter(row.get(2).map_or("", |cell| cell.as_str()))
            .map(|found| (found[1].to_string(), line))
            .collect::<Vec<_>>()
    });
    modules.collect()
}

/// The modules that code names by `crate::x` or `crate::{x, y::z}`, each with its line.
fn modules_named(code: &str) -> Vec<(usize, String)> {
    let name = regex(r"^\w+");
    let path = regex(r"\bcrate\s*::\s*");
    let starts = path.find_iter(code).flat_map(|found| match code[found.end()..].starts_with('{') {
        true => group(&code[found.end()..]).into_iter().map(|at| found.end() + at).collect(),
        false => vec![found.end()],
    });
    starts
        .filter_map(|at| name.find(&code[at..]).map(|word| (line_of(code, at), word.as_str().into())))
        .collect()
}

/// Where the names directly inside the braces that open a text begin.
fn group(text: &str) -> Vec<usize> {
    let (mut depth, mut is_next) = (0, false);
    let mut names = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ if c.is_whitespace() => continue,
            _ if is_next && depth == 1 => names.push(at),
            _ => {}
        }
        is_next = matches!(c, '{' | ',');
        if depth == 0 {
            break;
        }
    }
    names
}

/// What a file names that does not stand on an earlier line of the table.
fn layer_faults(source: &Source, layers: &BTreeMap<String, u32>) -> Vec<String> {
    if CRATE_ROOTS.contains(&source.module.as_str()) {
        return Vec::new();
    }
    let Some(&own) = layers.get(&source.module) else {
        return vec![source.fault(1, format!("`{}` has no line in ARCHITECTURE.md", source.module))];
    };
    let fault = |(line, name): (usize, String)| match layers.get(&name) {
        _ if name == source.module => None,
        Some(&other) if other < own || (other, own) == (1, 1) => None,
        Some(other) => {
            Some(source.fault(line, format!("`{}` (line {own}) uses `{name}` (line {other})", source.module)))
        }
        None => Some(source.fault(line, format!("`{name}` has no line in ARCHITECTURE.md"))),
    };
    modules_named(&source.code).into_iter().filter_map(fault).collect()
}

#[test]
fn modules_use_earlier_lines_only() {
    let layers = layers(&read("ARCHITECTURE.md"));
    assert!(layers.len() > 20, "the table of layers was not found in ARCHITECTURE.md");
    check(|source| layer_faults(source, &layers));
}

#[test]
fn modules_are_named_by_crate() {
    // Otherwise the layers could be passed by unseen.
    forbid(r"\bsuper\s*::\s*super\b", &[], "write `crate::` and the module");
    check(|source| {
        let (pattern, code) = (regex(r"\bsuper\s*::"), source.outside_tests());
        let fault = |found: regex::Match| source.fault(line_of(code, found.start()), "write `crate::`");
        pattern.find_iter(code).filter(|_| source.is_module_root()).map(fault).collect()
    });
}

#[test]
fn only_ingest_opens_statements() {
    let opens = r"\bfs::([a-z]\w*|\{)|\b(fs::)?File::open\w*|\bFile::options|\bOpenOptions\b";
    forbid(opens, &["ingest", "study", "export", "cli"], "files are opened by `ingest` and `study`");
}

#[test]
fn only_export_writes() {
    let writes = r"\bfs::(write|copy|rename|create_dir\w*|remove_\w+)|\bFile::create\w*|\bOpenOptions\b|\bDirBuilder\b";
    forbid(writes, &["export", "cli"], "a run's folder is written by `export`");
}

#[test]
fn only_model_names_linfa() {
    forbid(r"\blinfa\w*", &["model"], "linfa stays behind `model`");
}

#[test]
fn only_the_command_line_prints() {
    forbid(r"\be?print(ln)?!|\bdbg!|\bio::(stdout|stderr)\b", &["cli"], "return a value or a diagnostic");
}

#[test]
fn faults_are_values() {
    forbid(r"(\.|::)(unwrap|expect)\b", &[], "return an error with its place");
}

#[test]
fn order_never_comes_from_a_hash() {
    let reason = "take BTreeMap, a sorted Vec, or rustc-hash where order reaches no output";
    forbid(r"\bHash(Map|Set)\b|\bhash_(map|set)::", &[], reason);
}

#[test]
fn each_file_says_what_it_owns_and_is_short() {
    check(|source| {
        let n_lines = source.text.lines().count();
        let most = if source.path == "src/main.rs" { LONGEST_MAIN - 1 } else { LONGEST_FILE };
        let silent = (!source.text.starts_with("//!")).then(|| source.fault(1, "begin with `//!`"));
        let long = (n_lines > most).then(|| source.fault(n_lines, format!("at most {most} lines")));
        silent.into_iter().chain(long).collect()
    });
}

#[test]
fn names_tell_what_a_module_owns() {
    check(|source| {
        let parts = source.path.split('/').map(|part| part.trim_end_matches(".rs"));
        let empty = parts
            .filter(|part| EMPTY_NAMES.contains(&part.trim_end_matches('s')) || EMPTY_NAMES.contains(part));
        empty.map(|name| source.fault(1, format!("`{name}` tells nothing"))).collect()
    });
}

#[test]
fn the_layer_check_sees_paths_and_groups() {
    let layers =
        layers("| 1 | `error` `text` | x |\n| 2 | `study`, `statement` | y |\n| 3 | `actors` | `z` |\n");
    let text = "use crate::{error::{Error, Place}, actors::Date,\n    statement};\n// crate::actors\n\
                fn f() { \"crate::actors\"; '\"'; crate::text::words(); crate::study::A }\nuse crate::gone;\n";
    let names: Vec<_> =
        modules_named(&code_of(text)).into_iter().map(|(l, name)| format!("{l} {name}")).collect();
    assert_eq!(names, ["1 error", "1 actors", "2 statement", "4 text", "4 study", "5 gone"]);
    let faults = layer_faults(&Source::new("src/study/files.rs", text.into()), &layers);
    assert_eq!(
        faults,
        [
            "src/study/files.rs:1: `study` (line 2) uses `actors` (line 3)",
            "src/study/files.rs:2: `study` (line 2) uses `statement` (line 2)",
            "src/study/files.rs:5: `gone` has no line in ARCHITECTURE.md",
        ]
    );
    assert!(layer_faults(&Source::new("src/error.rs", "use crate::text;".into()), &layers).is_empty());
}
