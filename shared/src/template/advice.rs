//! What is not wrong with a template and yet worth a second look: dear characters, long texts, words that tell of an
//! illness to whoever sees the screen.

use super::TemplateError;
use super::render::{MessageValues, Template};
use crate::channel::Channel;
use crate::sms::{self, Encoding, Segments};

/// Words that tell of a condition. A subject and a text show on a locked screen.
const TELLING: &[&str] = &[
    "asthma",
    "asthmatic",
    "copd",
    "emphysema",
    "bronchitis",
    "bronchiectasis",
    "fibrosis",
    "lung",
    "lungs",
    "respiratory",
    "chronic",
    "disease",
    "diabetes",
    "diabetic",
    "cancer",
    "tumour",
    "hiv",
    "aids",
    "hepatitis",
    "epilepsy",
    "dementia",
    "depression",
    "psychiatric",
    "pregnant",
    "pregnancy",
    "kidney",
    "heart",
    "stroke",
    "condition",
    "diagnosis",
    "inhaler",
];

/// One thing worth a second look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Advice {
    /// A subject, or a text, names what may tell of a condition; in small letters.
    TellsOfCondition { part: &'static str, word: String },
    /// A character outside the GSM alphabet: it makes every segment hold 70 characters instead of 160.
    ForcesUcs2 { character: char, replacement: Option<&'static str> },
    /// The longest rendering takes more than one segment, each of which is paid for.
    SeveralSegments { segments: usize },
}

/// What a text takes as an SMS at its longest, and what is worth a second look in a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advised {
    pub advice: Vec<Advice>,
    /// Of an SMS.
    pub longest: Option<Segments>,
}

/// Looks at a template as rendered with `values`, the longest there are.
pub fn advise(
    channel: Channel,
    subject: Option<&str>,
    body: &str,
    values: &MessageValues<'_>,
) -> Result<Advised, TemplateError> {
    let rendered = Template::compile(channel, subject, body)?.render(values)?;
    // As it is written, with what only some of the patients get, and with what it says by its placeholders.
    let mut advice = match channel {
        Channel::Email => telling("subject", [subject.unwrap_or_default(), &rendered.subject.unwrap_or_default()]),
        Channel::Sms => telling("text", [body, &rendered.body]),
    };
    let mut longest = None;
    if channel == Channel::Sms {
        let segments = sms::segments(&rendered.body);
        if segments.encoding == Encoding::Ucs2 {
            let unusual = segments.unusual.iter();
            advice.extend(unusual.map(|&(character, replacement)| Advice::ForcesUcs2 { character, replacement }));
        }
        if segments.segments > 1 {
            advice.push(Advice::SeveralSegments { segments: segments.segments });
        }
        longest = Some(segments);
    }
    Ok(Advised { advice, longest })
}

impl Advised {
    /// As it is for somebody else, where that takes more segments. What is said of characters stays: those of a name are
    /// not the template's.
    #[must_use]
    pub fn or_longer(mut self, other: Self) -> Self {
        let segments = |advised: &Self| advised.longest.as_ref().map_or(0, |longest| longest.segments);
        let more = segments(&other);
        if more > segments(&self) {
            self.longest = other.longest;
            self.advice.retain(|advice| !matches!(advice, Advice::SeveralSegments { .. }));
            self.advice.push(Advice::SeveralSegments { segments: more });
        }
        self
    }
}

fn telling(part: &'static str, texts: [&str; 2]) -> Vec<Advice> {
    let mut found: Vec<Advice> = Vec::new();
    let words = texts.into_iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
    for word in words.map(str::to_lowercase) {
        let advice = Advice::TellsOfCondition { part, word };
        if let Advice::TellsOfCondition { word, .. } = &advice
            && TELLING.contains(&word.as_str())
            && !found.contains(&advice)
        {
            found.push(advice);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::template::{default_email_body, default_email_subject, default_sms};

    fn values(name: &str) -> MessageValues<'_> {
        MessageValues {
            given_name: name,
            practice: "Harbour Health",
            link: "https://recall.example.org/m/abcdefghijklmnopqrstuvwxyz",
            ..MessageValues::default()
        }
    }

    #[test]
    fn a_text_that_tells_of_an_illness_is_pointed_out_once() {
        let body = "Your asthma review: ASTHMA nurses await you {{ link }}";
        let advised = advise(Channel::Sms, None, body, &values("Jo")).unwrap();
        let told = Advice::TellsOfCondition { part: "text", word: "asthma".to_owned() };
        assert_eq!(advised.advice, [told]);
    }

    #[test]
    fn a_name_outside_the_alphabet_of_texts_counts_where_it_takes_more_segments() {
        let body = format!("{{{{ given_name }}}}, {} {{{{ link }}}}", "x".repeat(80));
        let advised = |name: &str| advise(Channel::Sms, None, &body, &values(name)).unwrap();
        let both = advised("Maximilian").or_longer(advised("Siân"));
        let longest = both.longest.unwrap();
        assert_eq!((longest.encoding, longest.segments), (Encoding::Ucs2, 3));
        assert_eq!(both.advice, [Advice::SeveralSegments { segments: 3 }], "nobody is told to change a name");
        let short = |name: &str| advise(Channel::Sms, None, "{{ given_name }} {{ link }}", &values(name)).unwrap();
        assert_eq!(short("Maximilian").or_longer(short("Jo")), short("Maximilian"));
    }

    #[test]
    fn an_email_may_say_in_its_body_what_its_subject_may_not() {
        let advised = |subject| advise(Channel::Email, Some(subject), "Your asthma {{ link }}", &values("Jo")).unwrap();
        assert_eq!(advised("Your vaccination").advice, []);
        assert_eq!(advised("Your COPD review").advice.len(), 1);
    }

    #[test]
    fn the_name_of_the_campaign_tells_too() {
        let values = MessageValues { campaign: "COPD recall", ..values("Jo") };
        let told = |part| [Advice::TellsOfCondition { part, word: "copd".to_owned() }];
        let text = advise(Channel::Sms, None, "{{ campaign }}: {{ link }}", &values).unwrap();
        assert_eq!(text.advice, told("text"));
        let email =
            |subject| advise(Channel::Email, Some(subject), "{{ campaign }} {{ link }}", &values).unwrap().advice;
        assert_eq!(email("{{ campaign }}"), told("subject"));
        assert_eq!(email("Your appointment"), []);
    }

    #[test]
    fn dear_characters_come_with_a_replacement_even_out_of_a_name() {
        let body = "It’s time to book, {{ given_name }} {{ link }}";
        let advised = advise(Channel::Sms, None, body, &values("Zoë")).unwrap();
        let dear = |character, replacement| Advice::ForcesUcs2 { character, replacement: Some(replacement) };
        assert!(advised.advice.contains(&dear('’', "'")) && advised.advice.contains(&dear('ë', "e")), "{advised:?}");
        assert!(advised.advice.contains(&Advice::SeveralSegments { segments: 2 }), "{advised:?}");
    }

    #[test]
    fn the_shipped_templates_need_no_advice() {
        assert_eq!(advise(Channel::Sms, None, default_sms(), &values("Jo")).unwrap().advice, []);
        let (subject, body) = (default_email_subject(), default_email_body());
        assert_eq!(advise(Channel::Email, Some(subject), body, &values("Jo")).unwrap().advice, []);
    }
}
