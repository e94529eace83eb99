//! Answers to a form in figures, for charts.

use async_graphql::SimpleObject;
use chrono::NaiveDate;

use crate::domain::forms;

/// All answers to a form, or to one version of it, in figures.
#[derive(SimpleObject)]
pub struct FormSummary {
    /// How many answers there are.
    total: i64,
    /// Days on which answers came, in order; days without any are left out.
    by_day: Vec<AnswersOnDay>,
    /// In the order of the form.
    fields: Vec<FormFieldSummary>,
}

#[derive(SimpleObject)]
pub struct AnswersOnDay {
    day: NaiveDate,
    count: i64,
}

/// What was answered to one field.
#[derive(SimpleObject)]
pub struct FormFieldSummary {
    field: String,
    /// What was asked, in the first language of the form.
    label: String,
    /// The kind of the field, as the form's JSON calls it: `choice`, `yesNo`, `number`.
    #[graphql(name = "type")]
    kind: &'static str,
    /// Sealed at rest: only how many answered it is known.
    sealed: bool,
    /// How many of the answers have one to this field.
    answered: i64,
    /// Of a choice every option, of yes or no both, of a scale every point, of numbers and dates ranges side by side;
    /// empty of texts, files, times, and what is sealed. Those of several options add up to more than `answered`.
    counts: Vec<AnswerCount>,
    /// Of numbers and scales.
    mean: Option<f64>,
    minimum: Option<f64>,
    maximum: Option<f64>,
}

/// How often something was answered.
#[derive(SimpleObject)]
pub struct AnswerCount {
    /// As it is stored: the value of an option, `true` or `false`, a number; of a range its beginning.
    value: String,
    /// As people read it.
    label: String,
    count: i64,
}

impl From<forms::Summary> for FormSummary {
    fn from(summary: forms::Summary) -> Self {
        Self {
            total: summary.total,
            by_day: summary.by_day.into_iter().map(|(day, count)| AnswersOnDay { day, count }).collect(),
            fields: summary.fields.into_iter().map(FormFieldSummary::from).collect(),
        }
    }
}

impl From<forms::FieldSummary> for FormFieldSummary {
    fn from(field: forms::FieldSummary) -> Self {
        let count = |count: forms::Count| AnswerCount { value: count.value, label: count.label, count: count.count };
        Self {
            field: field.field,
            label: field.label,
            kind: field.kind,
            sealed: field.is_sealed,
            answered: field.answered,
            counts: field.counts.into_iter().map(count).collect(),
            mean: field.mean,
            minimum: field.minimum,
            maximum: field.maximum,
        }
    }
}
