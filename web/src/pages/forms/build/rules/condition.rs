//! One condition of a sentence: a question, how its answer is looked at, and what is looked for.

use shared::form::{AgeIs, Chosen, DateIs, Day, Decimal, FieldKind, NumberIs, Rule, TextIs};

/// How an answer is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Test {
    Answered,
    NotAnswered,
    Yes,
    No,
    AnyOf,
    NoneOf,
    AtLeast,
    AtMost,
    Between,
    From,
    Until,
    BetweenDays,
    AgeFrom,
    AgeUnder,
    Is,
    IsNot,
}

impl Test {
    pub const ALL: [Self; 16] = [
        Self::Answered,
        Self::NotAnswered,
        Self::Yes,
        Self::No,
        Self::AnyOf,
        Self::NoneOf,
        Self::AtLeast,
        Self::AtMost,
        Self::Between,
        Self::From,
        Self::Until,
        Self::BetweenDays,
        Self::AgeFrom,
        Self::AgeUnder,
        Self::Is,
        Self::IsNot,
    ];

    /// Those that make sense for a kind of field, the most used first.
    pub fn of(kind: &FieldKind) -> &'static [Self] {
        match kind {
            FieldKind::YesNo(_) | FieldKind::Consent => &[Self::Yes, Self::No, Self::Answered, Self::NotAnswered],
            FieldKind::Choice(_) => &[Self::AnyOf, Self::NoneOf, Self::Answered, Self::NotAnswered],
            FieldKind::Number(_) | FieldKind::Scale(_) => {
                &[Self::AtLeast, Self::AtMost, Self::Between, Self::Answered, Self::NotAnswered]
            }
            FieldKind::Date(_) => &[
                Self::AgeFrom,
                Self::AgeUnder,
                Self::From,
                Self::Until,
                Self::BetweenDays,
                Self::Answered,
                Self::NotAnswered,
            ],
            FieldKind::Text(_) | FieldKind::LongText(_) | FieldKind::Hidden(_) => {
                &[Self::Answered, Self::NotAnswered, Self::Is, Self::IsNot]
            }
            FieldKind::Time(_)
            | FieldKind::Phone(_)
            | FieldKind::Email
            | FieldKind::Postcode
            | FieldKind::NhsNumber
            | FieldKind::File(_) => &[Self::Answered, Self::NotAnswered],
            FieldKind::Information(_) => &[],
        }
    }

    /// What it is called in the list of choices.
    pub fn value(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::NotAnswered => "not-answered",
            Self::Yes => "yes",
            Self::No => "no",
            Self::AnyOf => "any-of",
            Self::NoneOf => "none-of",
            Self::AtLeast => "at-least",
            Self::AtMost => "at-most",
            Self::Between => "between",
            Self::From => "from",
            Self::Until => "until",
            Self::BetweenDays => "between-days",
            Self::AgeFrom => "age-from",
            Self::AgeUnder => "age-under",
            Self::Is => "is",
            Self::IsNot => "is-not",
        }
    }

    /// How many boxes are typed into.
    pub fn boxes(self) -> usize {
        match self {
            Self::Between | Self::BetweenDays => 2,
            Self::AtLeast
            | Self::AtMost
            | Self::From
            | Self::Until
            | Self::AgeFrom
            | Self::AgeUnder
            | Self::Is
            | Self::IsNot => 1,
            Self::Answered | Self::NotAnswered | Self::Yes | Self::No | Self::AnyOf | Self::NoneOf => 0,
        }
    }

    /// Whether options are chosen.
    pub fn has_options(self) -> bool {
        matches!(self, Self::AnyOf | Self::NoneOf)
    }
}

/// What stands in a line of the sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    pub field: String,
    pub test: Test,
    pub first: String,
    pub second: String,
    pub options: Vec<String>,
}

