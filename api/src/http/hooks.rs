//! `/hooks/sns`: what Amazon tells us of messages. Nobody signs in here; every notification carries a signature.

use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, State},
    http::StatusCode,
    routing::post,
};

use crate::{
    domain::feedback::{self, Received, Refused, envelope::Envelope},
    state::App,
};

// SNS's messages have at most 256 KiB, which JSON within JSON may double.
const LARGEST: usize = 640 * 1024; // bytes

pub fn router() -> Router<App> {
    Router::new().route("/hooks/sns", post(sns)).layer(DefaultBodyLimit::max(LARGEST))
}

/// SNS tries again after a 5xx, and gives up after a 4xx.
/// <https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html>
async fn sns(State(app): State<App>, body: Bytes) -> (StatusCode, String) {
    if app.config.feedback.topic_arns.is_empty() {
        return (StatusCode::NOT_FOUND, "No topic is configured (feedback.topic_arns).\n".to_owned());
    }
    // The body is JSON whatever its type says: SNS says text/plain.
    let Ok(envelope) = serde_json::from_slice::<Envelope>(&body) else {
        return (StatusCode::BAD_REQUEST, "This is no notification of Amazon SNS.\n".to_owned());
    };
    match feedback::receive(&app, &envelope).await {
        Ok(Ok(received)) => {
            count("taken");
            if received == Received::Subscribed {
                tracing::info!(topic = envelope.topic_arn, "the subscription of a topic was confirmed");
            }
            (StatusCode::OK, String::new())
        }
        Ok(Err(refused)) => {
            count("refused");
            tracing::warn!(%refused, "a notification was refused");
            (status(&refused), format!("Refused: {refused}.\n"))
        }
        Err(error) => {
            count("failed");
            tracing::error!(error = %format!("{error:#}"), "a notification could not be taken");
            (StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong on our side. Try again.\n".to_owned())
        }
    }
}

fn status(refused: &Refused) -> StatusCode {
    match refused {
        Refused::NoCertificate(_) => StatusCode::SERVICE_UNAVAILABLE,
        Refused::UnknownTopic
        | Refused::WrongTime
        | Refused::WrongCertificateAddress
        | Refused::UnknownVersion
        | Refused::WrongSignature => StatusCode::FORBIDDEN,
    }
}

fn count(outcome: &'static str) {
    metrics::counter!("recall_notifications_total", "outcome" => outcome).increment(1);
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use axum::{body::Body, http::Request};

    use super::*;
    use crate::http::test_server::TestServer;

    #[tokio::test]
    async fn without_a_topic_there_is_nothing_to_post_to() {
        let server = TestServer::start().await;
        let posted = Request::post("/hooks/sns").body(Body::from("{}")).unwrap();
        assert_eq!(server.send(posted).await.status, StatusCode::NOT_FOUND);
    }

    #[test]
    fn sns_is_to_try_again_only_where_that_may_help() {
        assert_eq!(status(&Refused::NoCertificate("time-out".to_owned())), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(status(&Refused::WrongSignature), StatusCode::FORBIDDEN);
    }
}
