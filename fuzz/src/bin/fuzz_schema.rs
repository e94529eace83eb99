//! Bytes for the reader of forms.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| shared::form::fuzzing::schema(bytes));
