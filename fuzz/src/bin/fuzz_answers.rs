//! Bytes for the validator of answers.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| shared::form::fuzzing::answers(bytes));
