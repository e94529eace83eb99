//! What a page posts: texts by their names, and files where it asks for some.

use axum::{
    body::Body,
    extract::{
        FromRequest, Multipart, Request,
        multipart::{Field, MultipartError},
    },
    http::{
        HeaderMap, StatusCode,
        header::{CONTENT_LENGTH, CONTENT_TYPE},
    },
};
use bytes::{Bytes, BytesMut};
use futures::StreamExt;
use tokio::sync::OwnedSemaphorePermit;
use url::form_urlencoded;

use super::room::{Full, Room, patience};
use crate::{
    domain::forms::{
        LARGEST_FILE, NewFile,
        page::{names, press},
    },
    state::App,
};

/// Bytes of one post: a file of the largest size, and all that is typed.
pub(super) const LARGEST: usize = 24_000_000;
const MOST: usize = 3_000; // texts and files: 300 fields, some with many boxes
const TYPED: usize = 4_000_000; // bytes of all texts: 300 of the longest that a form can ask for, where letters take one

/// A posted page.
#[derive(Default)]
pub(super) struct Posted {
    pub texts: Vec<(String, String)>,
    /// By the id of their field.
    pub files: Vec<(String, NewFile)>,
    _room: Option<OwnedSemaphorePermit>,
}

/// Why a post was not read, or not to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotRead {
    TooLarge,
    TooManyAnswers,
    Slow,
    /// Too much is being read already.
    Full,
    /// It is no form.
    Kind,
    Broken,
}

impl Posted {
    /// Reads a post, no more of it than it may have.
    pub async fn read(request: Request, app: &App, room: &Room) -> Result<Self, NotRead> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let has_parts = kind.starts_with("multipart/form-data");
        if !has_parts && !kind.starts_with("application/x-www-form-urlencoded") {
            return Err(NotRead::Kind);
        }
        let most = u64::try_from(if has_parts { LARGEST } else { TYPED }).unwrap_or(u64::MAX);
        let size = announced(request.headers()).unwrap_or(most);
        if size > most {
            return Err(NotRead::TooLarge);
        }
        let room = room.take(size).await.map_err(|Full| NotRead::Full)?;
        let reading = async {
            if has_parts {
                let parts = Multipart::from_request(request, app).await.map_err(|_| NotRead::Broken)?;
                with_files(parts).await
            } else {
                typed(request.into_body()).await
            }
        };
        let posted = tokio::time::timeout(patience(size), reading).await.map_err(|_| NotRead::Slow)??;
        Ok(Self { _room: room, ..posted })
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        self.texts.iter().find(|(known, _)| known == name).map(|(_, text)| text.as_str())
    }

    pub fn version(&self) -> Option<i32> {
        self.text(names::VERSION)?.parse().ok()
    }

    /// The language to go on in.
    pub fn language(&self) -> Option<&str> {
        let asked = self.text(names::PRESS).and_then(|pressed| pressed.strip_prefix(press::LANGUAGE));
        asked.or_else(|| self.text(names::LANGUAGE))
    }

    /// What follows a prefix in the names of texts, with the texts.
    pub fn behind(&self, prefix: &str) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().filter_map(move |(name, text)| Some((name.strip_prefix(prefix)?, text.as_str())))
    }
}

fn announced(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

async fn typed(body: Body) -> Result<Posted, NotRead> {
    let mut chunks = body.into_data_stream();
    let mut bytes = BytesMut::new();
    while let Some(chunk) = chunks.next().await {
        add(&mut bytes, &chunk.map_err(|_| NotRead::Broken)?, TYPED)?;
    }
    let pairs = form_urlencoded::parse(&bytes).take(MOST + 1);
    let texts: Vec<_> = pairs.map(|(name, text)| (name.into_owned(), text.into_owned())).collect();
    if texts.len() > MOST {
        return Err(NotRead::TooManyAnswers);
    }
    Ok(Posted { texts, ..Posted::default() })
}

async fn with_files(mut parts: Multipart) -> Result<Posted, NotRead> {
    let mut posted = Posted::default();
    let mut room = TYPED;
    while let Some(part) = parts.next_field().await.map_err(|error| not_read(&error))? {
        let Some(name) = part.name().map(ToOwned::to_owned) else { continue };
        if let Some(file_name) = part.file_name().map(ToOwned::to_owned) {
            let content = content(part, usize::try_from(LARGEST_FILE).unwrap_or(LARGEST) + 1_000_000).await?;
            // A file box that was left alone comes with neither name nor content.
            if !(file_name.is_empty() && content.is_empty()) {
                posted.files.push((name, NewFile { name: file_name, content }));
            }
        } else {
            let text = content(part, room).await?;
            room -= text.len();
            posted.texts.push((name, String::from_utf8_lossy(&text).into_owned()));
        }
        if posted.texts.len() + posted.files.len() > MOST {
            return Err(NotRead::TooManyAnswers);
        }
    }
    Ok(posted)
}

/// The content of one part, where it is no longer than that.
async fn content(mut part: Field<'_>, most: usize) -> Result<Bytes, NotRead> {
    let mut content = BytesMut::new();
    while let Some(chunk) = part.chunk().await.map_err(|error| not_read(&error))? {
        add(&mut content, &chunk, most)?;
    }
    Ok(content.freeze())
}

/// No post is believed to be as long as it says.
fn add(bytes: &mut BytesMut, chunk: &[u8], most: usize) -> Result<(), NotRead> {
    if bytes.len() + chunk.len() > most {
        return Err(NotRead::TooLarge);
    }
    bytes.extend_from_slice(chunk);
    Ok(())
}

fn not_read(error: &MultipartError) -> NotRead {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE { NotRead::TooLarge } else { NotRead::Broken }
}
