//! Real servers on loopback for the tests: PostgreSQL, AWS's API, a mail relay, a WebDriver.
//!
//! Each takes a free port, keeps its files in a temporary folder, and ends with the value that holds it.

mod driver;
mod mail;
mod postgres;
mod server;
mod smtp_sink;

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::paths::Paths;
use crate::setup::{faketime, postfix, python};

pub use driver::WebDriver;
pub use postgres::{Cluster, Durability};
use server::Server;
pub use smtp_sink::{SmtpSink, first_mail};

/// All peers of the integration tests.
pub struct Peers {
    postgres: Cluster,
    aws: Server,
    mail: mail::Relay,
    secure_mail: mail::Secure,
    /// Not everywhere.
    smtp_sink: Option<mail::Keeping>,
    driver: Option<WebDriver>,
    axe: PathBuf,
    /// Makes a program believe in another time; not everywhere.
    wrong_clock: Option<PathBuf>,
}

impl Peers {
    /// Starts the servers and migrates the template database with `recall`.
    pub fn start(paths: &Paths, recall: &Path, with_browser: bool) -> Result<Self> {
        let logs = paths.output("xtask-logs");
        let postgres = Cluster::start(&logs, Durability::Off)?;
        postgres.migrate_template(recall)?;
        let aws = Server::start("moto", &logs, |port| {
            let mut moto = server::command(python::program(paths, "moto_server"));
            moto.args(["--host", "127.0.0.1", "--port", &port.to_string()]);
            moto
        })?;
        let mail = mail::Relay::start(paths, &logs)?;
        let driver = with_browser.then(|| WebDriver::start(&logs)).transpose()?;
        Ok(Self {
            postgres,
            aws,
            mail,
            secure_mail: mail::Secure::start(paths, &logs)?,
            smtp_sink: postfix::program(paths, "smtp-sink").is_ok().then(|| mail::Keeping::start(paths)).transpose()?,
            driver,
            axe: python::axe(paths)?,
            wrong_clock: faketime::library(paths),
        })
    }

    /// The variables by which the test harness finds the peers.
    pub fn variables(&self) -> Result<Vec<(&'static str, String)>> {
        let mut variables = vec![
            ("RECALL_TEST_POSTGRES_URL", self.postgres.url("postgres")),
            ("RECALL_TEST_POSTGRES_TEMPLATE", postgres::TEMPLATE.to_owned()),
            ("RECALL_TEST_AWS_ENDPOINT", self.aws.url()),
            ("RECALL_TEST_SMTP", self.mail.address()),
            ("RECALL_TEST_MAILDIR", self.mail.folder().display().to_string()),
            ("RECALL_TEST_SECURE_MAIL", self.secure_mail.folder().display().to_string()),
        ];
        if let Some(sink) = &self.smtp_sink {
            variables.push(("RECALL_TEST_SMTP_SINK", sink.address()));
            variables.push(("RECALL_TEST_SMTP_SINK_MAILS", sink.file().display().to_string()));
        }
        if let Some(library) = &self.wrong_clock {
            variables.push(("RECALL_TEST_WRONG_CLOCK", library.display().to_string()));
        }
        if let Some(driver) = &self.driver {
            variables.extend(driver.variables()?);
            variables.push(("RECALL_TEST_AXE", self.axe.display().to_string()));
        }
        Ok(variables)
    }
}
