//! A Python environment with the servers that stand in for AWS and for a mail relay, and the accessibility checker.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::paths::{Paths, on_path};
use crate::process;

use super::{How, Need};

/// moto answers like SNS, S3 and SES; aiosmtpd keeps the mail it is given.
const PACKAGES: &[&str] = &["moto[server]==5.2.5", "aiosmtpd==1.4.6"];

/// Carries axe-core 4.12.1, which is run in the browser under test; installed without the browser driver it is for.
const AXE: &str = "axe-playwright-python==0.1.8";

pub fn missing(paths: &Paths) -> Vec<Need> {
    let mut needs = Vec::new();
    if is_ready(paths) {
        return needs;
    }
    let able = process::capture(Command::new("python3").args(["-c", "import ensurepip, venv"])).is_ok();
    if on_path("python3").is_none() || !able {
        needs.push(Need {
            name: "Python with virtual environments (package python3-venv)".to_owned(),
            takes: "about half a minute",
            how: How::Packages(&["python3", "python3-venv"]),
        });
    }
    needs.push(Need {
        name: format!("test servers for AWS and mail ({}), axe-core", PACKAGES.join(", ")),
        takes: "about a minute",
        how: How::Step(install),
    });
    needs
}

/// A program of the environment.
pub fn program(paths: &Paths, name: &str) -> PathBuf {
    environment(paths).join("bin").join(name)
}

/// The script of axe-core.
pub fn axe(paths: &Paths) -> Result<PathBuf> {
    let find = "import importlib.util as u; print(u.find_spec('axe_playwright_python').submodule_search_locations[0])";
    let folder = process::capture(Command::new(program(paths, "python")).args(["-c", find]))?;
    Ok(PathBuf::from(folder).join("axe.min.js"))
}

fn environment(paths: &Paths) -> PathBuf {
    paths.cache.join("python")
}

fn is_ready(paths: &Paths) -> bool {
    let wanted = "import importlib.metadata as m; \
                  print(m.version('moto'), m.version('aiosmtpd'), m.version('axe-playwright-python'))";
    process::capture(Command::new(program(paths, "python")).args(["-c", wanted])).is_ok_and(|said| {
        let pinned: Vec<&str> =
            PACKAGES.iter().chain([&AXE]).filter_map(|package| package.split("==").nth(1)).collect();
        said == pinned.join(" ")
    })
}

fn install(paths: &Paths) -> Result<()> {
    let logs = paths.output("xtask-logs");
    let mut venv = Command::new("python3");
    venv.args(["-m", "venv", "--clear"]).arg(environment(paths));
    process::run("python environment", &logs, &mut venv)?;
    let mut pip = Command::new(program(paths, "python"));
    pip.args(["-m", "pip", "install", "--disable-pip-version-check"]).args(PACKAGES);
    process::run("python packages", &logs, &mut pip)?;
    let mut pip = Command::new(program(paths, "python"));
    pip.args(["-m", "pip", "install", "--disable-pip-version-check", "--no-deps", AXE]);
    process::run("axe-core", &logs, &mut pip).map(drop)
}
