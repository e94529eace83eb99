//! The WebDriver server that browser tests talk to.

use std::path::Path;

use anyhow::Result;

use crate::setup::browser;

use super::server::{self, Server};

/// chromedriver; it ends the browsers it started when it ends.
pub struct WebDriver {
    server: Server,
}

impl WebDriver {
    pub fn start(logs: &Path) -> Result<Self> {
        let program = browser::driver()?;
        let server = Server::start("chromedriver", logs, |port| {
            let mut driver = server::command(program);
            driver.arg(format!("--port={port}"));
            driver
        })?;
        Ok(Self { server })
    }

    /// The variables by which the test harness finds the driver and the browser.
    pub fn variables(&self) -> Result<Vec<(&'static str, String)>> {
        Ok(vec![
            ("RECALL_TEST_CHROMEDRIVER", self.server.url()),
            ("RECALL_TEST_CHROMIUM", browser::browser()?.display().to_string()),
        ])
    }
}
