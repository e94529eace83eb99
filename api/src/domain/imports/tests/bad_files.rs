//! Files that cannot be taken at all: a clear message, and nothing changed.

use super::{HEADER, Practice, nhs, tally};
use crate::domain::imports::ImportRequest;

async fn refused(content: impl AsRef<[u8]>) -> (String, String) {
    let practice = Practice::open().await;
    let error = practice.import(content).await.unwrap_err();
    assert!(practice.is_untouched().await);
    assert_eq!(practice.text("SELECT state FROM import").await, "failed");
    assert_eq!(practice.text("SELECT message FROM import").await, error.to_string());
    (error.code().to_owned(), error.to_string())
}

#[tokio::test]
async fn an_empty_file_is_refused() {
    assert_eq!(refused("").await.0, "EMPTY_FILE");
    assert_eq!(refused("\u{feff}\r\n").await.0, "EMPTY_FILE");
}

#[tokio::test]
async fn a_file_without_a_known_header_is_refused() {
    let (code, message) = refused("1,2,3\n4,5,6\n").await;
    assert_eq!(code, "UNKNOWN_HEADER");
    assert!(message.contains("local_id") && message.contains("mapping"), "{message}");
}

#[tokio::test]
async fn a_wrong_delimiter_is_named() {
    let (code, message) = refused(HEADER.replace(',', ";") + "\n1;;Ada;Hill;;;;;;;;\n").await;
    assert_eq!(code, "WRONG_DELIMITER");
    assert!(message.contains("semicolons"), "{message}");
}

#[tokio::test]
async fn a_line_of_ten_megabytes_is_refused_and_leaves_nothing_of_the_rows_before_it() {
    let mut file = format!("{HEADER}\n").into_bytes();
    for n in 0..2500 {
        file.extend_from_slice(format!("{n},{},Ada,Hill,,,,,,,,\n", nhs(n)).as_bytes());
    }
    file.extend_from_slice(b"x,,Bea,");
    file.resize(file.len() + 10 * 1024 * 1024, b'x');
    let (code, message) = refused(file).await;
    assert_eq!(code, "ROW_TOO_LONG");
    assert!(message.contains("Row 2502"), "{message}");
}

#[tokio::test]
async fn a_workbook_is_no_csv() {
    assert!(refused(b"PK\x03\x04rest of a zip").await.1.contains("Save or unpack it as CSV"));
}

#[tokio::test]
async fn windows_1252_is_recognised_and_converted() {
    let practice = Practice::open().await;
    let mut file = format!("{HEADER}\n").into_bytes();
    file.extend_from_slice(b"1,,Zo\xeb,O\x92Hara,,,,,,,,\n");
    let summary = practice.import(file).await.unwrap();
    assert_eq!((summary.encoding, tally(&summary)), ("windows-1252", [1, 0, 0, 0]));
    assert!(summary.notes[0].contains("windows-1252"), "{:?}", summary.notes);
    assert_eq!(practice.text("SELECT given_name || ' ' || family_name FROM patient").await, "Zoë O’Hara");
}

#[tokio::test]
async fn a_marked_utf_8_file_with_other_headers_is_taken() {
    let practice = Practice::open().await;
    let file = format!("\u{feff}NHS No,DOB,Surname,Forename,Mobile\r\n{},01/02/1950,Hill,Ada,07700 900001\r\n", nhs(0));
    assert_eq!(tally(&practice.import(file).await.unwrap()), [1, 0, 0, 0]);
    assert_eq!(practice.text("SELECT birth_date FROM patient").await, "1950-02-01");
}

#[tokio::test]
async fn a_file_that_is_not_there_is_named() {
    let practice = Practice::open().await;
    let path = practice.files.path().join("nowhere.csv");
    let error = practice.run(ImportRequest { path, ..Default::default() }).await.unwrap_err().to_string();
    assert!(error.contains("nowhere.csv"), "{error}");
}
