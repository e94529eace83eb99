//! The key ring: a file outside the database that only the server's user may read.

use std::{fs, io::Write, os::unix::fs::OpenOptionsExt, path::Path};

use anyhow::{Context, bail};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};

use crate::clients::random::Random;

/// A key of 256 bits. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Key(pub(super) [u8; 32]);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

impl Serialize for Key {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(self.0))
    }
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = STANDARD.decode(text).map_err(serde::de::Error::custom)?;
        Ok(Self(bytes.try_into().map_err(|_| serde::de::Error::custom("a key has 32 bytes"))?))
    }
}

/// A sealing key with its number, which every sealed value carries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealKey {
    pub id: u32,
    pub key: Key,
}

/// All keys of an installation. The newest sealing key seals; older ones still open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyRing {
    pub(super) seal: Vec<SealKey>,
    pub(super) blind_index: Key,
    pub(super) link: Key,
    pub(super) token: Key,
}

impl KeyRing {
    pub fn generate(random: &dyn Random) -> Self {
        Self {
            seal: vec![SealKey { id: 1, key: new_key(random) }],
            blind_index: new_key(random),
            link: new_key(random),
            token: new_key(random),
        }
    }

    /// Reads the ring, or makes one where there is none yet.
    pub fn load_or_create(path: &Path, random: &dyn Random) -> anyhow::Result<Self> {
        if path.exists() {
            return Self::load(path);
        }
        let ring = Self::generate(random);
        ring.save_new(path)?;
        Ok(ring)
    }

    pub fn load(path: &Path) -> anyhow::Result<Self> {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(path)
            .with_context(|| format!("the key file {} cannot be read", path.display()))?
            .permissions()
            .mode();
        if mode & 0o077 != 0 {
            bail!(
                "the key file {} can be read by others (mode {:03o}); run: chmod 600 {}",
                path.display(),
                mode & 0o777,
                path.display()
            );
        }
        let text = fs::read_to_string(path)?;
        let ring: Self =
            serde_json::from_str(&text).with_context(|| format!("{} is not a key file of Recall", path.display()))?;
        if ring.seal.is_empty() {
            bail!("the key file {} holds no sealing key", path.display());
        }
        Ok(ring)
    }

    /// Adds a sealing key, which seals from now on; what older keys sealed can still be opened.
    pub fn rotate(&mut self, random: &dyn Random) -> u32 {
        let id = self.seal.iter().map(|key| key.id).max().unwrap_or(0) + 1;
        self.seal.push(SealKey { id, key: new_key(random) });
        id
    }

    /// Numbers of the sealing keys, oldest first; the last one seals.
    pub fn seal_key_ids(&self) -> Vec<u32> {
        self.seal.iter().map(|key| key.id).collect()
    }

    /// The key that signs access tokens.
    pub fn token_key(&self) -> &[u8] {
        &self.token.0
    }

    /// Replaces the file in one step, so that a crash leaves the old or the new ring.
    pub fn save(&self, path: &Path) -> anyhow::Result<()> {
        let next = path.with_extension("next");
        let _ = fs::remove_file(&next);
        self.save_new(&next)?;
        fs::rename(&next, path)?;
        Ok(())
    }

    fn save_new(&self, path: &Path) -> anyhow::Result<()> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut file = fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)
            .with_context(|| format!("the key file {} cannot be made", path.display()))?;
        file.write_all(serde_json::to_string_pretty(self)?.as_bytes())?;
        file.sync_all()?;
        Ok(())
    }
}

fn new_key(random: &dyn Random) -> Key {
    let mut key = [0; 32];
    random.fill(&mut key);
    Key(key)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::clients::random::OsRandom;

    #[test]
    fn a_ring_that_others_can_read_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys.json");
        let ring = KeyRing::load_or_create(&path, &OsRandom).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(KeyRing::load(&path).unwrap(), ring);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(KeyRing::load(&path).unwrap_err().to_string().contains("chmod 600"));
    }
}
