//! Pictures of the app: what `cargo xtask screenshots` runs.
//!
//! Every page at three widths in each of its states: `filled` as after the demonstration (in light and dark), with the
//! `dialogs` that open on it, `empty` in an installation where nothing or next to nothing has happened, `loading` while
//! the server does not answer, `error` when it is gone or what was asked for is not there, `long` with names, reasons and
//! lists of any length, `trouble` where messages failed, and the pages of `forms` as patients have them.
//!
//! Without arguments, all of it. Arguments are states, names of pages (`campaign`) and paths (`/patients`): only what all
//! of them let through is taken. A path is taken in the state `filled`.

use std::cell::RefCell;
use std::collections::BTreeSet;

use anyhow::ensure;
use recall_tests::browser::{Page, Scheme, output};
use recall_tests::connection::Server;
use recall_tests::tour::{self, Stop, dialogs, long, sparse, trouble};
use recall_tests::{App, Engine, Result, forms, wait};

/// Width and height of a desk, a tablet and a phone, in CSS pixels.
const SIZES: [(u32, u32); 3] = [(1440, 900), (768, 1024), (390, 844)];

/// A page that is longer is cut off here, in CSS pixels: a picture of it could not be looked at.
const TALLEST: u32 = 6000;

const STATES: [&str; 8] = ["filled", "dialogs", "empty", "loading", "error", "long", "trouble", "forms"];
const BOTH: &[Scheme] = &[Scheme::Light, Scheme::Dark];
const LIGHT: &[Scheme] = &[Scheme::Light];

/// The pictures that could not be taken, and why.
type Missing = RefCell<Vec<String>>;

/// What of all pictures is wanted.
struct Wanted {
    states: BTreeSet<String>,
    pages: BTreeSet<String>,
    paths: Vec<String>,
}

impl Wanted {
    fn read() -> Self {
        let mut wanted = Self { states: BTreeSet::new(), pages: BTreeSet::new(), paths: Vec::new() };
        for argument in std::env::args().skip(1) {
            if argument.starts_with('/') {
                wanted.paths.push(argument);
            } else if STATES.contains(&argument.as_str()) {
                wanted.states.insert(argument);
            } else {
                wanted.pages.insert(argument);
            }
        }
        wanted
    }

    fn state(&self, name: &str) -> bool {
        let only_paths = !self.paths.is_empty() && self.pages.is_empty() && name != "filled";
        !only_paths && (self.states.is_empty() || self.states.contains(name))
    }

