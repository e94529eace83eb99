//! Lighthouse over the sign-in page and the dashboard: what `cargo xtask bench app` runs.
//!
//! Arguments: Lighthouse's own program, and the file for the figures. It is let into the browser of a signed-in
//! administrator, because the dashboard is nobody else's.

use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use recall_tests::browser::{Page, output};
use recall_tests::{App, Result, tour};
use serde_json::{Value, json};
use tokio::process::Command;

const CATEGORIES: &[&str] = &["performance", "accessibility", "best-practices"];

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [program, report] = arguments.as_slice() else { anyhow::bail!("usage: lighthouse PROGRAM REPORT") };
    let app = tour::scene(tour::PATIENTS).await?;
    let page = Page::open().await?;
    let figures = figures(&app, &page, program).await;
    page.close().await?;
    if let Some(folder) = report.parent() {
        std::fs::create_dir_all(folder)?;
    }
    Ok(std::fs::write(report, serde_json::to_string_pretty(&figures?)?)?)
}

async fn figures(app: &App, page: &Page, program: &Path) -> Result<Vec<Value>> {
    let mut figures = Vec::new();
    for form in ["desktop", "mobile"] {
        figures.push(one(page, program, &app.url("/sign-in"), "sign-in", form).await?);
    }
    let user = app.user("lighthouse@practice.example", "administrator").await?;
    page.sign_in(app, &user).await?;
    for form in ["desktop", "mobile"] {
        figures.push(one(page, program, &app.url("/"), "dashboard", form).await?);
    }
    Ok(figures)
}

async fn one(page: &Page, program: &Path, url: &str, name: &str, form: &str) -> Result<Value> {
    let file = output().join(format!("lighthouse-{name}-{form}.json"));
    let mut lighthouse = Command::new("node");
    lighthouse
        .arg(program)
        .args([url, "--quiet", "--output=json", "--disable-storage-reset"])
        .arg(format!("--port={}", page.debugging_port()?))
        .arg(format!("--only-categories={}", CATEGORIES.join(",")))
        .arg(format!("--output-path={}", file.display()));
    if form == "desktop" {
        lighthouse.arg("--preset=desktop");
    }
    ensure!(lighthouse.status().await.context("cannot start node")?.success(), "Lighthouse failed on {url}");
    let report: Value = serde_json::from_str(&std::fs::read_to_string(&file)?)?;
    let mut figures = json!({ "name": format!("{name}, {form}") });
    for category in CATEGORIES {
        figures[category] = report["categories"][category]["score"].clone();
    }
    figures["interactive"] = report["audits"]["interactive"]["numericValue"].clone();
    Ok(figures)
}
