//! A cohort rule as the schema's input `CohortRule`: that of `shared`, with the names of enums as GraphQL writes them.

use serde::{Serialize, Serializer};
use serde_json::Value;
use shared::cohort::CohortRule;

use super::schema;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleInput(pub CohortRule);

impl cynic::InputObject for RuleInput {
    type SchemaType = schema::CohortRule;
}

impl schema::variable::Variable for RuleInput {
    const TYPE: cynic::variables::VariableType = cynic::variables::VariableType::Named("CohortRule");
}

cynic::impl_coercions!(RuleInput, schema::CohortRule);

impl Serialize for RuleInput {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut value = serde_json::to_value(&self.0).map_err(serde::ser::Error::custom)?;
        name_enums(&mut value);
        value.serialize(serializer)
    }
}

/// The fields of a rule, at any depth, whose value is one of an enum of the schema.
const ENUMS: [&str; 3] = ["sex", "status", "channel"];

fn name_enums(value: &mut Value) {
    match value {
        Value::Array(rules) => rules.iter_mut().for_each(name_enums),
        Value::Object(fields) => {
            for (name, field) in fields {
                match field {
                    Value::String(text) if ENUMS.contains(&name.as_str()) => *text = text.to_uppercase(),
                    field => name_enums(field),
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enums_are_written_as_graphql_names_them_and_texts_stay() {
        let json = r#"{"all":[{"sex":"female"},{"not":{"status":"deceased"}},{"contactable":{"channel":"sms"}},{"condition":{"codeSet":"sex"}}]}"#;
        let rule: CohortRule = serde_json::from_str(json).unwrap();
        let sent = serde_json::to_string(&RuleInput(rule.clone())).unwrap();
        assert!(sent.contains(r#""sex":"FEMALE""#), "{sent}");
        assert!(sent.contains(r#""status":"DECEASED""#), "{sent}");
        assert!(sent.contains(r#""channel":"SMS""#), "{sent}");
        assert!(sent.contains(r#""codeSet":"sex""#), "{sent}");
        // What the server gives back for editing reads as the same rule, whichever spelling it has.
        assert_eq!(serde_json::from_str::<CohortRule>(&sent).unwrap(), rule);
    }
}
