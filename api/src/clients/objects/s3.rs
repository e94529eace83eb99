//! Objects in Amazon S3.

use std::{io, path::Path, time::Duration};

use anyhow::{Context, bail};
use aws_config::{BehaviorVersion, Region, timeout::TimeoutConfig};
use aws_lc_rs::digest;
use aws_sdk_s3::{
    Client,
    operation::get_object::GetObjectError,
    primitives::ByteStream,
    types::{ChecksumMode, ServerSideEncryption},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;

use super::{ObjectStore, Served, check_name};
use crate::config::S3Config;

const CONNECT: Duration = Duration::from_secs(5);
const ANSWER: Duration = Duration::from_mins(1); // to the first byte; S3 checks the whole object before it answers
const TRANSFER: Duration = Duration::from_hours(1); // one object; a transfer that stands still ends much earlier
const LARGEST: u64 = 5 * 1024 * 1024 * 1024; // bytes in one PutObject

/// A bucket and the beginning of the names in it. Sending an object again replaces it whole, so the
/// SDK's own retries stay on.
#[derive(Clone, Debug)]
pub struct S3Store {
    client: Client,
    bucket: String,
    prefix: String,
}

impl S3Store {
    /// For a configuration that names a bucket. Credentials and region come from the SDK's chain where
    /// the configuration does not name them.
    pub async fn connect(config: &S3Config) -> Self {
        let bucket = config.bucket.clone().unwrap_or_default();
        let mut loader = aws_config::defaults(BehaviorVersion::latest());
        if let Some(region) = &config.region {
            loader = loader.region(Region::new(region.clone()));
        }
        if let Some(url) = &config.endpoint_url {
            loader = loader.endpoint_url(url);
        }
        let settings = aws_sdk_s3::config::Builder::from(&loader.load().await);
        let settings = settings.timeout_config(timeouts()).force_path_style(config.endpoint_url.is_some());
        Self { client: Client::from_conf(settings.build()), bucket, prefix: config.prefix.clone() }
    }

    fn key(&self, name: &str) -> anyhow::Result<String> {
        check_name(name)?;
        Ok(format!("{}{name}", self.prefix))
    }

    fn explain(&self, what: &str, name: &str) -> String {
        format!("{what} {name} in {} failed; check bucket, region, credentials and rights", self.place())
    }
}

fn timeouts() -> TimeoutConfig {
    TimeoutConfig::builder().connect_timeout(CONNECT).read_timeout(ANSWER).operation_timeout(TRANSFER).build()
}

#[async_trait::async_trait]
impl ObjectStore for S3Store {
    fn place(&self) -> String {
        format!("s3://{}/{}", self.bucket, self.prefix)
    }

    async fn put(&self, name: &str, from: &Path) -> anyhow::Result<()> {
        let key = self.key(name)?;
        let path = from.to_owned();
        let (size_bytes, sha256) = tokio::task::spawn_blocking(move || measure(&path))
            .await
            .context("reading the file was cut off")?
            .with_context(|| format!("{} cannot be read", from.display()))?;
        if size_bytes > LARGEST {
            bail!("{name} has {size_bytes} bytes; S3 takes at most {LARGEST} in one piece. Use a folder for it.");
        }
        self.client
            .put_object()
            .bucket(&self.bucket)
            .key(key)
            .body(ByteStream::from_path(from).await.with_context(|| format!("{} cannot be read", from.display()))?)
            .server_side_encryption(ServerSideEncryption::Aes256)
            // S3 refuses an object that does not have this checksum.
            .checksum_sha256(STANDARD.encode(sha256))
            .send()
            .await
            .with_context(|| self.explain("writing", name))?;
        Ok(())
    }

    async fn put_bytes(&self, name: &str, bytes: Bytes, served: Served) -> anyhow::Result<()> {
        let sha256 = digest::digest(&digest::SHA256, &bytes);
        self.client
            .put_object()
            .bucket(&self.bucket)
            .key(self.key(name)?)
            .body(ByteStream::from(bytes))
            .content_type(served.content_type)
            .cache_control(served.cache_control)
            .server_side_encryption(ServerSideEncryption::Aes256)
            .checksum_sha256(STANDARD.encode(sha256))
            .send()
            .await
            .with_context(|| self.explain("writing", name))?;
        Ok(())
    }

    async fn get_bytes(&self, name: &str, most: u64) -> anyhow::Result<Option<Bytes>> {
        let request = self.client.get_object().bucket(&self.bucket).key(self.key(name)?);
        let object = match request.checksum_mode(ChecksumMode::Enabled).send().await {
            Err(error) if error.as_service_error().is_some_and(GetObjectError::is_no_such_key) => return Ok(None),
            answer => answer.with_context(|| self.explain("reading", name))?,
        };
        let size_bytes = object.content_length().and_then(|size| u64::try_from(size).ok());
        if size_bytes.is_none_or(|size_bytes| size_bytes > most) {
            bail!("{name} in {} has more than {most} bytes", self.place());
        }
        let body = object.body.collect().await.with_context(|| self.explain("reading", name))?;
        Ok(Some(body.into_bytes()))
    }

    async fn get(&self, name: &str, to: &Path) -> anyhow::Result<()> {
        let key = self.key(name)?;
        let object = self
            .client
            .get_object()
            .bucket(&self.bucket)
            .key(key)
            .checksum_mode(ChecksumMode::Enabled)
            .send()
            .await
            .with_context(|| self.explain("reading", name))?;
        let mut file = tokio::fs::OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(to)
            .await
            .with_context(|| format!("{} cannot be made", to.display()))?;
        tokio::io::copy(&mut object.body.into_async_read(), &mut file)
            .await
            .with_context(|| self.explain("reading", name))?;
        file.sync_all().await.with_context(|| format!("{} cannot be written", to.display()))
    }

    async fn list(&self, prefix: &str) -> anyhow::Result<Vec<(String, u64)>> {
        let begin = format!("{}{prefix}", self.prefix);
        let request = self.client.list_objects_v2().bucket(&self.bucket).prefix(begin);
        let mut pages = request.into_paginator().send();
        let mut objects = Vec::new();
        while let Some(page) = pages.next().await {
            for object in page.with_context(|| self.explain("listing", prefix))?.contents() {
                if let Some(name) = object.key().and_then(|key| key.strip_prefix(&self.prefix))
                    && check_name(name).is_ok()
                {
                    let size_bytes = object.size().and_then(|size| u64::try_from(size).ok()).unwrap_or(0);
                    objects.push((name.to_owned(), size_bytes));
                }
            }
        }
        objects.sort_unstable();
        Ok(objects)
    }

    async fn delete(&self, name: &str) -> anyhow::Result<()> {
        let key = self.key(name)?;
        let request = self.client.delete_object().bucket(&self.bucket).key(key);
        request.send().await.with_context(|| self.explain("removing", name))?;
        Ok(())
    }
}

/// Size in bytes and SHA-256 of a file. Blocks.
fn measure(path: &Path) -> io::Result<(u64, digest::Digest)> {
    struct Hash(digest::Context);
    impl io::Write for Hash {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.update(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut hash = Hash(digest::Context::new(&digest::SHA256));
    let size_bytes = io::copy(&mut std::fs::File::open(path)?, &mut hash)?;
    Ok((size_bytes, hash.0.finish()))
}
