//! Postfix's `smtp-sink`: takes every mail, throws it away and counts.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::paths::Paths;
use crate::setup::{debian, postfix};

use super::server::{self, Server};

const CONNECTIONS: &str = "1000"; // more than any client of the measurements opens
/// What smtp-sink writes before each mail that it keeps: the envelope, and the trace header of a server.
const ENVELOPE: &[&str] =
    &["X-Client-Addr:", "X-Client-Proto:", "X-Helo-Args:", "X-Mail-Args:", "X-Rcpt-Args:", "Received:"];

/// A running sink on a free port.
pub struct SmtpSink {
    server: Server,
    log: PathBuf,
}

impl SmtpSink {
    pub fn start(paths: &Paths) -> Result<Self> {
        Self::with(paths, None)
    }

    /// One that appends every mail to `file`, in a folder that anybody may write to.
    pub fn keeping(paths: &Paths, file: &Path) -> Result<Self> {
        Self::with(paths, Some(file))
    }

    fn with(paths: &Paths, file: Option<&Path>) -> Result<Self> {
        let logs = paths.output("xtask-logs");
        let program = postfix::program(paths, "smtp-sink")?;
        let server = Server::start("smtp-sink", &logs, |port| {
            let mut sink = server::command(&program.path);
            program.prepare(&mut sink);
            if debian::is_root() {
                sink.args(["-u", "nobody"]); // it refuses to run as root
            }
            if let Some(file) = file {
                sink.arg("-D").arg(file);
            }
            sink.args(["-4", "-c", "-m", CONNECTIONS]).arg(format!("127.0.0.1:{port}")).arg(CONNECTIONS);
            sink
        })?;
        Ok(Self { server, log: logs.join("smtp-sink.log") })
    }

    pub fn port(&self) -> u16 {
        self.server.port()
    }

    /// How many mails it has taken.
    pub fn taken(&self) -> Result<u64> {
        let said = fs::read_to_string(&self.log).with_context(|| format!("cannot read {}", self.log.display()))?;
        Ok(last_count(&said).unwrap_or_default())
    }
}

/// It rewrites one line all the time: `sess=3 quit=2 mesg=14`.
fn last_count(said: &str) -> Option<u64> {
    said.rsplit('\r').find_map(|line| line.trim().rsplit_once("mesg=")?.1.parse().ok())
}

/// The first mail in a file that a sink kept, as its sender wrote it but for the ends of lines.
pub fn first_mail(kept: &str) -> Result<String> {
    let mut lines = kept.lines().peekable();
    while lines.next_if(|line| ENVELOPE.iter().any(|name| line.starts_with(name))).is_some() {
        while lines.next_if(|line| line.starts_with([' ', '\t'])).is_some() {}
    }
    let mail: Vec<&str> = lines.take_while(|line| !line.starts_with(ENVELOPE[0])).collect();
    let mail = format!("{}\n", mail.join("\n").trim_end());
    ensure!(mail.contains("\n\n"), "this is no mail: {kept}");
    Ok(mail)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_newest_count_is_read() {
        assert_eq!(last_count("sess=1 quit=0 mesg=1\rsess=1 quit=0 mesg=12\r"), Some(12));
        assert_eq!(last_count(""), None);
    }

    #[test]
    fn a_kept_mail_is_read_without_its_envelope() {
        let kept = "X-Client-Addr: 127.0.0.1\nX-Rcpt-Args: <jo@example.org>\nReceived: from vm\n\tby smtp-sink\n\
                    From: a@example.org\nSubject: Hello\n\nDear Jo\n\nX-Client-Addr: 127.0.0.1\n";
        assert_eq!(first_mail(kept).unwrap(), "From: a@example.org\nSubject: Hello\n\nDear Jo\n");
    }
}
