//! How emails leave.

use anyhow::bail;
use serde::{Deserialize, Serialize};

use super::Described;

pub(super) const DESCRIBED: &[Described] = &[
    Described { key: "email.transport", meaning: "`local` (the outbox in the data folder) or `smtp`." },
    Described { key: "email.per_second", meaning: "Emails a second of all workers together; 0 is no limit." },
    Described { key: "email.from", meaning: "Sender, as `Practice <recall@example.org>`." },
    Described {
        key: "email.smtp_url",
        meaning: "`smtps://user:password@host:465`, `smtp://host:587?tls=required`, or `smtp://127.0.0.1:25` without TLS for a relay on this machine.",
    },
    Described { key: "email.pool", meaning: "Connections to the SMTP server." },
    Described {
        key: "email.notices_to",
        meaning: "Addresses of staff that are told of finished reports and failed backups.",
    },
];

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EmailTransport {
    Local,
    Smtp,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EmailConfig {
    pub transport: EmailTransport,
    pub per_second: u32,
    pub from: String,
    pub smtp_url: Option<String>,
    pub pool: u32,
    pub notices_to: Vec<String>,
}

impl Default for EmailConfig {
    fn default() -> Self {
        Self {
            transport: EmailTransport::Local,
            per_second: 0,
            from: "Medicare <recall@example.org>".into(),
            smtp_url: None,
            pool: 20,
            notices_to: Vec::new(),
        }
    }
}

impl EmailConfig {
    pub(super) fn check(&self) -> anyhow::Result<()> {
        if self.from.parse::<lettre::message::Mailbox>().is_err() {
            bail!("email.from: {:?} is no sender; write it as Practice <recall@example.org>", self.from);
        }
        if self.transport == EmailTransport::Smtp && self.smtp_url.is_none() {
            bail!("email.smtp_url: needed because email.transport is smtp");
        }
        if self.pool == 0 {
            bail!("email.pool: at least 1");
        }
        Ok(())
    }
}
