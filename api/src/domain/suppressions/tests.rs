//! The list of contact points that must not be used, on both engines.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use entity::values::ContactKind;
use shared::{
    permission::Role,
    suppression::SuppressionReason::{self, HardBounce, OptedOut, ProviderList, Staff},
};

use super::{
    Filter, NewRow, NewSuppression, ProviderList as Done, Request, add, lift, list, read_provider_list, total,
};
use crate::{
    clients::sms::opt_outs::{OptOutPage, OptOuts},
    domain::{Actor, Error, messages::tests::ground::grounds, patients::columns},
    state::App,
};

fn manager() -> Actor {
    Actor::user(1.into(), "Ada", Role::Manager)
}

async fn write(app: &App, kind: ContactKind, value: &str, reason: SuppressionReason) -> bool {
    let column = if kind == ContactKind::Phone { columns::PHONE } else { columns::EMAIL };
    let index = app.keys.blind_index(column, value);
    let transaction = app.database.begin().await.unwrap();
    let row = NewRow::new(kind, &index, reason, app.clock.timestamp());
    let new = super::write(&transaction, row).await.unwrap();
    transaction.commit().await.unwrap();
    new
}

async fn reasons(app: &App, filter: Filter) -> Vec<Option<SuppressionReason>> {
    let request = Request { filter, limit: 10, ..Request::default() };
    list(app, &manager(), &request).await.unwrap().into_iter().map(|one| one.reason).collect()
}

#[tokio::test]
async fn a_wish_takes_the_place_of_a_bounce_and_never_the_other_way_round() {
    for ground in grounds(1, 10).await {
        let app = &ground.app;
        assert!(write(app, ContactKind::Email, "jo@example.org", HardBounce).await);
        assert!(!write(app, ContactKind::Email, "jo@example.org", HardBounce).await);
        assert!(write(app, ContactKind::Email, "jo@example.org", OptedOut).await);
        assert!(!write(app, ContactKind::Email, "jo@example.org", HardBounce).await);
        assert!(!write(app, ContactKind::Email, "jo@example.org", Staff).await);
        assert_eq!(reasons(app, Filter::default()).await, [Some(OptedOut)]);
    }
}

#[tokio::test]
async fn the_list_says_whom_it_concerns_and_finds_by_number_address_and_reason() {
    for ground in grounds(2, 10).await {
        let app = &ground.app;
        write(app, ContactKind::Phone, "+447700900123", OptedOut).await;
        write(app, ContactKind::Email, "nobody@example.org", HardBounce).await;
        let all = list(app, &manager(), &Request { limit: 10, ..Request::default() }).await.unwrap();
        let seen: Vec<_> = all.iter().map(|one| (one.value.as_deref(), one.patients.len())).collect();
        assert_eq!(seen, [(None, 0), (Some("07700 900123"), 2)], "the newest first; a household shares a number");
        let by = |search: &str| Filter { search: Some(search.to_owned()), ..Filter::default() };
        assert_eq!(reasons(app, by("07700 900123")).await, [Some(OptedOut)]);
        assert_eq!(reasons(app, by("Nobody@Example.org")).await, [Some(HardBounce)]);
        assert!(reasons(app, by("Smith")).await.is_empty());
        let of = Filter { reason: Some(OptedOut), kind: Some(ContactKind::Phone), search: None };
        assert_eq!(total(app, &manager(), &of).await.unwrap(), 1);
        let page = Request { from: Some(all[0].id.get()), limit: 10, ..Request::default() };
        assert_eq!(list(app, &manager(), &page).await.unwrap()[0].id, all[1].id);
    }
}

#[tokio::test]
async fn what_staff_add_they_may_lift_with_a_reason() {
    for ground in grounds(1, 10).await {
        let app = &ground.app;
        let new = NewSuppression { kind: ContactKind::Email, value: "Jo@Example.org".into(), note: "Rang.".into() };
        let added = add(app, &manager(), &new).await.unwrap();
        assert_eq!((added.reason, added.note.as_deref()), (Some(Staff), Some("Rang.")));
        assert_eq!((added.added_by.as_deref(), added.patients.len()), (Some("user-1"), 1));
        assert_eq!(add(app, &manager(), &new).await.unwrap_err().code(), "CONFLICT");
        let wrong = NewSuppression { value: "jo".into(), ..new.clone() };
        assert!(matches!(add(app, &manager(), &wrong).await, Err(Error::Invalid { field, .. }) if field == "value"));
        let viewer = Actor::user(2.into(), "Vic", Role::Viewer);
        assert_eq!(lift(app, &viewer, added.id, "No.").await.unwrap_err().code(), "FORBIDDEN");
        lift(app, &manager(), added.id, "Rang again.").await.unwrap();
        assert!(reasons(app, Filter::default()).await.is_empty());
        add(app, &manager(), &new).await.unwrap();
    }
}

/// Two pages, one of them with a word that is no number.
#[derive(Debug)]
struct Pages;

#[async_trait::async_trait]
impl OptOuts for Pages {
    async fn page(&self, from: Option<&str>) -> anyhow::Result<OptOutPage> {
        let (numbers, next): (&[&str], _) = match from {
            None => (&["+447700900123", "?"], Some("2".to_owned())),
            Some("2") => (&["+447700900124"], None),
            Some(other) => anyhow::bail!("there is no page {other}"),
        };
        Ok(OptOutPage { numbers: numbers.iter().map(|&number| number.to_owned()).collect(), next })
    }
}

#[tokio::test]
async fn the_list_of_the_provider_is_read_to_its_end_and_again_without_effect() {
    for ground in grounds(1, 10).await {
        let app = App { opt_outs: Arc::new(Pages), ..ground.app.clone() };
        assert_eq!(read_provider_list(&app).await.unwrap(), Done { read: 2, new: 2 });
        assert_eq!(read_provider_list(&app).await.unwrap(), Done { read: 2, new: 0 });
        assert_eq!(reasons(&app, Filter::default()).await, [Some(ProviderList), Some(ProviderList)]);
    }
}
