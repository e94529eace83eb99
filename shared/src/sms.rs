//! How many segments a text takes as an SMS, and which of its characters make it dear.
//!
//! Source: 3GPP TS 23.038 §6.2.1 (the 7-bit default alphabet and its extension table) and TS 23.040 §9.2.3.24.1
//! (a concatenated message loses six octets of each segment to a header).

use crate::latin;

const GSM_SINGLE: usize = 160; // septets in a message of one segment
const GSM_PART: usize = 153; // septets in each segment of a longer one
const UCS2_SINGLE: usize = 70; // 16-bit units in a message of one segment
const UCS2_PART: usize = 67; // 16-bit units in each segment of a longer one

const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
const EXTENSION: &str = "\u{c}^{}\\[~]|€";

/// The alphabet a text is sent in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// The GSM 7-bit default alphabet.
    Gsm7,
    /// 16-bit units; one character outside the GSM alphabet is enough.
    Ucs2,
}

/// What a text takes as an SMS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segments {
    pub encoding: Encoding,
    /// Septets or 16-bit units.
    pub units: usize,
    /// Messages paid for; none for an empty text.
    pub segments: usize,
    /// Characters outside the GSM alphabet, each once in order of appearance, with a spelling inside it where there is one.
    pub unusual: Vec<(char, Option<&'static str>)>,
}

/// Every character that fits a text of 7 bits, for a database that looks for others. Line breaks are left out: no name
/// has one.
pub fn plain_characters() -> impl Iterator<Item = char> {
    BASIC.chars().chain(EXTENSION.chars()).filter(|character| !character.is_control())
}

/// Counts the segments of a text.
pub fn segments(text: &str) -> Segments {
    let mut unusual: Vec<(char, Option<&'static str>)> = Vec::new();
    for character in text.chars() {
        if septets(character).is_none() && !unusual.iter().any(|&(known, _)| known == character) {
            unusual.push((character, suggestion(character)));
        }
    }
    let (encoding, (units, segments)) = if unusual.is_empty() {
        let widths = text.chars().map(|character| septets(character).unwrap_or_default());
        (Encoding::Gsm7, pack(widths, GSM_SINGLE, GSM_PART))
    } else {
        (Encoding::Ucs2, pack(text.chars().map(char::len_utf16), UCS2_SINGLE, UCS2_PART))
    };
    Segments { encoding, units, segments, unusual }
}

/// The text with every unusual character that has a suggestion replaced by it.
pub fn simplify(text: &str) -> String {
    let mut simple = String::with_capacity(text.len());
    for character in text.chars() {
        match suggestion(character).filter(|_| septets(character).is_none()) {
            Some(replacement) => simple.push_str(replacement),
            None => simple.push(character),
        }
    }
    simple
}

/// Units and segments of characters that are not split: neither an escape and its character nor a surrogate pair.
fn pack(widths: impl Iterator<Item = usize> + Clone, single: usize, part: usize) -> (usize, usize) {
    let units: usize = widths.clone().sum();
    if units <= single {
        return (units, usize::from(units > 0));
    }
    let mut segments = 1;
    let mut used = 0;
    for width in widths {
        if used + width > part {
            segments += 1;
            used = 0;
        }
        used += width;
    }
    (units, segments)
}

/// Septets of a character, two for one behind an escape; none for one outside the alphabet.
fn septets(character: char) -> Option<usize> {
    if BASIC.contains(character) {
        Some(1)
    } else if EXTENSION.contains(character) {
        Some(2)
    } else {
        None
    }
}

/// A spelling inside the alphabet for what word processors and names bring in.
fn suggestion(character: char) -> Option<&'static str> {
    match character {
        '‘' | '’' | '‚' | '‛' | '′' | '`' | '´' | 'ʼ' => Some("'"),
        '“' | '”' | '„' | '″' | '«' | '»' => Some("\""),
        '–' | '—' | '‐' | '‑' | '−' | '•' | '·' => Some("-"),
        '…' => Some("..."),
        '\t' | '\u{a0}' | '\u{2009}' | '\u{202f}' => Some(" "),
        '\u{200b}' | '\u{feff}' | '\u{ad}' => Some(""),
        '×' => Some("x"),
        '™' => Some("TM"),
        '©' => Some("(c)"),
        '®' => Some("(R)"),
        _ => latin::plain(character),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn count(text: &str) -> (Encoding, usize, usize) {
        let counted = segments(text);
        (counted.encoding, counted.units, counted.segments)
    }

    #[test]
    fn the_alphabet_has_its_127_characters() {
        // 128 places, one of them the escape.
        assert_eq!(BASIC.chars().count(), 127);
        assert_eq!(EXTENSION.chars().count(), 10);
    }

    #[test]
    fn a_seven_bit_text_holds_160_and_then_153_a_segment() {
        assert_eq!(count(""), (Encoding::Gsm7, 0, 0));
        assert_eq!(count(&"a".repeat(160)), (Encoding::Gsm7, 160, 1));
        assert_eq!(count(&"a".repeat(161)), (Encoding::Gsm7, 161, 2));
        assert_eq!(count(&"a".repeat(306)), (Encoding::Gsm7, 306, 2));
        assert_eq!(count(&"a".repeat(307)), (Encoding::Gsm7, 307, 3));
    }

    #[test]
    fn one_unusual_character_makes_70_and_then_67_a_segment() {
        assert_eq!(count(&"’".repeat(70)), (Encoding::Ucs2, 70, 1));
        assert_eq!(count(&"’".repeat(71)), (Encoding::Ucs2, 71, 2));
        assert_eq!(count(&"’".repeat(134)), (Encoding::Ucs2, 134, 2));
        assert_eq!(count(&"’".repeat(135)), (Encoding::Ucs2, 135, 3));
    }

    #[test]
    fn an_escape_and_its_character_stay_together() {
        assert_eq!(count("€"), (Encoding::Gsm7, 2, 1));
        // 152 and the euro's two do not fit 153: the euro opens the second segment, which then overflows.
        let text = format!("{}€{}", "a".repeat(152), "a".repeat(152));
        assert_eq!(count(&text), (Encoding::Gsm7, 306, 3));
    }

    #[test]
    fn a_surrogate_pair_stays_together() {
        let text = format!("{}😀{}", "ж".repeat(66), "ж".repeat(66));
        assert_eq!(count(&text), (Encoding::Ucs2, 134, 3));
    }

    #[test]
    fn unusual_characters_are_named_once_with_a_replacement() {
        let counted = segments("It’s time – don’t wait, Zoë 😀");
        assert_eq!(counted.unusual, [('’', Some("'")), ('–', Some("-")), ('ë', Some("e")), ('😀', None)]);
        assert_eq!(simplify("It’s time – Zoë à 5 €"), "It's time - Zoe à 5 €");
    }

    proptest! {
        #[test]
        fn a_longer_text_never_takes_fewer_segments(text in "[a-z€’😀{]{0,200}", more in "[a-z€’😀]{0,50}") {
            let whole = format!("{text}{more}");
            prop_assert!(segments(&whole).segments >= segments(&text).segments);
        }

        #[test]
        fn every_suggestion_is_inside_the_alphabet(character in any::<char>()) {
            if let Some(replacement) = suggestion(character) {
                prop_assert_eq!(segments(replacement).encoding, Encoding::Gsm7);
            }
        }
    }
}
