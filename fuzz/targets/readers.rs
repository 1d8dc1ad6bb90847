//! A file of any format: of any bytes.
#![no_main]

#[path = "../checks/readers.rs"]
mod readers;

libfuzzer_sys::fuzz_target!(|data: &[u8]| readers::check(data));
