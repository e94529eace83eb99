//! Where the pages of forms and the files that come with answers are kept, and what is asked of a sender.

use anyhow::bail;
use serde::{Deserialize, Serialize};

use super::{Described, S3Config};

pub(super) const DESCRIBED: &[Described] = &[
    Described {
        key: "forms.page_origin",
        meaning: "Scheme and host of the bucket or CDN that shows form pages, as https://forms.example.org: pages of this one origin may post answers here. Without it, only Recall's own.",
    },
    Described {
        key: "forms.fewest_seconds",
        meaning: "Answers that come sooner after the page was opened are shown again to be confirmed: programs are that fast, people are not.",
    },
    Described {
        key: "forms.answers_a_minute",
        meaning: "Pages of forms taken a minute from one address; by personal links ten times as many, because phones share addresses.",
    },
    Described {
        key: "forms.pages.bucket",
        meaning: "Bucket for the pages of published forms. Without it, `forms/pages` in the data folder.",
    },
    Described { key: "forms.pages.prefix", meaning: "Beginning of the object names." },
    Described { key: "forms.pages.region", meaning: "AWS region; without it, the SDK's own." },
    Described {
        key: "forms.pages.endpoint_url",
        meaning: "Another endpoint than Amazon's; addresses buckets by path.",
    },
    Described {
        key: "forms.files.bucket",
        meaning: "Bucket for the files that come with answers, never the one of the pages: it is nobody's to read. They are sealed before they leave. Without it, `forms/files` in the data folder.",
    },
    Described { key: "forms.files.prefix", meaning: "Beginning of the object names." },
    Described { key: "forms.files.region", meaning: "AWS region; without it, the SDK's own." },
    Described {
        key: "forms.files.endpoint_url",
        meaning: "Another endpoint than Amazon's; addresses buckets by path.",
    },
];

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FormsConfig {
    pub page_origin: Option<String>,
    pub fewest_seconds: u32,
    pub answers_a_minute: u32,
    pub pages: S3Config,
    pub files: S3Config,
}

impl Default for FormsConfig {
    fn default() -> Self {
        Self {
            page_origin: None,
            fewest_seconds: 3,
            answers_a_minute: 30,
            pages: S3Config::default(),
            files: S3Config::default(),
        }
    }
}

impl FormsConfig {
    pub(super) fn check(&self) -> anyhow::Result<()> {
        if let Some(origin) = &self.page_origin {
            let host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://")).unwrap_or_default();
            if host.is_empty() || host.contains(|c: char| c == '/' || c == '*' || c.is_whitespace()) {
                bail!("forms.page_origin: {origin:?} must be a scheme and a host, as https://forms.example.org");
            }
        }
        if self.answers_a_minute == 0 {
            bail!("forms.answers_a_minute: give a number above 0, or nobody can answer");
        }
        if self.pages.bucket.is_some() && self.pages.bucket == self.files.bucket {
            bail!(
                "forms.files.bucket: take another bucket than forms.pages.bucket: pages are for everybody to read, files are not"
            );
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_cannot_be_right_is_named() {
        let config = FormsConfig::default;
        let bucket = |name: &str| S3Config { bucket: Some(name.to_owned()), ..S3Config::default() };
        assert!(config().check().is_ok());
        for (wrong, key) in [
            (FormsConfig { page_origin: Some("https://*.example.org".into()), ..config() }, "forms.page_origin"),
            (FormsConfig { page_origin: Some("https://forms.example.org/".into()), ..config() }, "forms.page_origin"),
            (FormsConfig { page_origin: Some("forms.example.org".into()), ..config() }, "forms.page_origin"),
            (FormsConfig { answers_a_minute: 0, ..config() }, "forms.answers_a_minute"),
            (FormsConfig { pages: bucket("a"), files: bucket("a"), ..config() }, "forms.files.bucket"),
        ] {
            let error = wrong.check().unwrap_err().to_string();
            assert!(error.starts_with(key), "{error}");
        }
        let apart = FormsConfig { pages: bucket("a"), files: bucket("b"), ..config() };
        assert!(apart.check().is_ok());
    }
}
