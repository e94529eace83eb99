//! What the page says: the email of the campaign, without what only makes sense in an email.

use shared::template::MessageValues;

use super::link::Invitation;
use crate::{
    config::PracticeConfig,
    domain::{Error, Result, messages::variants::best},
};

// Stands for the link while rendering; no template can hold it, no patient is called so.
const LINK: &str = "\u{1}link\u{1}";

/// Plain text; the page escapes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// The subject of the email; none where the campaign sends texts only.
    pub title: Option<String>,
    /// Language of the words, as BCP 47; none is that of the message for everybody.
    pub language: Option<String>,
    /// Paragraphs of lines.
    pub paragraphs: Vec<Vec<String>>,
}

/// Renders the message for this recipient, in their language where the campaign has it. The family name is left out: whoever holds the phone sees
/// as little as possible.
pub(super) fn of(practice: &PracticeConfig, invitation: &Invitation) -> Result<Text> {
    let variant = best(&invitation.templates, invitation.wave, invitation.language.as_deref());
    let Some(variant) = variant else { return Ok(Text::default()) };
    let values = MessageValues {
        given_name: &invitation.given_name,
        family_name: "",
        practice: &practice.name,
        practice_phone: &practice.phone,
        booking_link: practice.booking_link.as_deref().unwrap_or_default(),
        link: LINK,
        // The name of the campaign is for staff: it may name an illness.
        campaign: "",
    };
    let rendered = variant
        .template
        .render(&values)
        .map_err(|error| Error::Internal(anyhow::anyhow!("template of {}: {error}", invitation.campaign)))?;
    Ok(Text {
        language: variant.language().map(ToOwned::to_owned),
        title: rendered.subject.map(|subject| tidy(&subject)).filter(|subject| !subject.is_empty()),
        paragraphs: paragraphs(&rendered.body),
    })
}

/// Takes out the sentence with the link, and one before it that ends in a colon and led to it.
fn paragraphs(body: &str) -> Vec<Vec<String>> {
    let mut paragraphs: Vec<Vec<String>> = vec![Vec::new()];
    for line in body.lines().map(tidy) {
        let Some(position) = line.find(LINK) else {
            match paragraphs.last_mut() {
                Some(paragraph) if !line.is_empty() => paragraph.push(line),
                _ => paragraphs.push(Vec::new()),
            }
            continue;
        };
        let before = upto_last_sentence(&line[..position]);
        let after = &line[position + LINK.len()..];
        if before.is_empty() {
            drop_lead(&mut paragraphs);
        }
        let rest = tidy(&format!("{before} {}", &after[first_sentence_end(after)..]));
        if !rest.is_empty() {
            paragraphs.push(vec![rest]);
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs
}

fn drop_lead(paragraphs: &mut [Vec<String>]) {
    let Some(paragraph) = paragraphs.iter_mut().rev().find(|paragraph| !paragraph.is_empty()) else { return };
    if !paragraph.last().is_some_and(|line| line.ends_with(':')) {
        return;
    }
    while let Some(line) = paragraph.pop() {
        let kept = upto_last_sentence(&line);
        if !kept.is_empty() {
            paragraph.push(kept.to_owned());
            break;
        }
    }
}

/// Positions just behind a stop that ends a sentence; those in numbers and addresses do not.
fn sentence_ends(text: &str) -> impl Iterator<Item = usize> {
    text.match_indices(['.', '!', '?'])
        .map(|(position, _)| position + 1)
        .filter(|&end| text[end..].chars().next().is_none_or(char::is_whitespace))
}

fn upto_last_sentence(text: &str) -> &str {
    &text[..sentence_ends(text).last().unwrap_or(0)]
}

fn first_sentence_end(text: &str) -> usize {
    sentence_ends(text).next().unwrap_or(text.len())
}

/// One space between words, none before a comma or a stop: what an empty placeholder leaves behind.
fn tidy(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for word in line.split_whitespace() {
        let joins = word.len() == 1 && word.starts_with([',', '.', ';', '!', '?', ':']);
        if !out.is_empty() && !joins {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(body: &str) -> Vec<String> {
        paragraphs(&body.replace("LINK", LINK)).iter().map(|paragraph| paragraph.join("|")).collect()
    }

    #[test]
    fn the_way_to_the_link_is_left_out() {
        let body = "Dear Ada ,\n\nCome in.\n\nPlease open your link and\npress the button:\n\nLINK\n\nBye\nMedicare\n";
        assert_eq!(shown(body), ["Dear Ada,", "Come in.", "Bye|Medicare"]);
    }

    #[test]
    fn a_text_keeps_its_other_sentences() {
        let body = "Medicare: Ada, it is time for your flu jab. Please read and confirm: LINK";
        assert_eq!(shown(body), ["Medicare: Ada, it is time for your flu jab."]);
        assert_eq!(shown("Open LINK today. Then book."), ["Then book."]);
        assert_eq!(shown("LINK"), Vec::<String>::new());
        assert_eq!(shown("Book at https://example.org/a or here: LINK. Bye."), ["Bye."]);
    }
}
