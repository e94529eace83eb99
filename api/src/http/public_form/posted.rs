//! What a page posts: texts by their names, and files where it asks for some.

use axum::{
    Form,
    extract::{FromRequest, Multipart, Request},
    http::{StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};

use crate::{
    domain::forms::{LARGEST_FILE, NewFile, page::names},
    state::App,
};

const MOST: usize = 3_000; // texts: 300 fields, some with many boxes

/// A posted page.
#[derive(Default)]
pub(super) struct Posted {
    pub texts: Vec<(String, String)>,
    /// By the id of their field.
    pub files: Vec<(String, NewFile)>,
}

impl Posted {
    pub fn text(&self, name: &str) -> Option<&str> {
        self.texts.iter().find(|(known, _)| known == name).map(|(_, text)| text.as_str())
    }

    pub fn version(&self) -> Option<i32> {
        self.text(names::VERSION)?.parse().ok()
    }

    pub fn language(&self) -> Option<&str> {
        self.text(names::LANGUAGE)
    }
}

impl FromRequest<App> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let posted = if kind.starts_with("multipart/form-data") {
            let mut parts = Multipart::from_request(request, app).await.map_err(IntoResponse::into_response)?;
            read(&mut parts).await?
        } else {
            let Form(texts) = Form::from_request(request, app).await.map_err(IntoResponse::into_response)?;
            Self { texts, files: Vec::new() }
        };
        if posted.texts.len() > MOST {
            return Err(refused("There are too many answers in this post."));
        }
        Ok(posted)
    }
}

async fn read(parts: &mut Multipart) -> Result<Posted, Response> {
    let mut posted = Posted::default();
    while let Some(part) = parts.next_field().await.map_err(IntoResponse::into_response)? {
        let Some(name) = part.name().map(ToOwned::to_owned) else { continue };
        if let Some(file_name) = part.file_name().map(ToOwned::to_owned) {
            let content = part.bytes().await.map_err(IntoResponse::into_response)?;
            // A file box that was left alone comes with neither name nor content.
            if !(file_name.is_empty() && content.is_empty()) {
                if u64::try_from(content.len()).unwrap_or(u64::MAX) > LARGEST_FILE + 1_000_000 {
                    return Err(refused("The file is too large. Go back and choose a smaller one."));
                }
                posted.files.push((name, NewFile { name: file_name, content }));
            }
        } else {
            let text = part.text().await.map_err(IntoResponse::into_response)?;
            posted.texts.push((name, text));
        }
        if posted.texts.len() + posted.files.len() > MOST {
            return Err(refused("There are too many answers in this post."));
        }
    }
    Ok(posted)
}

fn refused(why: &'static str) -> Response {
    (StatusCode::PAYLOAD_TOO_LARGE, why).into_response()
}
