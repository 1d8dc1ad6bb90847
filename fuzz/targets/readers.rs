//! A file of any format: of any bytes. `PLENARY_READER=pdf` holds it to the files of one format, whose corpus has
//! no first byte.
#![no_main]

#[path = "../checks/readers.rs"]
mod readers;

use std::sync::LazyLock;

static READER: LazyLock<Option<String>> = LazyLock::new(|| std::env::var("PLENARY_READER").ok());

libfuzzer_sys::fuzz_target!(|data: &[u8]| match READER.as_deref() {
    Some(ending) => readers::check_as(ending, data),
    None => readers::check(data),
});
