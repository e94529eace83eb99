//! What a bucket shows at the address of a form by itself: the page of its version while everybody may fill it in,
//! nothing otherwise.

use bytes::Bytes;
use entity::form;
use shared::{form::FormState, ids::FormId};

use super::{
    super::find::{find, numbered},
    steps::{ADDRESS, put_and_check},
};
use crate::{domain::Result, queue::retry::JobError, state::App};

/// Makes the store agree with the form as it is now. What changes meanwhile is seen before this ends.
pub async fn show_again(app: &App, id: FormId) -> Result<(), JobError> {
    let mut form = find(app.database.reader(), id).await?;
    loop {
        show(app, &form.slug, page_of(app, &form).await?).await?;
        let now = find(app.database.reader(), id).await?;
        if state(&now) == state(&form) {
            return Ok(());
        }
        form = now;
    }
}

/// Puts a page at the address, or takes away what is there.
async fn show(app: &App, slug: &str, page: Option<Bytes>) -> Result<()> {
    let key = format!("{slug}.html");
    match page {
        Some(page) => put_and_check(app, &key, page, ADDRESS).await,
        None => Ok(app.form_pages.delete(&key).await?),
    }
}

fn state(form: &form::Model) -> (FormState, bool, Option<i32>) {
    (form.state, form.is_public, form.current_version)
}

async fn page_of(app: &App, form: &form::Model) -> Result<Option<Bytes>> {
    let (FormState::Published, true, Some(number)) = state(form) else { return Ok(None) };
    let version = numbered(app.database.reader(), form.id.into(), number).await?;
    Ok(version.page.map(Bytes::from))
}
