//! Emails into one `smtp-sink`: Recall with its state in PostgreSQL, nodemailer, and `smtp-source`.
//!
//! The mail is the same for all: one that Recall has written. nodemailer composes it out of its parts, as programs use
//! it; `smtp-source` sends the bytes as they are.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::peers::{SmtpSink, first_mail};
use crate::process;
use crate::setup::postfix;

use super::super::Bench;
use super::super::comparison::Comparison;
use super::nothing::took;
use super::recall::{Printed, Sending, script};

const MAILS: u64 = 10_000;
const CONNECTIONS: u32 = 20;
const NODEMAILER: &str = "nodemailer, pool of 20 connections";
const SMTP_SOURCE: &str = "smtp-source, 20 sessions";

pub fn compare(bench: &Bench<'_>, comparison: &mut Comparison) -> Result<()> {
    let model = model(bench)?;
    let sink = SmtpSink::start(bench.paths)?;
    let mails = bench.size(MAILS);
    let (mut node, mut source, mut ours) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..bench.options.runs.max(1) {
        node.push(counted(&sink, mails, || nodemailer(bench, &sink, mails, &model))?);
        source.push(counted(&sink, mails, || smtp_source(bench, &sink, mails, &model))?);
        ours.push(counted(&sink, mails, || recall(bench, &sink, mails))?);
    }
    let name = "Recall, PostgreSQL, pool of 20 connections";
    comparison.add_peer(NODEMAILER, mails, &took(&node));
    comparison.add_beside(NODEMAILER, name, mails, &took(&ours));
    comparison.wanted(3.0);
    comparison.add_peer(SMTP_SOURCE, mails, &source);
    comparison.add_beside(SMTP_SOURCE, name, mails, &took(&ours));
    comparison.wanted(0.35);
    let theirs = node.iter().find_map(|printed| printed.bytes).unwrap_or_default();
    comparison.note(format!("size of a mail: {} bytes, {theirs} by nodemailer", wire_size(&model)?));
    Ok(())
}

/// Runs `send` and fails unless the sink has counted as many mails as were to be sent.
fn counted<T>(sink: &SmtpSink, mails: u64, send: impl FnOnce() -> Result<T>) -> Result<T> {
    let before = sink.taken()?;
    let sent = send()?;
    // It counts a mail a moment after it has answered.
    let asked = Instant::now();
    let mut arrived = sink.taken()? - before;
    while arrived < mails && asked.elapsed() < Duration::from_secs(2) {
        thread::sleep(Duration::from_millis(10));
        arrived = sink.taken()? - before;
    }
    ensure!(arrived == mails, "{arrived} of {mails} mails arrived");
    Ok(sent)
}

fn recall(bench: &Bench<'_>, sink: &SmtpSink, mails: u64) -> Result<Printed> {
    let provider = provider(sink);
    Sending { messages: mails, on_postgres: true, channel: Some("email"), provider: &provider }.run(bench)
}

fn provider(sink: &SmtpSink) -> [(&'static str, String); 3] {
    [
        ("RECALL_EMAIL__TRANSPORT", "smtp".to_owned()),
        ("RECALL_EMAIL__SMTP_URL", format!("smtp://127.0.0.1:{}", sink.port())),
        ("RECALL_EMAIL__POOL", CONNECTIONS.to_string()),
    ]
}

fn nodemailer(bench: &Bench<'_>, sink: &SmtpSink, mails: u64, model: &Path) -> Result<Printed> {
    let (port, mails, connections) = (sink.port().to_string(), mails.to_string(), CONNECTIONS.to_string());
    script(bench, "nodemailer.cjs", &["127.0.0.1", &port, &mails, &connections, &model.display().to_string()])
}

/// It prints nothing; starting it takes a few thousandths of a second.
fn smtp_source(bench: &Bench<'_>, sink: &SmtpSink, mails: u64, model: &Path) -> Result<Duration> {
    let program = postfix::program(bench.paths, "smtp-source")?;
    let mut source = Command::new(&program.path);
    program.prepare(&mut source);
    source
        .args(["-4", "-d", "-s", &CONNECTIONS.to_string(), "-m", &mails.to_string()])
        .args(["-f", "recall@example.org", "-t", "jo@example.org", "-F"])
        .arg(model)
        .arg(format!("inet:127.0.0.1:{}", sink.port()));
    let started = Instant::now();
    process::capture(&mut source)?;
    Ok(started.elapsed())
}

/// A file with one mail as Recall writes it.
fn model(bench: &Bench<'_>) -> Result<PathBuf> {
    let folder = bench.fresh_folder("mail")?;
    fs::set_permissions(&folder, Permissions::from_mode(0o777))?; // the sink may run as another user
    let kept = folder.join("kept");
    let sink = SmtpSink::keeping(bench.paths, &kept)?;
    recall(bench, &sink, 1)?;
    drop(sink);
    let text = fs::read_to_string(&kept).with_context(|| format!("the sink kept no mail in {}", kept.display()))?;
    let model = folder.join("model.eml");
    fs::write(&model, first_mail(&text)?)?;
    Ok(model)
}

/// With the ends of lines that it has on its way.
fn wire_size(model: &Path) -> Result<usize> {
    let text = fs::read_to_string(model)?;
    Ok(text.len() + text.lines().count())
}
