//! Many rows in one parameter: a JSON array that both engines unfold, so that one prepared statement
//! serves any number of them.

use std::fmt;

use crate::database::Engine;

/// Displays as a derived table called `v` whose only parameter is a JSON array of arrays, with a value for each column.
pub struct JsonRows {
    engine: Engine,
    columns: &'static [(&'static str, &'static str)],
}

impl JsonRows {
    /// Columns with their names and PostgreSQL types.
    pub fn new(engine: Engine, columns: &'static [(&'static str, &'static str)]) -> Self {
        Self { engine, columns }
    }
}

impl fmt::Display for JsonRows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(SELECT ")?;
        for (position, (name, kind)) in self.columns.iter().enumerate() {
            let comma = if position == 0 { "" } else { ", " };
            match self.engine {
                Engine::Sqlite => write!(f, "{comma}json_extract(value, '$[{position}]') AS {name}")?,
                Engine::Postgres if *kind == "jsonb" => write!(f, "{comma}value -> {position} AS {name}")?,
                Engine::Postgres => write!(f, "{comma}CAST(value ->> {position} AS {kind}) AS {name}")?,
            }
        }
        f.write_str(match self.engine {
            Engine::Sqlite => " FROM json_each(?)) AS v",
            // `jsonb` is parsed once, `json` for each column.
            Engine::Postgres => " FROM jsonb_array_elements(CAST(? AS jsonb))) AS v",
        })
    }
}
