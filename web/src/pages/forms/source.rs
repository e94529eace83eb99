//! A form or a FHIR Questionnaire out of a file: which of the two it is, it says itself.

use serde_json::Value;

use crate::api::forms::{FormSource, Json};

/// What a file holds; nothing where it is no JSON. What is wrong with it otherwise, the server tells.
pub fn of_file(text: &str) -> Option<FormSource> {
    let json: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()?;
    let is_fhir = json.get("resourceType").is_some();
    Some(if is_fhir { FormSource::Questionnaire(Json(json)) } else { FormSource::Json(Json(json)) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_says_what_it_is() {
        assert!(matches!(of_file(r#"{"format":1}"#), Some(FormSource::Json(_))));
        assert!(matches!(of_file("\u{feff}{\"resourceType\":\"Questionnaire\"}"), Some(FormSource::Questionnaire(_))));
        assert_eq!(of_file("<xml/>"), None);
    }
}
