//! A table with a caption and a sticky head, whose rows become cards on a narrow screen.

use leptos::prelude::*;

/// A column. Its label heads the column, and in a card stands before the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    pub label: &'static str,
    pub numeric: bool,
}

impl Column {
    pub const fn text(label: &'static str) -> Self {
        Self { label, numeric: false }
    }

    pub const fn number(label: &'static str) -> Self {
        Self { label, numeric: true }
    }

    /// A cell of this column.
    pub fn cell(self, content: impl IntoView + 'static) -> AnyView {
        view! {
            <td data-label=self.label class:numeric=self.numeric>
                {content}
            </td>
        }
        .into_any()
    }

    /// The cell of this column that names its row.
    pub fn heading(self, content: impl IntoView + 'static) -> AnyView {
        view! {
            <th scope="row" data-label=self.label>
                {content}
            </th>
        }
        .into_any()
    }
}

/// `children` are the rows.
#[component]
pub fn Table(
    /// What the table holds, for screen readers.
    caption: &'static str,
    columns: &'static [Column],
    /// Greyed while newer rows are on their way.
    #[prop(optional, into)]
    pending: Signal<bool>,
    children: Children,
) -> impl IntoView {
    let head = columns
        .iter()
        .map(|column| {
            view! {
                <th scope="col" class:numeric=column.numeric>
                    {column.label}
                </th>
            }
        })
        .collect_view();
    view! {
        <div class="table-frame">
            <table class="table" aria-busy=move || pending.get().to_string()>
                <caption class="visually-hidden">{caption}</caption>
                <thead>
                    <tr>{head}</tr>
                </thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
