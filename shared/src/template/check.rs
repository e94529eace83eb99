//! What a template may hold. Loops, filters and calls are left out, so that no template can run long or reach far.

use thiserror::Error;

use crate::channel::Channel;

/// Every placeholder there is. `link` is the patient's personal link; the practice's values may be empty.
pub const PLACEHOLDERS: &[&str] =
    &["given_name", "family_name", "practice", "practice_phone", "booking_link", "link", "campaign"];

const SUBJECT_MAX: usize = 200; // characters; mail programs show about 70
const EMAIL_MAX: usize = 20_000; // characters; several pages
const SMS_MAX: usize = 1_000; // characters; about the ten segments networks carry

/// What is wrong with a template, and on which line of which part (counted from 1).
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TemplateError {
    #[error("the {part} is empty")]
    Empty { part: &'static str },
    #[error("the {part} is longer than {max} characters")]
    TooLong { part: &'static str, max: usize },
    #[error("line {line} of the {part}: there is no placeholder {name:?}; there are {}", PLACEHOLDERS.join(", "))]
    UnknownPlaceholder { part: &'static str, line: usize, name: String },
    #[error("line {line} of the {part}: a placeholder is written {{{{ given_name }}}}, with both pairs of braces")]
    Unclosed { part: &'static str, line: usize },
    #[error(
        "line {line} of the {part}: only {{% if placeholder %}}, {{% else %}} and {{% endif %}} are understood, each if with its endif"
    )]
    Statement { part: &'static str, line: usize },
    #[error("the body must contain {{{{ link }}}} outside any {{% if %}}, or the patient cannot answer")]
    NoLink,
    #[error(
        "line {line} of the {part}: put a space or a line end on both sides of {{{{ link }}}}, or it cannot be pressed"
    )]
    LinkGlued { part: &'static str, line: usize },
    #[error("line {line} of the subject: a link cannot be pressed in a subject; put it into the body")]
    LinkInSubject { line: usize },
    #[error("the subject must be a single line")]
    SubjectLines,
    #[error("an SMS has no subject")]
    SmsSubject,
    #[error("there is no template for {0}")]
    Missing(Channel),
    #[error("the {part} could not be rendered")]
    Render { part: &'static str },
}

/// Checks the template of a channel; an email has a subject, an SMS none.
pub fn check_template(channel: Channel, subject: Option<&str>, body: &str) -> Result<(), TemplateError> {
    match (channel, subject) {
        (Channel::Sms, Some(subject)) if !subject.trim().is_empty() => {
            return Err(TemplateError::SmsSubject);
        }
        (Channel::Sms, _) => {}
        (Channel::Email, subject) => check_subject(subject.unwrap_or_default())?,
    }
    let max = if channel == Channel::Sms { SMS_MAX } else { EMAIL_MAX };
    if check_part("body", body, max)?.is_empty() { Err(TemplateError::NoLink) } else { Ok(()) }
}

fn check_subject(subject: &str) -> Result<(), TemplateError> {
    if subject.contains(['\n', '\r']) {
        return Err(TemplateError::SubjectLines);
    }
    match check_part("subject", subject, SUBJECT_MAX)?.first() {
        Some(&line) => Err(TemplateError::LinkInSubject { line }),
        None => Ok(()),
    }
}

/// Checks one part and returns the lines that always show the link.
fn check_part(part: &'static str, source: &str, max: usize) -> Result<Vec<usize>, TemplateError> {
    if source.trim().is_empty() {
        return Err(TemplateError::Empty { part });
    }
    if source.chars().count() > max {
        return Err(TemplateError::TooLong { part, max });
    }
    let mut links = Vec::new();
    let mut open: Vec<If> = Vec::new();
    let mut rest = source;
    while let Some(start) = next_tag(rest) {
        let tag = &rest[start..];
        let before = &source[..source.len() - tag.len()];
        let line = 1 + before.matches('\n').count();
        let close = match &tag[..2] {
            "{{" => "}}",
            "{%" => "%}",
            _ => return Err(TemplateError::Statement { part, line }),
        };
        let (inside, after) = tag[2..].split_once(close).ok_or(TemplateError::Unclosed { part, line })?;
        let inside = inside.trim();
        rest = after;
        if close == "%}" {
            statement(part, line, inside, &mut open)?;
            continue;
        }
        known(part, line, inside)?;
        if inside == "link" {
            let glued =
                |neighbour: Option<char>| neighbour.is_some_and(|c| c.is_alphanumeric() || "{}/_-%#?&=@".contains(c));
            if glued(before.chars().next_back()) || glued(after.chars().next()) {
                return Err(TemplateError::LinkGlued { part, line });
            }
            if open.is_empty() {
                links.push(line);
            }
        }
    }
    match open.last() {
        Some(unclosed) => Err(TemplateError::Statement { part, line: unclosed.line }),
        None => Ok(links),
    }
}

struct If {
    line: usize,
    has_else: bool,
}

fn next_tag(text: &str) -> Option<usize> {
    ["{{", "{%", "{#"].iter().filter_map(|tag| text.find(tag)).min()
}

fn known(part: &'static str, line: usize, name: &str) -> Result<(), TemplateError> {
    if PLACEHOLDERS.contains(&name) {
        Ok(())
    } else {
        Err(TemplateError::UnknownPlaceholder { part, line, name: name.chars().take(40).collect() })
    }
}

fn statement(part: &'static str, line: usize, inside: &str, open: &mut Vec<If>) -> Result<(), TemplateError> {
    let wrong = TemplateError::Statement { part, line };
    match inside.split_whitespace().collect::<Vec<_>>().as_slice() {
        ["if", name] => {
            known(part, line, name)?;
            open.push(If { line, has_else: false });
            Ok(())
        }
        ["else"] => match open.last_mut() {
            Some(block) if !block.has_else => {
                block.has_else = true;
                Ok(())
            }
            _ => Err(wrong),
        },
        ["endif"] => open.pop().map(|_| ()).ok_or(wrong),
        _ => Err(wrong),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn sms(body: &str) -> Result<(), TemplateError> {
        check_template(Channel::Sms, None, body)
    }

    #[test]
    fn an_unknown_placeholder_is_named_with_its_line() {
        let error = sms("Hello\n{{ surname }} {{ link }}").unwrap_err();
        assert_eq!(error, TemplateError::UnknownPlaceholder { part: "body", line: 2, name: "surname".into() });
        let text = error.to_string();
        assert!(
            text.starts_with("line 2 of the body: there is no placeholder \"surname\"; there are given_name"),
            "{text}"
        );
    }

    #[test]
    fn the_link_must_be_visible_whatever_the_values() {
        assert_eq!(sms("Hello"), Err(TemplateError::NoLink));
        assert_eq!(sms("{% if practice %} {{ link }} {% endif %}"), Err(TemplateError::NoLink));
        assert!(matches!(sms("{# {{ link }} #}"), Err(TemplateError::Statement { .. })));
        assert!(matches!(sms("see {{ link }}now"), Err(TemplateError::LinkGlued { line: 1, .. })));
        assert!(matches!(sms("{{ given_name }}{{ link }}"), Err(TemplateError::LinkGlued { .. })));
        assert_eq!(sms("Please read {{ link }}."), Ok(()));
        assert_eq!(sms("({{link}})"), Ok(()));
    }

    #[test]
    fn nothing_that_computes_is_understood() {
        for body in [
            "{% for x in practice %}{% endfor %} {{ link }}",
            "{% set a = 1 %} {{ link }}",
            "{% endif %} {{ link }}",
            "{% if practice %} {{ link }}",
            "{%- if practice %}{% endif %} {{ link }}",
            "{% if practice %}{% else %}{% else %}{% endif %} {{ link }}",
        ] {
            assert!(matches!(sms(body), Err(TemplateError::Statement { .. })), "{body}");
        }
        for body in ["{{ practice * 1000 }} {{ link }}", "{{ practice|upper }} {{ link }}", "{{ range(9) }} {{ link }}"]
        {
            assert!(matches!(sms(body), Err(TemplateError::UnknownPlaceholder { .. })), "{body}");
        }
        assert!(matches!(sms("{{ link"), Err(TemplateError::Unclosed { line: 1, .. })));
    }

    #[test]
    fn a_subject_is_one_line_without_a_link() {
        let email = |subject| check_template(Channel::Email, Some(subject), "{{ link }}");
        assert_eq!(email("Your {{ campaign }}"), Ok(()));
        assert_eq!(email(" "), Err(TemplateError::Empty { part: "subject" }));
        assert_eq!(email("a\nBcc: b"), Err(TemplateError::SubjectLines));
        assert_eq!(email("see {{ link }}"), Err(TemplateError::LinkInSubject { line: 1 }));
        assert_eq!(check_template(Channel::Sms, Some("x"), "{{ link }}"), Err(TemplateError::SmsSubject));
    }

    #[test]
    fn a_template_has_a_limit() {
        let long = format!("{{{{ link }}}} {}", "a".repeat(1000));
        assert_eq!(sms(&long), Err(TemplateError::TooLong { part: "body", max: 1000 }));
    }

    proptest! {
        #[test]
        fn no_text_makes_the_check_panic(text in "[{}%# a-zé\n]{0,60}") {
            let _ = sms(&text);
        }
    }
}