    fn any(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.state(name))
    }

    /// Those of the stops that are to be taken.
    fn of(&self, stops: Vec<Stop>) -> Vec<Stop> {
        let all = self.pages.is_empty() && self.paths.is_empty();
        stops.into_iter().filter(|stop| all || self.pages.contains(stop.name)).collect()
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result {
    let wanted = Wanted::read();
    let page = Page::open().await?;
    let missing = RefCell::new(Vec::new());
    let taken = take(&page, &wanted, &missing).await;
    page.close().await?;
    taken?;
    let missing = missing.into_inner();
    ensure!(missing.is_empty(), "{} pictures could not be taken:\n{}", missing.len(), missing.join("\n"));
    Ok(())
}

async fn take(page: &Page, wanted: &Wanted, missing: &Missing) -> Result {
    if wanted.state("empty") {
        empty(page, wanted, missing).await?;
    }
    if wanted.state("forms") && wanted.pages.is_empty() {
        patients_forms(page).await?;
    }
    if wanted.state("trouble") {
        let trouble = trouble::scene().await?;
        sign_in(&trouble.app, page).await?;
        several(&trouble.app, page, &wanted.of(trouble.stops()), (BOTH, ""), missing).await?;
    }
    if wanted.state("long") {
        let long = long::scene().await?;
        sign_in(&long.app, page).await?;
        several(&long.app, page, &wanted.of(long.stops()), (LIGHT, "long-"), missing).await?;
    }
    if wanted.any(&["filled", "dialogs", "loading", "error"]) {
        filled(page, wanted, missing).await?;
    }
    Ok(())
}

async fn sign_in(app: &App, page: &Page) -> Result {
    let credentials = app.user("screenshots@practice.example", "administrator").await?;
    page.sign_in(app, &credentials).await
}

/// An installation where nothing has happened yet, then one with a thing of every kind and nothing in it.
async fn empty(page: &Page, wanted: &Wanted, missing: &Missing) -> Result {
    let app = App::start(Engine::Sqlite).await?;
    let client = app.signed_in("administrator").await?;
    sign_in(&app, page).await?;
    several(&app, page, &wanted.of(sparse::lists()), (LIGHT, "empty-"), missing).await?;
    several(&app, page, &wanted.of(sparse::pages(&client).await?), (LIGHT, "empty-"), missing).await
}

/// The page of every shipped form as it opens, and after a press with nothing filled in.
async fn patients_forms(page: &Page) -> Result {
    let app = forms::quick(App::on(Engine::Sqlite)).await?;
    let client = app.signed_in("manager").await?;
    for source in forms::shipped(&client).await? {
        let form = forms::Made::from(&client, &source, true).await?;
        form.publish(&client).await?;
        for size in SIZES {
            for scheme in BOTH {
                let file = format!("form-{}-{}-{}", form.slug, size.0, scheme.name());
                page.look(size.0, size.1, *scheme).await?;
                page.goto(&app.url(&form.path())).await?;
                shoot(page, size, *scheme, &file).await?;
                page.click("button.press").await?;
                page.element(".summary").await?;
                shoot(page, size, *scheme, &format!("{file}-wrong")).await?;
            }
        }
    }
    Ok(())
}

async fn filled(page: &Page, wanted: &Wanted, missing: &Missing) -> Result {
    let app = tour::scene(tour::PATIENTS).await?;
    let client = app.signed_in("administrator").await?;
    let (stops, things) = tour::furnish(&app, &client).await?;
    let stops = wanted.of(stops);
    if wanted.state("filled") {
        several(&app, page, &wanted.of(tour::open_stops()), (BOTH, ""), missing).await?;
        sign_in(&app, page).await?;
        several(&app, page, &stops, (BOTH, ""), missing).await?;
        for path in &wanted.paths {
            several(&app, page, &[Stop::at("page", path.as_str())], (BOTH, &name(path)), missing).await?;
        }
    } else {
        sign_in(&app, page).await?;
    }
    if wanted.state("dialogs") {
        several(&app, page, &wanted.of(dialogs::stops(&client, &things).await?), (BOTH, ""), missing).await?;
    }
    if wanted.state("loading") {
        without_server(&app, page, Server::Silent, &stops, "loading-").await?;
    }
    if wanted.state("error") {
        several(&app, page, &wanted.of(sparse::gone()), (LIGHT, "gone-"), missing).await?;
        without_server(&app, page, Server::Gone, &stops, "error-").await?;
    }
    Ok(())
}

/// The pages as they are while the server is like this.
async fn without_server(app: &App, page: &Page, server: Server, stops: &[Stop], prefix: &str) -> Result {
    // What opens with a click is on a page that is among them.
    for stop in stops.iter().filter(|stop| stop.acts.is_empty()) {
        for size in SIZES {
            page.server(Server::Answering).await?;
            page.look(size.0, size.1, Scheme::Light).await?;
            page.visit(app, &Stop::at("start", "/nowhere")).await?;
            page.server(server).await?;
            page.route(&stop.path).await?;
            page.element("h1, .skeleton, [role=alert]").await?;
            drawn(page).await?;
            shoot(page, size, Scheme::Light, &format!("{prefix}{}-{}", stop.name, size.0)).await?;
        }
    }
    page.server(Server::Answering).await
}

/// Each of them at every width. One that cannot be taken is told, and the others are taken all the same.
async fn several(app: &App, page: &Page, stops: &[Stop], look: (&[Scheme], &str), missing: &Missing) -> Result {
    let (schemes, prefix) = look;
    for stop in stops {
        for size in SIZES {
            for scheme in schemes {
                page.look(size.0, size.1, *scheme).await?;
                let file = format!("{prefix}{}-{}-{}", stop.name, size.0, scheme.name());
                match page.visit(app, stop).await {
                    Ok(()) => shoot(page, size, *scheme, &file).await?,
                    Err(failure) => missing.borrow_mut().push(format!("{file}: {failure:#}")),
                }
            }
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
    if words.is_empty() { "home-".to_owned() } else { format!("{}-", words.join("-")) }
}
