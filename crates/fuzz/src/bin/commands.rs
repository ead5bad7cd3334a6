//! libFuzzer and `commands`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| (hubbub_fuzz::COMMANDS.check)(input));
