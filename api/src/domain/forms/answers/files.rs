//! Files that come with answers: their type is what their content says, and they are sealed before they leave.
//!
//! A file comes with the step that asks for it, before the answers are sent. Its key, which nobody can guess, goes
//! along with the page; sending the answers binds the file to them. What is bound to nothing is removed.

use std::time::Duration;

use anyhow::Context;
use bytes::Bytes;
use entity::{erased_file, form_attachment, time::Timestamp};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect,
    sea_query::Expr,
};
use serde_json::{Value as Json, json};
use shared::{
    form::{FILE_KILOBYTES, FieldKind, FileAnswer, FileType, safe_name},
    ids::{FormId, FormResponseId},
    permission::Permission,
};

use super::super::{find::find_version, versions::Version};
use crate::{
    clients::{objects::Served, random::token},
    domain::{
        Actor, Error, Result,
        audit::{self, hex},
    },
    queue::{job::Job, store::enqueue},
    state::App,
};

/// Most bytes of one file, whatever a form allows: the larger of `FILE_KILOBYTES`.
pub const LARGEST: u64 = 20_000_000;
/// Instead of a key, of a file that was not taken.
const REFUSED: &str = "refused";
const SEALING: u64 = 64; // bytes that sealing adds, and some to spare
const NAME: &str = "form_attachment.name_sealed";
const KEY: usize = 32; // characters: half of them at random, 95 bits, half of what says the same of the same content
const SAME: &str = "form_attachment.content";
const UNBOUND: Duration = Duration::from_hours(48); // a page may wait for its reader over night
const CHUNK: usize = 500; // keys in one query

/// A file on its way in.
#[derive(Clone)]
pub struct NewFile {
    /// As its sender calls it.
    pub name: String,
    pub content: Bytes,
}

/// A file on its way out.
pub struct KeptFile {
    pub name: String,
    pub media_type: String,
    pub content: Vec<u8>,
}

/// Looks at a file for a field, and stores nothing. The answer that comes back tells the validator what it is, and where
/// the form does not take it, the person what is wrong.
pub fn examine(app: &App, version: &Version, field: &str, file: &NewFile) -> Result<FileAnswer> {
    let Some(FieldKind::File(limits)) = version.schema.field(field).map(|field| &field.kind) else {
        return Err(Error::invalid(field, "This form asks for no such file. Reload it."));
    };
    let size_bytes = u64::try_from(file.content.len()).unwrap_or(u64::MAX);
    let found = FileType::of_content(&file.content);
    let mut answer = FileAnswer {
        key: REFUSED.to_owned(),
        name: safe_name(&file.name),
        media_type: found.map_or("application/octet-stream", FileType::media_type).to_owned(),
        size_bytes,
    };
    let most = u64::from(limits.max_kilobytes.unwrap_or(FILE_KILOBYTES.0)) * 1_000;
    if found.is_none_or(|found| !limits.types.contains(&found)) || size_bytes > most {
        return Ok(answer);
    }
    let same = hex(&app.keys.keyed_hash(SAME, &file.content));
    answer.key = format!("{}{}", token(&*app.random, KEY / 2), &same[..KEY / 2]);
    Ok(answer)
}

/// Keeps a file as it was examined.
pub async fn keep(app: &App, version: &Version, field: &str, answer: &FileAnswer, content: &[u8]) -> Result<()> {
    // The row comes first: a content without a row belongs to nothing, and nobody would find it.
    let row = form_attachment::ActiveModel {
        object_key: Set(answer.key.clone()),
        form_version_id: Set(version.id.get()),
        response_id: Set(None),
        field: Set(field.to_owned()),
        name_sealed: Set(app.keys.seal(NAME, answer.name.as_bytes(), &*app.random)),
        media_type: Set(answer.media_type.clone()),
        size_bytes: Set(i64::try_from(answer.size_bytes).unwrap_or(i64::MAX)),
        uploaded_at: Set(app.clock.timestamp()),
    };
    form_attachment::Entity::insert(row).exec_without_returning(app.database.writer()).await?;
    let sealed = app.keys.seal(&context(&answer.key), content, &*app.random);
    app.form_files.put_bytes(&answer.key, sealed.into(), Served::NEVER).await?;
    Ok(())
}

/// Answers as JSON with each file by its content, so that a file that was sent twice is the same.
pub(super) fn without_keys(answers: &Json) -> Json {
    let Some(answers) = answers.as_object() else { return answers.clone() };
    let plain = answers.iter().map(|(field, answer)| {
        let key = answer.get("key").and_then(Json::as_str);
        let content = key.map(|key| json!({ "content": key.get(KEY / 2..).unwrap_or(key) }));
        (field.clone(), content.unwrap_or_else(|| answer.clone()))
    });
    Json::Object(plain.collect())
}

/// Whether a file was not taken: there is nothing of it but what the validator says of it.
pub fn is_refused(file: &FileAnswer) -> bool {
    file.key == REFUSED
}

/// A file that came before, for the same field of the same version; none where there is no such.
pub async fn kept(app: &App, version: &Version, field: &str, key: &str) -> Result<Option<FileAnswer>> {
    let row = form_attachment::Entity::find_by_id(key).one(app.database.reader()).await?;
    let Some(row) = row.filter(|row| row.form_version_id == version.id.get() && row.field == field) else {
        return Ok(None);
    };
    Ok(Some(FileAnswer {
        name: app.keys.open_text(NAME, &row.name_sealed).context("the name of a file does not open")?,
        key: row.object_key,
        media_type: row.media_type,
        size_bytes: u64::try_from(row.size_bytes).unwrap_or_default(),
    }))
}

