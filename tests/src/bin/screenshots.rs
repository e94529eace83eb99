//! Pictures of the app: what `cargo xtask screenshots` runs.
//!
//! Without arguments, every page at three widths, light and dark, after the demonstration, the page of every shipped
//! form, and the desk's in a fresh installation, while it loads and when the server is gone. Arguments are paths
//! (`/patients`) to be taken instead.

use recall_tests::browser::{Page, Scheme, output};
use recall_tests::connection::Server;
use recall_tests::tour::{self, Stop};
use recall_tests::{App, Engine, Result, forms, wait};

/// Width and height of a desk, a tablet and a phone, in CSS pixels.
const SIZES: [(u32, u32); 3] = [(1440, 900), (768, 1024), (390, 844)];

/// A page that is longer is cut off here, in CSS pixels: a picture of it could not be looked at.
const TALLEST: u32 = 6000;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let page = Page::open().await?;
    let taken = async {
        if wanted.is_empty() {
            fresh(&page).await?;
            patients_forms(&page).await?;
        }
        filled(&page, &wanted).await
    }
    .await;
    page.close().await?;
    taken
}

/// An installation where nothing has happened yet.
async fn fresh(page: &Page) -> Result {
    let app = App::start(Engine::Sqlite).await?;
    let credentials = app.user("fresh@practice.example", "administrator").await?;
    page.sign_in(&app, &credentials).await?;
    for path in ["/", "/patients", "/imports", "/campaigns", "/outbox", "/reports", "/backups"] {
        let stop = Stop::at("fresh", path);
        page.look(SIZES[0].0, SIZES[0].1, Scheme::Light).await?;
        page.visit(&app, &stop).await?;
        shoot(page, SIZES[0], Scheme::Light, &format!("empty-{}", name(path))).await?;
    }
    Ok(())
}

/// The page of every shipped form as it opens, and after a press with nothing filled in.
async fn patients_forms(page: &Page) -> Result {
    let app = forms::quick(App::on(Engine::Sqlite)).await?;
    let client = app.signed_in("manager").await?;
    for source in forms::shipped(&client).await? {
        let form = forms::Made::from(&client, &source, true).await?;
        form.publish(&client).await?;
        for size in SIZES {
            for scheme in [Scheme::Light, Scheme::Dark] {
                let file = format!("form-{}-{}-{}", form.slug, size.0, scheme.name());
                page.look(size.0, size.1, scheme).await?;
                page.goto(&app.url(&form.path())).await?;
                shoot(page, size, scheme, &file).await?;
                page.click("button.press").await?;
                page.element(".summary").await?;
                shoot(page, size, scheme, &format!("{file}-wrong")).await?;
            }
        }
    }
    Ok(())
}

async fn filled(page: &Page, wanted: &[String]) -> Result {
    let app = tour::scene(tour::PATIENTS).await?;
    let client = app.signed_in("administrator").await?;
    let mut stops = tour::stops(&app, &client).await?;
    if wanted.is_empty() {
        for stop in tour::open_stops() {
            all_sizes(&app, page, &stop).await?;
        }
    } else {
        stops.retain(|stop| wanted.iter().any(|path| path == stop.name));
        stops.extend(wanted.iter().filter(|path| path.starts_with('/')).map(|path| Stop::at("page", path.as_str())));
    }
    let credentials = app.user("screenshots@practice.example", "administrator").await?;
    page.sign_in(&app, &credentials).await?;
    for stop in &stops {
        all_sizes(&app, page, stop).await?;
    }
    for (server, state) in [(Server::Silent, "loading"), (Server::Gone, "error")] {
        // What opens with a click is on a page that is among them.
        for stop in stops.iter().filter(|stop| stop.click.is_none()) {
            page.server(Server::Answering).await?;
            page.look(SIZES[0].0, SIZES[0].1, Scheme::Light).await?;
            page.visit(&app, &Stop::at("start", "/nowhere")).await?;
            page.server(server).await?;
            page.route(&stop.path).await?;
            page.element("h1, .skeleton, [role=alert]").await?;
            drawn(page).await?;
            shoot(page, SIZES[0], Scheme::Light, &format!("{state}-{}", stop.name)).await?;
        }
    }
    page.server(Server::Answering).await
}

async fn all_sizes(app: &App, page: &Page, stop: &Stop) -> Result {
    let file = if stop.name == "page" { name(&stop.path) } else { stop.name.to_owned() };
    for size in SIZES {
        for scheme in [Scheme::Light, Scheme::Dark] {
            page.look(size.0, size.1, scheme).await?;
            page.visit(app, stop).await?;
            shoot(page, size, scheme, &format!("{file}-{}-{}", size.0, scheme.name())).await?;
        }
    }
    Ok(())
}

/// Waits until what a page shows while it waits is on the screen: a quick answer would have come before it.
async fn drawn(page: &Page) -> Result {
    let script = "return [...document.querySelectorAll('.skeleton')]
        .every(one => getComputedStyle(one).visibility === 'visible')";
    wait::until("the skeletons to appear", || async {
        Ok((page.driver().execute(script, Vec::new()).await? == true).then_some(()))
    })
    .await
}

/// The whole page, also what one would have to scroll to.
async fn shoot(page: &Page, (width, height): (u32, u32), scheme: Scheme, name: &str) -> Result {
    let measured = page.driver().execute("return document.documentElement.scrollHeight", Vec::new()).await?;
    let whole = measured.as_u64().and_then(|pixels| u32::try_from(pixels).ok()).unwrap_or(height);
    page.look(width, whole.clamp(height, TALLEST), scheme).await?;
    let file = output().join(format!("{name}.png"));
    page.screenshot(&file).await?;
    println!("{}", file.display());
    Ok(())
}

/// A path as part of a file name.
fn name(path: &str) -> String {
    let words: Vec<&str> = path.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "home".to_owned() } else { words.join("-") }
}
