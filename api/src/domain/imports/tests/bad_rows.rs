//! Rows that are rejected with row, column and reason, while the others are taken.

use super::{HEADER, Practice, nhs, tally};
use crate::domain::imports::ImportRequest;

fn told(summary: &crate::domain::imports::ImportSummary) -> Vec<(u64, &str, &str)> {
    summary.issues.iter().map(|issue| (issue.row, issue.column.unwrap_or("-"), issue.reason.as_str())).collect()
}

#[tokio::test]
async fn each_wrong_row_is_rejected_with_its_column_and_reason_and_the_right_ones_are_taken() {
    let practice = Practice::open().await;
    let wrong_check = nhs(0)[..9].to_owned() + if nhs(0).ends_with('0') { "1" } else { "0" };
    let summary = practice
        .rows(&[
            "1,,Ada,Hill,,,,,,,,",
            "2,,Bea,Hill,,,,,,,,,one,more",
            &format!("3,{wrong_check},Cal,Hill,,,,,,,,"),
            "4,,Dot,Hill,2031-01-01,,,,,,,",
            "5,,Eli,Hill,,,07700,,,,,",
            "6,,Fay,Hill,,,,no address,,,,",
            "7,,Gil,Hill,,,,,,,,sleeping",
            "8,,Hal,Hill,,,,,,,unheard of,",
        ])
        .await;
    assert_eq!(tally(&summary), [1, 0, 0, 7]);
    let told = told(&summary);
    let expected = [
        (3, "-", "14 fields"),
        (4, "nhs_number", "check digit"),
        (5, "birth_date", "in the future"),
        (6, "phone", "no such phone number"),
        (7, "email", "@"),
        (8, "status", "must be one of"),
        (9, "conditions", "code set"),
    ];
    for ((row, column, reason), issue) in expected.iter().zip(&told) {
        assert_eq!((issue.0, issue.1), (*row, *column));
        assert!(issue.2.contains(reason), "{}", issue.2);
    }
    assert_eq!(told.len(), expected.len());
    assert_eq!(practice.number("SELECT COUNT(*) FROM import_issue").await, 7);
    assert_eq!(practice.number("SELECT n FROM row_count WHERE name = 'patient'").await, 1);
}

#[tokio::test]
async fn the_second_row_with_the_same_nhs_number_is_rejected_and_names_the_first() {
    let practice = Practice::open().await;
    let number = nhs(3);
    let summary = practice
        .rows(&[
            &format!("1,{number},Ada,Hill,,,,,,,,"),
            "2,,Bea,Hill,,,,,,,,",
            &format!("3,{} {} {},Cal,Hill,,,,,,,,", &number[..3], &number[3..6], &number[6..]),
            "2,,Dot,Hill,,,,,,,,",
        ])
        .await;
    assert_eq!(tally(&summary), [2, 0, 0, 2]);
    assert_eq!(
        told(&summary),
        [(4, "nhs_number", "row 2 has the same NHS number"), (5, "local_id", "row 3 has the same local_id")]
    );
}

#[tokio::test]
async fn with_strict_one_rejected_row_keeps_everything_out() {
    let practice = Practice::open().await;
    let path = practice.file(format!("{HEADER}\n1,,Ada,Hill,,,,,,,,\n2,,,,,,,,,,,\n"));
    let summary = practice.run(ImportRequest { path, strict: true, ..Default::default() }).await.unwrap();
    assert!(!summary.committed);
    assert_eq!(summary.tally.rejected, 1);
    assert!(practice.is_untouched().await);
    assert_eq!(practice.text("SELECT state FROM import").await, "failed");
    assert_eq!(practice.number("SELECT COUNT(*) FROM import_issue").await, 1);
}

#[tokio::test]
async fn a_dry_run_tells_the_difference_and_leaves_nothing() {
    let practice = Practice::open().await;
    let path = practice.file(format!("{HEADER}\n1,,Ada,Hill,,,,,,,,\n2,,,,,,,,,,,\n"));
    let summary = practice.run(ImportRequest { path, dry_run: true, ..Default::default() }).await.unwrap();
    assert_eq!((tally(&summary), summary.committed, summary.import), ([1, 0, 0, 1], false, None));
    assert!(practice.is_untouched().await);
    assert_eq!(practice.number("SELECT COUNT(*) FROM import").await, 0);
}
