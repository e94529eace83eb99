//! Chromium and its WebDriver server, for tests that click.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::paths::on_path;

use super::{How, Need};

/// Names of the browser, Debian's first.
const BROWSERS: &[&str] = &["chromium", "chromium-browser", "google-chrome"];

pub fn missing() -> Vec<Need> {
    if browser().is_ok() && driver().is_ok() {
        return Vec::new();
    }
    vec![Need {
        name: "Chromium with its driver (packages chromium, chromium-driver)".to_owned(),
        takes: "about a minute",
        how: How::Packages(&["chromium", "chromium-driver"]),
    }]
}

pub fn browser() -> Result<PathBuf> {
    BROWSERS.iter().find_map(|name| on_path(name)).context("no Chromium on PATH: install chromium")
}

pub fn driver() -> Result<PathBuf> {
    on_path("chromedriver").context("no chromedriver on PATH: install the one of your Chromium's version")
}
