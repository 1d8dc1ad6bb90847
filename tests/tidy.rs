//! The house keeps itself tidy: checks over the files of `src/`, read as text.
//!
//! The layers are the table in `ARCHITECTURE.md`; each other check stands beside what it forbids.
//! A failure lists every place as `file:line`.

#![allow(clippy::expect_used, reason = "a check that cannot be made must fail")]

use regex::Regex;
use std::path::{Path, PathBuf};
use std::{collections::BTreeMap, fs};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The file that adds to coders' files, which lie in no run's folder.
const JOURNAL: &str = "src/review/journal.rs";

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

    fn is_of(&self, modules: &[&str]) -> bool {
        modules.contains(&self.module.as_str())
    }

    fn fault(&self, line: usize, what: impl std::fmt::Display) -> String {
        format!("{}:{line}: {what}", self.path)
    }
}

/// Blanks comments, strings and characters, and keeps line ends.
fn code_of(text: &str) -> String {
    let comments = r"//[^\n]*|/\*.*?\*/";
    let raw_strings = r###"\br#".*?"#|\br"[^"]*""###;
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
    let source = |path: PathBuf| {
        let inside = path.strip_prefix(ROOT).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        Source::new(&inside, read(&inside))
    };
    rust_files(&Path::new(ROOT).join("src")).into_iter().map(source).collect()
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder that can be listed");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let inside =
        paths.into_iter().flat_map(|path| if path.is_dir() { rust_files(&path) } else { vec![path] });
    inside.filter(|path| path.extension().is_some_and(|ending| ending == "rs")).collect()
}

fn read(path: &str) -> String {
    let text = fs::read_to_string(Path::new(ROOT).join(path)).expect("a file that can be read");
    text.replace("\r\n", "\n")
}

/// Fails where code outside tests matches a pattern, in the files that a rule is for.
fn forbid(pattern: &str, reason: &str, is_for: impl Fn(&Source) -> bool) {
    let pattern = regex(pattern);
    check(|source| {
        let code = if is_for(source) { source.outside_tests() } else { "" };
        let fault = |found: regex::Match| {
            source.fault(line_of(code, found.start()), format!("`{}`: {reason}", found.as_str()))
        };
        pattern.find_iter(code).map(fault).collect()
    });
}

/// Fails with the faults of all files.
fn check(faults: impl Fn(&Source) -> Vec<String>) {
    let faults: Vec<String> = sources().iter().flat_map(faults).collect();
    assert!(faults.is_empty(), "{} places to tidy:\n{}\n", faults.len(), faults.join("\n"));
}

/// The line of each module in the table of `ARCHITECTURE.md`.
fn layers(page: &str) -> BTreeMap<String, u32> {
    let name = regex("`([a-z_]+)`");
    let rows = regex(r"(?m)^\| *(\d+) *\|([^|\n]*)\|");
    let mut layers = BTreeMap::new();
    for row in rows.captures_iter(page) {
        let line = row[1].parse().expect("a number");
        layers.extend(name.captures_iter(&row[2]).map(|found| (found[1].to_string(), line)));
    }
    layers
}

/// The modules that code names by `crate::x` or `crate::{x, y::z}`, each with its line.
fn modules_named(code: &str) -> Vec<(usize, String)> {
    let path = regex(r"\bcrate\s*::\s*");
    let starts = path.find_iter(code).flat_map(|found| match &code[found.end()..] {
        inside if inside.starts_with('{') => group(inside).iter().map(|at| found.end() + at).collect(),
        _ => vec![found.end()],
    });
    let word = |at: usize| code[at..].split(|c: char| !c.is_alphanumeric() && c != '_').next();
    starts.filter_map(|at| Some((line_of(code, at), word(at)?.to_string()))).collect()
}

/// Where the names directly inside the braces that open a text begin.
fn group(text: &str) -> Vec<usize> {
    let (mut depth, mut is_next) = (0, false);
    let mut names = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| !c.is_whitespace()) {
        depth += i32::from(c == '{') - i32::from(c == '}');
        match depth {
            0 => break,
            1 if is_next && c.is_alphanumeric() => names.push(at),
            _ => {}
        }
        is_next = matches!(c, '{' | ',');
    }
    names
}

