//! The lines of a snapshot: JSON, one a line, compressed with zstd and encrypted with age.
//!
//! A header, the key ring, then for each table its columns, its rows as arrays and its count, and at
//! last a line that says how much there was, so that a file that was cut off shows.

use std::collections::BTreeMap;

use anyhow::{Context, bail};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use sea_orm::{QueryResult, Value, prelude::Date};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::catalogue::{Column, Kind};
use crate::crypto::KeyRing;

/// Raised when a reader of the old number could not read the file.
pub const FORMAT: u32 = 1;

/// Rows by table.
pub type Counts = BTreeMap<String, u64>;

/// Every line that is no row.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Line {
    Snapshot {
        format: u32,
        recall: String,
        /// Milliseconds since 1970 in UTC.
        taken_at: i64,
    },
    KeyRing(KeyRing),
    Table {
        name: String,
        columns: Vec<String>,
    },
    EndOfTable {
        name: String,
        rows: u64,
    },
    EndOfSnapshot {
        rows: u64,
    },
}

/// A value as it stands in the file.
pub fn write_value(row: &QueryResult, position: usize, kind: Kind) -> anyhow::Result<Json> {
    Ok(match kind {
        Kind::BigInteger => row.try_get_by_index::<Option<i64>>(position)?.into(),
        Kind::Integer => row.try_get_by_index::<Option<i32>>(position)?.into(),
        Kind::Boolean => row.try_get_by_index::<Option<bool>>(position)?.into(),
        Kind::Text => row.try_get_by_index::<Option<String>>(position)?.into(),
        Kind::Bytes => row.try_get_by_index::<Option<Vec<u8>>>(position)?.map(|bytes| STANDARD.encode(bytes)).into(),
        Kind::Date => row.try_get_by_index::<Option<Date>>(position)?.map(|date| date.to_string()).into(),
        // A JSON null inside a column does not occur; the column itself may be null.
        Kind::Json => row.try_get_by_index::<Option<Json>>(position)?.unwrap_or(Json::Null),
    })
}

/// A value as it is bound when a row is restored.
pub fn read_value(value: Json, column: &Column) -> anyhow::Result<Value> {
    let wrong = || format!("the value of column {} is no {:?}", column.name, column.kind);
    let null = value.is_null();
    Ok(match column.kind {
        Kind::BigInteger if null => Value::BigInt(None),
        Kind::BigInteger => value.as_i64().with_context(wrong)?.into(),
        Kind::Integer if null => Value::Int(None),
        Kind::Integer => i32::try_from(value.as_i64().with_context(wrong)?).with_context(wrong)?.into(),
        Kind::Boolean if null => Value::Bool(None),
        Kind::Boolean => value.as_bool().with_context(wrong)?.into(),
        Kind::Text if null => Value::String(None),
        Kind::Text => match value {
            Json::String(text) => text.into(),
            _ => bail!(wrong()),
        },
        Kind::Bytes if null => Value::Bytes(None),
        Kind::Bytes => STANDARD.decode(value.as_str().with_context(wrong)?).with_context(wrong)?.into(),
        Kind::Date if null => Value::ChronoDate(None),
        Kind::Date => value.as_str().with_context(wrong)?.parse::<Date>().with_context(wrong)?.into(),
        Kind::Json if null => Value::Json(None),
        Kind::Json => value.into(),
    })
}
