//! An email as it is on its way: headers and parts (RFC 5322, RFC 2046). It is the same for every server.

use anyhow::Context;
use lettre::{
    Message,
    message::{
        Mailbox, MultiPart, SinglePart,
        header::{HeaderName, HeaderValue},
    },
};

use super::{Email, TAG};
use crate::config::EmailConfig;

/// Writes emails of one sender.
#[derive(Clone, Debug)]
pub(super) struct Writer {
    from: Mailbox,
    configuration_set: Option<String>,
}

impl Writer {
    pub fn new(config: &EmailConfig) -> anyhow::Result<Self> {
        let from = config.from.parse().context("email.from: must look like Practice <recall@example.org>")?;
        Ok(Self { from, configuration_set: config.configuration_set.clone() })
    }

    /// Where SES is reached by its API, these stand in the request instead.
    pub fn without_configuration_set(mut self) -> Self {
        self.configuration_set = None;
        self
    }

    /// All headers that a DKIM signature wants to cover are here once; the signature itself is made by the server
    /// that sends, which has the key.
    pub fn write(&self, email: &Email) -> anyhow::Result<Message> {
        let to = Mailbox::new(None, email.to.as_str().parse()?);
        // Stable over attempts, so that a mailbox that gets one twice can tell.
        let id = format!("<{}@{}>", email.id, self.from.email.domain());
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(email.subject.clone())
            .message_id(Some(id))
            // RFC 3834 §5: no answers from machines to a machine.
            .raw_header(header("Auto-Submitted", "auto-generated"));
        if let Some(link) = &email.unsubscribe {
            message = message.raw_header(header("List-Unsubscribe", &format!("<{link}>"))); // RFC 2369 §3.2
            // RFC 8058 §3.1 wants HTTPS.
            if link.starts_with("https://") {
                message = message.raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
            }
        }
        if let Some(set) = &self.configuration_set {
            // How SES is told by SMTP; it takes them out before the mail leaves.
            message = message.raw_header(header("X-SES-CONFIGURATION-SET", set));
            message = message.raw_header(header("X-SES-MESSAGE-TAGS", &format!("{TAG}={}", email.id)));
        }
        Ok(match &email.html {
            None => message.singlepart(SinglePart::plain(email.text.clone()))?,
            Some(html) => message.multipart(MultiPart::alternative_plain_html(email.text.clone(), html.clone()))?,
        })
    }
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn email() -> Email {
        Email {
            id: "message-12".into(),
            to: "jo@example.org".parse().unwrap(),
            subject: "Your vaccination".into(),
            text: "Dear Zoë".into(),
            html: None,
            unsubscribe: Some("https://recall.example.org/u/abc".into()),
        }
    }

    fn written(config: &EmailConfig, email: &Email) -> String {
        let message = Writer::new(config).unwrap().write(email).unwrap();
        String::from_utf8(message.formatted()).unwrap()
    }

    #[test]
    fn an_email_has_a_stable_id_and_one_click_to_unsubscribe() {
        let text = written(&EmailConfig::default(), &email());
        assert!(text.contains("Message-ID: <message-12@example.org>\r\n"), "{text}");
        assert!(text.contains("List-Unsubscribe: <https://recall.example.org/u/abc>\r\n"), "{text}");
        assert!(text.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"), "{text}");
        assert!(text.contains("Date: ") && text.contains("MIME-Version: 1.0") && !text.contains("X-SES"), "{text}");
    }

    #[test]
    fn one_click_is_offered_over_https_only_and_to_patients_only() {
        let link = Some("http://127.0.0.1:8080/u/abc".to_owned());
        let text = written(&EmailConfig::default(), &Email { unsubscribe: link, ..email() });
        assert!(text.contains("List-Unsubscribe: ") && !text.contains("List-Unsubscribe-Post"), "{text}");
        let notice = Email { unsubscribe: None, html: Some("<p>Dear Zoë</p>".into()), ..email() };
        let text = written(&EmailConfig::default(), &notice);
        assert!(!text.contains("List-Unsubscribe") && text.contains("multipart/alternative"), "{text}");
    }

    #[test]
    fn ses_is_told_of_the_message_by_headers() {
        let config = EmailConfig { configuration_set: Some("recall".into()), ..EmailConfig::default() };
        let text = written(&config, &email());
        assert!(text.contains("X-SES-CONFIGURATION-SET: recall\r\n"), "{text}");
        assert!(text.contains("X-SES-MESSAGE-TAGS: recall-message=message-12\r\n"), "{text}");
    }
}
