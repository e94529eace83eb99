//! What a command prints: a text for people, or one JSON document for programs.

use std::{
    io::{IsTerminal, Write},
    sync::atomic::{AtomicBool, Ordering},
};

use serde::Serialize;

/// A check said no: exit code 3. `code` is in upper snake case, `message` says what to do.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct Refused {
    pub code: &'static str,
    pub message: String,
}

impl Refused {
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}

/// Standard output holds the result and nothing else; progress and logs go to standard error.
#[derive(Debug)]
pub struct Output {
    json: bool,
    done: AtomicBool,
}

impl Output {
    pub fn new(json: bool) -> Self {
        Self { json, done: AtomicBool::new(false) }
    }

    /// Whether the result is asked for as JSON.
    pub fn is_json(&self) -> bool {
        self.json
    }

    /// Whether to show progress bars: somebody looks at standard error and did not ask for JSON.
    pub fn shows_progress(&self) -> bool {
        !self.json && std::io::stderr().is_terminal()
    }

    /// Prints the result. To be called once; it may be followed by an error that sets the exit code.
    pub fn done(&self, result: &impl Serialize, text: impl FnOnce() -> String) -> anyhow::Result<()> {
        let text = if self.json { serde_json::to_string_pretty(result)? } else { text() };
        self.print(&text)
    }

    /// Prints why there is no result: for programs on standard output (unless a result is there
    /// already), for people on standard error.
    pub(super) fn failed(&self, code: &str, message: &str) {
        if self.json && !self.done.load(Ordering::Relaxed) {
            let error = serde_json::json!({ "error": { "code": code, "message": message } });
            // Nobody is left to be told when standard output is closed.
            let _ = self.print(&error.to_string());
        } else {
            eprintln!("error: {message}");
        }
    }

    fn print(&self, text: &str) -> anyhow::Result<()> {
        self.done.store(true, Ordering::Relaxed);
        let mut out = std::io::stdout().lock();
        let written = out.write_all(text.trim_end_matches('\n').as_bytes()).and_then(|()| out.write_all(b"\n"));
        match written.and_then(|()| out.flush()) {
            // The reader has seen enough, as in `recall schema | head`.
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
            other => Ok(other?),
        }
    }
}
