#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| hongtu_fuzz::targets::word(bytes));
