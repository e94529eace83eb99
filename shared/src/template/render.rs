//! Templates compiled once and rendered for each recipient, from any number of threads.

use minijinja::{AutoEscape, Environment, UndefinedBehavior, context};

use super::check::{TemplateError, check_template};
use crate::channel::Channel;

const SUBJECT: &str = "subject";
const BODY: &str = "body";

/// What a message says of its recipient and its campaign.
#[derive(Clone, Copy, Default)]
pub struct MessageValues<'a> {
    pub given_name: &'a str,
    pub family_name: &'a str,
    pub practice: &'a str,
    /// As people read it; empty where there is none.
    pub practice_phone: &'a str,
    /// Where appointments are booked; empty where there is none.
    pub booking_link: &'a str,
    /// The patient's personal link.
    pub link: &'a str,
    pub campaign: &'a str,
}

/// A message ready to be sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Rendered {
    /// None for an SMS. A single line, whatever the values hold.
    pub subject: Option<String>,
    pub body: String,
}

/// A checked and compiled template of one channel.
#[derive(Debug)]
pub struct Template {
    environment: Environment<'static>,
    has_subject: bool,
}

impl Template {
    /// Checks and compiles; an email has a subject, an SMS none.
    pub fn compile(channel: Channel, subject: Option<&str>, body: &str) -> Result<Self, TemplateError> {
        check_template(channel, subject, body)?;
        let mut environment = Environment::empty();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        // Both channels carry plain text.
        environment.set_auto_escape_callback(|_| AutoEscape::None);
        let subject = subject.filter(|_| channel == Channel::Email);
        for (part, source) in [(SUBJECT, subject), (BODY, Some(body))] {
            if let Some(source) = source {
                environment
                    .add_template_owned(part, source.to_owned())
                    .map_err(|error| TemplateError::Statement { part, line: error.line().unwrap_or(1) })?;
            }
        }
        Ok(Self { environment, has_subject: subject.is_some() })
    }

    /// The message for one recipient.
    pub fn render(&self, values: &MessageValues<'_>) -> Result<Rendered, TemplateError> {
        let context = context! {
            given_name => values.given_name,
            family_name => values.family_name,
            practice => values.practice,
            practice_phone => values.practice_phone,
            booking_link => values.booking_link,
            link => values.link,
            campaign => values.campaign,
        };
        let part = |part: &'static str| {
            self.environment
                .get_template(part)
                .and_then(|template| template.render(context.clone()))
                .map_err(|_| TemplateError::Render { part })
        };
        let subject = if self.has_subject { Some(one_line(&part(SUBJECT)?)) } else { None };
        Ok(Rendered { subject, body: part(BODY)? })
    }
}

/// A name with a line break in it must not begin a new mail header.
pub(super) fn one_line(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect()
}

/// The templates of a campaign, at most one a channel.
#[derive(Default)]
pub struct TemplateSet {
    email: Option<Template>,
    sms: Option<Template>,
}

impl TemplateSet {
    /// Compiles all, as channel, subject and body; of two for one channel the later counts.
    pub fn compile<'a>(
        templates: impl IntoIterator<Item = (Channel, Option<&'a str>, &'a str)>,
    ) -> Result<Self, TemplateError> {
        let mut set = Self::default();
        for (channel, subject, body) in templates {
            let compiled = Some(Template::compile(channel, subject, body)?);
            match channel {
                Channel::Email => set.email = compiled,
                Channel::Sms => set.sms = compiled,
            }
        }
        Ok(set)
    }

    /// The template of a channel.
    pub fn get(&self, channel: Channel) -> Option<&Template> {
        match channel {
            Channel::Email => self.email.as_ref(),
            Channel::Sms => self.sms.as_ref(),
        }
    }

    /// The message for one recipient on a channel.
    pub fn render(&self, channel: Channel, values: &MessageValues<'_>) -> Result<Rendered, TemplateError> {
        self.get(channel).ok_or(TemplateError::Missing(channel))?.render(values)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    const VALUES: MessageValues<'_> = MessageValues {
        given_name: "Zoë <b>",
        family_name: "O'Brien",
        practice: "Harbour Health",
        practice_phone: "",
        booking_link: "",
        link: "https://recall.example.org/m/abc",
        campaign: "Flu 2026",
    };

    #[test]
    fn plain_text_is_not_escaped_and_values_are_not_templates() {
        let template = Template::compile(Channel::Sms, None, "{{ given_name }} {{ family_name }}: {{ link }}").unwrap();
        let body = template.render(&VALUES).unwrap().body;
        assert_eq!(body, "Zoë <b> O'Brien: https://recall.example.org/m/abc");
        let sly = MessageValues { given_name: "{{ family_name }}", ..VALUES };
        assert!(template.render(&sly).unwrap().body.starts_with("{{ family_name }} O'Brien"));
    }

    #[test]
    fn an_empty_value_can_be_left_out() {
        let body = "{{ link }}{% if practice_phone %} or {{ practice_phone }}{% else %}.{% endif %}";
        assert!(Template::compile(Channel::Sms, None, body).is_err(), "the link is glued to a tag");
        let body = "{{ link }} {% if practice_phone %}or {{ practice_phone }}{% else %}.{% endif %}";
        let template = Template::compile(Channel::Sms, None, body).unwrap();
        assert!(template.render(&VALUES).unwrap().body.ends_with("abc ."));
        let phone = MessageValues { practice_phone: "020 7946 0018", ..VALUES };
        assert!(template.render(&phone).unwrap().body.ends_with("abc or 020 7946 0018"));
    }

    #[test]
    fn a_line_break_in_a_name_makes_no_mail_header() {
        let template = Template::compile(Channel::Email, Some("For {{ given_name }}"), "{{ link }}").unwrap();
        let sly = MessageValues { given_name: "Jo\r\nBcc: x", ..VALUES };
        assert_eq!(template.render(&sly).unwrap().subject.unwrap(), "For Jo  Bcc: x");
    }

    #[test]
    fn a_channel_without_a_template_is_named() {
        let set = TemplateSet::compile([(Channel::Sms, None, "{{ link }}")]).unwrap();
        assert!(set.render(Channel::Sms, &VALUES).is_ok());
        assert_eq!(set.render(Channel::Email, &VALUES).err(), Some(TemplateError::Missing(Channel::Email)));
    }

    #[test]
    fn a_set_is_shared_between_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<TemplateSet>();
    }

    proptest! {
        #[test]
        fn what_passes_the_check_renders(fragments in prop::collection::vec(prop::sample::select(vec![
            "{{ link }}", "{{given_name}}", "{% if practice %}", "{% else %}", "{%endif%}", " ", "\n", "{", "}", "%}", "#}", "é",
        ]), 0..12)) {
            if let Ok(template) = Template::compile(Channel::Sms, None, &fragments.concat()) {
                let body = template.render(&VALUES).unwrap().body;
                prop_assert!(body.contains(VALUES.link));
            }
        }

        #[test]
        fn what_passes_the_check_compiles(fragments in prop::collection::vec(prop::sample::select(vec![
            "{{ link }}", "{% if practice %}", "{% else %}", "{%endif%}", " ", "{", "}}", "%", "#", "-",
        ]), 0..12)) {
            let source = fragments.concat();
            prop_assert_eq!(
                check_template(Channel::Sms, None, &source).err(),
                Template::compile(Channel::Sms, None, &source).err()
            );
        }
    }
}
