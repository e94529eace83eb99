//! Texts by Amazon SNS `Publish`.
