//! Reading FHIR elements: their extensions, and their texts with translations.

use serde_json::Value as Json;

use crate::form::decimal::Decimal;
use crate::form::text::{Language, Text};

const NONE: &[Json] = &[];

/// The elements of a list; none where it is absent.
pub(super) fn list<'a>(element: &'a Json, key: &str) -> &'a [Json] {
    element.get(key).and_then(Json::as_array).map_or(NONE, Vec::as_slice)
}

/// A text; empty where it is absent.
pub(super) fn words<'a>(element: &'a Json, key: &str) -> &'a str {
    element.get(key).and_then(Json::as_str).unwrap_or_default().trim()
}

/// Whether a flag is set.
pub(super) fn flag(element: &Json, key: &str) -> bool {
    element.get(key).and_then(Json::as_bool).unwrap_or_default()
}

/// The last part of an extension's URL, by which it is known.
pub(super) fn short_name(extension: &Json) -> &str {
    words(extension, "url").rsplit('/').next().unwrap_or_default()
}

/// The extension of a name.
pub(super) fn extension<'a>(element: &'a Json, name: &str) -> Option<&'a Json> {
    list(element, "extension").iter().find(|extension| short_name(extension) == name)
}

/// The value of an extension, whatever its type.
pub(super) fn value(element: &Json) -> Option<&Json> {
    value_of(element, "value")
}

/// The value of a choice of types, such as `answerBoolean` for `answer`.
pub(super) fn value_of<'a>(element: &'a Json, name: &str) -> Option<&'a Json> {
    element.as_object()?.iter().find(|(key, _)| key.starts_with(name)).map(|(_, value)| value)
}

/// The number of an extension.
pub(super) fn number(element: &Json, name: &str) -> Option<Decimal> {
    value(extension(element, name)?)?.as_f64()?.try_into().ok()
}

/// The count of an extension.
pub(super) fn count(element: &Json, name: &str) -> Option<u32> {
    value(extension(element, name)?)?.as_u64()?.try_into().ok()
}

/// The first code of an extension that is a `CodeableConcept`.
pub(super) fn concept<'a>(element: &'a Json, name: &str) -> Option<&'a str> {
    let concept = value(extension(element, name)?)?;
    list(concept, "coding").first().map(|coding| words(coding, "code"))
}

/// A text in the main language with the translations that stand in its `translation` extensions.
pub(super) fn text(element: &Json, key: &str, main: &Language) -> Text {
    let mut text = Text::default();
    text.set(main.clone(), words(element, key));
    let Some(extra) = element.get(format!("_{key}")) else { return text };
    for translation in list(extra, "extension").iter().filter(|extension| short_name(extension) == "translation") {
        let part = |name: &str| {
            let part = list(translation, "extension").iter().find(|part| words(part, "url") == name)?;
            value(part)?.as_str()
        };
        if let (Some(Ok(language)), Some(content)) = (part("lang").map(str::parse::<Language>), part("content")) {
            text.set(language, content.trim());
        }
    }
    text
}
