//! How many rows were rejected for which reason: of all rows, however few issues are kept in full.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::row::Issue;

const MOST: usize = 100; // different reasons; there are about 40, some of them with a number in it
const OTHERS: &str = "other reasons";

/// One reason with its rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    pub column: Option<String>,
    pub reason: String,
    pub rows: u64,
}

/// What was kept of an import; empty until its check has ended.
pub fn reasons(import: &entity::import::Model) -> Vec<Reason> {
    let kept = import.reasons.clone();
    kept.and_then(|kept| serde_json::from_value(kept).ok()).unwrap_or_default()
}

/// The count under way.
#[derive(Debug, Default)]
pub struct Reasons {
    counts: HashMap<(Option<&'static str>, String), u64>,
    others: u64,
}

impl Reasons {
    /// Counts a rejected row by its issues, each reason once.
    pub fn count(&mut self, issues: &[Issue]) {
        for (position, issue) in issues.iter().enumerate() {
            let again = |other: &Issue| other.column == issue.column && other.reason == issue.reason;
            if issues[..position].iter().any(again) {
                continue;
            }
            let key = (issue.column, without_row(&issue.reason));
            let room = self.counts.len() < MOST;
            match self.counts.get_mut(&key) {
                Some(count) => *count += 1,
                None if room => drop(self.counts.insert(key, 1)),
                None => self.others += 1,
            }
        }
    }

    /// The commonest first.
    pub fn finish(self) -> Vec<Reason> {
        let counted = self.counts.into_iter().map(|((column, reason), rows)| Reason {
            column: column.map(ToOwned::to_owned),
            reason,
            rows,
        });
        let mut reasons: Vec<_> = counted.collect();
        reasons.sort_by(|a, b| b.rows.cmp(&a.rows).then_with(|| (&a.column, &a.reason).cmp(&(&b.column, &b.reason))));
        if self.others > 0 {
            reasons.push(Reason { column: None, reason: OTHERS.to_owned(), rows: self.others });
        }
        reasons
    }
}

/// `row 17 has the same local_id` without the number, which is another one in every row.
fn without_row(reason: &str) -> String {
    let rest = reason.strip_prefix("row ").map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    rest.filter(|rest| rest.starts_with(' ')).map_or_else(|| reason.to_owned(), |rest| format!("another row{rest}"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;

    fn issue(row: u64, column: Option<&'static str>, reason: &str) -> Issue {
        Issue { row, column, reason: reason.to_owned() }
    }

    #[test]
    fn rows_are_grouped_by_reason_the_commonest_first() {
        let mut reasons = Reasons::default();
        let name = issue(2, Some("family_name"), "the row has no name");
        reasons.count(&[name.clone(), issue(2, Some("phone"), "no"), issue(2, Some("phone"), "no")]);
        reasons.count(&[name]);
        reasons.count(&[issue(9, Some("local_id"), "row 2 has the same local_id")]);
        reasons.count(&[issue(10, Some("local_id"), "row 3 has the same local_id")]);
        reasons.count(&[issue(11, Some("local_id"), "row 3 has the same local_id")]);
        let told: Vec<_> = reasons.finish().into_iter().map(|reason| (reason.rows, reason.reason)).collect();
        let expected = [(3, "another row has the same local_id"), (2, "the row has no name"), (1, "no")];
        assert_eq!(told, expected.map(|(rows, reason)| (rows, reason.to_owned())));
    }

    proptest! {
        #[test]
        fn no_row_is_lost_however_many_reasons_there_are(of in proptest::collection::vec(0..300_u32, 0..1000)) {
            let mut reasons = Reasons::default();
            for reason in &of {
                reasons.count(&[issue(2, None, &format!("reason {reason}"))]);
            }
            let told = reasons.finish();
            prop_assert!(told.len() <= MOST + 1);
            prop_assert_eq!(told.iter().map(|reason| reason.rows).sum::<u64>(), u64::try_from(of.len()).unwrap());
        }
    }
}
