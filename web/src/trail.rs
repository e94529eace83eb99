//! Pages of a list that can only be walked forward. The address holds the cursors one came by, so that there is a way
//! back, a reload shows the same page, and a link to it can be passed on.

use crate::api::page::PageInfo;
use crate::components::pager::Position;
use crate::{number, text};

/// Between two cursors; no cursor has it in it.
const BETWEEN: char = '~';

/// The parameter of an address that holds the trail.
pub const PARAMETER: &str = "after";

/// The cursors of the pages from the second to this one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trail(Vec<String>);

impl Trail {
    /// From the parameter of an address.
    pub fn read(parameter: Option<&str>) -> Self {
        let parts = parameter.unwrap_or_default().split(BETWEEN);
        Self(parts.filter(|cursor| !cursor.is_empty()).map(str::to_owned).collect())
    }

    /// The value of the parameter; empty for the first page.
    pub fn parameter(&self) -> String {
        self.0.join("~")
    }

    /// What the page begins after.
    pub fn cursor(&self) -> Option<String> {
        self.0.last().cloned()
    }

    fn previous(&self) -> Option<Self> {
        let (_, earlier) = self.0.split_last()?;
        Some(Self(earlier.to_vec()))
    }

    fn next(&self, info: &PageInfo) -> Option<Self> {
        let cursor = info.end_cursor.clone().filter(|_| info.has_next_page)?;
        Some(Self(self.0.iter().cloned().chain([cursor]).collect()))
    }

    /// Where a page with this many rows stands, in a list whose full pages have `size` rows.
    pub fn position(&self, info: &PageInfo, rows: usize, size: i32, href: impl Fn(&Self) -> String) -> Position {
        let pages = i32::try_from(self.0.len()).unwrap_or(i32::MAX);
        let before = pages.saturating_mul(size);
        let last = before.saturating_add(i32::try_from(rows).unwrap_or(size));
        let first = before.saturating_add(1).min(last);
        Position {
            words: text::pager::rows(&number::count(first), &number::count(last)),
            previous: self.previous().map(|trail| href(&trail)),
            next: self.next(info).map(|trail| href(&trail)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn info(has_next_page: bool) -> PageInfo {
        PageInfo { has_previous_page: false, has_next_page, start_cursor: None, end_cursor: Some("c2".into()) }
    }

    #[test]
    fn the_way_forward_leads_back_again() {
        let first = Trail::read(None);
        let position = first.position(&info(true), 50, 50, Trail::parameter);
        assert_eq!((position.words.as_str(), position.previous), ("1–50", None));
        let second = Trail::read(position.next.as_deref());
        assert_eq!(second.cursor().as_deref(), Some("c2"));
        let position = second.position(&info(false), 7, 50, Trail::parameter);
        assert_eq!((position.words.as_str(), position.next), ("51–57", None));
        assert_eq!(position.previous, Some(String::new()));
    }

    #[test]
    fn a_trail_is_found_again_by_its_parameter() {
        let trail = Trail::read(Some("a~b"));
        assert_eq!(trail.parameter(), "a~b");
        assert_eq!(Trail::read(Some("~")), Trail::default());
    }
}
