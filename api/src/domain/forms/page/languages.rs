//! The way to the other languages of a form, above everything else on its pages.

use maud::{Markup, html};
use shared::form::{FieldKind, Given, Language};
use url::form_urlencoded::Serializer;

use super::{Sheet, names, press, words::words};

/// What languages that are read in Britain call themselves, by their codes.
const OWN_NAMES: [(&str, &str); 33] = [
    ("am", "አማርኛ"),
    ("ar", "العربية"),
    ("bg", "Български"),
    ("bn", "বাংলা"),
    ("cs", "Čeština"),
    ("cy", "Cymraeg"),
    ("de", "Deutsch"),
    ("el", "Ελληνικά"),
    ("en", "English"),
    ("es", "Español"),
    ("fa", "فارسی"),
    ("fr", "Français"),
    ("ga", "Gaeilge"),
    ("gd", "Gàidhlig"),
    ("gu", "ગુજરાતી"),
    ("hi", "हिन्दी"),
    ("hu", "Magyar"),
    ("it", "Italiano"),
    ("ku", "Kurdî"),
    ("lt", "Lietuvių"),
    ("pa", "ਪੰਜਾਬੀ"),
    ("pl", "Polski"),
    ("ps", "پښتو"),
    ("pt", "Português"),
    ("ro", "Română"),
    ("ru", "Русский"),
    ("sk", "Slovenčina"),
    ("so", "Soomaali"),
    ("ta", "தமிழ்"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
    ("ur", "اردو"),
    ("zh", "中文"),
];

/// A link to each other language. Once something was posted, a button, which takes along what is typed; `pressed` is
/// what the Enter key presses, as if the buttons above were not there.
pub(super) fn languages(sheet: &Sheet<'_>, pressed: &str) -> Markup {
    let languages = &sheet.schema.languages;
    if languages.len() < 2 {
        return html! {};
    }
    html! {
        nav.languages aria-label=(words(sheet.language).languages) {
            @if !sheet.is_fresh {
                button.unseen type="submit" form="form" name=(names::PRESS) value=(pressed) tabindex="-1" aria-hidden="true" {}
            }
            @for language in languages {
                @if language == sheet.language {
                    span lang=(language) aria-current="true" { (own_name(language)) }
                } @else if sheet.is_fresh {
                    a.link href=(sheet.site.address(&address(sheet, language))) lang=(language) hreflang=(language) rel="alternate" {
                        (own_name(language))
                    }
                } @else {
                    button.link type="submit" form="form" name=(names::PRESS) value={ (press::LANGUAGE) (language) } lang=(language) {
                        (own_name(language))
                    }
                }
            }
        }
    }
}

/// The same page in another language, with what its address brought for hidden fields.
fn address(sheet: &Sheet<'_>, language: &Language) -> String {
    let mut query = Serializer::new(String::new());
    query.append_pair(names::ASKED_LANGUAGE, language.as_str());
    let hidden = sheet.schema.fields().filter(|field| matches!(field.kind, FieldKind::Hidden(_)));
    // Behind a personal link they are answers, which stand in no address.
    for field in hidden.filter(|_| sheet.earlier.is_none()) {
        if let Some(Given::Text(text)) = sheet.answers.get(&field.id) {
            query.append_pair(&field.id, text);
        }
    }
    let mark = if sheet.path.contains('?') { '&' } else { '?' };
    format!("{}{mark}{}", sheet.path, query.finish())
}

/// The name of a language in itself, with its region or script where the form says one; its code where none is known.
fn own_name(language: &Language) -> String {
    let rest = language.as_str().split_once('-').map(|(_, rest)| rest);
    let name = OWN_NAMES.iter().find(|(code, _)| *code == language.primary()).map(|(_, name)| *name);
    match (name, rest) {
        (Some(name), Some(rest)) => format!("{name} ({rest})"),
        (Some(name), None) => name.to_owned(),
        (None, _) => language.to_string(),
    }
}
