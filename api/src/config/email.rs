//! How emails leave.

use std::{path::PathBuf, time::Duration};

use anyhow::bail;
use serde::{Deserialize, Serialize};

use super::Described;

pub(super) const DESCRIBED: &[Described] = &[
    Described {
        key: "email.transport",
        meaning: "`local` (the outbox in the data folder), `smtp` or `ses` (Amazon SES).",
    },
    Described { key: "email.per_second", meaning: "Emails a second of all workers together; 0 is no limit." },
    Described { key: "email.from", meaning: "Sender, as `Practice <recall@example.org>`." },
    Described {
        key: "email.smtp_url",
        meaning: "`smtps://user:password@host:465`, `smtp://host:587?tls=required`, or `smtp://127.0.0.1:25` without TLS for a relay on this machine. A password is sent by TLS only, but to this machine.",
    },
    Described {
        key: "email.smtp_ca",
        meaning: "PEM file with certificates that are trusted beside the public ones, for a mail server with a certificate of your own authority.",
    },
    Described { key: "email.pool", meaning: "Connections to the SMTP server, or requests to SES at once." },
    Described {
        key: "email.configuration_set",
        meaning: "Configuration set of Amazon SES, which publishes what became of each email. Also where SES is reached by SMTP.",
    },
    Described { key: "email.region", meaning: "AWS region of SES; without it, the SDK's own." },
    Described { key: "email.endpoint_url", meaning: "Another endpoint than Amazon's, for tests." },
    Described { key: "email.connect_seconds", meaning: "How long connecting to the server may take." },
    Described {
        key: "email.answer_seconds",
        meaning: "How long the server may take to answer; an email without an answer is in doubt. Less than `worker.lease_seconds`.",
    },
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
    Ses,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EmailConfig {
    pub transport: EmailTransport,
    pub per_second: u32,
    pub from: String,
    pub smtp_url: Option<String>,
    pub smtp_ca: Option<PathBuf>,
    pub pool: u32,
    pub configuration_set: Option<String>,
    pub region: Option<String>,
    pub endpoint_url: Option<String>,
    pub connect_seconds: u32,
    pub answer_seconds: u32,
    pub notices_to: Vec<String>,
}

impl Default for EmailConfig {
    fn default() -> Self {
        Self {
            transport: EmailTransport::Local,
            per_second: 0,
            from: "Medicare <recall@example.org>".into(),
            smtp_url: None,
            smtp_ca: None,
            pool: 20,
            configuration_set: None,
            region: None,
            endpoint_url: None,
            connect_seconds: 10,
            // RFC 5321 §4.5.3.2.6 wants ten minutes for the last answer; a server that is slower than this is taken
            // for dead, and the message for uncertain. Leases are renewed while a group is on its way.
            answer_seconds: 60,
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
        // What SES takes for a name; it also stands in a header.
        if let Some(name) = &self.configuration_set
            && (name.is_empty()
                || name.len() > 64
                || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'))
        {
            bail!("email.configuration_set: {name:?} must be 1 to 64 letters, digits, hyphens and underscores");
        }
        if self.connect_seconds == 0 || self.answer_seconds == 0 {
            bail!("email.connect_seconds and email.answer_seconds: at least 1");
        }
        Ok(())
    }

    pub fn connect(&self) -> Duration {
        Duration::from_secs(self.connect_seconds.into())
    }

    pub fn answer(&self) -> Duration {
        Duration::from_secs(self.answer_seconds.into())
    }
}
