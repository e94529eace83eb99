//! Bytes for the import of FHIR Questionnaires.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| shared::form::fuzzing::questionnaire(bytes));
