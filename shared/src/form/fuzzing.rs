//! What must hold for any bytes at all: given to the reader of forms, to the validator of answers, and to the import of
//! Questionnaires. `fuzz/` looks for bytes for which it does not; what it found once stays in `fuzz/findings`.

use std::sync::LazyLock;

use chrono::NaiveDate;

use super::read::LARGEST;
use super::{
    Answers, CleanAnswers, FormSchema, Language, Validator, check, columns, compare, import_questionnaire, next_step,
    starters, steps,
};
use crate::phone::E164Phone;

/// Something to try bytes on.
pub type Target = fn(&[u8]);

/// Every target by its name, which is that of its folder of findings too.
pub const TARGETS: [(&str, Target); 3] = [("schema", schema), ("answers", answers), ("questionnaire", questionnaire)];

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default()
}

/// A text that may be a form is refused with words, or is one that comes back out of its own JSON.
pub fn schema(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match FormSchema::read(&text) {
        Err(error) => assert!(!error.to_string().is_empty()),
        Ok(schema) => whole(&schema),
    }
}

/// A text that may be a Questionnaire is refused with words, or becomes a form.
pub fn questionnaire(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match import_questionnaire(&text) {
        Err(error) => assert!(!error.to_string().is_empty()),
        Ok(imported) => {
            whole(&imported.schema);
            assert!(imported.lost.iter().all(|lost| !lost.to_string().is_empty()));
        }
    }
}

/// A form out of nowhere: read again it is the same, its problems have words, and its steps hold every field once.
fn whole(schema: &FormSchema) {
    let written = schema.write();
    if written.len() <= LARGEST {
        assert!(FormSchema::read(&written).as_ref() == Ok(schema), "not what was written: {written}");
    }
    let changes = compare(schema, schema).changes;
    if let Err(problems) = check(schema, today()) {
        assert!(problems.iter().all(|problem| !problem.to_string().is_empty()));
        return;
    }
    // A draft with an id twice has two fields to compare with each other; this one has none.
    assert!(changes.is_empty(), "compared with itself it has changed");
    let asked = steps(schema).iter().map(|step| step.fields.len()).sum::<usize>();
    assert!(asked == schema.fields().count());
    assert!(columns(schema).len() <= asked + 2);
    judge(schema, &Answers::default());
}

/// What a program posts to a shipped form, which the first byte chooses: lines of `name=text`, or JSON.
pub fn answers(bytes: &[u8]) {
    static SHIPPED: LazyLock<Vec<FormSchema>> =
        LazyLock::new(|| starters().iter().filter_map(|starter| starter.schema().ok()).collect());
    let Some((first, rest)) = bytes.split_first() else { return };
    let schema = &SHIPPED[usize::from(*first) % SHIPPED.len()];
    let text = String::from_utf8_lossy(rest);
    let pairs = text.lines().filter_map(|line| line.split_once('='));
    judge(schema, &Answers::from_pairs(schema, pairs));
    if let Ok(answers) = serde_json::from_str::<Answers>(&text) {
        judge(schema, &answers);
    }
}

/// Answers are clean, and stay so however often they are checked and stored, or every problem has words.
fn judge(schema: &FormSchema, answers: &Answers) {
    let language = Language::english();
    let validator = Validator::new(schema, &language, today(), E164Phone::parse);
    let visible = validator.visible(answers);
    let steps = steps(schema);
    let mut at = next_step(&steps, &visible, None);
    while let Some(step) = at {
        let _ = validator.validate_step(answers, &steps[step]);
        at = next_step(&steps, &visible, Some(step));
    }
    match validator.validate(answers) {
        Err(problems) => {
            assert!(!problems.is_empty() && problems.iter().all(|problem| !problem.message.is_empty()));
        }
        Ok(clean) => {
            let again = validator.validate(&Answers::from(&clean));
            assert!(again.as_ref() == Ok(&clean), "checked twice, it is something else");
            let stored = serde_json::to_value(&clean).unwrap_or_default();
            assert!(CleanAnswers::read(schema, &stored).as_ref() == Ok(&clean), "stored, it is something else");
            let score = validator.score(&clean);
            assert!(score.is_none_or(|score| score.points <= score.most), "more points than there are");
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::fs;
    use std::path::Path;

    use super::*;

    #[test]
    fn what_was_found_once_stays_mended() {
        let findings = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/findings");
        for (name, target) in TARGETS {
            for entry in fs::read_dir(findings.join(name)).unwrap() {
                let path = entry.unwrap().path();
                eprintln!("{}", path.display());
                target(&fs::read(path).unwrap());
            }
        }
    }

    #[test]
    fn what_ships_passes() {
        for (at, starter) in starters().iter().enumerate() {
            schema(starter.json().as_bytes());
            let form = starter.schema().unwrap();
            let first = u8::try_from(at).unwrap();
            let lines: Vec<String> = form.fields().map(|field| format!("{}=yes", field.id)).collect();
            answers(&[&[first], lines.join("\n").as_bytes()].concat());
        }
        answers(b"");
        questionnaire(b"{}");
    }
}
