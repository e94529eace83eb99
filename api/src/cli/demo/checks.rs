//! Sums that must add up; kept numbers are compared with counted rows.

use std::collections::BTreeMap;

use shared::{channel::MessageState, ids::CampaignId};

use super::{
    summary::{Check, Counts},
    tables::one_number,
};
use crate::{database::Database, domain::campaigns::counts::Ledger};

#[derive(Default)]
pub struct Checks(Vec<Check>);

impl Checks {
    pub fn equal(&mut self, name: impl Into<String>, left: i64, right: i64) {
        self.0.push(Check { name: name.into(), left, right, holds: left == right });
    }

    pub fn sums(&mut self, counts: &Counts, ledger: &Ledger) {
        let signed = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        self.equal("imported + rejected = rows", signed(counts.imported + counts.rejected), signed(counts.rows));
        self.equal("recipients = cohort", counts.recipients, counts.cohort);
        for ((wave, channel), states) in ledger.iter().filter(|((wave, _), _)| *wave == 0) {
            let sum = states.values().sum();
            self.equal(format!("{channel}, wave {wave}: the states sum to the recipients"), sum, counts.recipients);
        }
        let answered = counts.acknowledged + counts.non_respondents + counts.never_sent;
        self.equal("acknowledged + not acknowledged + never sent = recipients", answered, counts.recipients);
        self.equal("the report holds every non-respondent", counts.report_rows, counts.non_respondents);
        let sent: i64 = ledger.values().filter_map(|states| states.get(&MessageState::Sent)).sum();
        self.equal("messages in the outbox = messages sent", signed(counts.outbox_emails + counts.outbox_texts), sent);
    }

    /// The kept ledger against the rows of the message table.
    pub async fn ledger_rows(&mut self, database: &Database, id: CampaignId, ledger: &Ledger) -> anyhow::Result<()> {
        for ((wave, channel), states) in ledger {
            let kept: i64 = states.values().sum();
            let sql = format!(
                "SELECT COUNT(*) AS n FROM message WHERE campaign_id = {} AND wave = {wave} AND channel = '{channel}'",
                id.get()
            );
            self.equal(format!("{channel}, wave {wave}: kept count = rows"), kept, one_number(database, &sql).await?);
        }
        Ok(())
    }

    pub fn tables(&mut self, restored: &BTreeMap<String, i64>, live: &BTreeMap<String, i64>) {
        for (table, &rows) in restored {
            self.equal(format!("restored = live: {table}"), rows, live.get(table).copied().unwrap_or(-1));
        }
    }

    pub fn into_all(self) -> Vec<Check> {
        self.0
    }
}
