//! Pages of a list in its address. Keyset paging knows the rows beside a cursor but not how many came before, so the
//! number of the first row travels along.

use crate::api::page::PageInfo;
use crate::components::forward_pager::ForwardPosition;
use crate::components::pager::Position;
use crate::{number, text};

/// Rows a page.
pub const SIZE: i32 = 50;

/// Which page, by the cursor it begins after or ends before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum PageAt {
    #[default]
    First,
    After {
        cursor: String,
        from: i32,
    },
    Before {
        cursor: String,
        from: i32,
    },
}

/// A page as the arguments of a connection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arguments {
    pub first: Option<i32>,
    pub after: Option<String>,
    pub last: Option<i32>,
    pub before: Option<String>,
}

impl PageAt {
    /// From the parameters of an address.
    pub fn read(parameter: impl Fn(&str) -> Option<String>) -> Self {
        let from = parameter("from").and_then(|from| from.parse().ok()).unwrap_or(1).max(1);
        match (parameter("after"), parameter("before")) {
            (Some(cursor), _) => Self::After { cursor, from },
            (None, Some(cursor)) => Self::Before { cursor, from },
            (None, None) => Self::First,
        }
    }

    /// The parameters of its address, some of them empty.
    pub fn parameters(&self) -> [(&'static str, String); 3] {
        let (after, before, from) = match self {
            Self::First => ("", "", String::new()),
            Self::After { cursor, from } => (cursor.as_str(), "", from.to_string()),
            Self::Before { cursor, from } => ("", cursor.as_str(), from.to_string()),
        };
        [("after", after.to_owned()), ("before", before.to_owned()), ("from", from)]
    }

    pub fn arguments(&self) -> Arguments {
        match self {
            Self::First => Arguments { first: Some(SIZE), ..Arguments::default() },
            Self::After { cursor, .. } => {
                Arguments { first: Some(SIZE), after: Some(cursor.clone()), ..Arguments::default() }
            }
            Self::Before { cursor, .. } => {
                Arguments { last: Some(SIZE), before: Some(cursor.clone()), ..Arguments::default() }
            }
        }
    }

    /// The number of the first row.
    fn from(&self) -> i32 {
        match self {
            Self::First => 1,
            Self::After { from, .. } | Self::Before { from, .. } => *from,
        }
    }

    /// Where this page of so many rows stands, and the addresses of the pages beside it.
    pub fn position(&self, info: &PageInfo, rows: usize, total: i32, href: impl Fn(Self) -> String) -> Position {
        // Back at the start, the number the page begins at is known better than by counting down.
        let from = if info.has_previous_page { self.from() } else { 1 };
        let rows = i32::try_from(rows).unwrap_or(SIZE);
        let to = from.saturating_add(rows).saturating_sub(1);
        let previous = info.start_cursor.clone().filter(|_| info.has_previous_page);
        let next = info.end_cursor.clone().filter(|_| info.has_next_page);
        Position {
            words: text::pager::position(&number::count(from), &number::count(to), &number::count(total)),
            previous: previous.map(|cursor| href(Self::Before { cursor, from: from.saturating_sub(SIZE).max(1) })),
            next: next.map(|cursor| href(Self::After { cursor, from: to.saturating_add(1) })),
        }
    }

    /// The same for a list that is read forward only.
    pub fn forward(&self, info: &PageInfo, rows: usize, total: i32, href: impl Fn(Self) -> String) -> ForwardPosition {
        let Position { words, next, .. } = self.position(info, rows, total, &href);
        ForwardPosition { words, first: info.has_previous_page.then(|| href(Self::First)), next }
    }
}

/// The address of a page of a list that has no filters.
pub fn href(path: &str, at: &PageAt) -> String {
    let parameters = at.parameters();
    crate::browser::address(path, &parameters.each_ref().map(|(name, value)| (*name, value.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(has_previous_page: bool, has_next_page: bool) -> PageInfo {
        PageInfo {
            has_previous_page,
            has_next_page,
            start_cursor: Some("start".into()),
            end_cursor: Some("end".into()),
        }
    }

    fn name(at: PageAt) -> String {
        format!("{at:?}")
    }

    #[test]
    fn the_first_page_has_no_previous_one() {
        let position = PageAt::First.position(&page(false, true), 50, 150_000, name);
        assert_eq!(position.words, "1–50 of 150,000");
        assert_eq!(position.previous, None);
        assert_eq!(position.next, Some(name(PageAt::After { cursor: "end".into(), from: 51 })));
    }

    #[test]
    fn the_last_page_says_how_many_rows_it_has() {
        let last = PageAt::After { cursor: "c".into(), from: 101 };
        let position = last.position(&page(true, false), 7, 107, name);
        assert_eq!(position.words, "101–107 of 107");
        assert_eq!(position.previous, Some(name(PageAt::Before { cursor: "start".into(), from: 51 })));
        assert_eq!(position.next, None);
    }

    #[test]
    fn going_back_to_the_beginning_counts_from_one_again() {
        let back = PageAt::Before { cursor: "c".into(), from: 44 };
        assert_eq!(back.position(&page(false, true), 50, 99, name).words, "1–50 of 99");
    }

    /// What an address with these parameters is read as.
    fn read(parameters: &[(&str, String)]) -> PageAt {
        PageAt::read(|name| {
            let found = parameters.iter().find(|(known, value)| *known == name && !value.is_empty());
            found.map(|(_, value)| value.clone())
        })
    }

    #[test]
    fn a_page_is_found_again_by_its_address() {
        let pages = [
            PageAt::First,
            PageAt::After { cursor: "c".into(), from: 51 },
            PageAt::Before { cursor: "c".into(), from: 51 },
        ];
        for page in pages {
            assert_eq!(read(&page.parameters()), page);
        }
    }

    #[test]
    fn a_page_before_a_cursor_is_read_backwards() {
        let arguments = PageAt::Before { cursor: "c".into(), from: 51 }.arguments();
        assert_eq!((arguments.first, arguments.last), (None, Some(SIZE)));
        assert_eq!(arguments.before.as_deref(), Some("c"));
    }

    #[test]
    fn a_number_that_makes_no_sense_is_one() {
        let page = read(&[("after", "c".into()), ("from", "-7".into())]);
        assert_eq!(page, PageAt::After { cursor: "c".into(), from: 1 });
    }
}
