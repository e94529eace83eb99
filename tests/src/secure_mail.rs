//! Mail servers that want TLS and a password, as `xtask/peers/mail_servers.py` plays them.

use std::path::PathBuf;
use std::{collections::BTreeMap, fs};

use anyhow::Context;
use serde::Deserialize;

use crate::{Result, peers};

/// The servers and what they have taken.
pub struct SecureMail {
    folder: PathBuf,
    told: Told,
}

/// As `servers.json` has it.
#[derive(Deserialize)]
struct Told {
    ports: BTreeMap<String, u16>,
    user: String,
    password: String,
}

/// A mail that was taken.
#[derive(Clone, Debug, Deserialize)]
pub struct Kept {
    pub to: Vec<String>,
    pub signed_in: bool,
    pub encrypted: bool,
    /// Headers and encoded parts.
    pub mail: String,
}

impl SecureMail {
    /// Nothing, with a word on standard error, where there are none.
    pub fn find() -> Result<Option<Self>> {
        let Some(folder) = peers::found("RECALL_TEST_SECURE_MAIL").map(PathBuf::from) else { return Ok(None) };
        let told = fs::read_to_string(folder.join("servers.json")).context("the mail servers told nothing")?;
        Ok(Some(Self { told: serde_json::from_str(&told)?, folder }))
    }

    /// `host:port` of a server by its name.
    pub fn address(&self, server: &str) -> Result<String> {
        let port = self.told.ports.get(server).with_context(|| format!("there is no mail server {server}"))?;
        Ok(format!("127.0.0.1:{port}"))
    }

    /// `user:password` as a URL has it.
    pub fn account(&self) -> String {
        format!("{}:{}", self.told.user, self.told.password.replace(' ', "%20"))
    }

    /// The certificate of the authority that all but one of them have theirs from.
    pub fn authority(&self) -> String {
        self.folder.join("ca.pem").display().to_string()
    }

    /// The password, and each way in which a client would say it in clear.
    pub fn secrets(&self) -> Vec<String> {
        use base64::{Engine as _, engine::general_purpose::STANDARD};
        let Told { user, password, .. } = &self.told;
        vec![password.clone(), STANDARD.encode(password), STANDARD.encode(format!("\0{user}\0{password}"))]
    }

    /// What a server has taken for `recipient`. Give each test addresses of its own: the servers are shared.
    pub fn mails_to(&self, server: &str, recipient: &str) -> Result<Vec<Kept>> {
        let mails = fs::read_to_string(self.folder.join(format!("{server}.jsonl")))?;
        // The last line may still be on its way.
        let whole = mails.rsplit_once('\n').map_or("", |(whole, _)| whole);
        let mails = whole.lines().map(serde_json::from_str).collect::<Result<Vec<Kept>, _>>()?;
        Ok(mails.into_iter().filter(|mail| mail.to.iter().any(|to| to == recipient)).collect())
    }
}
