//! Which of the two media types the client wants.

use axum::http::{HeaderMap, header};

/// How the answer is written, and what its status may say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Accept {
    /// `application/json`: the status is 200 for whatever GraphQL itself answers.
    Json,
    /// `application/graphql-response+json`: 400 where the document was not executed.
    GraphqlResponse,
}

impl Accept {
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json; charset=utf-8",
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
        }
    }

    /// The best of what the client accepts; `None` when it accepts neither.
    pub fn of(headers: &HeaderMap) -> Option<Self> {
        let mut best: Option<(Self, f32)> = None;
        let mut any = false;
        for range in headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok()) {
            for range in range.split(',').map(str::trim).filter(|range| !range.is_empty()) {
                any = true;
                let (media, quality) = parse(range);
                let accept = match media.to_ascii_lowercase().as_str() {
                    "application/graphql-response+json" => Self::GraphqlResponse,
                    "application/json" | "application/*" | "*/*" => Self::Json,
                    _ => continue,
                };
                if quality > best.map_or(0.0, |(_, quality)| quality) {
                    best = Some((accept, quality));
                }
            }
        }
        if any { best.map(|(accept, _)| accept) } else { Some(Self::Json) }
    }
}

fn parse(range: &str) -> (&str, f32) {
    let mut parts = range.split(';').map(str::trim);
    let media = parts.next().unwrap_or_default();
    let quality = parts
        .filter_map(|parameter| parameter.split_once('='))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case("q"))
        .and_then(|(_, value)| value.trim().parse().ok())
        .unwrap_or(1.0);
    (media, quality)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn of(accept: &str) -> Option<Accept> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, accept.parse().unwrap());
        Accept::of(&headers)
    }

    #[test]
    fn the_client_chooses() {
        assert_eq!(Accept::of(&HeaderMap::new()), Some(Accept::Json));
        assert_eq!(of("*/*"), Some(Accept::Json));
        assert_eq!(
            of("application/graphql-response+json; charset=utf-8, application/json;q=0.9"),
            Some(Accept::GraphqlResponse)
        );
        assert_eq!(of("application/graphql-response+json;q=0.5, application/json"), Some(Accept::Json));
        assert_eq!(of("text/html"), None);
        assert_eq!(of("application/json;q=0"), None);
    }
}
