//! The second file of a mapping: one row a condition, joined to the patients by their local id.

use std::collections::HashMap;

use chrono::NaiveDate;
use csv::StringRecord;
use shared::coding::{CodeSystem, Coding};

use super::{
    check::Rules,
    detect,
    map::ConditionsFile,
    plan::find,
    read::Rows,
    row::{Issue, PatientRow},
    source::Source,
};
use crate::domain::{Result, patients::RecordCondition};

/// All conditions of the second file. A code is kept once, however many patients have it.
#[derive(Debug, Default)]
pub struct Joined {
    codings: Vec<Coding>,
    of_patient: HashMap<String, OfPatient>,
    file_name: String,
}

#[derive(Debug, Default)]
struct OfPatient {
    conditions: Vec<(u32, Option<NaiveDate>, Option<NaiveDate>)>,
    /// The first row that could not be read, and why.
    wrong: Option<(u64, String)>,
    taken: bool,
}

struct Positions {
    patient: usize,
    code: usize,
    system: Option<usize>,
    term: Option<usize>,
    onset: Option<usize>,
    abatement: Option<usize>,
    width: usize,
}

impl Positions {
    fn new(headers: &StringRecord, file: &ConditionsFile) -> Result<Self> {
        let optional = |name: &Option<String>| name.as_deref().map(|name| find(headers, name)).transpose();
        Ok(Self {
            patient: find(headers, &file.patient)?,
            code: find(headers, &file.code)?,
            system: optional(&file.system)?,
            term: optional(&file.term)?,
            onset: optional(&file.onset)?,
            abatement: optional(&file.abatement)?,
            width: headers.len(),
        })
    }
}

impl Joined {
    pub fn read(source: &Source, file: &ConditionsFile, rules: &Rules) -> Result<Self> {
        let detected = detect::look(source.open()?)?;
        let mut rows = Rows::open(source, &detected)?;
        let positions = Positions::new(rows.headers(), file)?;
        let mut joined = Self { file_name: source.file_name(), ..Self::default() };
        let mut known = HashMap::new();
        while let Some(record) = rows.next_record()? {
            let patient = record.fields.get(positions.patient).unwrap_or_default().trim();
            let condition = read_condition(record.fields, &positions, rules);
            let of_patient = joined.of_patient.entry(patient.to_owned()).or_default();
            match condition {
                Err(reason) => {
                    of_patient.wrong.get_or_insert((record.row, reason));
                }
                Ok(condition) => {
                    let codings = &mut joined.codings;
                    let coding = *known.entry(condition.coding.clone()).or_insert_with(|| {
                        codings.push(condition.coding);
                        u32::try_from(codings.len() - 1).unwrap_or(u32::MAX)
                    });
                    let entry = (coding, condition.onset, condition.abatement);
                    if !of_patient.conditions.contains(&entry) {
                        of_patient.conditions.push(entry);
                    }
                }
            }
        }
        Ok(joined)
    }

    /// Gives a patient their conditions, once.
    pub fn complete(&mut self, row: &mut PatientRow) -> Result<(), Issue> {
        let Some(found) = row.patient.local_id.as_ref().and_then(|id| self.of_patient.get_mut(id)) else {
            return Ok(());
        };
        found.taken = true;
        if let Some((wrong, reason)) = &found.wrong {
            let reason = format!("row {wrong} of {}: {reason}", self.file_name);
            return Err(Issue { row: row.row, column: Some("conditions"), reason });
        }
        row.patient.conditions.extend(found.conditions.iter().filter_map(|&(coding, onset, abatement)| {
            let coding = self.codings.get(usize::try_from(coding).ok()?)?.clone();
            Some(RecordCondition { coding, onset, abatement })
        }));
        Ok(())
    }

    /// How many ids the second file names that the first does not.
    pub fn without_patient(&self) -> usize {
        self.of_patient.values().filter(|of| !of.taken).count()
    }
}

fn read_condition(record: &StringRecord, positions: &Positions, rules: &Rules) -> Result<RecordCondition, String> {
    if record.len() != positions.width {
        return Err(format!("the row has {} fields, the header has {}", record.len(), positions.width));
    }
    let cell = |position: Option<usize>| {
        position.and_then(|position| record.get(position)).map(str::trim).filter(|text| !text.is_empty())
    };
    let date = |position: Option<usize>| {
        cell(position).map(|text| rules.date(text).map_err(|error| error.to_string())).transpose()
    };
    let code = cell(Some(positions.code)).ok_or("the condition has no code")?;
    let system = match cell(positions.system) {
        Some(text) => text.parse::<CodeSystem>().map_err(|error| error.to_string())?,
        None => rules.code_system.unwrap_or(CodeSystem::SnomedCt),
    };
    let coding = Coding {
        system,
        code: system.normalise(code).into_owned(),
        term: cell(positions.term).unwrap_or_default().to_owned(),
    };
    Ok(RecordCondition { coding, onset: date(positions.onset)?, abatement: date(positions.abatement)? })
}
