//! Which column of this very file holds which field.

use csv::StringRecord;

use super::{fields::Field, map::Mapping, source::unreadable};
use crate::domain::{Error, Result, cell};

/// The columns of a file, found once.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Positions of the columns of each field, in the order of [`Field::ALL`].
    columns: [Vec<usize>; Field::ALL.len()],
    constants: [Option<String>; Field::ALL.len()],
    deceased: Option<usize>,
    width: usize,
    /// Headers that stand for nothing known; their values are not imported.
    pub unused: Vec<String>,
}

impl Plan {
    pub fn new(headers: &StringRecord, mapping: &Mapping) -> Result<Self> {
        let mut plan = Self {
            columns: std::array::from_fn(|_| Vec::new()),
            constants: std::array::from_fn(|_| None),
            deceased: None,
            width: headers.len(),
            unused: Vec::new(),
        };
        if mapping.columns.is_empty() {
            plan.recognise(headers)?;
        } else {
            plan.follow(headers, mapping)?;
        }
        for (field, value) in &mapping.constants {
            plan.constants[index(*field)] = Some(value.clone());
        }
        plan.check()?;
        Ok(plan)
    }

    fn recognise(&mut self, headers: &StringRecord) -> Result<()> {
        for (position, header) in headers.iter().enumerate() {
            match Field::recognise(header) {
                Some(field) => self.columns[index(field)].push(position),
                None => self.unused.push(header.to_owned()),
            }
        }
        if self.columns.iter().all(Vec::is_empty) {
            let known = Field::ALL.map(Field::name).join(", ");
            return Err(wrong_delimiter(headers, &|header| Field::recognise(header).is_some()).unwrap_or_else(|| {
                Error::refused(
                    "UNKNOWN_HEADER",
                    format!("The first line names no known column. Known are: {known}. Give a mapping for others."),
                )
            }));
        }
        for field in Field::ALL {
            let names: Vec<_> = self.columns[index(field)].iter().filter_map(|&column| headers.get(column)).collect();
            if names.len() > 1 && field.joined_by().is_none() {
                let message = format!(
                    "The columns {} both mean {}. Name one of them in a mapping.",
                    names.join(" and "),
                    field.name()
                );
                return Err(Error::refused("UNKNOWN_HEADER", message));
            }
        }
        Ok(())
    }

    fn follow(&mut self, headers: &StringRecord, mapping: &Mapping) -> Result<()> {
        let named =
            |header: &str| mapping.columns.values().any(|columns| columns.names().iter().any(|name| name == header));
        if !headers.iter().any(|header| named(header.trim())) {
            return Err(wrong_delimiter(headers, &named).unwrap_or_else(|| {
                Error::refused("UNKNOWN_HEADER", "The first line names none of the columns of the mapping.")
            }));
        }
        for (field, columns) in &mapping.columns {
            if columns.names().len() > 1 && field.joined_by().is_none() {
                return Err(Error::invalid(
                    "mapping",
                    format!("The mapping gives {} more than one column.", field.name()),
                ));
            }
            for name in columns.names() {
                self.columns[index(*field)].push(find(headers, name)?);
            }
        }
        self.deceased = mapping.deceased_when_filled.as_deref().map(|name| find(headers, name)).transpose()?;
        Ok(())
    }

    fn check(&self) -> Result<()> {
        let has = |field: Field| !self.columns[index(field)].is_empty();
        if !has(Field::LocalId) && !has(Field::NhsNumber) {
            let message = "The file has neither a column local_id nor nhs_number, so no row can be told from another.";
            return Err(Error::refused("UNKNOWN_HEADER", message));
        }
        if !has(Field::FamilyName) && !has(Field::GivenName) {
            return Err(Error::refused("UNKNOWN_HEADER", "The file has neither a column family_name nor given_name."));
        }
        Ok(())
    }