/// What a file names that does not stand on an earlier line of the table.
fn layer_faults(source: &Source, layers: &BTreeMap<String, u32>) -> Vec<String> {
    if source.is_of(&["lib", "main"]) {
        return Vec::new();
    }
    let Some(&own) = layers.get(&source.module) else {
        return vec![source.fault(1, format!("`{}` has no line in ARCHITECTURE.md", source.module))];
    };
    let fault = |(line, name): (usize, String)| {
        let what = match layers.get(&name) {
            None => format!("`{name}` has no line in ARCHITECTURE.md"),
            Some(&other) if name == source.module || other < own || (other, own) == (1, 1) => return None,
            Some(other) => format!("`{}` (line {own}) uses `{name}` (line {other})", source.module),
        };
        Some(source.fault(line, what))
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
    forbid(r"\bsuper\s*::\s*super\b", "write `crate::`, which the layers see", |_| true);
    forbid(r"\bsuper\s*::", "write `crate::`, which the layers see", Source::is_module_root);
}

#[test]
fn only_ingest_opens_statements() {
    let opens = r"\bfs::([a-z]\w*|\{)|\bFile::o\w+|\bOpenOptions\b";
    let allowed = ["ingest", "study", "export", "cli"];
    let reason = "`ingest` opens statements, `study` all else";
    forbid(opens, reason, |source| !source.is_of(&allowed) && source.path != JOURNAL);
}

#[test]
fn only_export_writes() {
    let writes =
        r"\bfs::(write|copy|rename|create_dir|remove_)\w*|\bFile::create\w*|\b(OpenOptions|DirBuilder)\b";
    let reason = "`export` writes, and of codes the journal";
    forbid(writes, reason, |source| !source.is_of(&["export", "cli"]) && source.path != JOURNAL);
}

#[test]
fn only_review_knows_http() {
    forbid(r"\b(hyper|tokio|http)\w*::", "HTTP stays in `review`", |source| {
        source.path != "src/review/server.rs"
    });
}

#[test]
fn only_model_names_linfa() {
    forbid(r"\blinfa\w*", "linfa stays behind `model`", |source| !source.is_of(&["model"]));
}

#[test]
fn only_the_command_line_prints() {
    let prints = r"\be?print(ln)?!|\bdbg!|\bio::(stdout|stderr)\b";
    forbid(prints, "return a value or a diagnostic", |source| !source.is_of(&["cli"]));
}

#[test]
fn faults_are_values() {
    forbid(r"(\.|::)(unwrap|expect)\b", "return an error with its place", |_| true);
}

#[test]
fn order_never_comes_from_a_hash() {
    let reason = "take BTreeMap, a sorted Vec, or rustc-hash where order reaches no output";
    forbid(r"\bHash(Map|Set)\b|\bhash_(map|set)::", reason, |_| true);
}

#[test]
fn each_file_says_what_it_owns_and_is_short() {
    check(|source| {
        let n_lines = source.text.lines().count();
        let most = if source.path == "src/main.rs" { 59 } else { 600 };
        let silent = (!source.text.starts_with("//!")).then(|| source.fault(1, "begin with `//!`"));
        let long = (n_lines > most).then(|| source.fault(n_lines, format!("at most {most} lines")));
        silent.into_iter().chain(long).collect()
    });
}

#[test]
fn names_tell_what_a_module_owns() {
    let empty = regex(r"/((util|helper|manager|misc|process)(s|es)?|common)(/|\.rs)");
    let fault = |source: &Source| source.fault(1, "the name tells nothing");
    check(|source| empty.find(&source.path).map(|_| fault(source)).into_iter().collect());
}

#[test]
fn the_layer_check_sees_paths_and_groups() {
    let layers = layers("| 1 | `error` `text` | x |\n| 2 | `study`, `statement` |\n| 3 | `actors` | `z` |\n");
    let text = "use crate::{error::{Error, Place}, actors::Date,\n    statement};\n// crate::actors\n\
                fn f() { \"crate::actors\"; '\"'; crate::text::words(); crate::study::A }\nuse crate::gone;\n";
    let named = modules_named(&code_of(text)).into_iter();
    let names: Vec<_> = named.map(|(line, name)| format!("{line} {name}")).collect();
    assert_eq!(names, ["1 error", "1 actors", "2 statement", "4 text", "4 study", "5 gone"]);
    let faults = layer_faults(&Source::new("src/study/files.rs", text.into()), &layers);
    let expected = "src/study/files.rs:1: `study` (line 2) uses `actors` (line 3)\n\
                    src/study/files.rs:2: `study` (line 2) uses `statement` (line 2)\n\
                    src/study/files.rs:5: `gone` has no line in ARCHITECTURE.md";
    assert_eq!(faults.join("\n"), expected);
    assert!(layer_faults(&Source::new("src/error.rs", "use crate::text;".into()), &layers).is_empty());
}
