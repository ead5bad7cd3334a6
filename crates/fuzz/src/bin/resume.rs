//! libFuzzer and `resume`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| (hubbub_fuzz::RESUME.check)(input));
