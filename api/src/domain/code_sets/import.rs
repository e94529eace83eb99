//! A code set from a CSV with the columns `code,term`, such as the national lists.

use std::{collections::HashSet, io::Read};

use entity::code_set;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde::Serialize;
use serde_json::json;
use shared::{coding::CodeSystem, ids::CodeSetId, permission::Permission};

use super::store::{self, Entry};
use crate::{
    domain::{
        Actor, Error, Result,
        audit::{self, Entry as AuditEntry},
        once,
    },
    state::App,
};

const IMPORT: &str = "code_set.import";
const LONGEST_NAME: usize = 60;
const LONGEST_TITLE: usize = 100;
const MOST_CODES: usize = 200_000; // SNOMED CT as a whole has about 360,000 concepts; a set that large is a mistake

/// What became of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ImportedSet {
    pub id: CodeSetId,
    pub name: String,
    pub codes: usize,
    /// Lines whose code was there already.
    pub repeated: usize,
    /// Whether a set of this name was replaced.
    pub replaced: bool,
}

/// What the set is to be called.
#[derive(Clone, Copy, Debug)]
pub struct NewSet<'a> {
    /// A slug such as `asthma`.
    pub name: &'a str,
    /// In words; where absent the one it has, or its name.
    pub title: Option<&'a str>,
    /// Of codes that do not say.
    pub system: CodeSystem,
}

/// Reads the list and makes or replaces the set, all or nothing.
pub async fn import_csv(app: &App, actor: &Actor, new: NewSet<'_>, list: impl Read) -> Result<ImportedSet> {
    import_csv_once(app, actor, new, list, None).await
}

/// The same for a caller who may ask again: one `request_id` makes one version of the set.
pub async fn import_csv_once(
    app: &App,
    actor: &Actor,
    new: NewSet<'_>,
    list: impl Read,
    request_id: Option<&str>,
) -> Result<ImportedSet> {
    actor.require(Permission::ManageSettings)?;
    let NewSet { name, title, system } = new;
    check_name(name)?;
    let title = title.map(checked_title).transpose()?;
    let (entries, repeated) = read(list, system)?;
    let now = app.clock.timestamp();
    let transaction = app.database.begin().await?;
    let known = code_set::Entity::find().filter(code_set::Column::Name.eq(name)).one(&transaction).await?;
    if let Some(made) = once::recall(&transaction, actor, IMPORT, request_id).await? {
        // The key of another set, or of a version that was replaced meanwhile: this list is not what is there.
        if known.is_none_or(|set| set.id != made) {
            return Err(once::taken());
        }
        let (id, name) = (made.into(), name.to_owned());
        return Ok(ImportedSet { id, name, codes: entries.len(), repeated, replaced: false });
    }
    if known.as_ref().is_some_and(|set| set.shipped) {
        return Err(Error::invalid("name", format!("{name} comes with Recall; choose another name.")));
    }
    let title = title.or(known.as_ref().map(|set| set.title.as_str())).unwrap_or(name).to_owned();
    let version =
        next_version(&app.clock.now().date_naive().to_string(), known.as_ref().map(|set| set.version.as_str()));
    let set = code_set::ActiveModel {
        name: Set(name.to_owned()),
        title: Set(title),
        version: Set(version),
        source: Set(format!("imported list, {}", system.title())),
        shipped: Set(false),
        created_at: Set(now),
        ..Default::default()
    };
    let id = store::replace(&transaction, known.as_ref().map(|set| set.id), set, &entries).await?;
    let id = CodeSetId::from(id);
    let detail = json!({ "name": name, "codes": entries.len(), "replaced": known.is_some() });
    let event = AuditEntry { action: "code_set.imported", subject: Some(id.to_string()), detail };
    audit::record(&transaction, now, actor, event).await?;
    once::record(&transaction, actor, IMPORT, request_id, id.get(), now).await?;
    transaction.commit().await?;
    Ok(ImportedSet { id, name: name.to_owned(), codes: entries.len(), repeated, replaced: known.is_some() })
}

fn check_name(name: &str) -> Result<()> {
    let usable = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if name.is_empty() || name.len() > LONGEST_NAME || !name.chars().all(usable) {
        let message = format!("A code set is named with up to {LONGEST_NAME} lower-case letters, digits and hyphens.");
        return Err(Error::invalid("name", message));
    }
    Ok(())
}

fn checked_title(title: &str) -> Result<&str> {
    let title = title.trim();
    if title.is_empty() || title.chars().count() > LONGEST_TITLE || title.chars().any(char::is_control) {
        let message = format!("Give the code set a title of 1 to {LONGEST_TITLE} characters on one line.");
        return Err(Error::invalid("title", message));
    }
    Ok(title)
}

