//! A rule as lines of conditions, of which all or one must hold. What the lines cannot say is kept as it came.

use shared::form::Rule;

use super::condition::Condition;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// One line is enough; else all must hold.
    pub any: bool,
    pub lines: Vec<Line>,
    /// The number of the next line, so that lines keep theirs.
    next: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub key: u32,
    pub what: What,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    Condition(Condition),
    /// Deeper or finer than a line says.
    Kept(Rule),
}

impl Sentence {
    pub fn of(rule: Option<&Rule>) -> Self {
        let mut sentence = Self { any: false, lines: Vec::new(), next: 0 };
        let rules = match rule {
            None => &[][..],
            Some(Rule::All(rules)) => rules,
            Some(Rule::Any(rules)) => {
                sentence.any = true;
                rules
            }
            Some(single) => std::slice::from_ref(single),
        };
        for rule in rules {
            let what = Condition::of(rule).map_or_else(|| What::Kept(rule.clone()), What::Condition);
            sentence.add(what);
        }
        sentence
    }

    /// Adds a line at the end and tells its key.
    pub fn add(&mut self, what: What) -> u32 {
        self.next += 1;
        self.lines.push(Line { key: self.next, what });
        self.next
    }

    pub fn remove(&mut self, key: u32) {
        self.lines.retain(|line| line.key != key);
    }

    pub fn condition(&self, key: u32) -> Option<&Condition> {
        match &self.lines.iter().find(|line| line.key == key)?.what {
            What::Condition(condition) => Some(condition),
            What::Kept(_) => None,
        }
    }

    pub fn condition_mut(&mut self, key: u32) -> Option<&mut Condition> {
        match &mut self.lines.iter_mut().find(|line| line.key == key)?.what {
            What::Condition(condition) => Some(condition),
            What::Kept(_) => None,
        }
    }

    /// The rule; an error while a line is half typed. Without lines there is none.
    pub fn rule(&self) -> Result<Option<Rule>, u32> {
        let rules: Vec<Rule> = self
            .lines
            .iter()
            .map(|line| match &line.what {
                What::Condition(condition) => condition.rule().ok_or(line.key),
                What::Kept(rule) => Ok(rule.clone()),
            })
            .collect::<Result<_, _>>()?;
        Ok(match (rules.len(), self.any) {
            (0, _) => None,
            (1, _) => rules.into_iter().next(),
            (_, true) => Some(Rule::Any(rules)),
            (_, false) => Some(Rule::All(rules)),
        })
    }
}

#[cfg(test)]
mod tests {
    use shared::form::FieldKind;

    use super::*;

    fn read(json: &str) -> Rule {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_rule_comes_back_as_it_went_in() {
        for json in [
            r#"{"answered":"a"}"#,
            r#"{"all":[{"answered":"a"},{"yesNo":{"field":"b","is":true}}]}"#,
            r#"{"any":[{"answered":"a"},{"all":[{"answered":"b"},{"answered":"c"}]}]}"#,
            r#"{"not":{"yesNo":{"field":"b","is":true}}}"#,
        ] {
            assert_eq!(Sentence::of(Some(&read(json))).rule(), Ok(Some(read(json))), "{json}");
        }
        assert_eq!(Sentence::of(None).rule(), Ok(None));
    }

    #[test]
    fn lines_are_added_changed_and_taken_away() {
        let mut sentence = Sentence::of(Some(&read(r#"{"answered":"a"}"#)));
        let key = sentence.add(What::Condition(Condition::new("mail", &FieldKind::Email)));
        sentence.any = true;
        assert_eq!(sentence.rule(), Ok(Some(read(r#"{"any":[{"answered":"a"},{"answered":"mail"}]}"#))));
        sentence.condition_mut(key).unwrap().field = "other".into();
        sentence.remove(1);
        assert_eq!(sentence.rule(), Ok(Some(read(r#"{"answered":"other"}"#))));
    }
}
