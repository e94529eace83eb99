//! Rules: only about earlier fields, of the right type, never in a circle.

use std::collections::{BTreeMap, BTreeSet};

use super::{Checker, Place, RULE_DEPTH, RULE_NODES, Reason, place_of};
use crate::form::field::FieldKind;
use crate::form::rule::Rule;
use crate::form::schema::Field;

/// What rules can ask about, by id, with the order of the fields.
struct Known<'a> {
    fields: BTreeMap<&'a str, (usize, &'a Field)>,
    /// Fields whose rules go in a circle; that they are also later says nothing new.
    circular: BTreeSet<String>,
}

impl Checker<'_> {
    pub(super) fn check_rules(&mut self) {
        let schema = self.schema;
        let mut known = Known { fields: BTreeMap::new(), circular: BTreeSet::new() };
        for (order, field) in schema.fields().enumerate() {
            known.fields.entry(&field.id).or_insert((order, field));
        }
        let circles = circles(schema.placed().map(|placed| {
            let rules = placed.show_rules().chain(&placed.field.required_if);
            (placed.field.id.as_str(), rules.flat_map(Rule::fields).collect())
        }));
        known.circular = circles.iter().flatten().cloned().collect();
        let mut order = 0;
        for (page_index, page) in schema.pages.iter().enumerate() {
            let place = Place { page: Some(page_index), ..Place::default() };
            self.check_rule(&place, "showIf", page.show_if.as_ref(), order, &known);
            for (section_index, section) in page.sections.iter().enumerate() {
                let place = Place { section: Some(section_index), ..place.clone() };
                self.check_rule(&place, "showIf", section.show_if.as_ref(), order, &known);
                order += section.fields.len();
            }
        }
        for (order, placed) in schema.placed().enumerate() {
            let place = place_of(&placed);
            self.check_rule(&place, "showIf", placed.field.show_if.as_ref(), order, &known);
            self.check_rule(&place, "requiredIf", placed.field.required_if.as_ref(), order, &known);
        }
        self.check_follow_ups();
        for circle in circles {
            let first = circle.first().and_then(|id| schema.placed().find(|placed| placed.field.id == *id));
            let place = first.map(|placed| place_of(&placed)).unwrap_or_default();
            let name = |id: &String| schema.field(id).map_or_else(|| id.clone(), |field| schema.name_of(field));
            self.problem(place, Reason::RuleCircle { circle: circle.iter().map(name).collect() });
        }
    }

    /// Whoever reads that a question was answered knows what it depends on: what is asked because of a sealed answer is
    /// sealed itself.
    fn check_follow_ups(&mut self) {
        let schema = self.schema;
        let sensitive = |id: &&str| schema.field(id).is_some_and(|field| field.sensitive);
        for placed in schema.placed() {
            if placed.field.sensitive || !placed.field.kind.takes_answer() {
                continue;
            }
            let cause = placed.show_rules().flat_map(Rule::fields_told).find(sensitive);
            if let Some(cause) = cause.and_then(|id| schema.field(id)) {
                self.problem(place_of(&placed), Reason::FollowsSensitive { field: schema.name_of(cause) });
            }
        }
    }

    fn check_rule(&mut self, place: &Place, part: &str, rule: Option<&Rule>, order: usize, known: &Known<'_>) {
        let Some(rule) = rule else { return };
        let mut nodes = 0;
        let mut open = vec![(rule, part.to_owned(), 1)];
        while let Some((rule, path, depth)) = open.pop() {
            nodes += 1;
            if nodes > RULE_NODES {
                self.problem(place.part(part), Reason::TooManyRules);
                return;
            }
            if depth > RULE_DEPTH {
                self.problem(place.part(path), Reason::RuleTooDeep);
                return;
            }
            let place = place.part(path.as_str());
            if let Some(field) = rule.field() {
                self.check_leaf(&place, rule, field, order, known);
            } else if rule.children().is_empty() {
                self.problem(place, Reason::EmptyGroup);
            }
            let group = match rule {
                Rule::All(_) => "all",
                Rule::Any(_) => "any",
                _ => "not",
            };
            for (index, child) in rule.children().iter().enumerate().rev() {
                let path = if group == "not" { format!("{path}.not") } else { format!("{path}.{group}[{index}]") };
                open.push((child, path, depth + 1));
            }
        }
    }

    fn check_leaf(&mut self, place: &Place, rule: &Rule, id: &str, order: usize, known: &Known<'_>) {
        let Some((asked_order, asked)) = known.fields.get(id) else {
            self.problem(place.clone(), Reason::RuleMissing { field: id.to_owned() });
            return;
        };
        let in_circle = known.circular.contains(id) && known.circular.contains(&place.field_id);
        if *asked_order >= order && !in_circle {
            self.problem(place.clone(), Reason::RuleLater { field: self.schema.name_of(asked) });
        }
        let (fits, wanted) = wants(rule, &asked.kind);
        if !fits {
            let found = asked.kind.title();
            self.problem(place.clone(), Reason::RuleType { field: self.schema.name_of(asked), wanted, found });
            return;
        }
        match rule {
            Rule::Chosen(chosen) => self.check_chosen(place, &chosen.any_of, asked),
            Rule::Number(rule) => self.check_limits_of_rule(place, rule.from, rule.to),
            Rule::Age(rule) => self.check_limits_of_rule(place, rule.from, rule.to),
            Rule::Date(rule) => {
                let resolved = |day: Option<crate::form::day::Day>| day.and_then(|day| day.resolve(self.today));
                let (from, to) = (resolved(rule.from), resolved(rule.to));
                self.check_limits_of_rule(place, from, to);
            }
            _ => {}
        }
    }

    fn check_chosen(&mut self, place: &Place, any_of: &[String], asked: &Field) {
        if any_of.is_empty() {
            self.problem(place.clone(), Reason::RuleNoOption);
        }
        let FieldKind::Choice(choice) = &asked.kind else { return };
        for option in any_of.iter().filter(|option| choice.option(option).is_none()) {
            self.problem(
                place.clone(),
                Reason::RuleOption { field: self.schema.name_of(asked), option: option.clone() },
            );
        }
    }

    fn check_limits_of_rule<T: Ord + std::fmt::Display>(&mut self, place: &Place, from: Option<T>, to: Option<T>) {
        match (from, to) {
            (None, None) => self.problem(place.clone(), Reason::RuleNoLimits),
            (Some(low), Some(high)) if low > high => {
                let reason = Reason::LimitsOrder { low: low.to_string(), high: high.to_string() };
                self.problem(place.clone(), reason);
            }
            _ => {}
        }
    }
}

