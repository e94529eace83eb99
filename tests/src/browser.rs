//! A headless Chromium with a profile of its own, closed whatever happens, with a picture of the page on failure.

use std::env;
use std::panic::{AssertUnwindSafe, resume_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::Element;
pub use fantoccini::key::Key;
use fantoccini::{Client, ClientBuilder, Locator};
use futures::FutureExt;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::authenticator::Authenticator;
use crate::{App, Credentials, Result, wait};

/// How long an element may take to appear.
pub(crate) const PATIENCE: Duration = Duration::from_secs(15);

/// Whether the page has its heading, and nothing on it loads or moves.
const SETTLED: &str = "return document.querySelector('h1') !== null
    && document.querySelector('.skeleton, [aria-busy=true]') === null
    && document.getAnimations().every(one => one.playState !== 'running')";

/// Whether the words are to be seen on the page, whatever white space is between them.
const SHOWS: &str = "const plain = text => text.replace(/\\s+/g, ' ').trim();
    return plain(document.body ? document.body.innerText : '').includes(plain(arguments[0]))";

/// Between two looks at the page.
const PAUSE: Duration = Duration::from_millis(50);

/// Keep Chromium from talking to anybody but the page under test, and let it run as root in a container.
const ARGUMENTS: &[&str] = &[
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
];

/// Chromium's setting whether pages may run scripts, and its value for "no".
const NO_SCRIPT: &str = "profile.managed_default_content_settings.javascript";
const BLOCKED: u8 = 2;

/// A browser window.
pub struct Page {
    client: Client,
    /// Address of the WebDriver server.
    driver: String,
    _profile: TempDir,
}

/// The two colour schemes a system may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    Light,
    Dark,
}

impl Scheme {
    pub fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// Whether there is a browser to test with; says so where there is none.
pub fn is_available() -> bool {
    let available = env::var_os("RECALL_TEST_CHROMEDRIVER").is_some();
    if !available {
        eprintln!("skipped: no browser (RECALL_TEST_CHROMEDRIVER is not set; `cargo xtask test` sets it)");
    }
    available
}

/// Opens a browser for `test` and closes it afterwards.
///
/// When the test fails or panics, a picture of the page is left in the output folder as `<name>.png`.
pub async fn browse(name: &str, test: impl AsyncFnOnce(&Page) -> Result) -> Result {
    browse_on(Page::open().await?, name, test).await
}

/// The same in a browser that runs no scripts, as the most careful of patients has it.
pub async fn browse_without_script(name: &str, test: impl AsyncFnOnce(&Page) -> Result) -> Result {
    browse_on(Page::open_with(&json!({ NO_SCRIPT: BLOCKED })).await?, name, test).await
}

async fn browse_on(page: Page, name: &str, test: impl AsyncFnOnce(&Page) -> Result) -> Result {
    let outcome = AssertUnwindSafe(test(&page)).catch_unwind().await;
    if !matches!(outcome, Ok(Ok(()))) {
        let picture = output().join(format!("{name}.png"));
        match page.screenshot(&picture).await {
            Ok(()) => eprintln!("A picture of the page is in {}", picture.display()),
            Err(failure) => eprintln!("No picture of the page could be taken: {failure:#}"),
        }
    }
    page.client.close().await.context("the browser did not close")?;
    outcome.unwrap_or_else(|panic| resume_unwind(panic))
}

/// Where pictures go: `RECALL_TEST_OUTPUT`, else the system's temporary folder.
pub fn output() -> PathBuf {
    env::var_os("RECALL_TEST_OUTPUT").map_or_else(env::temp_dir, PathBuf::from)
}

impl Page {
    /// A browser that the caller closes; [`browse`] is the safer way.
    pub async fn open() -> Result<Self> {
        Self::open_with(&json!({})).await
    }

    /// `preferences` are Chromium's own, of a fresh profile.
    async fn open_with(preferences: &Value) -> Result<Self> {
        let driver = env::var("RECALL_TEST_CHROMEDRIVER").context("RECALL_TEST_CHROMEDRIVER is not set")?;
        let profile = TempDir::with_prefix("recall-browser-")?;
        let mut arguments: Vec<String> = ARGUMENTS.iter().map(ToString::to_string).collect();
        arguments.push(format!("--user-data-dir={}", profile.path().display()));
        let mut options = json!({ "args": arguments, "prefs": preferences });
        if let Ok(chromium) = env::var("RECALL_TEST_CHROMIUM") {
            options["binary"] = Value::from(chromium);
        }
        let mut capabilities = serde_json::Map::new();
        capabilities.insert("goog:chromeOptions".to_owned(), options);
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&driver)
            .await
            .context("the browser did not start")?;
        Ok(Self { client, driver, _profile: profile })
    }

