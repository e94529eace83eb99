//! Checks that read the committed files: their length, and that no secret or machine's path is among them.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use crate::paths::Paths;
use crate::process;

use super::Verdict;

/// A longer file wants a split.
const LONGEST: usize = 400;
/// Beginnings of secrets and of folders that exist on one machine only. Split, so that this file passes.
const SECRETS: &[&str] =
    &[concat!("AGE-SECRET", "-KEY-1"), concat!("PRIVATE KEY", "-----"), concat!("ghp", "_"), concat!("xox", "b-")];
const FOLDERS: &[&str] = &[concat!("/ro", "ot/"), concat!("/ho", "me/"), concat!("/Us", "ers/"), concat!("/wo", "rk/")];
/// Beginning and length of an AWS access key's name.
const AWS_KEY: (&str, usize) = (concat!("AK", "IA"), 20);

/// No Rust file is longer than [`LONGEST`] lines.
pub fn lengths(paths: &Paths) -> Result<Verdict> {
    let mut lengths = Vec::new();
    for file in committed(paths)? {
        if file.extension().is_some_and(|kind| kind == "rs") {
            lengths.push((fs::read_to_string(&file)?.lines().count(), file));
        }
    }
    lengths.sort();
    let long: Vec<String> = lengths
        .iter()
        .filter(|(lines, _)| *lines > LONGEST)
        .map(|(lines, file)| {
            format!("  {} has {lines} lines", file.strip_prefix(&paths.root).unwrap_or(file).display())
        })
        .collect();
    if !long.is_empty() {
        bail!("files of more than {LONGEST} lines want a split:\n{}", long.join("\n"));
    }
    let median = lengths.get(lengths.len() / 2).map_or(0, |(lines, _)| *lines);
    Ok(Verdict::Passed(format!("{} files, median {median} lines", lengths.len())))
}

/// No committed text holds a secret or an absolute path of somebody's machine.
pub fn secrets(paths: &Paths) -> Result<Verdict> {
    let mut found = Vec::new();
    for file in committed(paths)? {
        let Ok(text) = fs::read_to_string(&file) else {
            continue; // not text
        };
        for (number, line) in text.lines().enumerate() {
            if let Some(what) = suspicion(line) {
                let file = file.strip_prefix(&paths.root).unwrap_or(&file);
                found.push(format!("  {}:{}: {what}", file.display(), number + 1));
            }
        }
    }
    if !found.is_empty() {
        bail!("take these out:\n{}", found.join("\n"));
    }
    Ok(Verdict::Passed(String::new()))
}

fn suspicion(line: &str) -> Option<String> {
    let secret = SECRETS.iter().find(|secret| line.contains(**secret));
    let folder = FOLDERS.iter().find(|folder| {
        line.match_indices(**folder)
            .any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || "._-/}*".contains(c)))
    });
    let aws = line
        .split(|c: char| !c.is_ascii_alphanumeric())
        .find(|word| word.len() == AWS_KEY.1 && word.starts_with(AWS_KEY.0) && !word.ends_with("EXAMPLE"));
    secret
        .map(|secret| format!("a secret ({secret}…)"))
        .or_else(|| folder.map(|folder| format!("a path of one machine ({folder}…)")))
        .or_else(|| aws.map(|_| "an AWS access key".to_owned()))
}

/// The files that git knows or would take, without those deleted in the work tree.
fn committed(paths: &Paths) -> Result<Vec<PathBuf>> {
    let listed = process::capture(
        Command::new("git")
            .args(["ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate"])
            .current_dir(&paths.root),
    )?;
    Ok(listed.lines().map(|file| paths.root.join(file)).filter(|file| file.is_file()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_home_folder_is_suspicious_and_a_web_address_is_not() {
        let home = format!("let file = \"{}ada/notes\";", FOLDERS[1]);
        assert!(suspicion(&home).is_some());
        let address = format!("https://example.org{}index", FOLDERS[1]);
        assert!(suspicion(&address).is_none());
    }

    #[test]
    fn an_access_key_is_suspicious_and_the_documented_example_is_not() {
        let key = format!("key = {}ABCDEFGHIJKLMNOP", AWS_KEY.0);
        assert!(suspicion(&key).is_some());
        let example = format!("key = {}IOSFODNN7EXAMPLE", AWS_KEY.0);
        assert!(suspicion(&example).is_none());
    }
}
