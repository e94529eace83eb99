//! The templates a new flu campaign begins with. They name no illness: a text may be read over a shoulder.

/// Subject of the email.
pub const fn default_email_subject() -> &'static str {
    "Your flu vaccination at {{ practice }}"
}

/// Body of the email, plain text.
pub const fn default_email_body() -> &'static str {
    "Dear {{ given_name }} {{ family_name }},

{{ practice }} would like to invite you for your flu vaccination this season.

Please open your personal link and press the button, so that we know this message has reached you:

{{ link }}

{% if booking_link %}You can book an appointment here: {{ booking_link }}

{% endif %}{% if practice_phone %}If you have questions, or do not want these messages, please call us on {{ practice_phone }}.

{% endif %}This link is for you alone; please do not pass this message on.

With kind regards,
{{ practice }}
"
}

/// The text message. Leaves 40 characters for the names of practice and patient in one segment of 160,
/// with a link of 53 characters.
pub const fn default_sms() -> &'static str {
    "{{ practice }}: {{ given_name }}, it is time for your flu vaccination. Please read and confirm: {{ link }}"
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::channel::Channel;
    use crate::sms::{Encoding, segments};
    use crate::template::{MessageValues, Template};

    fn values(link: &str) -> MessageValues<'_> {
        MessageValues {
            given_name: "Christopher",
            family_name: "Featherstone",
            practice: "Harbour Street Health Centre",
            practice_phone: "020 7946 0018",
            booking_link: "https://booking.example.org",
            link,
            campaign: "Flu 2026",
        }
    }

    #[test]
    fn the_text_message_is_one_segment() {
        let link = format!("https://{}/m/{}", "x".repeat(16), "a".repeat(26));
        let template = Template::compile(Channel::Sms, None, default_sms()).unwrap();
        let counted = segments(&template.render(&values(&link)).unwrap().body);
        assert_eq!((counted.encoding, counted.segments), (Encoding::Gsm7, 1), "{} units", counted.units);
    }

    #[test]
    fn the_email_is_whole_with_and_without_the_practice_s_values() {
        let template = Template::compile(Channel::Email, Some(default_email_subject()), default_email_body()).unwrap();
        let full = template.render(&values("https://example.org/m/a")).unwrap();
        assert_eq!(full.subject.unwrap(), "Your flu vaccination at Harbour Street Health Centre");
        assert!(full.body.contains("call us on 020 7946 0018."));
        let bare = MessageValues { practice_phone: "", booking_link: "", ..values("https://example.org/m/a") };
        let bare = template.render(&bare).unwrap().body;
        assert!(bare.contains("\n\nhttps://example.org/m/a\n\nThis link is for you alone"), "{bare}");
    }

    #[test]
    fn no_default_names_an_illness() {
        for text in [default_email_subject(), default_email_body(), default_sms()] {
            let text = text.to_lowercase();
            for word in ["lung", "asthma", "copd", "respiratory", "chronic", "condition", "disease"] {
                assert!(!text.contains(word), "{word}");
            }
        }
    }
}
