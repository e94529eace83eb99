//! The rule as the builder has it: a flat list of conditions, some of them groups, that turns into a cohort rule and
//! back. What the builder cannot show it keeps as it came.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use shared::cohort::{self, CohortRule, Condition};

use super::asked::{self, AskedForm};
use super::term::{Kind, Part, Term};
use crate::text::rule as words;

/// A list of conditions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Built {
    /// One of them is enough; else all must hold.
    pub any: bool,
    pub rows: Vec<Row>,
    /// The number of the next row, so that rows keep theirs.
    next: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub id: u32,
    /// The condition must not hold.
    pub negated: bool,
    pub what: What,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum What {
    Term(Term),
    Group {
        any: bool,
        rows: Vec<Row>,
    },
    /// Deeper or finer than the builder goes.
    Kept(CohortRule),
}

/// Which field of a condition is wrong, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub id: u32,
    pub part: Part,
    pub sentence: String,
}

impl Built {
    /// What a new campaign begins with.
    pub fn new() -> Self {
        let mut built = Self::default();
        built.add(None, What::Term(Kind::CodeSet.term()));
        built
    }

    /// For editing what is there.
    pub fn of(rule: &CohortRule) -> Self {
        let mut built = Self::default();
        let (any, rules) = match rule {
            CohortRule::All(rules) => (false, rules.as_slice()),
            CohortRule::Any(rules) => (true, rules.as_slice()),
            other => (false, std::slice::from_ref(other)),
        };
        built.any = any;
        built.rows = rules.iter().map(|rule| built.row(rule, true)).collect::<Vec<_>>();
        built
    }

    fn row(&mut self, rule: &CohortRule, may_group: bool) -> Row {
        let mut negated = false;
        let mut inner = rule;
        while let CohortRule::Not(next) = inner {
            negated = !negated;
            inner = next;
        }
        let what = match (Term::of(inner), inner) {
            (Some(term), _) => What::Term(term),
            (None, CohortRule::All(rules) | CohortRule::Any(rules))
                if may_group && !rules.is_empty() && rules.iter().all(is_simple) =>
            {
                let rows = rules.iter().map(|rule| self.row(rule, false)).collect();
                What::Group { any: matches!(inner, CohortRule::Any(_)), rows }
            }
            (None, kept) => What::Kept(kept.clone()),
        };
        Row { id: self.number(), negated, what }
    }

    fn number(&mut self) -> u32 {
        self.next += 1;
        self.next
    }

    /// Adds a condition at the end of the list, or of a group in it, and tells its number.
    pub fn add(&mut self, group: Option<u32>, what: What) -> u32 {
        let id = self.number();
        let row = Row { id, negated: false, what };
        match group.and_then(|group| self.get_mut(group)).map(|row| &mut row.what) {
            Some(What::Group { rows, .. }) => rows.push(row),
            _ => self.rows.push(row),
        }
        id
    }

    /// A group of the other sort than the list, with one condition to begin with.
    pub fn add_group(&mut self) -> u32 {
        let any = !self.any;
        let group = self.add(None, What::Group { any, rows: Vec::new() });
        self.add(Some(group), What::Term(Kind::CodeSet.term()))
    }

    pub fn remove(&mut self, id: u32) {
        self.rows.retain(|row| row.id != id);
        for row in &mut self.rows {
            if let What::Group { rows, .. } = &mut row.what {
                rows.retain(|row| row.id != id);
            }
        }
    }

    pub fn get(&self, id: u32) -> Option<&Row> {
        self.rows.iter().find_map(|row| match &row.what {
            _ if row.id == id => Some(row),
            What::Group { rows, .. } => rows.iter().find(|row| row.id == id),
            _ => None,
        })
    }

    pub fn get_mut(&mut self, id: u32) -> Option<&mut Row> {
        self.rows.iter_mut().find_map(|row| match row.what {
            _ if row.id == id => Some(row),
            What::Group { ref mut rows, .. } => rows.iter_mut().find(|row| row.id == id),
            _ => None,
        })
    }