/// The day, and from the second of a day on its number: `2026-09-18.2`.
fn next_version(today: &str, last: Option<&str>) -> String {
    match last.and_then(|last| last.strip_prefix(today)) {
        None => today.to_owned(),
        Some(rest) => {
            let number: u32 = rest.strip_prefix('.').and_then(|number| number.parse().ok()).unwrap_or(1);
            format!("{today}.{}", number.saturating_add(1))
        }
    }
}

fn read(list: impl Read, system: CodeSystem) -> Result<(Vec<Entry>, usize)> {
    let unreadable = |message: String| Error::refused("UNREADABLE_FILE", message);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(list);
    let headers = reader.headers().map_err(|_| unreadable("The list is no text in UTF-8.".to_owned()))?.clone();
    let column = |name: &str| {
        headers.iter().position(|header| header.trim().trim_start_matches('\u{feff}').eq_ignore_ascii_case(name))
    };
    let code = column("code")
        .ok_or_else(|| unreadable("The list has no column `code`; its first line is to read: code,term".to_owned()))?;
    let term = column("term");
    let mut entries = Vec::new();
    let mut seen = HashSet::new();
    let mut repeated = 0;
    for (index, record) in reader.records().enumerate() {
        let row = index + 2; // the header is row 1
        let record = record.map_err(|_| unreadable(format!("Row {row} of the list is no text in UTF-8.")))?;
        let code = system.normalise(record.get(code).unwrap_or_default()).into_owned();
        if code.is_empty() {
            return Err(unreadable(format!("Row {row} of the list has no code.")));
        }
        if system == CodeSystem::SnomedCt && !is_snomed_shape(&code) {
            let message = format!(
                "Row {row} of the list has no SNOMED CT code (6 to 18 digits); say which code system the list is of."
            );
            return Err(unreadable(message));
        }
        if !seen.insert(code.clone()) {
            repeated += 1;
            continue;
        }
        let term = term.and_then(|column| record.get(column)).unwrap_or_default().trim().to_owned();
        entries.push(Entry { system, code, code_until: None, term });
        if entries.len() > MOST_CODES {
            return Err(unreadable(format!("The list has more than {MOST_CODES} codes.")));
        }
    }
    if entries.is_empty() {
        return Err(unreadable("The list has no codes.".to_owned()));
    }
    Ok((entries, repeated))
}

fn is_snomed_shape(code: &str) -> bool {
    (6..=18).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::testing::TestApp;

    #[tokio::test]
    async fn one_key_makes_one_version_of_one_set() {
        let test = TestApp::start().await;
        let (app, actor) = (&test.app, Actor::command("test"));
        let import = async |name: &str, key: &str| {
            let new = NewSet { name, title: None, system: CodeSystem::SnomedCt };
            import_csv_once(app, &actor, new, "code,term\n195967001,Asthma\n".as_bytes(), Some(key)).await
        };
        let first = import("asthma", "the-first-key").await.unwrap();
        assert_eq!(import("asthma", "the-first-key").await.unwrap(), first, "asked again");
        assert_eq!(import("another", "the-first-key").await.unwrap_err().code(), "CONFLICT");
        assert!(import("asthma", "the-second-key").await.unwrap().replaced);
    }

    #[test]
    fn a_list_is_read_once_a_code() {
        let list = "\u{feff}Code,Term\n195967001,Asthma\n195967001,Asthma again\n13645005,\"COPD, any\"\n";
        let (entries, repeated) = read(list.as_bytes(), CodeSystem::SnomedCt).unwrap();
        assert_eq!((entries.len(), repeated), (2, 1));
        assert_eq!(entries[1].term, "COPD, any");
    }

    #[test]
    fn each_import_of_a_day_is_a_version_of_its_own() {
        assert_eq!(next_version("2026-09-18", None), "2026-09-18");
        assert_eq!(next_version("2026-09-18", Some("2026-09-17.4")), "2026-09-18");
        assert_eq!(next_version("2026-09-18", Some("2026-09-18")), "2026-09-18.2");
        assert_eq!(next_version("2026-09-18", Some("2026-09-18.9")), "2026-09-18.10");
    }

    #[test]
    fn a_list_that_is_none_is_refused_with_the_row() {
        let refused = |list: &str| read(list.as_bytes(), CodeSystem::SnomedCt).unwrap_err().to_string();
        assert!(refused("id,label\n1,a\n").contains("no column `code`"));
        assert!(refused("code,term\n195967001,Asthma\nJ45,Asthma\n").contains("Row 3"));
        assert!(refused("code,term\n").contains("no codes"));
    }
}
