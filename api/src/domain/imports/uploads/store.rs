//! Which uploads there are, who owns them and when they end.

use std::{sync::Arc, time::Duration};

use aws_lc_rs::digest::{Algorithm, Context};
use entity::upload;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use shared::permission::Permission;

use super::frames::{self, SealedWriter};
use crate::{
    clients::random,
    domain::{
        Actor, Error, Result,
        audit::{self, Entry},
        imports::source::Source,
    },
    state::App,
};

/// The largest file taken: about ten million patients.
pub const LARGEST: u64 = 2 * 1024 * 1024 * 1024;

/// How long an upload that leads nowhere is kept.
pub const LIFETIME: Duration = Duration::from_hours(24);

const ID_LENGTH: usize = 22; // base62 letters, about 131 bits: cannot be guessed
const LONGEST_FILE_NAME: usize = 200;

#[derive(Clone, Debug)]
pub struct NewUpload {
    pub file_name: String,
    pub size_bytes: u64,
}

/// Announces an upload of a known size.
pub async fn create(app: &App, actor: &Actor, new: NewUpload) -> Result<upload::Model> {
    actor.require(Permission::ImportPatients)?;
    if new.size_bytes > LARGEST {
        let message = format!("The file is larger than {} GiB. Split it.", LARGEST / 1024 / 1024 / 1024);
        return Err(Error::refused("UPLOAD_TOO_LARGE", message));
    }
    let now = app.clock.timestamp();
    let id = random::token(app.random.as_ref(), ID_LENGTH);
    frames::create(&app.config.upload_dir(), &id)?;
    let file_name: String = new.file_name.chars().filter(|c| !c.is_control()).take(LONGEST_FILE_NAME).collect();
    let row = upload::ActiveModel {
        id: Set(id),
        owner: Set(actor.id.clone()),
        file_name: Set(file_name),
        size_bytes: Set(i64::try_from(new.size_bytes).unwrap_or(i64::MAX)),
        offset_bytes: Set(0),
        created_at: Set(now),
        expires_at: Set(now.plus(LIFETIME)),
        completed_at: Set((new.size_bytes == 0).then_some(now)),
    };
    let transaction = app.database.begin().await?;
    let row = row.insert(&transaction).await?;
    let event = Entry {
        action: "upload.created",
        subject: Some(format!("upload-{}", row.id)),
        detail: json!({ "sizeBytes": row.size_bytes }),
    };
    audit::record(&transaction, now, actor, event).await?;
    transaction.commit().await?;
    Ok(row)
}

/// An upload of this actor, with the offset as it is on the disk.
pub async fn find(app: &App, actor: &Actor, id: &str) -> Result<upload::Model> {
    actor.require(Permission::ImportPatients)?;
    let row = upload::Entity::find_by_id(id)
        .filter(upload::Column::Owner.eq(&actor.id))
        .filter(upload::Column::ExpiresAt.gt(app.clock.timestamp()))
        .one(app.database.reader())
        .await?
        .ok_or(Error::NotFound("upload"))?;
    let offset = frames::stored(&app.config.upload_dir(), id)?;
    Ok(upload::Model { offset_bytes: i64::try_from(offset).unwrap_or(i64::MAX), ..row })
}

/// A complete upload of this actor, to be read.
pub async fn finished(app: &App, actor: &Actor, id: &str) -> Result<Source> {
    let row = find(app, actor, id).await?;
    if row.offset_bytes < row.size_bytes {
        return Err(Error::refused("UPLOAD_INCOMPLETE", "The upload is not complete yet."));
    }
    Ok(source(app, row.id, row.file_name))
}

/// The content of an upload.
pub fn source(app: &App, id: String, file_name: String) -> Source {
    Source::Upload { id, folder: app.config.upload_dir(), file_name, keys: app.keys.clone() }
}

/// What a part must be.
#[derive(Clone, Debug)]
pub struct Expected {
    pub offset: u64,
    /// Digest of exactly this part, where the sender gave one.
    pub checksum: Option<(&'static Algorithm, Vec<u8>)>,
}

/// A part that is being received.
pub struct Received {
    writer: SealedWriter,
    size_bytes: u64,
    checksum: Option<(Context, Vec<u8>)>,
}

/// Opens an upload for its next part.
pub fn receive(app: &App, upload: &upload::Model, expected: Expected) -> Result<Received> {
    let (keys, random) = (Arc::clone(&app.keys), Arc::clone(&app.random));
    let writer = SealedWriter::open(&app.config.upload_dir(), &upload.id, keys, random)?;
    if writer.offset() != expected.offset {
        let message = format!("The upload stands at byte {}, not {}.", writer.offset(), expected.offset);
        return Err(Error::refused("UPLOAD_OFFSET", message));
    }
    Ok(Received {
        writer,
        size_bytes: u64::try_from(upload.size_bytes).unwrap_or_default(),
        checksum: expected.checksum.map(|(algorithm, digest)| (Context::new(algorithm), digest)),
    })
}

/// Takes some bytes of the part.
pub fn append(part: &mut Received, bytes: &[u8]) -> Result<()> {
    let after = part.writer.offset().saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
    if after > part.size_bytes {
        return Err(Error::refused("UPLOAD_TOO_LARGE", "The part goes beyond the size that was announced."));
    }
    if let Some((digest, _)) = &mut part.checksum {
        digest.update(bytes);
    }
    part.writer.write(bytes)
}

impl Received {
    /// Ends the part. A part without a checksum that broke off is kept as far as it came; one with a
    /// checksum is kept whole or not at all.
    pub async fn end(self, app: &App, upload: &upload::Model, complete: bool) -> Result<u64> {
        if let Some((digest, expected)) = self.checksum
            && (!complete || digest.finish().as_ref() != expected.as_slice())
        {
            self.writer.abandon()?;
            return Err(Error::refused("UPLOAD_CHECKSUM", "The part arrived damaged. Send it again."));
        }
        let offset = self.writer.finish()?;
        let row = upload::ActiveModel {
            id: sea_orm::ActiveValue::Unchanged(upload.id.clone()),
            offset_bytes: Set(i64::try_from(offset).unwrap_or(i64::MAX)),
            completed_at: Set((offset == self.size_bytes).then(|| app.clock.timestamp())),
            ..Default::default()
        };
        upload::Entity::update(row).exec(app.database.writer()).await?;
        Ok(offset)
    }
}

/// Removes an upload of this actor.
pub async fn remove(app: &App, actor: &Actor, id: &str) -> Result<()> {
    let row = find(app, actor, id).await?;
    discard(app, &row.id).await
}

/// Removes an upload that has been imported or has ended, whoever owns it. Removing twice is no error.
pub async fn discard(app: &App, id: &str) -> Result<()> {
    match std::fs::remove_file(frames::path(&app.config.upload_dir(), id)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(anyhow::Error::from(error).context("an upload cannot be removed").into());
        }
        _ => {}
    }
    upload::Entity::delete_by_id(id).exec(app.database.writer()).await?;
    Ok(())
}

/// Removes uploads past their end. Returns how many.
pub async fn remove_expired(app: &App) -> Result<usize> {
    let ended = upload::Entity::find()
        .filter(upload::Column::ExpiresAt.lte(app.clock.timestamp()))
        .all(app.database.reader())
        .await?;
    for row in &ended {
        discard(app, &row.id).await?;
    }
    Ok(ended.len())
}
