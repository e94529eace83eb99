//! Columns over days as SVG, with the same numbers as a table behind it for screen readers.

use leptos::prelude::*;

use crate::number;
use crate::text;

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// What stands below the first and the last column, e.g. "23 Nov".
    pub label: String,
    pub value: i32,
}

/// Columns do not get wider than a chart of this many.
const FEWEST_SLOTS: usize = 21;
/// Units of the drawing, which stretches to its frame: a slot is a column and the gap beside it.
const SLOT: usize = 10;
const GAP: usize = 2;
const HEIGHT: f64 = 100.0;
/// A day on which something happened shows at least this much.
const LOWEST: f64 = 2.0;

#[component]
pub fn Columns(
    title: &'static str,
    /// Heads the column of days in the table.
    x_name: &'static str,
    /// Heads the column of values in the table.
    y_name: &'static str,
    #[prop(into)] points: Signal<Vec<Point>>,
) -> impl IntoView {
    let drawing = move || {
        points.with(|points| {
            let tallest = points.iter().map(|point| point.value).max().unwrap_or(0).max(1);
            let width = points.len().max(FEWEST_SLOTS) * SLOT;
            let columns = points.iter().enumerate().map(|(index, point)| column(index, point, tallest)).collect_view();
            view! {
                <svg
                    class="chart__columns"
                    viewBox=format!("0 0 {width} {HEIGHT}")
                    preserveAspectRatio="none"
                    aria-hidden="true"
                    focusable="false"
                >
                    {columns}
                </svg>
            }
        })
    };
    let summary = move || {
        points.with(|points| {
            let most = points.iter().max_by_key(|point| point.value);
            most.map(|most| text::chart::most(&number::count(most.value), &most.label))
        })
    };
    let ends = move || {
        points.with(|points| match (points.first(), points.last()) {
            (Some(first), Some(last)) if points.len() > 1 => text::chart::span(&first.label, &last.label),
            (Some(only), _) => only.label.clone(),
            _ => String::new(),
        })
    };
    let rows = move || {
        points.with(|points| {
            points
                .iter()
                .map(|point| {
                    view! {
                        <tr>
                            <th scope="row">{point.label.clone()}</th>
                            <td>{number::count(point.value)}</td>
                        </tr>
                    }
                })
                .collect_view()
        })
    };
    view! {
        <figure class="chart">
            <figcaption class="chart__title">{title}</figcaption>
            {drawing}
            <p class="chart__axis" aria-hidden="true">
                <span>{ends}</span>
                <span>{summary}</span>
            </p>
            <div class="visually-hidden">
                <table>
                    <caption>{title}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{x_name}</th>
                            <th scope="col">{y_name}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </figure>
    }
    .into_any()
}

fn column(index: usize, point: &Point, tallest: i32) -> AnyView {
    let height = if point.value > 0 { (f64::from(point.value) * HEIGHT / f64::from(tallest)).max(LOWEST) } else { 0.0 };
    view! {
        <rect
            x=index * SLOT
            y=format!("{:.2}", HEIGHT - height)
            width=SLOT - GAP
            height=format!("{height:.2}")
        >
            <title>{format!("{}: {}", point.label, number::count(point.value))}</title>
        </rect>
    }
    .into_any()
}