    /// How many fields every row must have.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The trimmed text of a field; `joined` lends the memory for one of several columns.
    pub fn text<'t>(&'t self, record: &'t StringRecord, field: Field, joined: &'t mut String) -> &'t str {
        let columns = &self.columns[index(field)];
        let cell = |column: usize| cell::plain(record.get(column).unwrap_or_default().trim());
        let text = match columns.as_slice() {
            [] => "",
            [column] => cell(*column),
            several => {
                joined.clear();
                for part in several.iter().map(|&column| cell(column)).filter(|part| !part.is_empty()) {
                    if !joined.is_empty() {
                        joined.push_str(field.joined_by().unwrap_or(" "));
                    }
                    joined.push_str(part);
                }
                joined.as_str()
            }
        };
        if text.is_empty() { self.constants[index(field)].as_deref().unwrap_or_default() } else { text }
    }

    /// Whether the row says that the patient has died.
    pub fn is_deceased(&self, record: &StringRecord) -> bool {
        self.deceased.and_then(|column| record.get(column)).is_some_and(|cell| !cell.trim().is_empty())
    }
}

fn index(field: Field) -> usize {
    field as usize // Field::ALL is in the order of declaration
}

/// The position of a header by its exact name, spaces around it ignored.
pub fn find(headers: &StringRecord, name: &str) -> Result<usize> {
    headers
        .iter()
        .position(|header| header.trim() == name)
        .ok_or_else(|| unreadable(format!("The file has no column {name}, which the mapping names.")))
}

/// Whether the header makes sense when it is split at something other than a comma.
fn wrong_delimiter(headers: &StringRecord, known: &dyn Fn(&str) -> bool) -> Option<Error> {
    const DELIMITERS: [(char, &str); 3] = [(';', "semicolons (;)"), ('\t', "tabs"), ('|', "bars (|)")];
    let line = headers.iter().collect::<Vec<_>>().join(",");
    let (_, name) = DELIMITERS.into_iter().find(|(delimiter, _)| {
        line.contains(*delimiter) && line.split(*delimiter).any(|header| known(header.trim().trim_matches('"')))
    })?;
    let message = format!("The columns are separated by {name}. Save the file as CSV with commas.");
    Some(Error::refused("WRONG_DELIMITER", message))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn plan(headers: &[&str]) -> Result<Plan> {
        Plan::new(&StringRecord::from(headers.to_vec()), &Mapping::default())
    }

    #[test]
    fn a_wrong_delimiter_is_named() {
        for (line, name) in
            [("nhs_number;family_name", "semicolons"), ("NHS No\tSurname", "tabs"), ("id|surname|\"phone\"", "bars")]
        {
            let error = plan(&[line]).unwrap_err();
            assert_eq!(error.code(), "WRONG_DELIMITER");
            assert!(error.to_string().contains(name), "{error}");
        }
    }

    #[test]
    fn a_file_whose_rows_cannot_be_told_apart_is_refused() {
        assert!(plan(&["a", "b"]).unwrap_err().to_string().contains("names no known column"));
        assert!(
            plan(&["surname", "dob"]).unwrap_err().to_string().contains("neither a column local_id nor nhs_number")
        );
        assert!(plan(&["id", "dob"]).unwrap_err().to_string().contains("family_name"));
        assert!(
            plan(&["id", "DOB", "birth_date", "surname"]).unwrap_err().to_string().contains("both mean birth_date")
        );
    }

    #[test]
    fn several_columns_are_joined() {
        let plan = plan(&["id", "surname", "mobile", "phone", "address1", "town", "shoe size"]).unwrap();
        let record = StringRecord::from(vec!["1", " Hill ", "07700 900001", "", "1 High Street", "Leeds", "7"]);
        let mut joined = String::new();
        assert_eq!(plan.text(&record, Field::FamilyName, &mut joined), "Hill");
        assert_eq!(plan.text(&record, Field::Phone, &mut joined), "07700 900001");
        assert_eq!(plan.text(&record, Field::Address, &mut joined), "1 High Street, Leeds");
        assert_eq!(plan.unused, ["shoe size"]);
    }
}
