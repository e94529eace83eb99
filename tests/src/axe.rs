//! axe-core, run inside the page under test: what it finds against WCAG 2.2 A and AA.

use std::{env, fs};

use anyhow::{Context, ensure};
use serde_json::{Value, json};

use crate::Result;
use crate::browser::Page;

/// The rules that are asked for, by axe-core's tags.
const TAGS: &[&str] = &["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/// Checks the page as it stands; an error names each rule that is broken, where, and how.
pub async fn check(page: &Page, what: &str) -> Result {
    let file = env::var("RECALL_TEST_AXE").context("RECALL_TEST_AXE is not set")?;
    let script = fs::read_to_string(&file).with_context(|| format!("cannot read {file}"))?;
    let present = page.driver().execute("return typeof axe === 'object'", Vec::new()).await?;
    if present != Value::Bool(true) {
        // Given to the page as a function of its own: the driver's scripts run beside the page's content policy.
        page.driver().execute(&format!("{script}; window.axe = axe;"), Vec::new()).await?;
    }
    let run = "const [tags, done] = arguments;
        axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] })
            .then(found => done(found.violations.map(rule => ({ id: rule.id, help: rule.help,
                nodes: rule.nodes.slice(0, 5).map(node => node.target.join(' ') + ' — ' + (node.any.concat(node.all)
                    .map(check => check.message).join('; ') || node.html.slice(0, 160))) }))),
                failure => done([{ id: 'axe', help: String(failure), nodes: [] }]))";
    let found = page.driver().execute_async(run, vec![json!(TAGS)]).await?;
    let found = found.as_array().context("axe-core answered something else than a list")?;
    let told: Vec<String> = found.iter().map(tell).collect();
    ensure!(told.is_empty(), "{what}: axe-core found {}\n{}", found.len(), told.join("\n"));
    Ok(())
}

fn tell(rule: &Value) -> String {
    let nodes = rule["nodes"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let nodes: Vec<String> = nodes.map(|node| format!("    {node}")).collect();
    let text = |field: &str| rule[field].as_str().unwrap_or_default().to_owned();
    format!("  {}: {}\n{}", text("id"), text("help"), nodes.join("\n"))
}
