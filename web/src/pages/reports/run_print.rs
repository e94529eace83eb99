//! A run on paper: all its rows, not only those of the page on the screen, and a word where the sheet has not all.

use std::sync::Arc;

use cynic::QueryBuilder;
use leptos::prelude::*;

use super::run_rows::{COLUMNS, row};
use crate::api::ApiError;
use crate::api::reports::{self, RunPatientRow, RunRowsVariables};
use crate::components::table::Table;
use crate::components::toast::Toasts;
use crate::number;
use crate::session::Session;
use crate::text::report_run as words;
use crate::write::Write;

/// How many rows are printed: some fifty sheets. Who needs more works with the file.
const MOST: i32 = 1_000;

/// The longest page the server gives.
const PAGE: i32 = 200;

/// The rows for the paper, once they were asked for. It is a handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Paper {
    rows: RwSignal<Option<Arc<Vec<RunPatientRow>>>>,
    fetch: Write<cynic::Id, Vec<RunPatientRow>>,
}

impl Paper {
    pub fn new(session: Session) -> Self {
        let toasts = Toasts::current();
        let rows = RwSignal::new(None);
        let fetch =
            Write::new(move |id| all(session, id)).on_failure(move |error| toasts.failed(&error)).on_done(move |all| {
                rows.set(Some(all));
                // After they are in the page.
                request_animation_frame(print);
            });
        Self { rows, fetch }
    }

    /// While the rows are being fetched. Tracks.
    pub fn pending(self) -> Signal<bool> {
        self.fetch.pending()
    }

    /// Prints, with all rows of a run where it has some that this person may see.
    pub fn print(self, run: Option<cynic::Id>) {
        match run {
            Some(run) if self.rows.with_untracked(Option::is_none) => self.fetch.send(run),
            _ => print(),
        }
    }

    /// Whether all that is to be printed is there. Tracks.
    pub fn is_full(self) -> bool {
        self.rows.with(Option::is_some)
    }

    /// What only the paper shows. `on_screen` tells of the page on the screen how many rows there are in all, and the
    /// numbers of its first and last.
    pub fn view(self, on_screen: Memo<OnScreen>) -> AnyView {
        let said = move || {
            let here = on_screen.get();
            let note = self.rows.with(|rows| match rows {
                Some(rows) => here.of_all(rows.len()),
                None => here.of_page(),
            });
            note.map(|note| view! { <p class="print-only">{note}</p> })
        };
        let table = move || {
            self.rows.get().map(|rows| {
                let rows = rows.iter().map(row).collect_view();
                view! {
                    <div class="print-only">
                        <Table caption=words::CAPTION columns=&COLUMNS>
                            {rows}
                        </Table>
                    </div>
                }
            })
        };
        view! {
            {said}
            {table}
        }
        .into_any()
    }
}

/// The rows that the screen shows, and how many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OnScreen {
    pub first: i32,
    pub last: i32,
    pub total: i32,
}

impl OnScreen {
    /// What the paper says of a page that somebody printed by the browser's own menu.
    fn of_page(self) -> Option<String> {
        let is_part = self.last - self.first + 1 < self.total;
        is_part.then(|| words::part(&number::count(self.first), &number::count(self.last), &number::count(self.total)))
    }

    /// What the paper says of all rows, of which it may have only the first.
    fn of_all(self, printed: usize) -> Option<String> {
        let printed = i32::try_from(printed).unwrap_or(i32::MAX);
        (printed < self.total).then(|| words::beginning(&number::count(printed), &number::count(self.total)))
    }
}

async fn all(session: Session, id: cynic::Id) -> Result<Vec<RunPatientRow>, ApiError> {
    let mut rows = Vec::new();
    let mut after = None;
    for _ in 0..MOST / PAGE {
        let variables = RunRowsVariables { id: id.clone(), first: Some(PAGE), after };
        let Some(run) = session.run(reports::RunRows::build(variables)).await?.report_run else { break };
        rows.extend(run.rows.nodes);
        after = run.rows.page_info.end_cursor;
        if !run.rows.page_info.has_next_page {
            break;
        }
    }
    Ok(rows)
}

fn print() {
    // A browser that cannot print has nothing to say about it.
    let _ = window().print();
}

#[cfg(test)]
mod tests {
    use super::OnScreen;

    #[test]
    fn a_sheet_that_has_not_all_rows_says_so() {
        let part = OnScreen { first: 51, last: 100, total: 180 };
        let said = part.of_page().unwrap();
        assert!(said.contains("51 to 100 of 180"), "{said}");
        assert_eq!(part.of_all(180), None);
        assert_eq!(OnScreen { first: 1, last: 50, total: 50 }.of_page(), None);
        let said = OnScreen { total: 112_500, ..part }.of_all(1_000).unwrap();
        assert!(said.contains("first 1,000 of 112,500") && said.contains("CSV"), "{said}");
    }
}
