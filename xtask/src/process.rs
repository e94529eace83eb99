//! Child processes: run one with its output condensed to a line of progress, or capture what it prints.

use std::collections::VecDeque;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, IsTerminal, Read, Write};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// How often a task without a terminal says that it is still alive.
const HEARTBEAT: Duration = Duration::from_secs(30);
/// Lines of a failed command's output that are shown; the whole is in its log.
const SHOWN_ON_FAILURE: usize = 120;
/// Width of the one line of progress on a terminal.
const PROGRESS_COLUMNS: usize = 100;

/// Runs `command` to its end. Its output goes to `logs/<label>.log`; the newest line is shown as progress.
///
/// Fails with the end of the output when the command does.
pub fn run(label: &str, logs: &Path, command: &mut Command) -> Result<Duration> {
    let started = Instant::now();
    let (status, tail) = run_to_log(label, logs, command)?;
    let took = started.elapsed();
    if status.success() {
        return Ok(took);
    }
    for line in &tail {
        eprintln!("    {line}");
    }
    bail!(
        "{label}: `{}` ended with {status} after {}; the whole output is in {}",
        described(command),
        duration(took),
        log_file(logs, label).display()
    );
}

/// Like [`run`], and says on standard error that it began and how long it took.
pub fn announce(label: &str, logs: &Path, command: &mut Command) -> Result<()> {
    eprintln!("• {label}");
    let took = run(label, logs, command)?;
    eprintln!("  done in {}", duration(took));
    Ok(())
}

/// What `command` prints on standard output, without the last line break.
pub fn capture(command: &mut Command) -> Result<String> {
    let output =
        command.stdin(Stdio::null()).output().with_context(|| format!("cannot start `{}`", described(command)))?;
    if !output.status.success() {
        bail!(
            "`{}` ended with {}: {}",
            described(command),
            output.status,
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_owned())
}

/// Whether `command` starts and ends well within `limit`. One that does not end is stopped.
pub fn succeeds_within(limit: Duration, command: &mut Command) -> bool {
    let started = Instant::now();
    let Ok(mut child) = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn() else {
        return false;
    };
    while started.elapsed() < limit {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) => thread::sleep(Duration::from_millis(50)),
            Err(_) => return false,
        }
    }
    let _ = child.kill();
    let _ = child.wait();
    false
}

/// The command as it would be typed.
pub fn described(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}

/// `65.4 s` as `1 m 05 s`.
pub fn duration(took: Duration) -> String {
    let seconds = took.as_secs();
    if seconds >= 60 {
        format!("{} m {:02} s", seconds / 60, seconds % 60)
    } else {
        format!("{:.1} s", took.as_secs_f64())
    }
}

/// Where [`run`] keeps the output of the command called `label`.
pub fn log_file(logs: &Path, label: &str) -> std::path::PathBuf {
    let name: String =
        label.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
    logs.join(format!("{name}.log"))
}

fn run_to_log(label: &str, logs: &Path, command: &mut Command) -> Result<(ExitStatus, VecDeque<String>)> {
    fs::create_dir_all(logs).with_context(|| format!("cannot create {}", logs.display()))?;
    let mut log = File::create(log_file(logs, label))
        .with_context(|| format!("cannot write {}", log_file(logs, label).display()))?;
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start `{}`", described(command)))?;
    let (lines, output) = mpsc::channel();
    forward(child.stdout.take(), lines.clone());
    forward(child.stderr.take(), lines);

    let mut progress = Progress::begin(label);
    let mut tail = VecDeque::with_capacity(SHOWN_ON_FAILURE);
    loop {
        match output.recv_timeout(Duration::from_secs(1)) {
            Ok(line) => {
                writeln!(log, "{line}").context("cannot write the log")?;
                if tail.len() == SHOWN_ON_FAILURE {
                    tail.pop_front();
                }
                progress.show(&line);
                tail.push_back(line);
            }
            Err(RecvTimeoutError::Timeout) => progress.tick(),
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    progress.end();
    Ok((child.wait().context("cannot wait for the command")?, tail))
}

fn forward(stream: Option<impl Read + Send + 'static>, lines: Sender<String>) {
    let Some(stream) = stream else { return };
    thread::spawn(move || {
        for line in BufReader::new(stream).split(b'\n').map_while(io::Result::ok) {
            let line = String::from_utf8_lossy(&line).trim_end().to_owned();
            if lines.send(line).is_err() {
                return;
            }
        }
    });
}

/// One line that is rewritten on a terminal; elsewhere a line now and then.
struct Progress<'a> {
    label: &'a str,
    started: Instant,
    said: Instant,
    newest: String,
    terminal: bool,
}

impl<'a> Progress<'a> {
    fn begin(label: &'a str) -> Self {
        let now = Instant::now();
        Self { label, started: now, said: now, newest: String::new(), terminal: io::stderr().is_terminal() }
    }

    fn show(&mut self, line: &str) {
        if !line.trim().is_empty() {
            line.trim().clone_into(&mut self.newest);
        }
        self.tick();
    }

    fn tick(&mut self) {
        let elapsed = duration(self.started.elapsed());
        let line = format!("  {} · {elapsed} · {}", self.label, self.newest);
        let line: String = line.chars().take(PROGRESS_COLUMNS).collect();
        if self.terminal {
            eprint!("\r\x1b[2K{line}");
            let _ = io::stderr().flush();
        } else if self.said.elapsed() >= HEARTBEAT {
            self.said = Instant::now();
            eprintln!("{line}");
        }
    }

    fn end(&self) {
        if self.terminal {
            eprint!("\r\x1b[2K");
        }
    }
}