    /// The condition of a row that is one.
    pub fn term(&self, id: u32) -> Option<&Term> {
        match &self.get(id)?.what {
            What::Term(term) => Some(term),
            _ => None,
        }
    }

    pub fn term_mut(&mut self, id: u32) -> Option<&mut Term> {
        match &mut self.get_mut(id)?.what {
            What::Term(term) => Some(term),
            _ => None,
        }
    }

    /// The rows of the list, or of a group in it.
    pub fn rows(&self, group: Option<u32>) -> &[Row] {
        match group.map(|group| self.get(group).map(|row| &row.what)) {
            None => &self.rows,
            Some(Some(What::Group { rows, .. })) => rows,
            Some(_) => &[],
        }
    }

    /// Whether one of the list, or of a group in it, is enough.
    pub fn is_any(&self, group: Option<u32>) -> bool {
        match group.map(|group| self.get(group).map(|row| &row.what)) {
            None => self.any,
            Some(Some(What::Group { any, .. })) => *any,
            Some(_) => false,
        }
    }

    pub fn set_any(&mut self, group: Option<u32>, value: bool) {
        match group {
            None => self.any = value,
            Some(group) => {
                if let Some(What::Group { any, .. }) = self.get_mut(group).map(|row| &mut row.what) {
                    *any = value;
                }
            }
        }
    }

    /// The forms that are named in it.
    pub fn forms(&self) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        forms_of(&self.rows, &mut found);
        found
    }

    /// The rule, or everything that is wrong with it.
    pub fn rule(&self) -> Result<CohortRule, Vec<Problem>> {
        let mut problems = Vec::new();
        let rule = join(self.any, &self.rows, &mut problems);
        if self.rows.is_empty() {
            problems.push(Problem { id: 0, part: Part::First, sentence: words::NOBODY.into() });
        }
        if problems.is_empty() { Ok(rule) } else { Err(problems) }
    }
}

fn is_simple(rule: &CohortRule) -> bool {
    match rule {
        CohortRule::Not(inner) => is_simple(inner),
        rule => Term::of(rule).is_some(),
    }
}

fn join(any: bool, rows: &[Row], problems: &mut Vec<Problem>) -> CohortRule {
    let rules = rows.iter().filter_map(|row| one(row, problems)).collect();
    if any { CohortRule::Any(rules) } else { CohortRule::All(rules) }
}

fn one(row: &Row, problems: &mut Vec<Problem>) -> Option<CohortRule> {
    let rule = match &row.what {
        What::Term(term) => match term.rule() {
            Ok(rule) => rule,
            Err((part, sentence)) => {
                problems.push(Problem { id: row.id, part, sentence });
                return None;
            }
        },
        // A group that was emptied asks for nothing.
        What::Group { rows, .. } if rows.is_empty() => return None,
        What::Group { any, rows } => join(*any, rows, problems),
        What::Kept(rule) => rule.clone(),
    };
    Some(if row.negated { CohortRule::Not(Box::new(rule)) } else { rule })
}

fn forms_of(rows: &[Row], found: &mut BTreeSet<String>) {
    for row in rows {
        match &row.what {
            What::Term(Term { kind: Kind::FormAnswer, first, .. }) if !first.is_empty() => {
                found.insert(first.clone());
            }
            What::Term(_) => {}
            What::Group { rows, .. } => forms_of(rows, found),
            What::Kept(rule) => forms_of_rule(rule, found),
        }
    }
}

fn forms_of_rule(rule: &CohortRule, found: &mut BTreeSet<String>) {
    if let CohortRule::FormAnswer(asked) = rule {
        found.insert(asked.form.clone());
    }
    rule.children().iter().for_each(|rule| forms_of_rule(rule, found));
}

/// The rule in words, with the titles of code sets, forms and questions instead of their names.
pub fn sentence(rule: &CohortRule, titles: &[(String, String)], forms: &[AskedForm]) -> String {
    let mut named = rule.clone();
    name_all(&mut named, titles, forms);
    cohort::sentence(&named)
}

