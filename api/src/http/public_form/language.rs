//! The language somebody is shown a form in.

use axum::http::{HeaderMap, header::ACCEPT_LANGUAGE};
use shared::form::{FormSchema, Language};

/// The first that the form has of: what was asked for on the page, what the practice knows of the patient, what the
/// browser prefers; else the form's own first.
pub(super) fn choose(
    schema: &FormSchema,
    asked: Option<&str>,
    preferred: Option<&str>,
    headers: &HeaderMap,
) -> Language {
    let known = asked.into_iter().chain(preferred).find_map(|wanted| schema.language_like(wanted));
    let best = known.or_else(|| accepted(headers).into_iter().find_map(|wanted| schema.language_like(wanted)));
    best.cloned().unwrap_or_else(|| schema.default_language())
}

/// The languages a browser asks for, the most wanted first (RFC 9110, 12.5.4).
fn accepted(headers: &HeaderMap) -> Vec<&str> {
    let asked = headers.get_all(ACCEPT_LANGUAGE).iter().filter_map(|value| value.to_str().ok());
    let weighed = asked.flat_map(|value| value.split(',')).map(|item| {
        let (tag, weight) = item.split_once(';').unwrap_or((item, ""));
        let weight = weight.trim().strip_prefix("q=").and_then(|weight| weight.parse::<f32>().ok()).unwrap_or(1.0);
        (tag.trim(), weight)
    });
    let mut wanted: Vec<(&str, f32)> = weighed.filter(|(_, weight)| *weight > 0.0).collect();
    wanted.sort_by(|(_, one), (_, other)| other.total_cmp(one));
    wanted.into_iter().map(|(tag, _)| tag).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use shared::form::{FormKind, Text};

    use super::*;

    fn chosen(asked: Option<&str>, preferred: Option<&str>, browser: &'static str) -> String {
        let mut form = FormSchema::new(FormKind::Consent, Text::english("Flu"));
        form.languages = ["en", "cy", "pl"].map(|tag| tag.parse().unwrap()).to_vec();
        let headers: HeaderMap = [(ACCEPT_LANGUAGE, browser.parse().unwrap())].into_iter().collect();
        choose(&form, asked, preferred, &headers).to_string()
    }

    #[test]
    fn the_page_comes_before_the_patient_and_the_patient_before_the_browser() {
        assert_eq!(chosen(Some("pl"), Some("cy"), "en"), "pl");
        assert_eq!(
            chosen(Some("xx"), Some("cy-GB"), "en"),
            "cy",
            "a language that the form does not have is passed over"
        );
        assert_eq!(chosen(None, Some("de"), "fr;q=0.9, pl-PL;q=0.4, cy;q=0.8"), "cy");
        assert_eq!(chosen(None, None, "de, *;q=0.5, pl;q=0"), "en", "the form's first");
        assert_eq!(chosen(None, None, ";;q=,q=x"), "en");
    }
}
