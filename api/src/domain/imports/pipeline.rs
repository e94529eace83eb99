//! The thread that reads, checks, compares and seals, and hands over batches to be written.

use std::sync::Arc;

use tokio::sync::mpsc;

use super::{
    check::Rules,
    conditions::Joined,
    detect::{self, Detected},
    difference::{Difference, Verdict, nhs_index},
    map::Mapping,
    plan::Plan,
    progress::{Progress, Tally},
    read::Rows,
    reasons::{Reason, Reasons},
    row::{Issue, PatientRow},
    samples::Picked,
    source::{Source, unreadable},
};
use crate::{
    clients::random::Random,
    crypto::KeyRing,
    domain::{
        Error, Result,
        patients::{SealedPatient, Sealer, content},
    },
};

/// Rows between two batches: a batch is about 4 MiB, and a few of them wait at most. Much smaller ones are slower on
/// PostgreSQL over TCP, where the end of every COPY waits for an acknowledgement (Nagle, RFC 896; sqlx leaves it on).
const BATCH_ROWS: u64 = 4000;
pub const BATCHES_WAITING: usize = 2;

/// Issues kept in full; all of them are counted.
pub const MOST_ISSUES: usize = 10_000;

/// What is read and how.
#[derive(Clone, Debug)]
pub struct Input {
    pub source: Source,
    pub conditions: Option<Source>,
    pub mapping: Mapping,
    pub rules: Rules,
    pub keys: Arc<KeyRing>,
    pub random: Arc<dyn Random>,
    /// Whether rows are sealed for writing; a check only needs the verdicts.
    pub seal: bool,
}

/// Patients to be written, and where the reading stands after them.
#[derive(Debug, Default)]
pub struct Batch {
    pub patients: Vec<SealedPatient>,
    pub progress: Progress,
}

/// What the whole file was.
#[derive(Debug)]
pub struct Outcome {
    pub detected: Detected,
    pub tally: Tally,
    pub issues: Vec<Issue>,
    /// Of all rejected rows, the commonest first.
    pub reasons: Vec<Reason>,
    /// Rows to be shown; only of a check.
    pub picked: Picked,
    /// What is worth knowing and no error, in whole sentences.
    pub notes: Vec<String>,
}

/// Reads all of it on the calling thread, which is not to be one of the runtime's own.
pub fn run(input: &Input, mut difference: Difference, batches: &mpsc::Sender<Batch>) -> Result<Outcome> {
    let detected = detect::look(input.source.open()?)?;
    let mut joined = match &input.mapping.conditions {
        None => None,
        Some(file) => {
            let source = input.conditions.as_ref().ok_or_else(|| {
                unreadable(format!("The mapping needs a second file, {}; give it as well.", file.file))
            })?;
            Some(Joined::read(source, file, &input.rules)?)
        }
    };
    let mut rows = Rows::open(&input.source, &detected)?;
    let plan = Plan::new(rows.headers(), &input.mapping)?;
    let mut notes = Vec::new();
    if detected.encoding != encoding_rs::UTF_8 {
        notes.push(format!("The file is in {}; it was converted.", detected.encoding.name()));
    }
    if !plan.unused.is_empty() && input.mapping.columns.is_empty() {
        notes.push(format!("Columns that were not imported: {}.", plan.unused.join(", ")));
    }
    let mut reading = Reading {
        input,
        sealer: Sealer { keys: &input.keys, random: input.random.as_ref() },
        buffer: Vec::new(),
        tally: Tally::default(),
        issues: Vec::new(),
        reasons: Reasons::default(),
        picked: Picked::default(),
    };
    let mut batch = Batch::default();
    loop {
        let Some(record) = rows.next_record()? else { break };
        reading.tally.rows += 1;
        let checked = input.rules.check(record.row, record.fields, &plan);
        batch.patients.extend(reading.take(checked, joined.as_mut(), &mut difference));
        if reading.tally.rows.is_multiple_of(BATCH_ROWS) {
            batch.progress = reading.progress(rows.bytes(), detected.size_bytes);
            hand_over(std::mem::take(&mut batch), batches)?;
        }
    }
    batch.progress = reading.progress(detected.size_bytes, detected.size_bytes);
    hand_over(batch, batches)?;
    match joined.map_or(0, |joined| joined.without_patient()) {
        0 => {}
        many => notes.push(format!("The file of conditions names {many} ids that the file of patients does not.")),
    }
    let Reading { tally, issues, reasons, picked, .. } = reading;
    Ok(Outcome { detected, tally, issues, reasons: reasons.finish(), picked, notes })
}

fn hand_over(batch: Batch, batches: &mpsc::Sender<Batch>) -> Result<()> {
    // The writer only goes away when it failed, and tells why itself.
    batches.blocking_send(batch).map_err(|_| Error::Internal(anyhow::anyhow!("the writer of the import ended")))
}

struct Reading<'i> {
    input: &'i Input,
    sealer: Sealer<'i>,
    buffer: Vec<u8>,
    tally: Tally,
    issues: Vec<Issue>,
    reasons: Reasons,
    picked: Picked,
}

impl Reading<'_> {
    fn take(
        &mut self,
        checked: Result<PatientRow, Vec<Issue>>,
        joined: Option<&mut Joined>,
        difference: &mut Difference,
    ) -> Option<SealedPatient> {
        match checked.and_then(|row| self.judge(row, joined, difference).map_err(|issue| vec![issue])) {
            Ok(patient) => patient,
            Err(issues) => {
                self.tally.rejected += 1;
                self.reasons.count(&issues);
                let room = MOST_ISSUES.saturating_sub(self.issues.len());
                self.issues.extend(issues.into_iter().take(room));
                None
            }
        }
    }

    fn judge(
        &mut self,
        mut row: PatientRow,
        joined: Option<&mut Joined>,
        difference: &mut Difference,
    ) -> Result<Option<SealedPatient>, Issue> {
        if let Some(joined) = joined {
            joined.complete(&mut row)?;
        }
        let keys = &self.input.keys;
        let nhs = nhs_index(keys, &row);
        let content = content::hash(keys, &row.patient, &mut self.buffer);
        let verdict = difference.judge(keys, &row, nhs, content)?;
        if !self.input.seal {
            self.picked.offer(&row, verdict);
        }
        let id = match verdict {
            Verdict::Unchanged => {
                self.tally.unchanged += 1;
                return Ok(None);
            }
            Verdict::Create => {
                self.tally.created += 1;
                None
            }
            Verdict::Update { id, renames } => {
                self.tally.updated += 1;
                if !renames {
                    row.patient.local_id = None;
                }
                Some(id)
            }
        };
        Ok(self.input.seal.then(|| self.sealer.patient(row.patient, id, nhs, content)))
    }

    fn progress(&self, bytes_done: u64, bytes_total: u64) -> Progress {
        Progress { tally: self.tally, bytes_done, bytes_total }
    }
}
