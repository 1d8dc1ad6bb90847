//! A lexicon in any format, and a text: both of any bytes.
#![no_main]

#[path = "../checks/lexicon.rs"]
mod lexicon;

libfuzzer_sys::fuzz_target!(|data: &[u8]| lexicon::check(data));
