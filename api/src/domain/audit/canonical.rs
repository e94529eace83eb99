//! One text for one JSON value, whatever order its keys were written or stored in.
//!
//! PostgreSQL's `jsonb` re-orders keys, and `serde_json` keeps or sorts them depending on a feature
//! that any dependency may turn on. The chain must not depend on either.

use serde_json::Value;

/// Compact JSON with the keys of every object in byte order.
pub fn canonical(value: &Value) -> String {
    let mut out = String::new();
    write(value, &mut out);
    out
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_unstable_by_key(|(a, _)| *a);
            out.push('{');
            for (position, (name, value)) in fields.into_iter().enumerate() {
                if position > 0 {
                    out.push(',');
                }
                write(&Value::String(name.clone()), out);
                out.push(':');
                write(value, out);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (position, item) in items.iter().enumerate() {
                if position > 0 {
                    out.push(',');
                }
                write(item, out);
            }
            out.push(']');
        }
        scalar => out.push_str(&scalar.to_string()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_order_of_keys_does_not_matter_and_that_of_items_does() {
        let one: Value = serde_json::from_str(r#"{"b":[1,{"y":null,"x":"\u0007\"é"}],"a":true}"#).unwrap();
        let other: Value = serde_json::from_str(r#"{ "a": true, "b": [1, {"x": "\u0007\"é", "y": null}] }"#).unwrap();
        assert_eq!(canonical(&one), r#"{"a":true,"b":[1,{"x":"\u0007\"é","y":null}]}"#);
        assert_eq!(canonical(&one), canonical(&other));
        assert_ne!(canonical(&serde_json::json!([1, 2])), canonical(&serde_json::json!([2, 1])));
    }
}