impl Condition {
    /// About a field, the way that is used most for its kind.
    pub fn new(field: &str, kind: &FieldKind) -> Self {
        let test = Test::of(kind).first().copied().unwrap_or(Test::Answered);
        let options = match kind {
            FieldKind::Choice(choice) => choice.options.first().map(|option| option.value.clone()),
            _ => None,
        };
        let (first, second) = match test {
            Test::AgeFrom => ("18", ""),
            Test::AtLeast => ("1", ""),
            _ => ("", ""),
        };
        Self {
            field: field.to_owned(),
            test,
            first: first.to_owned(),
            second: second.to_owned(),
            options: options.into_iter().collect(),
        }
    }

    /// The condition that a rule is; nothing for groups, and for what this cannot say.
    pub fn of(rule: &Rule) -> Option<Self> {
        let (rule, negated) = match rule {
            Rule::Not(inner) => (&**inner, true),
            rule => (rule, false),
        };
        let plain = |field: &str, test| Self {
            field: field.to_owned(),
            test,
            first: String::new(),
            second: String::new(),
            options: Vec::new(),
        };
        let found = match rule {
            Rule::Answered(field) => plain(field, if negated { Test::NotAnswered } else { Test::Answered }),
            Rule::Chosen(rule) => Self {
                options: rule.any_of.clone(),
                ..plain(&rule.field, if negated { Test::NoneOf } else { Test::AnyOf })
            },
            Rule::Text(rule) => {
                Self { first: rule.is.clone(), ..plain(&rule.field, if negated { Test::IsNot } else { Test::Is }) }
            }
            // “Not yes” holds for who has not answered too, and “no” does not.
            _ if negated => return None,
            Rule::YesNo(rule) => plain(&rule.field, if rule.is { Test::Yes } else { Test::No }),
            Rule::Number(rule) => {
                let (from, to) = (rule.from.map(|from| from.to_string()), rule.to.map(|to| to.to_string()));
                let test = between(from.is_some(), to.is_some(), [Test::AtLeast, Test::AtMost, Test::Between]);
                plain(&rule.field, test).bounded(from, to)
            }
            Rule::Date(rule) => {
                let (from, to) = (rule.from.map(|from| from.to_string()), rule.to.map(|to| to.to_string()));
                let test = between(from.is_some(), to.is_some(), [Test::From, Test::Until, Test::BetweenDays]);
                plain(&rule.field, test).bounded(from, to)
            }
            Rule::Age(AgeIs { field, from: Some(from), to: None }) => {
                plain(field, Test::AgeFrom).bounded(Some(from.to_string()), None)
            }
            Rule::Age(AgeIs { field, from: None, to: Some(to) }) => {
                plain(field, Test::AgeUnder).bounded(None, Some(to.saturating_add(1).to_string()))
            }
            _ => return None,
        };
        Some(found)
    }

    fn bounded(self, from: Option<String>, to: Option<String>) -> Self {
        match (from, to) {
            (Some(from), Some(to)) => Self { first: from, second: to, ..self },
            (from, to) => Self { first: from.or(to).unwrap_or_default(), ..self },
        }
    }

    /// The rule that it says; nothing while a box holds no number or day. What has no limits yet is left to the check of
    /// the form, which says so.
    pub fn rule(&self) -> Option<Rule> {
        self.read().ok()
    }

