//! The page of a version: read once, and shown whatever the object store does.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;

use super::ground::grounds;
use crate::{
    clients::objects::{ObjectStore, Served},
    domain::forms,
    state::App,
};

/// A bucket that takes a question and never answers.
#[derive(Debug, Default)]
struct Silent {
    asked: AtomicUsize,
}

#[async_trait::async_trait]
impl ObjectStore for Silent {
    fn place(&self) -> String {
        "s3://silent/".to_owned()
    }
    async fn put(&self, _: &str, _: &Path) -> anyhow::Result<()> {
        std::future::pending().await
    }
    async fn put_bytes(&self, _: &str, _: Bytes, _: Served) -> anyhow::Result<()> {
        std::future::pending().await
    }
    async fn get_bytes(&self, _: &str, _: u64) -> anyhow::Result<Option<Bytes>> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        std::future::pending().await
    }
    async fn get(&self, _: &str, _: &Path) -> anyhow::Result<()> {
        std::future::pending().await
    }
    async fn list(&self, _: &str) -> anyhow::Result<Vec<(String, u64)>> {
        std::future::pending().await
    }
    async fn delete(&self, _: &str) -> anyhow::Result<()> {
        std::future::pending().await
    }
}

#[tokio::test]
async fn a_page_is_shown_while_the_bucket_says_nothing_and_asked_for_once() {
    for ground in grounds().await {
        let form = ground.form(false).await;
        ground.publish(form).await;
        let silent = Arc::new(Silent::default());
        let app = App { form_pages: silent.clone(), ..ground.0.app.clone() };
        let version = ground.addressed(None).await.unwrap().version;
        let shown = tokio::time::timeout(Duration::from_secs(30), forms::stored_page(&app, &version)).await;
        let page = shown.expect("nobody waits for the bucket").unwrap();
        assert!(page.contains("Do you wheeze?"), "{page}");
        for _ in 0..100 {
            let version = ground.addressed(None).await.unwrap().version;
            assert_eq!(forms::stored_page(&app, &version).await.unwrap(), page);
        }
        assert_eq!(silent.asked.load(Ordering::Relaxed), 1);
    }
}
