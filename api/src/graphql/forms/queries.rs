//! Finding forms, versions and answers.

use async_graphql::{
    Context, ID, Object, Result, SimpleObject,
    connection::{Connection, EmptyFields},
};
use shared::{form::starters, ids::FormId, permission::Permission};

use super::{
    responses::{FormResponse, ResponseFilter},
    types::{Form, FormKind, FormVersion},
};
use crate::{
    domain::{Error, forms},
    graphql::{
        context::{app, require},
        error::OrGraphql,
        page::{PageRequest, connection, encode},
        scalars::parse_id,
    },
};

/// A form to start from that ships with the product.
#[derive(SimpleObject)]
struct FormStarter {
    slug: &'static str,
    title: &'static str,
    /// What it is good for.
    about: &'static str,
    kind: FormKind,
}

#[derive(Default)]
pub struct FormQuery;

#[Object]
impl FormQuery {
    /// Newest first.
    async fn forms(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<Connection<String, Form, FormTotal, EmptyFields>> {
        require(ctx, Permission::ViewForms)?;
        let page = PageRequest::<i64>::new(first, after.as_deref(), None, None)?;
        let before = page.from.map(FormId::from);
        let rows = forms::list(app(ctx)?.database.reader(), before, page.fetch()).await.or_graphql()?;
        Ok(connection(page.page(rows), FormTotal, |form| encode(&form.id), Form))
    }

    async fn form(&self, ctx: &Context<'_>, id: ID) -> Result<Option<Form>> {
        require(ctx, Permission::ViewForms)?;
        let found = forms::find(app(ctx)?.database.reader(), parse_id("id", &id)?).await;
        if_there(found.map(Form))
    }

    async fn form_version(&self, ctx: &Context<'_>, id: ID) -> Result<Option<FormVersion>> {
        require(ctx, Permission::ViewForms)?;
        let found = forms::find_version(app(ctx)?.database.reader(), parse_id("id", &id)?).await;
        if_there(found.map(FormVersion))
    }

    /// Forms to start from.
    async fn form_starters(&self, ctx: &Context<'_>) -> Result<Vec<FormStarter>> {
        require(ctx, Permission::ViewForms)?;
        let told = starters().iter().map(|starter| FormStarter {
            slug: starter.slug,
            title: starter.title,
            about: starter.about,
            kind: starter.kind.into(),
        });
        Ok(told.collect())
    }

    /// Answers to a form, newest first, without what is sealed.
    async fn form_responses(
        &self,
        ctx: &Context<'_>,
        form_id: ID,
        filter: Option<ResponseFilter>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<Connection<String, FormResponse, EmptyFields, EmptyFields>> {
        let actor = require(ctx, Permission::ViewAnswers)?;
        let form = parse_id("formId", &form_id)?;
        let page = PageRequest::<i64>::new(first, after.as_deref(), None, None)?;
        let filter = filter.map(ResponseFilter::into_filter).transpose()?.unwrap_or_default();
        let before = page.from.map(Into::into);
        let rows = forms::list_responses(app(ctx)?, actor, form, &filter, before, page.fetch()).await.or_graphql()?;
        Ok(connection(page.page(rows), EmptyFields, |row| encode(&row.id), FormResponse::unopened))
    }

    /// One answer whole, with what is sealed.
    async fn form_response(&self, ctx: &Context<'_>, id: ID) -> Result<Option<FormResponse>> {
        let actor = require(ctx, Permission::ViewAnswers)?;
        let read = forms::read_response(app(ctx)?, actor, parse_id("id", &id)?).await;
        if_there(read.map(FormResponse::opened))
    }
}

fn if_there<T>(found: crate::domain::Result<T>) -> Result<Option<T>> {
    match found {
        Err(Error::NotFound(_)) => Ok(None),
        found => found.map(Some).or_graphql(),
    }
}

pub struct FormTotal;

#[Object]
impl FormTotal {
    async fn total_count(&self, ctx: &Context<'_>) -> Result<u64> {
        forms::count(app(ctx)?.database.reader()).await.or_graphql()
    }
}
