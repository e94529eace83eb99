//! Named, versioned lists of codes, and importing one.

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{code_set, code_set_code};
use shared::{coding::CodeSystem, ids::CodeSetId, permission::Permission};

use super::{
    context::{app, require},
    error::{OrGraphql, to_graphql},
};
use crate::domain::{Error, code_sets};

const LARGEST: usize = 5_000_000; // bytes; the national lists have a few hundred kB
const CODES_COST: usize = 100; // points: at most 500 small rows

/// A named, versioned list of codes.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct CodeSet {
    id: ID,
    name: String,
    title: String,
    version: String,
    source: String,
    size: i32,
    created_at: DateTime<Utc>,
    #[graphql(skip)]
    number: i64,
}

#[ComplexObject]
impl CodeSet {
    /// By code, at most 500; `search` is the beginning of a code or a part of a term.
    #[graphql(complexity = "CODES_COST + child_complexity")]
    async fn codes(&self, ctx: &Context<'_>, search: Option<String>) -> Result<Vec<Code>> {
        let rows = code_sets::codes(&app(ctx)?.database, self.number, search.as_deref()).await.or_graphql()?;
        Ok(rows.into_iter().map(Code::from).collect())
    }
}

impl From<code_set::Model> for CodeSet {
    fn from(set: code_set::Model) -> Self {
        Self {
            id: CodeSetId::from(set.id).to_string().into(),
            name: set.name,
            title: set.title,
            version: set.version,
            source: set.source,
            size: set.size,
            created_at: set.created_at.to_utc(),
            number: set.id,
        }
    }
}

#[derive(SimpleObject, Clone, Debug)]
#[allow(clippy::struct_field_names, reason = "the name it has in the API and everywhere else")]
pub struct Code {
    system: String,
    code: String,
    term: String,
}

impl From<code_set_code::Model> for Code {
    fn from(row: code_set_code::Model) -> Self {
        Self { system: row.system.title().to_owned(), code: code_sets::shown(&row), term: row.term }
    }
}

#[derive(InputObject)]
pub struct ImportCodeSetInput {
    /// A slug such as `asthma`.
    name: String,
    title: String,
    /// URI or short name of the code system; SNOMED CT where absent.
    system: Option<String>,
    /// CSV with a header and the columns code and term; at most 5 MB.
    csv: String,
    /// A key of the caller's, such as a UUID, kept for a week: the same key again makes no second version.
    request_id: Option<String>,
}

#[derive(SimpleObject)]
pub struct ImportCodeSetPayload {
    code_set: CodeSet,
}

#[derive(Default)]
pub struct CodeSetQuery;

#[Object]
impl CodeSetQuery {
    /// All code sets by name.
    async fn code_sets(&self, ctx: &Context<'_>) -> Result<Vec<CodeSet>> {
        require(ctx, Permission::ViewCampaigns)?;
        let sets = code_sets::all(&app(ctx)?.database).await.or_graphql()?;
        Ok(sets.into_iter().map(CodeSet::from).collect())
    }

    /// One code set with its codes.
    async fn code_set(&self, ctx: &Context<'_>, name: String) -> Result<Option<CodeSet>> {
        require(ctx, Permission::ViewCampaigns)?;
        match code_sets::by_name(&app(ctx)?.database, &name).await {
            Ok(set) => Ok(Some(set.into())),
            Err(Error::NotFound(_)) => Ok(None),
            Err(error) => Err(error).or_graphql(),
        }
    }
}

#[derive(Default)]
pub struct CodeSetMutation;

#[Object]
impl CodeSetMutation {
    /// A code set from CSV text with the columns code and term; of the same name replaces it by a new version.
    async fn import_code_set(&self, ctx: &Context<'_>, input: ImportCodeSetInput) -> Result<ImportCodeSetPayload> {
        let actor = require(ctx, Permission::ManageSettings)?;
        if input.csv.len() > LARGEST {
            return Err(to_graphql(Error::invalid("csv", "The list is larger than 5 MB; leave columns out.")));
        }
        let system = input.system.as_deref().map(str::trim).filter(|system| !system.is_empty());
        let system = system.map_or(Ok(CodeSystem::SnomedCt), str::parse);
        let system =
            system.map_err(|error: shared::UnknownText| to_graphql(Error::invalid("system", error.to_string())))?;
        let new = code_sets::NewSet { name: input.name.trim(), title: Some(&input.title), system };
        let app = app(ctx)?;
        let made = code_sets::import_csv_once(app, actor, new, input.csv.as_bytes(), input.request_id.as_deref());
        let made = made.await.or_graphql()?;
        let set = code_sets::by_name(&app.database, &made.name).await.or_graphql()?;
        Ok(ImportCodeSetPayload { code_set: set.into() })
    }
}
