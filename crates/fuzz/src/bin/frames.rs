//! libFuzzer and `frames`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| (hubbub_fuzz::FRAMES.check)(input));
