//! Whether a message names a condition: it may be read over a shoulder, or on a phone that is shared.

/// Beginnings of words that tell of a condition.
const TELLING: [&str; 34] = [
    "aids",
    "alcohol",
    "alzheimer",
    "anxiety",
    "arthrit",
    "asthma",
    "autis",
    "bronch",
    "cancer",
    "chemo",
    "chronic",
    "copd",
    "cystic",
    "dementia",
    "depress",
    "diabet",
    "disease",
    "emphysema",
    "epilep",
    "hepatitis",
    "hiv",
    "illness",
    "immunosuppress",
    "inhaler",
    "kidney",
    "lung",
    "mental",
    "obes",
    "oncolog",
    "pregnan",
    "psych",
    "respiratory",
    "sexual",
    "tumour",
];

/// The first word of a text that names a condition, as it is written there. Placeholders are left out.
pub fn telling_word(text: &str) -> Option<&str> {
    text.split(|character: char| !character.is_alphanumeric()).find(|word| {
        let lower = word.to_lowercase();
        TELLING.iter().any(|beginning| lower.starts_with(beginning))
    })
}

/// Whether a message carries the name of its campaign.
pub fn carries_name(text: &str) -> bool {
    let mut tags = text.split("{{").skip(1).filter_map(|tag| tag.split_once("}}"));
    tags.any(|(inside, _)| inside.trim() == "campaign")
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::template::{default_email_body, default_email_subject, default_sms};

    #[test]
    fn a_condition_is_named_as_it_is_written() {
        assert_eq!(telling_word("Your Asthma review is due"), Some("Asthma"));
        assert_eq!(telling_word("For people with long-term LUNG conditions"), Some("LUNG"));
    }

    #[test]
    fn the_name_is_carried_by_its_placeholder_alone() {
        assert!(carries_name("{{ practice }}: {{campaign}} {{ link }}"));
        assert!(!carries_name("Our campaign {{ link }} {% if campaign %}now{% endif %}"));
    }

    #[test]
    fn the_shipped_messages_name_none() {
        for text in [default_email_subject(), default_email_body(), default_sms()] {
            assert_eq!(telling_word(text), None, "{text}");
        }
    }
}