fn name_all(rule: &mut CohortRule, titles: &[(String, String)], forms: &[AskedForm]) {
    match rule {
        CohortRule::All(rules) | CohortRule::Any(rules) => {
            for rule in rules {
                name_all(rule, titles, forms);
            }
        }
        CohortRule::Not(rule) => name_all(rule, titles, forms),
        CohortRule::Condition(Condition { code_set: Some(name), .. }) => {
            if let Some((_, title)) = titles.iter().find(|(known, _)| known == name) {
                name.clone_from(title);
            }
        }
        CohortRule::FormAnswer(answer) => asked::name_answer(answer, forms),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> CohortRule {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn what_the_builder_shows_comes_back_as_it_went_in() {
        for json in [
            r#"{"all":[{"condition":{"codeSet":"lung"}},{"age":{"from":18}},{"postcodePrefix":"FY"}]}"#,
            r#"{"any":[{"sex":"female"},{"not":{"status":"left"}},{"contactable":{"channel":"sms"}}]}"#,
            r#"{"all":[{"age":{"from":18}},{"any":[{"condition":{"codeSet":"lung"}},{"age":{"from":65}}]}]}"#,
            r#"{"all":[{"not":{"acknowledgedWithin":{"campaignKind":"flu","days":180}}}]}"#,
            r#"{"all":[{"formAnswer":{"form":"lungs","field":"nights","value":2.5}},{"not":{"formAnswer":{"form":"lungs","field":"well","value":false}}}]}"#,
            r#"{"any":[{"formAnswer":{"form":"lungs","field":"house","value":"7"}},{"sex":"male"}]}"#,
        ] {
            assert_eq!(Built::of(&read(json)).rule(), Ok(read(json)), "{json}");
        }
    }

    #[test]
    fn what_is_deeper_or_finer_than_the_builder_is_kept() {
        for json in [
            r#"{"all":[{"any":[{"all":[{"sex":"male"},{"age":{"to":3}}]},{"age":{"from":65}}]}]}"#,
            r#"{"all":[{"condition":{"code":"J45.9","system":"icd10"}},{"age":{"from":2,"on":"2026-08-31"}}]}"#,
        ] {
            let built = Built::of(&read(json));
            assert!(built.rows.iter().any(|row| matches!(row.what, What::Kept(_))));
            assert_eq!(built.rule(), Ok(read(json)), "{json}");
        }
    }

    #[test]
    fn a_single_condition_becomes_a_list_of_one() {
        let rule = Built::of(&read(r#"{"sex":"female"}"#)).rule().unwrap();
        assert_eq!(rule, read(r#"{"all":[{"sex":"female"}]}"#));
    }

    #[test]
    fn what_is_wrong_is_told_at_its_field() {
        let mut built = Built::new();
        let age = built.add(None, What::Term(Term { second: "x".into(), ..Kind::Age.term() }));
        let problems = built.rule().unwrap_err();
        assert_eq!(problems.len(), 2);
        assert_eq!(problems[0].sentence, words::CODE_SET_MISSING);
        assert_eq!((problems[1].id, problems[1].part), (age, Part::Second));
        built.term_mut(age).unwrap().second = "17".into();
        assert!(built.rule().unwrap_err()[1].sentence.contains("above"));
    }

    #[test]
    fn rows_are_added_to_groups_and_removed_again() {
        let mut built = Built::new();
        let inside = built.add_group();
        let group = built.rows[1].id;
        assert!(built.is_any(Some(group)), "a group within a list of all is one of any");
        assert_eq!(built.rows(Some(group)).len(), 1);
        built.remove(inside);
        assert!(built.rows(Some(group)).is_empty());
        built.remove(group);
        assert_eq!(built.rows.len(), 1);
    }

    #[test]
    fn code_sets_are_named_by_their_title() {
        let titles = [("lung".to_owned(), "Long-term lung conditions".to_owned())];
        let text = sentence(&read(r#"{"all":[{"condition":{"codeSet":"lung"}}]}"#), &titles, &[]);
        assert_eq!(text, "patients with an active condition of Long-term lung conditions");
    }
}
