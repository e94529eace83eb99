//! An RSA key with a certificate of its own making, as tests need to sign what SNS would.

#![allow(clippy::unwrap_used)]

use aws_lc_rs::{
    digest::{SHA1_FOR_LEGACY_USE_ONLY, digest},
    encoding::{AsDer, Pkcs8V1Der},
    rand::SystemRandom,
    rsa::{KeyPair, KeySize},
    signature::{KeyPair as _, RSA_PKCS1_SHA256},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use num_bigint::BigUint;

use super::certificate::Hash;

// ASN.1 tags (X.690 §8).
const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const SEQUENCE: u8 = 0x30;
const UTC_TIME: u8 = 0x17;
const EXPLICIT_0: u8 = 0xa0;

/// AlgorithmIdentifiers: rsaEncryption and sha256WithRSAEncryption (RFC 8017, appendix A).
const RSA: &[u8] = &[0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];
const SHA256_WITH_RSA: &[u8] =
    &[0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b, 0x05, 0x00];
/// The beginning of a DigestInfo over SHA-1 (RFC 8017 §9.2, note 1).
const SHA1_DIGEST_INFO: &[u8] =
    &[0x30, 0x21, 0x30, 0x09, 0x06, 0x05, 0x2b, 0x0e, 0x03, 0x02, 0x1a, 0x05, 0x00, 0x04, 0x14];

pub(crate) struct TestSigner(KeyPair);

impl TestSigner {
    pub fn new() -> Self {
        Self(KeyPair::generate(KeySize::Rsa2048).unwrap())
    }

    /// Valid from 2020 to 2049, in PEM.
    pub fn certificate(&self) -> String {
        let validity = [der(UTC_TIME, b"200101000000Z"), der(UTC_TIME, b"491231235959Z")].concat();
        let key = [RSA, &der(BIT_STRING, &[&[0], self.0.public_key().as_ref()].concat())].concat();
        let told = [
            der(EXPLICIT_0, &der(INTEGER, &[2])), // version 3
            der(INTEGER, &[1]),
            SHA256_WITH_RSA.to_vec(),
            der(SEQUENCE, &[]), // issuer: nobody
            der(SEQUENCE, &validity),
            der(SEQUENCE, &[]), // subject: nobody
            der(SEQUENCE, &key),
        ];
        let told = der(SEQUENCE, &told.concat());
        let signature = [&[0], self.sign(Hash::Sha256, &told).as_slice()].concat();
        let certificate = der(SEQUENCE, &[told, SHA256_WITH_RSA.to_vec(), der(BIT_STRING, &signature)].concat());
        let text = STANDARD.encode(certificate);
        let lines: Vec<&str> = text.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
        format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"))
    }

    /// A signature by PKCS #1 v1.5.
    pub fn sign(&self, hash: Hash, message: &[u8]) -> Vec<u8> {
        match hash {
            Hash::Sha256 => {
                let mut signature = vec![0; self.0.public_modulus_len()];
                self.0.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature).unwrap();
                signature
            }
            Hash::Sha1 => self.sign_sha1(message),
        }
    }

    /// By the book (RFC 8017 §8.2.1): the library verifies such signatures and makes none.
    fn sign_sha1(&self, message: &[u8]) -> Vec<u8> {
        let info = [SHA1_DIGEST_INFO, digest(&SHA1_FOR_LEGACY_USE_ONLY, message).as_ref()].concat();
        let length = self.0.public_modulus_len();
        let padding = vec![0xff; length - info.len() - 3];
        let encoded = [[0, 1].as_slice(), &padding, &[0], &info].concat();
        let private: Pkcs8V1Der<'_> = self.0.as_der().unwrap();
        let (modulus, exponent) = modulus_and_exponent(private.as_ref());
        let signature = BigUint::from_bytes_be(&encoded).modpow(&exponent, &modulus).to_bytes_be();
        [vec![0; length - signature.len()], signature].concat()
    }
}

/// Out of a PKCS #8 key: SEQUENCE { version, algorithm, OCTET STRING { SEQUENCE { version, n, e, d, … } } }.
fn modulus_and_exponent(pkcs8: &[u8]) -> (BigUint, BigUint) {
    let (outer, _) = element(pkcs8);
    let (_, rest) = element(outer);
    let (_, rest) = element(rest);
    let (octets, _) = element(rest);
    let (key, _) = element(octets);
    let (_, rest) = element(key);
    let (n, rest) = element(rest);
    let (_, rest) = element(rest);
    let (d, _) = element(rest);
    (BigUint::from_bytes_be(n), BigUint::from_bytes_be(d))
}

/// The content of the first element, and what comes after it.
fn element(der: &[u8]) -> (&[u8], &[u8]) {
    let (length, start) = match usize::from(der[1]) {
        short @ 0..=127 => (short, 2),
        long => {
            let bytes = long - 128;
            (der[2..2 + bytes].iter().fold(0, |length, byte| length * 256 + usize::from(*byte)), 2 + bytes)
        }
    };
    (&der[start..start + length], &der[start + length..])
}

fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len().to_be_bytes();
    let first = length.iter().position(|&byte| byte != 0).unwrap_or(length.len() - 1);
    let length = match content.len() {
        short @ 0..=127 => vec![u8::try_from(short).unwrap()],
        _ => [&[0x80 + u8::try_from(length.len() - first).unwrap()], &length[first..]].concat(),
    };
    [&[tag], length.as_slice(), content].concat()
}