    /// Everything else that WebDriver can do.
    pub fn driver(&self) -> &Client {
        &self.client
    }

    pub async fn goto(&self, url: &str) -> Result {
        Ok(self.client.goto(url).await?)
    }

    /// The element that matches `css`, as soon as there is one.
    pub async fn element(&self, css: &str) -> Result<Element> {
        let found = self.client.wait().at_most(PATIENCE).for_element(Locator::Css(css)).await;
        found.with_context(|| format!("no element matches {css}"))
    }

    /// Clicks the element that matches `css`.
    pub async fn click(&self, css: &str) -> Result {
        self.click_at(Locator::Css(css)).await.with_context(|| format!("{css} cannot be clicked"))
    }

    /// Clicks the button that is named `text`.
    pub async fn press(&self, text: &str) -> Result {
        let path = format!("//button[normalize-space()={text:?}]");
        self.click_at(Locator::XPath(&path)).await.with_context(|| format!("no button says {text}"))
    }

    /// Clicks what a locator finds, in the middle of the window, where no bar covers it. A page that draws itself anew
    /// in between is asked again, as a person would.
    pub(crate) async fn click_at(&self, locator: Locator<'_>) -> Result {
        let middle = "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })";
        let started = Instant::now();
        loop {
            let found = self.client.wait().at_most(PATIENCE).for_element(locator).await?;
            let element = serde_json::to_value(&found)?;
            let clicked = match self.client.execute(middle, vec![element]).await {
                Ok(_) => found.click().await,
                Err(error) => Err(error),
            };
            match clicked {
                Err(error) if error.is_stale_element_reference() && started.elapsed() < PATIENCE => {}
                answer => return Ok(answer?),
            }
        }
    }

    /// Types into the field that a label names, and again where the page draws itself anew.
    pub async fn fill(&self, label: &str, text: &str) -> Result {
        let path =
            format!("//*[self::input or self::textarea][@id=//label[starts-with(normalize-space(), {label:?})]/@for]");
        let started = Instant::now();
        loop {
            let field = self.client.wait().at_most(PATIENCE).for_element(Locator::XPath(&path)).await;
            let field = field.with_context(|| format!("no field has the label {label}"))?;
            let typed = match field.clear().await {
                Ok(()) => field.send_keys(text).await,
                Err(error) => Err(error),
            };
            match typed {
                Err(error) if error.is_stale_element_reference() && started.elapsed() < PATIENCE => {}
                answer => return answer.with_context(|| format!("nothing can be typed into {label}")),
            }
        }
    }

