//! What all clients of Amazon's services share: how they are made, and what their errors mean.

use std::{error::Error, time::Duration};

use aws_config::{BehaviorVersion, Region, SdkConfig, retry::RetryConfig, timeout::TimeoutConfig};
use aws_sdk_sns::{
    config::http::HttpResponse,
    error::{ProvideErrorMetadata, SdkError},
};

use super::delivery::SendError;

/// Where a service is, and how long it may take.
#[derive(Clone, Debug)]
pub struct Place<'a> {
    /// The SDK's own where absent.
    pub region: Option<&'a str>,
    /// Amazon's where absent.
    pub endpoint_url: Option<&'a str>,
    pub connect: Duration,
    pub answer: Duration,
}

impl Place<'_> {
    /// Credentials come from the SDK's chain. Nothing is tried twice: a retry inside the SDK could send a message
    /// twice without the ledger knowing.
    pub async fn load(&self) -> SdkConfig {
        let limits = TimeoutConfig::builder().connect_timeout(self.connect).operation_timeout(self.answer).build();
        let mut loader = aws_config::defaults(BehaviorVersion::latest())
            .retry_config(RetryConfig::disabled())
            .timeout_config(limits);
        if let Some(region) = self.region {
            loader = loader.region(Region::new(region.to_owned()));
        }
        if let Some(url) = self.endpoint_url {
            loader = loader.endpoint_url(url);
        }
        Box::pin(loader.load()).await // it is large, and everybody who starts the application would carry it
    }
}

/// An answer of a service that says no.
pub(super) struct Refusal<'a> {
    pub status: u16,
    /// The service's word for the error.
    pub code: &'a str,
    /// May repeat an address or a number: to be looked at, not kept.
    pub message: &'a str,
}

impl Refusal<'_> {
    /// Whether it is about our account and would meet every message: keys, rights, a clock that is off.
    pub fn is_about_us(&self) -> bool {
        let account =
            ["Authorization", "AccessDenied", "InvalidClientToken", "Signature", "ExpiredToken", "Security", "OptIn"];
        matches!(self.status, 401 | 403) || account.iter().any(|word| self.code.contains(word))
    }

    pub fn is_throttling(&self) -> bool {
        self.status == 429 || self.code.contains("Throttl") || self.code.contains("TooManyRequests")
    }
}

/// What an error means for the message that was handed over; `refused` reads the answer of the service `name`.
pub(super) fn meaning<E: ProvideErrorMetadata>(
    name: &str,
    error: &SdkError<E, HttpResponse>,
    refused: impl FnOnce(&Refusal<'_>) -> SendError,
) -> SendError {
    match error {
        SdkError::ConstructionFailure(_) => {
            SendError::NotConnected(format!("the request to {name} cannot be made; are region and credentials set?"))
        }
        SdkError::DispatchFailure(failure)
            if failure.as_connector_error().is_some_and(|error| never_connected(error)) =>
        {
            SendError::NotConnected(format!("{name} cannot be reached"))
        }
        SdkError::DispatchFailure(failure) if failure.is_user() => {
            SendError::NotConnected(format!("the request to {name} cannot be sent; are credentials set?"))
        }
        SdkError::ServiceError(service) => refused(&Refusal {
            status: service.raw().status().as_u16(),
            code: service.err().code().unwrap_or("no code"),
            message: service.err().message().unwrap_or_default(),
        }),
        SdkError::TimeoutError(_) => SendError::Unknown("time-out".to_owned()),
        _ => SendError::Unknown("the connection broke".to_owned()),
    }
}

/// Whether the request surely never left. What is not recognised may have left.
fn never_connected(error: &(dyn Error + 'static)) -> bool {
    std::iter::successors(Some(error), |error| (*error).source()).any(|error| {
        if let Some(io) = error.downcast_ref::<std::io::Error>() {
            return matches!(
                io.kind(),
                std::io::ErrorKind::ConnectionRefused
                    | std::io::ErrorKind::HostUnreachable
                    | std::io::ErrorKind::NetworkUnreachable
            );
        }
        // The words of hyper-util and of the SDK's connector, whose types are not ours to name.
        let words = error.to_string();
        words.starts_with("client error (Connect)") || words.starts_with("HTTP connect timeout")
    })
}
