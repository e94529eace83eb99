//! A running Recall: `recall serve` as a child process, with a data folder and a database of its own.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, bail, ensure};
use serde_json::Value;
use tempfile::TempDir;
use tokio::process::{Child, Command};

use crate::command::{self, Credentials, Finished};
use crate::database::{Engine, TestDatabase};
use crate::{Client, Result, wait};

/// Lines of the server's log that are shown when it does not start.
const SHOWN_LOG_LINES: usize = 40;

/// A server, and the folders it lives in; all of it ends with this value.
pub struct App {
    child: Option<Child>,
    address: String,
    settings: Vec<(String, String)>,
    arguments: Vec<String>,
    data: TempDir,
    database: TestDatabase,
}

/// How an [`App`] is to be started.
pub struct AppBuilder {
    engine: Engine,
    settings: Vec<(String, String)>,
    arguments: Vec<String>,
}

impl AppBuilder {
    /// Sets a configuration key, `section.key`.
    #[must_use]
    pub fn setting(self, key: &str, value: impl Into<String>) -> Self {
        self.variable(variable(key), value)
    }

    /// Sets an environment variable as it is, such as those of the AWS SDK.
    #[must_use]
    pub fn variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.settings.push((name.into(), value.into()));
        self
    }

    /// Sets several, as [`crate::peers`] gives them.
    #[must_use]
    pub fn variables(mut self, variables: impl IntoIterator<Item = (String, String)>) -> Self {
        self.settings.extend(variables);
        self
    }

    /// Adds an argument of `recall serve`.
    #[must_use]
    pub fn argument(mut self, argument: &str) -> Self {
        self.arguments.push(argument.to_owned());
        self
    }

    /// Makes the folders and the database and waits until the server is ready.
    pub async fn start(self) -> Result<App> {
        let mut app = self.prepare().await?;
        app.restart().await?;
        Ok(app)
    }

    /// Everything but the server: for tests of commands.
    pub async fn prepare(self) -> Result<App> {
        let data = TempDir::with_prefix("recall-data-")?;
        let database = TestDatabase::new(self.engine).await?;
        let mut settings = vec![
            ("RECALL_DATA_DIR".to_owned(), data.path().display().to_string()),
            ("RECALL_HTTP__LISTEN".to_owned(), "127.0.0.1:0".to_owned()),
            ("RECALL_HTTP__SECURE_COOKIES".to_owned(), "false".to_owned()),
            ("DATABASE_URL".to_owned(), database.url().to_owned()),
        ];
        settings.extend(self.settings);
        Ok(App { child: None, address: String::new(), settings, arguments: self.arguments, data, database })
    }
}

impl App {
    /// A server as it is without configuration.
    pub async fn start(engine: Engine) -> Result<Self> {
        Self::on(engine).start().await
    }

    /// The beginning of a server with configuration.
    pub fn on(engine: Engine) -> AppBuilder {
        AppBuilder { engine, settings: Vec::new(), arguments: Vec::new() }
    }