/// Binds files to answers, in the transaction that stores these.
///
/// # Errors
/// `INVALID_INPUT` for a file that is not there, is for another field, or belongs to other answers.
pub(super) async fn bind(
    transaction: &impl ConnectionTrait,
    version: &Version,
    response: i64,
    files: &[(String, String)],
) -> Result<()> {
    for (field, key) in files {
        let free_or_own = Condition::any()
            .add(form_attachment::Column::ResponseId.is_null())
            .add(form_attachment::Column::ResponseId.eq(response));
        let bound = form_attachment::Entity::update_many()
            .col_expr(form_attachment::Column::ResponseId, Expr::value(Some(response)))
            .filter(form_attachment::Column::ObjectKey.eq(key.as_str()))
            .filter(form_attachment::Column::FormVersionId.eq(version.id.get()))
            .filter(form_attachment::Column::Field.eq(field.as_str()))
            .filter(free_or_own);
        if bound.exec(transaction).await?.rows_affected == 0 {
            return Err(Error::invalid(field.as_str(), "The file is no longer there. Choose it again."));
        }
    }
    // A file that was replaced belongs to nothing from here on.
    let keys = files.iter().map(|(_, key)| key.as_str());
    form_attachment::Entity::delete_many()
        .filter(form_attachment::Column::ResponseId.eq(response))
        .filter(form_attachment::Column::ObjectKey.is_not_in(keys))
        .exec(transaction)
        .await?;
    Ok(())
}

/// The content of a file that belongs to answers. Leaves an audit event.
pub async fn content_of(app: &App, actor: &Actor, response: FormResponseId, field: &str) -> Result<KeptFile> {
    actor.require(Permission::ViewAnswers)?;
    let row = form_attachment::Entity::find()
        .filter(form_attachment::Column::ResponseId.eq(response.get()))
        .filter(form_attachment::Column::Field.eq(field))
        .one(app.database.reader())
        .await?
        .ok_or(Error::NotFound("file"))?;
    let version = find_version(app.database.reader(), row.form_version_id.into()).await?;
    let sealed = app.form_files.get_bytes(&row.object_key, LARGEST + SEALING).await?.ok_or(Error::NotFound("file"))?;
    let content = app.keys.open(&context(&row.object_key), &sealed).context("a file does not open")?;
    let name = app.keys.open_text(NAME, &row.name_sealed).context("the name of a file does not open")?;
    let entry = audit::Entry {
        action: "form_response.file_read",
        subject: Some(response.to_string()),
        detail: json!({ "form": FormId::from(version.form_id), "field": field }),
    };
    audit::record_alone(&app.database, app.clock.timestamp(), actor, entry).await?;
    Ok(KeptFile { name, media_type: row.media_type, content })
}

/// Has the content of what was erased in this transaction removed as soon as it is committed.
pub async fn sweep_soon(transaction: &impl ConnectionTrait) -> Result<()> {
    if erased_file::Entity::find().limit(1).count(transaction).await? > 0 {
        enqueue(transaction, &Job::SweepFormFiles {}, None).await?;
    }
    Ok(())
}

/// Removes what was never sent with answers, and the content of what was erased with them. Returns how many. Nothing else
/// is ever removed: what the database does not know may belong to one that is to come back.
pub async fn sweep(app: &App) -> Result<u64> {
    let now = app.clock.timestamp();
    let before = Timestamp(now.0.saturating_sub(i64::try_from(UNBOUND.as_millis()).unwrap_or(i64::MAX)));
    form_attachment::Entity::delete_many()
        .filter(form_attachment::Column::ResponseId.is_null())
        .filter(form_attachment::Column::UploadedAt.lt(before))
        .exec(app.database.writer())
        .await?;
    let mut removed = 0;
    loop {
        // A trigger has put every file here whose row went, by whatever took it.
        let erased = erased_file::Entity::find().limit(CHUNK as u64).all(app.database.reader()).await?;
        if erased.is_empty() {
            break;
        }
        for file in &erased {
            app.form_files.delete(&file.object_key).await?;
        }
        let keys = erased.iter().map(|file| file.object_key.as_str());
        let done = erased_file::Entity::delete_many().filter(erased_file::Column::ObjectKey.is_in(keys));
        removed += done.exec(app.database.writer()).await?.rows_affected;
    }
    tell_of_unknown(app).await?;
    Ok(removed)
}

/// Tells of files that no row knows, as after an older snapshot was restored, or where the folder is another server's.
async fn tell_of_unknown(app: &App) -> Result<()> {
    let stored = app.form_files.list("").await?;
    let mut unknown = 0;
    for chunk in stored.chunks(CHUNK) {
        let keys: Vec<&str> = chunk.iter().map(|(key, _)| key.as_str()).filter(|key| key.len() == KEY).collect();
        let rows = form_attachment::Entity::find().filter(form_attachment::Column::ObjectKey.is_in(keys.clone()));
        let known = usize::try_from(rows.count(app.database.reader()).await?).unwrap_or(usize::MAX);
        unknown += keys.len().saturating_sub(known);
    }
    if unknown > 0 {
        let (place, all) = (app.form_files.place(), stored.len());
        tracing::warn!(
            unknown,
            all,
            place,
            "there are files that no answer of this database came with; they are left alone. If no other database knows \
             them, remove them by hand"
        );
    }
    Ok(())
}

/// A content opens under its own key only.
fn context(key: &str) -> String {
    format!("form_attachment {key}")
}
