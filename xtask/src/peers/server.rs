//! One server process on a free loopback port, ended by its own id.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::paths::on_path;

/// Longer than the slowest of them takes on a busy machine (moto imports for five seconds).
const START_LIMIT: Duration = Duration::from_mins(1);

/// A running server.
pub struct Server {
    child: Child,
    port: u16,
}

impl Server {
    /// Starts what `command` makes of a free port, and waits until the port answers.
    pub fn start(name: &str, logs: &Path, command: impl FnOnce(u16) -> Command) -> Result<Self> {
        let port = free_port()?;
        let log = logs.join(format!("{name}.log"));
        fs::create_dir_all(logs).with_context(|| format!("cannot create {}", logs.display()))?;
        let output = File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
        let child = command(port)
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output)
            .spawn()
            .with_context(|| format!("cannot start {name}"))?;
        let mut server = Self { child, port };
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let started = Instant::now();
        while started.elapsed() < START_LIMIT {
            if TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_ok() {
                return Ok(server);
            }
            if let Some(status) = server.child.try_wait()? {
                bail!("{name} ended at once with {status}: see {}", log.display());
            }
            thread::sleep(Duration::from_millis(50));
        }
        bail!("{name} does not answer on port {port}: see {}", log.display())
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Sends `signal` (as `kill` names it) and waits for the end.
    pub fn stop_with(&mut self, signal: &str) {
        let _ = Command::new("kill")
            .arg(format!("-{signal}"))
            .arg(self.child.id().to_string())
            .stderr(Stdio::null())
            .status();
        let asked = Instant::now();
        while asked.elapsed() < Duration::from_secs(10) {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            self.stop_with("TERM");
        }
    }
}

/// `program`, which is told to end when this process does, where the system can do that.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    if on_path("setpriv").is_none() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "TERM", "--"]).arg(program);
    command
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no free port on 127.0.0.1")?;
    Ok(listener.local_addr()?.port())
}
