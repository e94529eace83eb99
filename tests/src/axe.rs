//! axe-core, run inside the page under test: what it finds against WCAG 2.2 A and AA.

use std::{env, fs};

use anyhow::{Context, ensure};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::Result;
use crate::browser::Page;

/// The rules that are asked for, by axe-core's tags.
const TAGS: &[&str] = &["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/// A rule of axe-core that the page breaks.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Violation {
    /// As in axe-core's list of rules, such as `image-alt`.
    pub rule: String,
    pub help: String,
    /// The first elements that break it, each with what is wrong there.
    pub places: Vec<String>,
}

/// Checks the page as it stands; an error names each rule that is broken, where, and how.
pub async fn check(page: &Page, what: &str) -> Result {
    check_without(page, what, &[]).await
}

/// The same without some rules, for a page that breaks them on purpose.
pub async fn check_without(page: &Page, what: &str, rules: &[&str]) -> Result {
    let mut found = violations(page).await.with_context(|| format!("{what} cannot be checked"))?;
    found.retain(|violation| !rules.contains(&violation.rule.as_str()));
    let told: Vec<String> = found.iter().map(tell).collect();
    ensure!(told.is_empty(), "{what}: axe-core found {}\n{}", found.len(), told.join("\n"));
    Ok(())
}

/// The rules that the page breaks as it stands.
pub async fn violations(page: &Page) -> Result<Vec<Violation>> {
    let file = env::var("RECALL_TEST_AXE").context("RECALL_TEST_AXE is not set")?;
    let script = fs::read_to_string(&file).with_context(|| format!("cannot read {file}"))?;
    let present = page.driver().execute("return typeof axe === 'object'", Vec::new()).await?;
    if present != Value::Bool(true) {
        // Given to the page as a function of its own: the driver's scripts run beside the page's content policy.
        page.driver().execute(&format!("{script}; window.axe = axe;"), Vec::new()).await?;
    }
    let run = "const [tags, done] = arguments;
        axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] })
            .then(found => done({ passed: found.passes.length, violations: found.violations.map(rule => ({
                rule: rule.id, help: rule.help,
                places: rule.nodes.slice(0, 5).map(node => node.target.join(' ') + ' — ' + (node.any.concat(node.all)
                    .map(check => check.message).join('; ') || node.html.slice(0, 160))) })) }),
                failure => done({ failure: String(failure) }))";
    let answer = page.driver().execute_async(run, vec![json!(TAGS)]).await?;
    ensure!(answer["failure"].is_null(), "axe-core failed: {}", answer["failure"]);
    ensure!(answer["passed"].as_u64() > Some(0), "axe-core found no rule that applies to the page: {answer}");
    serde_json::from_value(answer["violations"].clone()).context("axe-core answered something else than a list")
}

fn tell(found: &Violation) -> String {
    let places: Vec<String> = found.places.iter().map(|place| format!("    {place}")).collect();
    format!("  {}: {}\n{}", found.rule, found.help, places.join("\n"))
}
