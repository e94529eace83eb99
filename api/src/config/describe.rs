//! `docs/configuration.md`, made from the configuration types.

use std::fmt::Write;

use super::{
    Config, Described, delivery_logs, email, feedback, forms, http, log, practice, prices, sending, sms, snapshots,
    worker,
};

const ROOT: &[Described] = &[
    Described {
        key: "data_dir",
        meaning: "Folder of the embedded default: SQLite file, outbox, keys, uploads, snapshots. Environment: `RECALL_DATA_DIR`.",
    },
    Described {
        key: "database.url",
        meaning: "`postgres://user:password@host/name` or `sqlite:PATH`. Environment: `DATABASE_URL`. Without it, SQLite in the data folder.",
    },
    Described { key: "database.max_connections", meaning: "Connections of this process to PostgreSQL." },
    Described { key: "keys.file", meaning: "The key ring, mode 0600. Without it, `keys.json` in the data folder." },
];

fn described() -> impl Iterator<Item = &'static Described> {
    [
        ROOT,
        http::DESCRIBED,
        log::DESCRIBED,
        practice::DESCRIBED,
        sms::DESCRIBED,
        email::DESCRIBED,
        feedback::DESCRIBED,
        delivery_logs::DESCRIBED,
        worker::DESCRIBED,
        sending::DESCRIBED,
        prices::DESCRIBED,
        snapshots::DESCRIBED,
        forms::DESCRIBED,
    ]
    .into_iter()
    .flatten()
}

/// The page, as committed.
pub fn markdown() -> String {
    let defaults = serde_json::to_value(Config::default()).unwrap_or_default();
    let mut page = String::from(
        "# Configuration\n\n\
         <!-- Made by `recall docs configuration`; do not edit. -->\n\n\
         Defaults, then a TOML file (`--config`, or `recall.toml` where it exists), then environment variables\n\
         `RECALL_SECTION__KEY`. AWS credentials and region come from the SDK's own variables and files. A wrong or\n\
         unknown key stops the start and is named.\n\n\
         | key | default | meaning |\n|---|---|---|\n",
    );
    for Described { key, meaning } in described() {
        let pointer = format!("/{}", key.replace('.', "/"));
        let default = match defaults.pointer(&pointer) {
            None | Some(serde_json::Value::Null) => "none".to_owned(),
            Some(value) => format!("`{value}`"),
        };
        let _ = writeln!(page, "| `{key}` | {default} | {meaning} |");
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_described_and_every_description_has_a_key() {
        let mut keys = Vec::new();
        leaves("", &serde_json::to_value(Config::default()).unwrap_or_default(), &mut keys);
        let mut told: Vec<String> = described().map(|described| described.key.to_owned()).collect();
        keys.sort();
        told.sort();
        assert_eq!(keys, told);
    }

    fn leaves(path: &str, value: &serde_json::Value, out: &mut Vec<String>) {
        match value {
            serde_json::Value::Object(fields) => {
                for (name, value) in fields {
                    let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                    leaves(&path, value, out);
                }
            }
            _ => out.push(path.to_owned()),
        }
    }
}
