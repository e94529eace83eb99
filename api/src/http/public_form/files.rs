//! Files that come with a page: no more than it asks for, none of programs, and nothing stored before that is known.

use std::collections::{BTreeMap, BTreeSet};

use shared::form::{Answers, FieldKind, Given, Problem, ProblemCode};

use super::{fill_in::FillIn, posted::Posted};
use crate::domain::{
    Error, Result,
    forms::{self, NewFile, page::names},
};

const SHOWN: usize = 300; // problems: as many as a form has fields; a program may send thousands of names

impl FillIn<'_> {
    /// Files that came with an earlier page; one for each field that asks for any.
    pub(super) async fn take_kept(&self, posted: &Posted, answers: &mut Answers) -> Result<()> {
        let kept: BTreeMap<&str, &str> = posted.behind(names::FILE).filter(|(field, _)| self.asks_for(field)).collect();
        for (field, key) in kept {
            let file = forms::kept_file(self.app, &self.form.version, field, key).await?;
            let gone = || Error::invalid(field, "The file is no longer there. Choose it again.");
            answers.set(field, Given::File(file.ok_or_else(gone)?));
        }
        Ok(())
    }

    /// Takes in files that come now, in the place of those that came before. Where anything is wrong with how they come,
    /// none is kept; what a field does not take is left for the validator to say.
    pub(super) async fn take_files(
        &self,
        files: &[(String, NewFile)],
        answers: &mut Answers,
        is_known: bool,
    ) -> Result<std::result::Result<(), Vec<Problem>>> {
        let wrong = self.misplaced(files, is_known);
        if !wrong.is_empty() {
            return Ok(Err(wrong));
        }
        let version = &self.form.version;
        let mut examined = Vec::with_capacity(files.len());
        for (field, file) in files {
            let answer = forms::examine_file(self.app, version, field, file)?;
            answers.set(field, Given::File(answer.clone()));
            examined.push((field, answer, file));
        }
        // Whether a file is asked for may depend on another that comes with it.
        let visible = self.visible(answers);
        for (field, answer, file) in examined {
            if !visible.contains(field) {
                answers.remove(field);
            } else if !forms::is_refused(&answer) {
                forms::keep_file(self.app, version, field, &answer, &file.content).await?;
            }
        }
        Ok(Ok(()))
    }

    fn asks_for(&self, field: &str) -> bool {
        self.form.version.schema.field(field).is_some_and(|field| matches!(field.kind, FieldKind::File(_)))
    }

    /// Files for what asks for none, several for one, and those of a page that is not known: bucket pages have no stamp
    /// at first, and the page that comes back has one.
    fn misplaced(&self, files: &[(String, NewFile)], is_known: bool) -> Vec<Problem> {
        let mut seen = BTreeSet::new();
        let mut wrong: BTreeMap<&str, (ProblemCode, &str)> = BTreeMap::new();
        for (field, _) in files {
            if !self.asks_for(field) {
                wrong.insert(field, (ProblemCode::UnknownField, "This form asks for no such file. Reload it."));
            } else if !seen.insert(field) {
                wrong.insert(field, (ProblemCode::TooMany, "Choose one file here, not several"));
            } else if !is_known {
                wrong.entry(field).or_insert((ProblemCode::Missing, "Choose the file once more"));
            }
        }
        let problem = |(field, (code, message)): (&str, (ProblemCode, &str))| Problem {
            field: field.to_owned(),
            code,
            message: message.to_owned(),
        };
        wrong.into_iter().map(problem).take(SHOWN).collect()
    }
}
