//! A cohort rule as one SQL condition over the alias `p` of `patient`. Values are bound, never written into the SQL.
//!
//! The meaning is that of `shared::cohort::evaluate`, against which it is tested.

use chrono::{Days, NaiveDate};
use entity::code_set;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Value};
use serde_json::json;
use shared::{
    birth_date::latest_birth_date,
    coding::CodeSystem,
    cohort::{AcknowledgedWithin, Age, CohortRule, Condition, FormAnswer, validate},
    postcode::comparison_key,
};

use super::reach::{kind_of, reachable};
use crate::{
    database::Engine,
    domain::{Error, Result, day, forms},
};

/// A condition over the alias `p` of `patient`, with `?` for each of its values. Never NULL, so that it can be negated.
#[derive(Clone, Debug, PartialEq)]
pub struct CompiledCohort {
    pub sql: String,
    pub values: Vec<Value>,
    /// It asks for nothing but what [`super::changed`] tells of; what patients do comes too often to be told of.
    pub may_be_kept: bool,
}

/// Compiles a rule for the engine of `connection`; `today` is the day in the practice's time zone.
///
/// A rule that is not well formed, or names a code set that is not there, is [`Error::Invalid`] with its path in `field`.
pub async fn compile(connection: &impl ConnectionTrait, rule: &CohortRule, today: NaiveDate) -> Result<CompiledCohort> {
    if let Err(errors) = validate(rule) {
        let message = errors.iter().map(|error| format!("{error}.")).collect::<Vec<_>>().join(" ");
        let path = errors.into_iter().next().map(|error| error.path).unwrap_or_default();
        return Err(Error::invalid(field(&path), message));
    }
    let mut found = Vec::new();
    leaves(rule, rule.name(), &mut found);
    let mut names = Vec::new();
    for (leaf, path) in found {
        match leaf {
            CohortRule::Condition(Condition { code_set: Some(name), .. }) => names.push((name.clone(), path)),
            CohortRule::FormAnswer(asked) => {
                let there = forms::check_asked(connection, &asked.form, &asked.field).await;
                there.map_err(|error| inside(error, &path))?;
            }
            _ => {}
        }
    }
    let sets = code_sets(connection, &names).await?;
    let mut compiler =
        Compiler { engine: Engine::of(connection), today, sets, sql: String::with_capacity(512), values: Vec::new() };
    compiler.rule(rule);
    Ok(CompiledCohort { sql: compiler.sql, values: compiler.values, may_be_kept: !asks_for_what_patients_do(rule) })
}

fn asks_for_what_patients_do(rule: &CohortRule) -> bool {
    matches!(rule, CohortRule::AcknowledgedWithin(_) | CohortRule::FormAnswer(_))
        || rule.children().iter().any(asks_for_what_patients_do)
}

fn field(path: &str) -> String {
    if path.is_empty() { "rule".to_owned() } else { format!("rule.{path}") }
}

/// The same refusal with the place of the rule that it is about.
fn inside(error: Error, path: &str) -> Error {
    match error {
        Error::Invalid { field: of, message } => Error::invalid(format!("{}.{of}", field(path)), message),
        other => other,
    }
}

/// Every rule that asks for itself and holds no others, with its path.
fn leaves<'a>(rule: &'a CohortRule, path: &str, found: &mut Vec<(&'a CohortRule, String)>) {
    if rule.children().is_empty() {
        found.push((rule, path.to_owned()));
    }
    for (index, child) in rule.children().iter().enumerate() {
        let path = match rule {
            CohortRule::Not(_) => format!("{path}.{}", child.name()),
            _ => format!("{path}[{index}].{}", child.name()),
        };
        leaves(child, &path, found);
    }
}

/// The ids of the named code sets.
async fn code_sets(connection: &impl ConnectionTrait, names: &[(String, String)]) -> Result<Vec<(String, i64)>> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let sets: Vec<(String, i64)> = code_set::Entity::find()
        .select_only()
        .columns([code_set::Column::Name, code_set::Column::Id])
        .filter(code_set::Column::Name.is_in(names.iter().map(|(name, _)| name.as_str())))
        .into_tuple()
        .all(connection)
        .await?;
    match names.iter().find(|(name, _)| !sets.iter().any(|(known, _)| known == name)) {
        Some((name, path)) => {
            let message = format!("There is no code set {name:?}; import it first, or choose one of the list.");
            Err(Error::invalid(format!("{}.codeSet", field(path)), message))
        }
        None => Ok(sets),
    }
}

struct Compiler {
    engine: Engine,
    today: NaiveDate,
    sets: Vec<(String, i64)>,
    sql: String,
    values: Vec<Value>,
}

impl Compiler {
    fn rule(&mut self, rule: &CohortRule) {
        match rule {
            CohortRule::All(rules) => self.group(rules, " AND "),
            CohortRule::Any(rules) => self.group(rules, " OR "),
            CohortRule::Not(rule) => {
                self.sql.push_str("NOT ");
                self.rule(rule);
            }
            CohortRule::Condition(condition) => self.condition(condition),
            CohortRule::Age(age) => self.age(*age),
            CohortRule::Sex(sex) => self.push("(p.sex = ?)", [sex.as_str().into()]),
            CohortRule::PostcodePrefix(prefix) => self.postcode_prefix(prefix),
            CohortRule::Status(status) => self.push("(p.status = ?)", [status.as_str().into()]),
            CohortRule::Contactable(contactable) => {
                self.push(&reachable(self.engine, "p.id", kind_of(contactable.channel)), []);
            }
            CohortRule::AcknowledgedWithin(within) => self.acknowledged_within(within),
            CohortRule::FormAnswer(asked) => self.form_answer(asked),
        }
    }

