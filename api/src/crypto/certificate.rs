//! Certificates that others sign with: what they are valid for, and RSA signatures (PKCS #1 v1.5) under their key.

use std::time::Duration;

use aws_lc_rs::signature::{
    RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY, RSA_PKCS1_2048_8192_SHA256, RsaParameters, UnparsedPublicKey,
};
use entity::time::Timestamp;
use x509_cert::{Certificate, der::asn1::ObjectIdentifier};

const RSA_ENCRYPTION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1"); // RFC 8017, appendix A.1

/// The hash under a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hash {
    /// Only because SNS's first version of signatures has it.
    Sha1,
    Sha256,
}

impl Hash {
    fn parameters(self) -> &'static RsaParameters {
        match self {
            Self::Sha1 => &RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY,
            Self::Sha256 => &RSA_PKCS1_2048_8192_SHA256,
        }
    }
}

/// Why a certificate is of no use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    #[error("this is no certificate in PEM")]
    NotPem,
    #[error("the key of the certificate is no RSA key")]
    NotRsa,
}

/// A certificate with an RSA key. Who issued it is not looked at: the caller knows where it came from.
#[derive(Clone, Debug)]
pub struct SigningCertificate {
    key: Vec<u8>,
    not_before: Duration,
    not_after: Duration,
}

impl SigningCertificate {
    /// The first certificate of a PEM text.
    pub fn from_pem(pem: &[u8]) -> Result<Self, CertificateError> {
        let chain = Certificate::load_pem_chain(pem).map_err(|_| CertificateError::NotPem)?;
        let certificate = chain.into_iter().next().ok_or(CertificateError::NotPem)?;
        let told = certificate.tbs_certificate();
        let key = told.subject_public_key_info();
        if key.algorithm.oid != RSA_ENCRYPTION {
            return Err(CertificateError::NotRsa);
        }
        Ok(Self {
            key: key.subject_public_key.as_bytes().ok_or(CertificateError::NotRsa)?.to_vec(),
            not_before: told.validity().not_before.to_unix_duration(),
            not_after: told.validity().not_after.to_unix_duration(),
        })
    }

    pub fn is_valid_at(&self, at: Timestamp) -> bool {
        let at = Duration::from_millis(u64::try_from(at.0).unwrap_or(0));
        (self.not_before..=self.not_after).contains(&at)
    }

    /// Whether the holder of the certificate's key signed exactly these bytes.
    pub fn has_signed(&self, hash: Hash, message: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(hash.parameters(), &self.key).verify(message, signature).is_ok()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::crypto::test_signer::TestSigner;

    #[test]
    fn a_signature_holds_for_its_bytes_its_hash_and_its_key_only() {
        let (one, other) = (TestSigner::new(), TestSigner::new());
        let certificate = SigningCertificate::from_pem(one.certificate().as_bytes()).unwrap();
        let signature = one.sign(Hash::Sha256, b"hello");
        assert!(certificate.has_signed(Hash::Sha256, b"hello", &signature));
        assert!(!certificate.has_signed(Hash::Sha256, b"hullo", &signature));
        assert!(!certificate.has_signed(Hash::Sha1, b"hello", &signature));
        assert!(!certificate.has_signed(Hash::Sha256, b"hello", &other.sign(Hash::Sha256, b"hello")));
        let old = one.sign(Hash::Sha1, b"hello");
        assert!(certificate.has_signed(Hash::Sha1, b"hello", &old));
        assert!(!certificate.has_signed(Hash::Sha256, b"hello", &old));
    }

    #[test]
    fn a_certificate_is_valid_between_its_dates() {
        let certificate = SigningCertificate::from_pem(TestSigner::new().certificate().as_bytes()).unwrap();
        let at = |text: &str| text.parse::<chrono::DateTime<chrono::Utc>>().unwrap().into();
        assert!(certificate.is_valid_at(at("2026-09-18T12:00:00Z")));
        assert!(!certificate.is_valid_at(at("2019-12-31T23:59:59Z")));
        assert!(!certificate.is_valid_at(at("2050-01-01T00:00:00Z")));
    }

    #[test]
    fn what_is_no_certificate_says_so() {
        assert_eq!(SigningCertificate::from_pem(b"<html>").unwrap_err(), CertificateError::NotPem);
        assert_eq!(SigningCertificate::from_pem(b"").unwrap_err(), CertificateError::NotPem);
    }
}
