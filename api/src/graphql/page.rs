//! Relay connections with keyset paging: a cursor holds the sort key and the id of a row.

use async_graphql::connection::{Connection, Edge, EmptyFields};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Serialize, de::DeserializeOwned};

use crate::domain::Error;

pub const DEFAULT_PAGE: usize = 50;
pub const LONGEST_PAGE: usize = 200; // a page of patients with their contact points stays under 200 kB

/// What was asked for, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageRequest<K> {
    pub limit: usize,
    /// Rows after (or, going backward, before) this key.
    pub from: Option<K>,
    pub backward: bool,
}

/// Rows in the order they are shown, with whether there are more on either side.
#[derive(Clone, Debug)]
pub struct Page<T> {
    pub rows: Vec<T>,
    pub has_previous: bool,
    pub has_next: bool,
}

impl<K: DeserializeOwned> PageRequest<K> {
    /// From the four arguments of a Relay connection.
    pub fn new(
        first: Option<i32>,
        after: Option<&str>,
        last: Option<i32>,
        before: Option<&str>,
    ) -> async_graphql::Result<Self> {
        let refuse = |field: &str, message: String| Err(super::error::to_graphql(Error::invalid(field, message)));
        if first.is_some() && last.is_some() {
            return refuse("first", "Give `first` or `last`, not both.".to_owned());
        }
        let backward = last.is_some() || (before.is_some() && first.is_none());
        let (field, limit) = if backward { ("last", last) } else { ("first", first) };
        let limit = match limit {
            None => DEFAULT_PAGE,
            Some(limit) => match usize::try_from(limit) {
                Ok(limit) if (1..=LONGEST_PAGE).contains(&limit) => limit,
                _ => return refuse(field, format!("Give a number from 1 to {LONGEST_PAGE}.")),
            },
        };
        let (field, cursor) = if backward { ("before", before) } else { ("after", after) };
        let from = cursor.map(|cursor| decode(field, cursor)).transpose()?;
        Ok(Self { limit, from, backward })
    }

    /// How many rows to read: one more than shown tells whether there are more.
    pub fn fetch(&self) -> u64 {
        u64::try_from(self.limit).unwrap_or(u64::MAX).saturating_add(1)
    }

    /// Makes the page of rows that were read in the direction of travel, at most [`Self::fetch`] of them.
    pub fn page<T>(&self, mut rows: Vec<T>) -> Page<T> {
        let more = rows.len() > self.limit;
        rows.truncate(self.limit);
        if self.backward {
            rows.reverse();
            Page { rows, has_previous: more, has_next: self.from.is_some() }
        } else {
            Page { rows, has_previous: self.from.is_some(), has_next: more }
        }
    }
}

/// The cursor of a row with this key.
pub fn encode(key: &impl Serialize) -> String {
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(key).unwrap_or_default())
}

fn decode<K: DeserializeOwned>(field: &str, cursor: &str) -> async_graphql::Result<K> {
    URL_SAFE_NO_PAD.decode(cursor).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).ok_or_else(|| {
        super::error::to_graphql(Error::invalid(
            field,
            "This is no cursor of this list. Start again from the first page.",
        ))
    })
}

/// A connection out of a page; `extra` holds the connection's own fields, as a lazy total.
pub fn connection<T, N, F>(
    page: Page<T>,
    extra: F,
    key: impl Fn(&T) -> String,
    node: impl Fn(T) -> N,
) -> Connection<String, N, F, EmptyFields>
where
    N: async_graphql::OutputType,
    F: async_graphql::ObjectType,
{
    let mut connection = Connection::with_additional_fields(page.has_previous, page.has_next, extra);
    connection.edges.extend(page.rows.into_iter().map(|row| {
        let cursor = key(&row);
        Edge::new(cursor, node(row))
    }));
    connection
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_page_knows_whether_there_is_more_on_either_side() {
        let forward = PageRequest::<i64>::new(Some(2), None, None, None).unwrap();
        let page = forward.page(vec![1, 2, 3]);
        assert_eq!((page.rows, page.has_previous, page.has_next), (vec![1, 2], false, true));
        let cursor = encode(&3_i64);
        let backward = PageRequest::<i64>::new(None, None, Some(2), Some(&cursor)).unwrap();
        assert_eq!(backward.from, Some(3));
        let page = backward.page(vec![2, 1]);
        assert_eq!((page.rows, page.has_previous, page.has_next), (vec![1, 2], false, true));
    }

    #[test]
    fn wrong_arguments_are_refused() {
        assert!(PageRequest::<i64>::new(Some(0), None, None, None).is_err());
        assert!(PageRequest::<i64>::new(Some(201), None, None, None).is_err());
        assert!(PageRequest::<i64>::new(Some(1), None, Some(1), None).is_err());
        assert!(PageRequest::<i64>::new(None, Some("no cursor"), None, None).is_err());
    }
}