    fn push(&mut self, sql: &str, values: impl IntoIterator<Item = Value>) {
        self.sql.push_str(sql);
        self.values.extend(values);
    }

    fn group(&mut self, rules: &[CohortRule], join: &str) {
        self.sql.push('(');
        for (index, rule) in rules.iter().enumerate() {
            if index > 0 {
                self.sql.push_str(join);
            }
            self.rule(rule);
        }
        self.sql.push(')');
    }

    /// A code of a set is a range that holds itself alone where `code_until` is null; both kinds
    /// walk the index over system and code.
    fn condition(&mut self, rule: &Condition) {
        let mut values: Vec<Value> = Vec::new();
        let set = rule.code_set.as_ref().and_then(|name| self.sets.iter().find(|(known, _)| known == name));
        let (from, coded) = if let Some((_, id)) = set {
            values.push((*id).into());
            (
                "code_set_code k JOIN condition c ON c.system = k.system \
                 AND c.code BETWEEN k.code AND COALESCE(k.code_until, k.code) \
                 AND (k.code_until IS NULL OR c.code < k.code_until)",
                "k.code_set_id = ?".to_owned(),
            )
        } else {
            let code = rule.code.as_deref().unwrap_or_default();
            let systems = CodeSystem::ALL.iter().filter(|&&system| rule.system.is_none_or(|only| only == system));
            let coded: Vec<&str> = systems
                .map(|system| {
                    values.extend([system.as_str().into(), system.normalise(code).into_owned().into()]);
                    "(c.system = ? AND c.code = ?)"
                })
                .collect();
            ("condition c", format!("({})", coded.join(" OR ")))
        };
        let day = rule.active_on.unwrap_or(self.today);
        values.extend([day.into(), day.into()]);
        let active = "(c.onset IS NULL OR c.onset <= ?) AND (c.abatement IS NULL OR c.abatement > ?)";
        let sql = member(self.engine, "p.id", "c.patient_id", from, &format!("{coded} AND {active}"));
        self.push(&sql, values);
    }

    /// Bounds on the birth date, so that no age is worked out for each row.
    fn age(&mut self, rule: Age) {
        let on = rule.on.unwrap_or(self.today);
        // Nobody has a negative age: born by the day itself.
        let youngest = rule.from.map_or(Some(on), |from| latest_birth_date(from, on)).unwrap_or(NaiveDate::MIN);
        self.push("(p.birth_date IS NOT NULL AND p.birth_date <= ?", [youngest.into()]);
        if let Some(to) = rule.to
            && let Some(latest) = latest_birth_date(to.saturating_add(1), on)
        {
            self.push(" AND p.birth_date > ?", [latest.into()]);
        }
        self.sql.push(')');
    }

    /// Compared without spaces. Not a range: that would depend on the collation of the database,
    /// and a scan of all patients takes a few milliseconds.
    fn postcode_prefix(&mut self, prefix: &str) {
        let prefix = comparison_key(prefix);
        let length = i64::try_from(prefix.chars().count()).unwrap_or(i64::MAX);
        self.push(
            "(SUBSTR(REPLACE(COALESCE(p.postcode, ''), ' ', ''), 1, CAST(? AS INTEGER)) = ?)",
            [length.into(), prefix.into()],
        );
    }

    fn acknowledged_within(&mut self, rule: &AcknowledgedWithin) {
        let earliest = self.today.checked_sub_days(Days::new(u64::from(rule.days))).unwrap_or(self.today);
        let sql = member(
            self.engine,
            "p.id",
            "r.patient_id",
            "campaign a JOIN recipient r ON r.campaign_id = a.id",
            "a.kind = ? AND r.acknowledged_at >= ? AND r.acknowledged_at < ?",
        );
        let (from, until) = (day::start(earliest), day::end(self.today));
        self.push(&sql, [rule.campaign_kind.clone().into(), from.0.into(), until.0.into()]);
    }

    fn form_answer(&mut self, asked: &FormAnswer) {
        let is = forms::answer_is(self.engine, "r.answers", ["?", "?"]);
        let filter = format!("f.slug = ? AND r.patient_id IS NOT NULL AND {is}");
        let from = "form f JOIN form_response r ON r.form_id = f.id";
        let sql = member(self.engine, "p.id", "r.patient_id", from, &filter);
        let value = json!(asked.value).to_string();
        self.push(&sql, [asked.form.clone().into(), asked.field.clone().into(), value.into()]);
    }
}

/// Whether `outer` is among the `inner` of some rows. SQLite makes the list once and looks into it;
/// PostgreSQL chooses by itself when asked with EXISTS, where a list beyond its memory limit would
/// be searched from the start for each patient.
pub(super) fn member(engine: Engine, outer: &str, inner: &str, from: &str, filter: &str) -> String {
    match engine {
        Engine::Sqlite => format!("({outer} IN (SELECT {inner} FROM {from} WHERE {filter}))"),
        Engine::Postgres => format!("EXISTS (SELECT 1 FROM {from} WHERE {filter} AND {inner} = {outer})"),
    }
}
