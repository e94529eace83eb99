//! Messages as patients get them, and the rule that says who they are for.

use leptos::prelude::*;
use shared::cohort::CohortRule;

use super::specimen;
use crate::components::error_summary::FormError;
use crate::components::mail::Mail;
use crate::components::phone::Phone;
use crate::pages::campaigns::wizard::asked::AskedForm;
use crate::pages::campaigns::wizard::builder::{Editor, builder, field_id};
use crate::pages::campaigns::wizard::rule::{Built, What};
use crate::pages::campaigns::wizard::term::{Kind, Part, Term};

const LONG_LINK: &str = "https://recall.practice.example/m/4fQz0Wc7NnB1xY9sKd2LpR6tVhEa";

pub fn specimens() -> AnyView {
    view! { {phones()} {mails()} {rules()} }.into_any()
}

fn phones() -> AnyView {
    let long =
        format!("{} {LONG_LINK}", "Please book your flu vaccination. It is free and takes ten minutes. ".repeat(4));
    let content = view! {
        <Phone text=format!("Dear Ada, please book your flu vaccination: {LONG_LINK}") />
        <Phone
            to="Ada Byron, 07700 900001"
            text=format!("Dear Ada, please book your flu vaccination: {LONG_LINK}")
            note="1 segment, 118 of 160 characters"
        />
        <Phone to="Noor Khan, no mobile number" text=long note="3 segments" />
        <Phone text="" />
    };
    specimen("Text messages", content)
}

fn mails() -> AnyView {
    let text = format!("Dear Ada,\n\nplease book your flu vaccination.\n\n{LONG_LINK}\n\nMedicare, Blackpool");
    let content = view! {
        <Mail subject="Your flu vaccination" text=text.clone() />
        <Mail
            from="Medicare, Blackpool <recall@practice.example>"
            to="a.very.long.address.that.does.not.fit.at.all@a-practice-with-a-long-name.example"
            subject="Your flu vaccination this autumn: when it is, where it is, what it is for, and how to book it"
            text=text
        />
        <Mail subject="" text="" />
    };
    specimen("Emails", content)
}

/// Every kind of condition, a group, what the builder only keeps, and a field that is wrong.
fn rules() -> AnyView {
    let mut built = Built::default();
    let ids: Vec<u32> = Kind::ALL.into_iter().map(|kind| built.add(None, What::Term(kind.term()))).collect();
    let wrong = built.add(None, What::Term(Term { first: "old".into(), second: "65".into(), ..Kind::Age.term() }));
    if let Some(row) = ids.first().and_then(|id| built.get_mut(*id)) {
        row.negated = true;
    }
    built.add_group();
    built.add(None, What::Kept(CohortRule::Not(Box::new(CohortRule::All(Vec::new())))));
    let editor = Editor {
        rule: RwSignal::new(built),
        errors: RwSignal::new(vec![FormError::of(field_id(wrong, Part::First), "Enter whole years, such as 65")]),
        sets: Signal::stored(vec![("lung".to_owned(), "Long-term lung conditions".to_owned())]),
        forms: Signal::stored(vec![AskedForm {
            slug: "flu-booking".into(),
            name: "Flu booking".into(),
            is_live: true,
            schema: None,
        }]),
        purposes: Signal::stored(Some(vec!["flu".to_owned()])),
    };
    specimen("Rule", builder(editor))
}
