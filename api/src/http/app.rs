//! The browser app, embedded in the binary: hashed files for a year, the page itself always fresh.

use std::path::Path;

use aws_lc_rs::digest::{SHA256, digest};
use axum::{
    body::Body,
    http::{
        HeaderMap, HeaderValue, Method, StatusCode, Uri,
        header::{
            ACCEPT, ACCEPT_ENCODING, ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
            ETAG, HeaderName, IF_NONE_MATCH, VARY,
        },
    },
    response::{Html, IntoResponse, Response},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use rust_embed::{Embed, EmbeddedFile};

use crate::domain::messages::html::STYLES;

/// What Trunk built, with `.br` beside the files that compress well. In debug builds read from disk.
#[derive(Embed)]
#[folder = "$CARGO_MANIFEST_DIR/../web/dist"]
#[allow_missing = true]
struct Assets;

const PAGE: &str = "index.html";
const HASH_LENGTH: usize = 8; // hex digits at the least; Trunk writes 16
const FOR_A_YEAR: &str = "public, max-age=31536000, immutable";

const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Recall</title>\
    <h1>The browser app is not part of this build</h1>\
    <p>Build it with <code>cargo xtask up</code>, which also starts the server. \
    The API is there: <code>/graphql</code>.</p>";

/// Any path that nothing else serves: a file of the app, or the app's page for its own routes.
pub(super) async fn serve(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return (StatusCode::METHOD_NOT_ALLOWED, [(ALLOW, "GET, HEAD")], "Not here.").into_response();
    }
    let path = uri.path().trim_start_matches('/');
    if !path.is_empty()
        && path != PAGE
        && Path::new(path).extension().is_none_or(|extension| extension != "br")
        && let Some(file) = Assets::get(path)
    {
        return answer(path, file, &headers);
    }
    if !wants_page(&headers) {
        return (StatusCode::NOT_FOUND, "There is nothing here.").into_response();
    }
    match Assets::get(PAGE) {
        Some(page) => {
            let policy = HeaderValue::from_str(&policy(&String::from_utf8_lossy(&page.data)));
            let mut response = answer(PAGE, page, &headers);
            if let Ok(policy) = policy {
                response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
            }
            response
        }
        None => (StatusCode::SERVICE_UNAVAILABLE, Html(NOT_BUILT)).into_response(),
    }
}

fn wants_page(headers: &HeaderMap) -> bool {
    let accepted: Vec<&str> = values(headers, ACCEPT).collect();
    accepted.is_empty() || accepted.iter().any(|range| range.starts_with("text/html") || range.starts_with("*/*"))
}

fn answer(path: &str, file: EmbeddedFile, headers: &HeaderMap) -> Response {
    let kind = file.metadata.mimetype().to_owned();
    let kind = if kind.starts_with("text/") { format!("{kind}; charset=utf-8") } else { kind };
    let brotli = values(headers, ACCEPT_ENCODING).any(|range| {
        let (coding, quality) = range.split_once(';').unwrap_or((range, ""));
        coding.trim() == "br" && !matches!(quality.trim().strip_prefix("q="), Some("0" | "0.0" | "0.00" | "0.000"))
    });
    let compressed = if brotli { Assets::get(&format!("{path}.br")) } else { None };
    let encoding = compressed.is_some().then_some("br");
    let file = compressed.unwrap_or(file);
    let tag = format!("\"{}\"", hex(&file.metadata.sha256_hash()[..16]));
    let cache = if is_hashed(path) { FOR_A_YEAR } else { "no-cache" };
    let mut response = if values(headers, IF_NONE_MATCH).any(|known| known.trim_start_matches("W/") == tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Response::new(Body::from(file.data.into_owned()))
    };
    let known: [(HeaderName, Option<String>); 5] = [
        (CONTENT_TYPE, Some(kind)),
        (CACHE_CONTROL, Some(cache.to_owned())),
        (ETAG, Some(tag)),
        (VARY, Some("accept-encoding".to_owned())),
        (CONTENT_ENCODING, encoding.map(ToOwned::to_owned)),
    ];
    for (name, value) in known {
        if let Some(value) = value.and_then(|value| HeaderValue::from_str(&value).ok()) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// Each entry of a header that is a list.
fn values(headers: &HeaderMap, name: HeaderName) -> impl Iterator<Item = &str> {
    headers
        .get_all(name)
        .into_iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
}

/// Whether the name changes with the content, as in `recall-3f2a91c0d4e5b677_bg.wasm`.
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.split(['-', '_', '.'])
        .any(|part| part.len() >= HASH_LENGTH && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// What the page may do: nothing from elsewhere, no script but the app's own files and the loader that
/// Trunk writes into the page, which is named by its hash.
///
/// Emails are looked at in a frame, which has this policy too: their styles, in attributes as mail programs want them, are
/// named by their hashes.
fn policy(page: &str) -> String {
    let styles: String = STYLES.iter().map(|style| format!(" {}", hash_source(style))).collect();
    let mut scripts = String::from("'self' 'wasm-unsafe-eval'");
    let mut rest = page;
    while let Some((_, after)) = rest.split_once("<script") {
        let Some((attributes, body)) = after.split_once('>') else { break };
        let Some((script, after)) = body.split_once("</script>") else { break };
        if !attributes.contains(" src=") {
            scripts.push(' ');
            scripts.push_str(&hash_source(script));
        }
        rest = after;
    }
    format!(
        "default-src 'none'; script-src {scripts}; style-src 'self' 'unsafe-hashes'{styles}; img-src 'self' data:; connect-src 'self'; \
         font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
}

/// Names what stands in a page by its content (CSP 3 §2.3.1).
fn hash_source(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(digest(&SHA256, text.as_bytes())))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_are_kept_for_a_year() {
        assert!(is_hashed("recall-3f2a91c0d4e5b677_bg.wasm"));
        assert!(is_hashed("assets/base-3f2a91c0d4e5b677.css"));
        assert!(!is_hashed("favicon.svg"));
        assert!(!is_hashed("index.html"));
    }

    #[test]
    fn a_script_in_the_page_is_named_by_its_hash() {
        let policy = policy("<script type=\"module\">alert(1)</script><script src=\"a.js\"></script>");
        // printf 'alert(1)' | openssl dgst -sha256 -binary | base64
        assert!(
            policy.contains(
                "script-src 'self' 'wasm-unsafe-eval' 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI=';"
            ),
            "{policy}"
        );
    }
}
