//! Long texts: lines, paragraphs, and a word without a place to break.

use serde_json::Value;

/// Longer than a phone is wide.
pub const WORD: &str = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft";

pub const LINE: &str = "Seasonal influenza and pneumococcal vaccination for everybody with a long-term lung condition, \
     second invitation after the summer holidays, for those who have moved, changed their number or never answered";

/// At most so many characters of a text, as a name: it ends with no space.
pub fn named(text: &str, longest: usize) -> String {
    text.chars().take(longest).collect::<String>().trim_end().to_owned()
}

/// A text of about so many characters, with a long word in it.
pub fn paragraph(longest: usize) -> String {
    let sentence = "Please book your vaccination at the desk or by telephone before the end of the month. ";
    named(&format!("{sentence}{WORD}. {}", sentence.repeat(longest / sentence.len() + 1)), longest)
}

/// Makes every text of a form long: titles, questions, hints, answers to choose.
pub fn lengthen(form: &mut Value) {
    match form {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    // What stands in the middle of a sentence stays short.
                    Value::Object(_) if name == "name" => {}
                    Value::String(text) if name == "en" => *text = named(&format!("{text} ({LINE} {WORD})"), 300),
                    other => lengthen(other),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(lengthen),
        _ => {}
    }
}
