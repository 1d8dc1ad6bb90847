//! A name, and a list of names: of any bytes.
#![no_main]

#[path = "../checks/actors.rs"]
mod actors;

libfuzzer_sys::fuzz_target!(|data: &[u8]| actors::check(data));