    fn read(&self) -> Result<Rule, HalfTyped> {
        let field = self.field.clone();
        let number = |text: &str| limit(text, |text| Decimal::parse(text).ok());
        let day = |text: &str| limit(text, |text| text.parse::<Day>().ok());
        let years = |text: &str| limit(text, |text| text.parse::<u32>().ok());
        let (first, second) = (self.first.trim(), self.second.trim());
        Ok(match self.test {
            Test::Answered => Rule::Answered(field),
            Test::NotAnswered => Rule::Not(Box::new(Rule::Answered(field))),
            Test::Yes => Rule::yes_no(&field, true),
            Test::No => Rule::yes_no(&field, false),
            Test::AnyOf => Rule::Chosen(Chosen { field, any_of: self.options.clone() }),
            Test::NoneOf => Rule::Not(Box::new(Rule::Chosen(Chosen { field, any_of: self.options.clone() }))),
            Test::AtLeast => Rule::Number(NumberIs { field, from: number(first)?, to: None }),
            Test::AtMost => Rule::Number(NumberIs { field, from: None, to: number(first)? }),
            Test::Between => Rule::Number(NumberIs { field, from: number(first)?, to: number(second)? }),
            Test::From => Rule::Date(DateIs { field, from: day(first)?, to: None }),
            Test::Until => Rule::Date(DateIs { field, from: None, to: day(first)? }),
            Test::BetweenDays => Rule::Date(DateIs { field, from: day(first)?, to: day(second)? }),
            Test::AgeFrom => Rule::Age(AgeIs { field, from: years(first)?, to: None }),
            Test::AgeUnder => {
                let below = years(first)?;
                let to = match below {
                    Some(below) => Some(below.checked_sub(1).ok_or(HalfTyped)?),
                    None => None,
                };
                Rule::Age(AgeIs { field, from: None, to })
            }
            Test::Is => Rule::Text(TextIs { field, is: first.to_owned() }),
            Test::IsNot => Rule::Not(Box::new(Rule::Text(TextIs { field, is: first.to_owned() }))),
        })
    }
}

/// What a box that cannot be read is.
struct HalfTyped;

/// Nothing typed is no limit.
fn limit<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>, HalfTyped> {
    if text.is_empty() { Ok(None) } else { read(text).map(Some).ok_or(HalfTyped) }
}

fn between(from: bool, to: bool, [lowest, highest, both]: [Test; 3]) -> Test {
    match (from, to) {
        (true, true) => both,
        (false, true) => highest,
        (_, false) => lowest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_line_shows_comes_back_as_it_went_in() {
        for json in [
            r#"{"answered":"a"}"#,
            r#"{"not":{"answered":"a"}}"#,
            r#"{"yesNo":{"field":"a","is":false}}"#,
            r#"{"chosen":{"field":"a","anyOf":["x","y"]}}"#,
            r#"{"not":{"chosen":{"field":"a","anyOf":["x"]}}}"#,
            r#"{"number":{"field":"a","from":1.5}}"#,
            r#"{"number":{"field":"a","to":0}}"#,
            r#"{"number":{"field":"a","from":1,"to":20}}"#,
            r#"{"date":{"field":"a","from":"today-7d"}}"#,
            r#"{"date":{"field":"a","from":"2026-01-01","to":"today"}}"#,
            r#"{"age":{"field":"a","from":16}}"#,
            r#"{"age":{"field":"a","to":15}}"#,
            r#"{"text":{"field":"a","is":"poster"}}"#,
            r#"{"not":{"text":{"field":"a","is":"poster"}}}"#,
        ] {
            let rule: Rule = serde_json::from_str(json).unwrap();
            let condition = Condition::of(&rule).unwrap_or_else(|| panic!("{json} is not shown"));
            assert_eq!(condition.rule(), Some(rule), "{json}");
        }
    }

    #[test]
    fn what_a_line_cannot_say_is_no_condition() {
        for json in [
            r#"{"all":[{"answered":"a"}]}"#,
            r#"{"not":{"yesNo":{"field":"a","is":true}}}"#,
            r#"{"age":{"field":"a","from":16,"to":64}}"#,
            r#"{"not":{"not":{"answered":"a"}}}"#,
        ] {
            assert_eq!(Condition::of(&serde_json::from_str(json).unwrap()), None, "{json}");
        }
    }

    #[test]
    fn what_is_half_typed_is_no_rule_yet() {
        let typed = |test, first: &str| Condition {
            field: "a".into(),
            test,
            first: first.into(),
            second: String::new(),
            options: Vec::new(),
        };
        assert_eq!(typed(Test::AtLeast, "x").rule(), None);
        assert_eq!(typed(Test::From, "tomorrow").rule(), None);
        assert_eq!(typed(Test::AgeUnder, "0").rule(), None);
        assert!(typed(Test::AtLeast, "").rule().is_some());
    }

    #[test]
    fn every_test_has_a_name_of_its_own() {
        let mut names: Vec<_> = Test::ALL.iter().map(|test| test.value()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Test::ALL.len());
    }
}
