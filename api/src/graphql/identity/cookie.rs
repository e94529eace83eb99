//! The cookie that holds the refresh token: out of reach of scripts, sent to `/graphql` of this site only.

use axum_extra::extract::cookie::{Cookie, SameSite};

use crate::{
    config::Config,
    domain::identity::{refresh_token::RefreshToken, sessions::SESSION_LIFETIME},
};

pub const REFRESH_COOKIE: &str = "recall_refresh";
const PATH: &str = "/graphql";

/// The value of a `Set-Cookie` header that keeps this token.
pub fn keep(token: &RefreshToken, config: &Config) -> String {
    let seconds = i64::try_from(SESSION_LIFETIME.as_secs()).unwrap_or(i64::MAX);
    set(&token.text, seconds, config)
}

/// The value of a `Set-Cookie` header that removes it.
pub fn forget(config: &Config) -> String {
    set("", 0, config)
}

fn set(value: &str, seconds: i64, config: &Config) -> String {
    let mut cookie = Cookie::new(REFRESH_COOKIE, value);
    cookie.set_path(PATH);
    cookie.set_http_only(true);
    cookie.set_same_site(SameSite::Strict);
    cookie.set_secure(config.http.secure_cookies);
    // Written by hand: the builder's method wants a duration of the `time` crate, which nothing else here uses.
    format!("{cookie}; Max-Age={seconds}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{clients::random::OsRandom, crypto::KeyRing};

    #[test]
    fn the_cookie_is_out_of_reach_of_scripts_and_of_other_sites() {
        let token = RefreshToken::generate(1, &KeyRing::generate(&OsRandom), &OsRandom);
        let cookie = keep(&token, &Config::default());
        assert!(cookie.starts_with(&format!("recall_refresh={}; ", token.text)), "{cookie}");
        for attribute in ["HttpOnly", "SameSite=Strict", "Secure", "Path=/graphql", "Max-Age=43200"] {
            assert!(cookie.split("; ").any(|part| part == attribute), "{attribute} in {cookie}");
        }
        assert!(forget(&Config::default()).ends_with("Max-Age=0"));
    }
}
