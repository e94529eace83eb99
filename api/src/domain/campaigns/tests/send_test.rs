//! Tests of templates to oneself: a retry sends nothing twice.

use std::sync::{Arc, Mutex};

use shared::{channel::Channel, permission::Role};

use crate::{
    clients::{
        delivery::{Accepted, SendError},
        sms::{Sms, SmsSender},
    },
    domain::{
        Actor, Error,
        campaigns::{TemplateText, fixtures::Practice, send_test},
    },
    state::App,
};

const PHONE: &str = "07700 900123";
const KEY: &str = "0b0c6b3c-6f1d-4f63-9f3e-4a4b8f0e7d11";

/// Gives these answers, the last one first, and counts how often it was asked.
#[derive(Debug, Default)]
struct Provider {
    answers: Mutex<Vec<Result<Accepted, SendError>>>,
    asked: Mutex<u32>,
}

#[async_trait::async_trait]
impl SmsSender for Provider {
    async fn send(&self, _: &Sms) -> Result<Accepted, SendError> {
        *self.asked.lock().unwrap() += 1;
        self.answers.lock().unwrap().pop().unwrap()
    }
}

struct Bench {
    app: App,
    provider: Arc<Provider>,
    _practice: Practice,
}

impl Bench {
    async fn all() -> Vec<Self> {
        let practices = [Some(Practice::open().await), Practice::open_postgres().await];
        let bench = |practice: Practice| {
            let provider = Arc::new(Provider::default());
            Self { app: App { sms: provider.clone(), ..practice.app.clone() }, provider, _practice: practice }
        };
        practices.into_iter().flatten().map(bench).collect()
    }

    fn answer(&self, answer: Result<Accepted, SendError>) {
        self.provider.answers.lock().unwrap().push(answer);
    }

    async fn send(&self, key: &str) -> Result<String, Error> {
        let gwen = Actor::user(1.into(), "Gwen", Role::Manager);
        let text = TemplateText { channel: Channel::Sms, subject: None, body: "Please read {{ link }}".to_owned() };
        send_test(&self.app, &gwen, &text, Some(PHONE), Some(key)).await
    }

    fn asked(&self) -> u32 {
        *self.provider.asked.lock().unwrap()
    }
}

#[tokio::test]
async fn a_retry_after_a_lost_answer_sends_no_second_test() {
    for bench in Bench::all().await {
        bench.answer(Ok(Accepted { provider_id: None }));
        assert_eq!(bench.send(KEY).await.unwrap(), PHONE);
        assert_eq!(bench.send(KEY).await.unwrap(), PHONE);
        assert_eq!(bench.asked(), 1);
        bench.answer(Ok(Accepted { provider_id: None }));
        bench.send("another-key").await.unwrap();
        assert_eq!(bench.asked(), 2, "another test is another one");
    }
}

#[tokio::test]
async fn a_test_that_surely_did_not_leave_is_sent_by_a_retry() {
    for bench in Bench::all().await {
        bench.answer(Err(SendError::NotConnected("refused".to_owned())));
        assert_eq!(bench.send(KEY).await.unwrap_err().code(), "TEST_NOT_SENT");
        bench.answer(Ok(Accepted { provider_id: None }));
        bench.send(KEY).await.unwrap();
        assert_eq!(bench.asked(), 2);
    }
}

#[tokio::test]
async fn a_test_in_doubt_is_not_sent_again_unasked() {
    for bench in Bench::all().await {
        bench.answer(Err(SendError::Unknown("time-out".to_owned())));
        assert_eq!(bench.send(KEY).await.unwrap_err().code(), "TEST_IN_DOUBT");
        assert_eq!(bench.send(KEY).await.unwrap_err().code(), "TEST_IN_DOUBT");
        assert_eq!(bench.asked(), 1);
    }
}
