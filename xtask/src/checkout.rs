//! One build folder for every checkout: cargo names what it builds by the place inside the workspace and trusts the
//! times of the sources, so a checkout with older files would get what another one built.

use std::fs::{self, File};
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context, Result};

use crate::paths::Paths;
use crate::process;

/// Makes the sources of this checkout look new when the build folder was last used by another one.
pub fn claim(paths: &Paths) -> Result<()> {
    let target = paths.target();
    fs::create_dir_all(&target).with_context(|| format!("cannot create {}", target.display()))?;
    let stamp = target.join("checkout");
    let here = paths.root.display().to_string();
    if fs::read_to_string(&stamp).is_ok_and(|last| last == here) {
        return Ok(());
    }
    let sources = process::capture(Command::new("git").args(["ls-files", "*.rs", "*.toml"]).current_dir(&paths.root))?;
    let now = SystemTime::now();
    for source in sources.lines().map(|file| paths.root.join(file)).filter(|file| file.is_file()) {
        let touched = File::options().append(true).open(&source).and_then(|file| file.set_modified(now));
        touched.with_context(|| format!("cannot touch {}", source.display()))?;
    }
    fs::write(&stamp, here).with_context(|| format!("cannot write {}", stamp.display()))
}
