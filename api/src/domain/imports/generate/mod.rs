//! Synthetic UK patients as canonical CSV; the same number and seed always make the same bytes.
//!
//! Nobody real can be hit: NHS numbers are from 999 000 0000 on, which are kept for tests; mobile numbers from
//! Ofcom's range for drama, 07700 900000 to 900999, so that shared numbers are normal; email addresses at
//! example.org, .com and .net (RFC 2606).

mod chance;
mod conditions;
mod names;
mod person;

use std::io::Write;

use shared::nhs_number::NhsNumber;

use self::{chance::Chance, person::Person};
use super::fields::Field;
use crate::domain::{Error, Result};

const FIRST_NHS: u32 = 999_000_000; // first nine digits of the first test number
const NHS_RANGE: u32 = 1_000_000; // of which one in eleven has no check digit
/// As many as there are test numbers, rounded down.
pub const MOST: u64 = 900_000;

const STRIDE: u32 = 618_033; // coprime to the range: visits every number once, in no visible order
const PROGRESS_EVERY: u64 = 5000;

/// Writes `patients` rows after a header. `progress` is told how many are written.
pub fn write(out: impl Write, patients: u64, seed: u64, progress: &dyn Fn(u64)) -> Result<()> {
    if patients > MOST {
        let message = format!("There are only test NHS numbers for {MOST} patients.");
        return Err(Error::invalid("patients", message));
    }
    let failed = |error: csv::Error| anyhow::Error::from(error).context("the file cannot be written");
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(Field::ALL.map(Field::name)).map_err(failed)?;
    let mut chance = Chance::new(seed);
    let mut numbers = nhs_numbers(chance.below(NHS_RANGE));
    for index in 0..patients {
        let Some(nhs) = numbers.next() else { break };
        let person = Person::new(index, nhs, &mut chance);
        csv.write_record(person.record()).map_err(failed)?;
        if index.is_multiple_of(PROGRESS_EVERY) {
            progress(index);
        }
    }
    csv.flush().map_err(|error| failed(error.into()))?;
    progress(patients);
    Ok(())
}

fn nhs_numbers(start: u32) -> impl Iterator<Item = NhsNumber> {
    (0..NHS_RANGE).filter_map(move |step| {
        let offset = (u64::from(start) + u64::from(step) * u64::from(STRIDE)) % u64::from(NHS_RANGE);
        NhsNumber::from_first_nine(FIRST_NHS + u32::try_from(offset).ok()?)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::HashSet;

    use super::*;

    fn rows(patients: u64, seed: u64) -> Vec<csv::StringRecord> {
        let mut out = Vec::new();
        write(&mut out, patients, seed, &|_| {}).unwrap();
        csv::Reader::from_reader(&out[..]).records().map(Result::unwrap).collect()
    }

    #[test]
    fn the_same_seed_makes_the_same_people() {
        assert_eq!(rows(500, 7), rows(500, 7));
        assert_ne!(rows(500, 7), rows(500, 8));
    }

    #[test]
    fn people_are_as_the_description_says() {
        let rows = rows(20_000, 1);
        let share = |holds: &dyn Fn(&csv::StringRecord) -> bool| {
            rows.iter().filter(|row| holds(row)).count() * 1000 / rows.len() // per mille
        };
        let field = |row: &csv::StringRecord, field: Field| row[field as usize].to_owned();
        let lung = ["195967001", "233678006", "13645005", "63480004", "87433001", "12295008", "J44.9", "J45.9"];
        let has_lung = |row: &csv::StringRecord| lung.iter().any(|code| field(row, Field::Conditions).contains(code));
        assert!((700..=800).contains(&share(&has_lung)), "{}", share(&has_lung));
        let numbers: HashSet<_> = rows.iter().map(|row| field(row, Field::NhsNumber)).collect();
        assert_eq!(numbers.len(), rows.len());
        assert!(numbers.iter().all(|number| NhsNumber::parse(number).is_ok() && number.starts_with("999")));
        let phones: HashSet<_> = rows.iter().map(|row| field(row, Field::Phone)).collect();
        assert!(phones.len() <= 1001, "one thousand numbers and none at all");
        assert!(phones.iter().all(|phone| phone.is_empty() || phone.starts_with("07700 900")));
        assert!(
            rows.iter()
                .map(|row| field(row, Field::Email))
                .all(|email| email.is_empty() || email.contains("@example."))
        );
        let no_contact =
            |row: &csv::StringRecord| row[Field::Phone as usize].is_empty() && row[Field::Email as usize].is_empty();
        assert!((5..=40).contains(&share(&no_contact)), "{}", share(&no_contact));
        let not_active = |row: &csv::StringRecord| !matches!(&row[Field::Status as usize], "active" | "");
        assert!((5..=30).contains(&share(&not_active)), "{}", share(&not_active));
        assert!(share(&|row| field(row, Field::Conditions).contains("10509002")) > 10, "acute bronchitis");
    }
}