    /// The full address of `path`, which begins with a slash.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    pub fn data(&self) -> &Path {
        self.data.path()
    }

    pub fn database(&self) -> &TestDatabase {
        &self.database
    }

    /// The environment this server runs in: for a second process on the same data.
    pub fn settings(&self) -> &[(String, String)] {
        &self.settings
    }

    /// Sets a configuration key for what is started from now on.
    pub fn set(&mut self, key: &str, value: impl Into<String>) {
        self.settings.push((variable(key), value.into()));
    }

    /// Sets an environment variable for what is started from now on.
    pub fn set_variable(&mut self, name: &str, value: impl Into<String>) {
        self.settings.push((name.to_owned(), value.into()));
    }

    /// Starts `recall worker` beside the server, on the same data; it ends with the value.
    pub fn second_worker(&self) -> Result<Child> {
        let log = File::options().create(true).append(true).open(self.log_file())?;
        let mut recall = command::recall(&self.settings)?;
        recall
            .arg("worker")
            .current_dir(self.data.path())
            .stdout(Stdio::from(log.try_clone()?))
            .stderr(Stdio::from(log));
        recall.spawn().context("cannot start a second worker")
    }

    /// Runs a command of `recall` beside the server, on the same data.
    pub async fn run(&self, arguments: &[&str]) -> Result<Finished> {
        let mut recall = command::recall(&self.settings)?;
        recall.args(arguments).current_dir(self.data.path());
        command::finish(recall).await
    }

    /// Runs a command with `--json`, which must end well, and returns the document it prints.
    pub async fn json(&self, arguments: &[&str]) -> Result<Value> {
        let arguments: Vec<&str> = arguments.iter().copied().chain(["--json"]).collect();
        self.run(&arguments).await?.json().with_context(|| format!("recall {}", arguments.join(" ")))
    }

    /// Adds a user who can sign in at once.
    pub async fn user(&self, email: &str, role: &str) -> Result<Credentials> {
        let arguments = ["user", "add", email, "--name", "Test User", "--role", role, "--with-credentials", "--json"];
        self.run(&arguments).await?.json().with_context(|| format!("cannot add the user {email}"))
    }

    /// A client with nobody signed in.
    pub fn client(&self) -> Result<Client> {
        Client::new(&self.address)
    }

    /// A client with a new user of `role` signed in.
    pub async fn signed_in(&self, role: &str) -> Result<Client> {
        let email = format!("{}@practice.example", role.to_lowercase().replace('_', "-"));
        let credentials = self.user(&email, role).await?;
        let mut client = self.client()?;
        client.sign_in(&credentials).await?;
        Ok(client)
    }

    /// Ends the server without a chance to tidy up, as a power cut would.
    pub async fn kill(&mut self) -> Result {
        if let Some(mut child) = self.child.take() {
            child.kill().await.context("cannot end the server")?;
        }
        Ok(())
    }

    /// Asks the server to end (SIGTERM), waits for it and returns its exit code.
    pub async fn stop(&mut self) -> Result<i32> {
        let mut child = self.child.take().context("the server is not running")?;
        let id = child.id().context("the server has ended already")?;
        let asked = Command::new("kill").args(["-TERM", &id.to_string()]).status().await?;
        ensure!(asked.success(), "the server could not be asked to end");
        let status = tokio::time::timeout(wait::PATIENCE, child.wait())
            .await
            .with_context(|| format!("the server did not end within {} s of SIGTERM", wait::PATIENCE.as_secs()))??;
        Ok(status.code().unwrap_or(-1))
    }

    /// Ends the server if it runs and starts it again on the same data; the address may be another one.
    pub async fn restart(&mut self) -> Result {
        self.kill().await?;
        let address_file = self.data.path().join("address");
        if address_file.exists() {
            fs::remove_file(&address_file)?;
        }
        let log = File::options().create(true).append(true).open(self.log_file())?;
        let mut recall = command::recall(&self.settings)?;
        recall
            .arg("serve")
            .args(&self.arguments)
            .current_dir(self.data.path())
            .stdout(Stdio::from(log.try_clone()?))
            .stderr(Stdio::from(log));
        self.child = Some(recall.spawn().context("cannot start recall")?);
        self.address = self.written_address(&address_file).await?;
        self.wait_until_ready().await
    }

    /// Everything the server has printed.
    pub fn log(&self) -> String {
        fs::read_to_string(self.log_file()).unwrap_or_default()
    }

    fn log_file(&self) -> PathBuf {
        self.data.path().join("server.log")
    }

    async fn written_address(&mut self, file: &Path) -> Result<String> {
        let started = std::time::Instant::now();
        while started.elapsed() < wait::PATIENCE {
            if let Ok(written) = fs::read_to_string(file)
                && !written.trim().is_empty()
            {
                let address = written.trim().trim_end_matches('/');
                return Ok(if address.contains("://") { address.to_owned() } else { format!("http://{address}") });
            }
            self.fail_if_ended()?;
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        bail!("the server wrote no address to {}:\n{}", file.display(), self.end_of_log())
    }

    async fn wait_until_ready(&mut self) -> Result {
        let http = reqwest::Client::new();
        let url = self.url("/readyz");
        let ready = wait::until("the server to be ready", || async {
            let answer = http.get(&url).send().await;
            Ok(answer.is_ok_and(|answer| answer.status().is_success()).then_some(()))
        });
        let outcome = ready.await;
        self.fail_if_ended()?;
        outcome.with_context(|| self.end_of_log())
    }

    fn fail_if_ended(&mut self) -> Result {
        let ended = self.child.as_mut().map(Child::try_wait).transpose()?.flatten();
        match ended {
            Some(status) => bail!("the server ended with {status}:\n{}", self.end_of_log()),
            None => Ok(()),
        }
    }

    fn end_of_log(&self) -> String {
        let log = self.log();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(SHOWN_LOG_LINES)..].join("\n")
    }
}

/// The environment variable of a configuration key.
fn variable(key: &str) -> String {
    format!("RECALL_{}", key.replace('.', "__").to_uppercase())
}

impl Drop for App {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("The end of the server's log:\n{}", self.end_of_log());
        }
        // Before the folder and the database go.
        if let Some(child) = self.child.as_mut() {
            let _ = child.start_kill();
        }
    }
}