/// Whether a rule can be asked of a kind of field, and what it wants.
fn wants(rule: &Rule, kind: &FieldKind) -> (bool, &'static str) {
    match rule {
        Rule::YesNo(_) => (matches!(kind, FieldKind::YesNo(_) | FieldKind::Consent), "yes or no"),
        Rule::Chosen(_) => (matches!(kind, FieldKind::Choice(_)), "a choice"),
        Rule::Number(_) => (matches!(kind, FieldKind::Number(_) | FieldKind::Scale(_)), "a number"),
        Rule::Date(_) | Rule::Age(_) => (matches!(kind, FieldKind::Date(_)), "a date"),
        Rule::Text(_) => (
            matches!(kind, FieldKind::Text(_) | FieldKind::LongText(_) | FieldKind::Hidden(_) | FieldKind::Postcode),
            "a text",
        ),
        _ => (kind.takes_answer(), "an answer"),
    }
}

/// The circles among fields that ask about each other, each once, beginning with its earliest field.
fn circles<'a>(fields: impl Iterator<Item = (&'a str, Vec<&'a str>)>) -> Vec<Vec<String>> {
    let list: Vec<(&str, Vec<&str>)> = fields.collect();
    let asks: BTreeMap<&str, &Vec<&str>> = list.iter().map(|(id, asked)| (*id, asked)).collect();
    let mut done: BTreeSet<&str> = BTreeSet::new();
    let mut found = Vec::new();
    for (start, _) in &list {
        // Depth first with a path of its own, so that a long chain needs no deep stack.
        let mut path: Vec<(&str, usize)> = vec![(start, 0)];
        while let Some((id, next)) = path.last_mut() {
            let asked = asks.get(*id).and_then(|asked| asked.get(*next)).copied();
            *next += 1;
            match asked {
                None => {
                    done.insert(*id);
                    path.pop();
                }
                Some(asked) if done.contains(asked) => {}
                Some(asked) => match path.iter().position(|(id, _)| *id == asked) {
                    Some(begin) => {
                        let ids = path[begin..].iter().map(|(id, _)| (*id).to_owned());
                        found.push(ids.chain([asked.to_owned()]).collect());
                    }
                    None if asks.contains_key(asked) => path.push((asked, 0)),
                    None => {}
                },
            }
        }
    }
    found
}
