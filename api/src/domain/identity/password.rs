//! Passwords: which ones are accepted, and Argon2id (RFC 9106) over them.

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::sync::Semaphore;

use crate::{
    clients::random::Random,
    domain::{Error, Result},
};

// OWASP Password Storage Cheat Sheet: Argon2id with 19 MiB, 2 passes, 1 lane.
const MEMORY: u32 = 19 * 1024; // KiB
const PASSES: u32 = 2;
const LANES: u32 = 1;
const SALT: usize = 16; // bytes, RFC 9106 §3.1

/// At most this many at a time, so that a flood of sign-ins takes 76 MiB and not all memory.
static SLOTS: Semaphore = Semaphore::const_new(4);

const SHORTEST: usize = 12; // characters
const LONGEST: usize = 256; // characters; nobody types more, and hashing takes time for each
const DISTINCT: usize = 5; // different characters beside the words that everybody tries

/// Words that everybody tries; what is left without them must still be a password.
const OBVIOUS: &[&str] = &[
    "password",
    "passwort",
    "letmein",
    "welcome",
    "administrator",
    "admin",
    "qwertyuiop",
    "qwerty",
    "asdfghjkl",
    "zxcvbnm",
    "1234567890",
    "0123456789",
    "123456789",
    "12345678",
    "1234567",
    "123456",
    "12345",
    "1234",
    "abcdef",
    "recall",
    "changeme",
    "secret",
    "iloveyou",
    "patient",
    "practice",
    "surgery",
];

/// A hash of no account, of the same cost: checked where there is no user, so that a wrong address takes
/// as long as a wrong password.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGF0IGFsbCEhIQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Refuses what is too short or too obvious (NIST SP 800-63B §5.1.1.2). `about` are words the user is known
/// by, as name and email address; `field` is where the password was typed.
pub fn check(field: &str, password: &str, about: &[&str]) -> Result<()> {
    let refuse = |message: String| Err(Error::invalid(field, message));
    let length = password.chars().count();
    if length < SHORTEST {
        return refuse(format!(
            "A password has at least {SHORTEST} characters; this has {length}. Three random words do well."
        ));
    }
    if length > LONGEST {
        return refuse(format!("A password has at most {LONGEST} characters; this has {length}."));
    }
    let mut rest = password.to_lowercase();
    let known = about.iter().flat_map(|words| words.split(|c: char| !c.is_alphanumeric()));
    for word in known.map(str::to_lowercase).filter(|word| word.len() >= 4) {
        rest = rest.replace(&word, "");
    }
    for word in OBVIOUS {
        rest = rest.replace(word, "");
    }
    let mut distinct: Vec<char> = rest.chars().collect();
    distinct.sort_unstable();
    distinct.dedup();
    if distinct.len() < DISTINCT {
        return refuse(
            "This password is easy to guess. Take words that have nothing to do with you or this program.".to_owned(),
        );
    }
    Ok(())
}

/// The PHC string to store.
pub async fn hash(password: &str, random: &dyn Random) -> Result<String> {
    let mut salt = [0; SALT];
    random.fill(&mut salt);
    let password = password.to_owned();
    apart(move || {
        let hash: PasswordHash = argon2()?
            .hash_password_with_salt(password.as_bytes(), &salt)
            .map_err(|error| anyhow::anyhow!("the password could not be hashed: {error}"))?;
        Ok(hash.to_string())
    })
    .await
}

/// Whether `password` is the one that was hashed. `None` stands for a user that does not exist: false,
/// after the same time.
pub async fn verify(password: &str, stored: Option<&str>) -> Result<bool> {
    let known = stored.is_some();
    let stored = stored.unwrap_or(NOBODY).to_owned();
    let password = password.to_owned();
    let matches = apart(move || {
        let hash = PasswordHash::new(&stored)
            .map_err(|error| anyhow::anyhow!("a stored password hash cannot be read: {error}"))?;
        Ok(argon2()?.verify_password(password.as_bytes(), &hash).is_ok())
    })
    .await?;
    Ok(known && matches)
}

fn argon2() -> anyhow::Result<Argon2<'static>> {
    let params = Params::new(MEMORY, PASSES, LANES, None).map_err(|error| anyhow::anyhow!("Argon2id: {error}"))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Runs `work` on a thread for slow work, when one of the slots is free.
async fn apart<T: Send + 'static>(work: impl FnOnce() -> anyhow::Result<T> + Send + 'static) -> Result<T> {
    let _slot = SLOTS.acquire().await.map_err(anyhow::Error::from)?;
    Ok(tokio::task::spawn_blocking(work).await.map_err(anyhow::Error::from)??)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::clients::random::OsRandom;

    #[tokio::test]
    async fn only_the_right_password_of_a_known_user_is_right() {
        let hash = hash("violet teapot orbit", &OsRandom).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(verify("violet teapot orbit", Some(&hash)).await.unwrap());
        assert!(!verify("violet teapot orbiT", Some(&hash)).await.unwrap());
        assert!(!verify("violet teapot orbit", None).await.unwrap());
    }

    #[test]
    fn nobody_costs_as_much_as_somebody() {
        let nobody = PasswordHash::new(NOBODY).unwrap();
        assert_eq!(Params::try_from(&nobody).unwrap(), Params::new(MEMORY, PASSES, LANES, Some(32)).unwrap());
    }

    #[test]
    fn short_and_obvious_passwords_are_refused_and_others_not() {
        let about = ["Gwen Harker", "gwen.harker@example.org"];
        for password in [
            "short",
            "elevenchars",
            "passwordpassword",
            "Password12345!",
            "aaaaaaaaaaaaaaaa",
            "gwenharker12",
            "qwertyuiop123456",
            "123456789012",
            "Recall-Admin-1",
        ] {
            assert!(check("password", password, &about).is_err(), "{password}");
        }
        for password in ["violet teapot orbit", "x9$Kq2!mZp7w", "пароль-из-слов", "my password is velvet"] {
            check("password", password, &about).unwrap();
        }
        assert!(check("password", &"velvet ".repeat(50), &about).is_err());
    }
}