    /// Waits until the page shows `text`; what is hidden or folded away is not shown.
    pub async fn shows(&self, text: &str) -> Result {
        let started = Instant::now();
        loop {
            let shown = self.client.execute(SHOWS, vec![Value::from(text)]).await;
            if shown.as_ref().is_ok_and(|shown| *shown == Value::Bool(true)) {
                return Ok(());
            }
            if started.elapsed() > PATIENCE {
                // A page that goes away in between is asked again; one that cannot be asked at all is told.
                shown.with_context(|| format!("the page cannot be asked for {text:?}"))?;
                bail!("the page does not show {text:?}");
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Waits until the page has its heading and nothing on it is still loading.
    pub async fn settled(&self) -> Result {
        wait::until("the page to settle", || async {
            Ok((self.client.execute(SETTLED, Vec::new()).await? == Value::Bool(true)).then_some(()))
        })
        .await
    }

    /// Follows a link of the app to `path` and tells the milliseconds until the page has settled there; at most ten seconds.
    pub async fn time_to(&self, path: &str) -> Result<f64> {
        let script = format!(
            "const [path, done] = arguments; const start = performance.now();
            history.pushState({{}}, '', path); dispatchEvent(new PopStateEvent('popstate'));
            const settled = () => {{ {SETTLED} }};
            const look = () => {{
                const past = performance.now() - start;
                if (past > 10000 || settled()) done(past); else requestAnimationFrame(look);
            }};
            requestAnimationFrame(() => requestAnimationFrame(look));"
        );
        let past = self.client.execute_async(&script, vec![Value::from(path)]).await?;
        past.as_f64().with_context(|| format!("the browser did not tell how long {path} took"))
    }

    /// Follows a link of the app to `path` without loading the app again.
    pub async fn route(&self, path: &str) -> Result {
        let script = "history.pushState({}, '', arguments[0]); dispatchEvent(new PopStateEvent('popstate'))";
        Ok(self.client.execute(script, vec![Value::from(path)]).await.map(drop)?)
    }

    /// The visible text of the page.
    pub async fn text(&self) -> Result<String> {
        Ok(self.element("body").await?.text().await?)
    }

    /// Makes the page as wide as on a device, and coloured as its system asks.
    pub async fn look(&self, width: u32, height: u32, scheme: Scheme) -> Result {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", size).await?;
        let feature = json!([{ "name": "prefers-color-scheme", "value": scheme.name() }]);
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": feature })).await
    }

    /// Lets pages run no scripts from now on.
    pub async fn without_scripts(&self) -> Result {
        self.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await
    }

    /// Lets pages run scripts again. What a page would have run before is not made up for.
    pub async fn with_scripts(&self) -> Result {
        self.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": false })).await
    }

    /// What the system asks of pages, as `forced-colors` `active`; with an empty value, what it always does.
    pub async fn system_asks(&self, feature: &str, value: &str) -> Result {
        let features = json!([{ "name": feature, "value": value }]);
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": features })).await
    }

    /// Presses a key on whatever has the focus.
    pub async fn key(&self, key: Key) -> Result {
        let focused = self.client.active_element().await.context("nothing has the focus")?;
        Ok(focused.send_keys(&char::from(key).to_string()).await?)
    }

    /// Presses a key on the keyboard, which reaches a field for a file too.
    pub async fn stroke(&self, key: Key) -> Result {
        self.strokes(&char::from(key).to_string()).await
    }

    /// Types on the keyboard.
    pub async fn strokes(&self, text: &str) -> Result {
        let strokes = text.chars().fold(KeyActions::new("keyboard".to_owned()), |actions, value| {
            actions.then(KeyAction::Down { value }).then(KeyAction::Up { value })
        });
        self.client.perform_actions(strokes).await.context("nothing can be typed")
    }

    /// Presses a letter on the keyboard while another key is held down.
    pub async fn chord(&self, held: Key, letter: char) -> Result {
        let held = char::from(held);
        let strokes = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value: held })
            .then(KeyAction::Down { value: letter })
            .then(KeyAction::Up { value: letter })
            .then(KeyAction::Up { value: held });
        self.client.perform_actions(strokes).await.with_context(|| format!("{letter} cannot be pressed"))
    }

    /// The text of what has the focus.
    pub async fn focused(&self) -> Result<String> {
        Ok(self.client.active_element().await?.text().await?)
    }

    /// Signs a user in from inside the page, which leaves the session's cookie as the sign-in form does.
    pub async fn sign_in(&self, app: &App, credentials: &Credentials) -> Result {
        self.goto(&app.url("/")).await?;
        let input = json!({ "email": credentials.email, "password": credentials.password });
        let first = "mutation($input: SignInInput!) { signIn(input: $input) { challenge } }";
        let challenge = self.graphql(first, json!({ "input": input })).await?["signIn"]["challenge"].clone();
        let code = Authenticator::new(&credentials.totp_secret)?.code().await?;
        let second = "mutation($input: CompleteSignInInput!) { completeSignIn(input: $input) { expiresAt } }";
        self.graphql(second, json!({ "input": { "challenge": challenge, "code": code } })).await.map(drop)
    }

    /// A GraphQL request sent by the page itself, with the page's cookies.
    async fn graphql(&self, document: &str, variables: Value) -> Result<Value> {
        let script = "const [body, done] = arguments;
            fetch('/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
                .then(answer => answer.json()).then(done, failure => done({ errors: [String(failure)] }))";
        let body = json!({ "query": document, "variables": variables }).to_string();
        let answer = self.client.execute_async(script, vec![Value::from(body)]).await?;
        ensure!(answer.get("errors").is_none_or(Value::is_null), "the server refused {document}: {}", answer["errors"]);
        Ok(answer["data"].clone())
    }

    /// Saves what the window shows as a PNG.
    pub async fn screenshot(&self, file: &Path) -> Result {
        let picture = self.client.screenshot().await?;
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(file, picture).with_context(|| format!("cannot write {}", file.display()))
    }

    pub async fn close(self) -> Result {
        Ok(self.client.close().await?)
    }

    /// Where another program may drive this very window by Chromium's own protocol.
    pub fn debugging_port(&self) -> Result<u16> {
        let options = self.client.capabilities().and_then(|given| given.get("goog:chromeOptions"));
        let address = options.and_then(|options| options["debuggerAddress"].as_str());
        let port = address.and_then(|address| address.rsplit(':').next()?.parse().ok());
        port.context("the browser does not say where it can be driven")
    }

    /// One of Chromium's own commands, which its driver passes on beside WebDriver's.
    pub(crate) async fn devtools(&self, command: &str, parameters: Value) -> Result {
        let session = self.client.session_id().await?.context("the browser has no session")?;
        let url = format!("{}/session/{session}/goog/cdp/execute", self.driver);
        let request = reqwest::Client::new().post(url).json(&json!({ "cmd": command, "params": parameters }));
        request.send().await?.error_for_status().map(drop).with_context(|| format!("{command} failed"))
    }
}
