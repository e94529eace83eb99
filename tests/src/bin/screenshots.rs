//! Pictures of the app at three widths, light and dark, after the demonstration: what `cargo xtask screenshots` runs.
//!
//! The arguments are paths (`/`, `/patients`). They are seen by a signed-in administrator, but for those that begin
//! with `public:` (`public:/`), which are seen by nobody in particular.

use std::time::Duration;

use anyhow::ensure;
use recall_tests::browser::{Page, Scheme, output};
use recall_tests::{App, Engine, Result};

/// Width and height of a desk, a tablet and a phone, in CSS pixels.
const SIZES: &[(u32, u32)] = &[(1440, 900), (768, 1024), (390, 844)];
/// Time for a page to fetch and draw its data.
const SETTLE: Duration = Duration::from_millis(1500);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result {
    let mut paths: Vec<String> = std::env::args().skip(1).collect();
    if paths.is_empty() {
        paths = ["public:/", "/", "/patients", "/campaigns", "/nowhere"].map(str::to_owned).to_vec();
    }
    let mut app = App::on(Engine::Sqlite).prepare().await?;
    let demo = app.run(&["demo", "--patients", "2000"]).await?;
    ensure!(demo.code == 0, "the demonstration failed:\n{}", demo.stderr);
    // The demonstration has sealed its data with keys of its own.
    let keys = app.data().join("demo/keys.json").display().to_string();
    app.set("keys.file", keys);
    app.restart().await?;
    let page = Page::open().await?;
    let taken = shoot(&app, &page, &paths).await;
    page.close().await?;
    taken
}

async fn shoot(app: &App, page: &Page, paths: &[String]) -> Result {
    let (public, private): (Vec<&String>, Vec<&String>) = paths.iter().partition(|path| path.starts_with("public:"));
    for path in public {
        let path = path.trim_start_matches("public:");
        shoot_page(app, page, path, &format!("public-{}", name(path))).await?;
    }
    let credentials = app.user("screenshots@practice.example", "administrator").await?;
    page.sign_in(app, &credentials).await?;
    for path in private {
        shoot_page(app, page, path, &name(path)).await?;
    }
    Ok(())
}

async fn shoot_page(app: &App, page: &Page, path: &str, name: &str) -> Result {
    for &(width, height) in SIZES {
        for scheme in [Scheme::Light, Scheme::Dark] {
            page.look(width, height, scheme).await?;
            page.goto(&app.url(path)).await?;
            tokio::time::sleep(SETTLE).await;
            let file = output().join(format!("{name}-{width}-{}.png", scheme.name()));
            page.screenshot(&file).await?;
            println!("{}", file.display());
        }
    }
    Ok(())
}

/// A path as part of a file name.
fn name(path: &str) -> String {
    let words: Vec<&str> = path.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "home".to_owned() } else { words.join("-") }
}
