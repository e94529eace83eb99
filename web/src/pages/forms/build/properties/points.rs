//! The points of a number or a scale: none, the number itself, or those of the line that it is in.

use leptos::prelude::*;
use shared::form::{Decimal, FormSchema, NumberPoints, PointsBand};

use super::super::editor::Editor;
use super::super::spot::Spot;
use super::inputs::{Part, ask, beside, group, limit, line, part, pick, show_anew};
use super::limits::decimal;
use super::options::button;
use crate::components::button::Button;
use crate::components::field::Input;
use crate::components::icon::{Icon, Sign};
use crate::components::select::Choice;
use crate::text::properties as words;

const NONE: &str = "none";
const VALUE: &str = "value";
const BANDS: &str = "bands";

type Points = Part<Option<NumberPoints>>;

pub fn points(editor: Editor, spot: Spot, now: Option<&NumberPoints>, of: &Points) -> AnyView {
    let ways = [(NONE, words::NO_POINTS_OF_NUMBER), (VALUE, words::VALUE_POINTS), (BANDS, words::BAND_POINTS)];
    let ways = ways.map(|(value, label)| Choice::new(value, label)).to_vec();
    let chosen = match now {
        None => NONE,
        Some(NumberPoints::Value) => VALUE,
        Some(NumberPoints::Bands(_)) => BANDS,
    };
    let way = {
        let of = of.clone();
        pick(editor, ask("limit-points", words::POINTS), ways, chosen, move |schema, chosen| {
            if let Some(points) = of(schema) {
                *points = match chosen {
                    VALUE => Some(NumberPoints::Value),
                    BANDS => Some(NumberPoints::Bands(vec![PointsBand { from: None, to: None, points: 1.into() }])),
                    _ => None,
                };
            }
        })
    };
    let lines = match now {
        Some(NumberPoints::Bands(bands)) => Some(lines(editor, spot, bands, of)),
        _ => None,
    };
    view! {
        {way}
        {lines}
    }
    .into_any()
}

fn bands<'a>(schema: &'a mut FormSchema, of: &Points) -> Option<&'a mut Vec<PointsBand>> {
    match of(schema)? {
        Some(NumberPoints::Bands(bands)) => Some(bands),
        _ => None,
    }
}

fn lines(editor: Editor, spot: Spot, now: &[PointsBand], of: &Points) -> AnyView {
    let all = now.iter().enumerate().map(|(index, band)| one(editor, spot, index, band, of)).collect_view();
    let add = {
        let of = of.clone();
        Callback::new(move |()| add(editor, &of))
    };
    group(
        words::BAND_POINTS,
        view! {
            <p class="field__hint">{words::BAND_POINTS_HINT}</p>
            <ol class="options">{all}</ol>
            <Button on_press=add>
                <Icon sign=Sign::Plus />
                {words::ADD_POINTS}
            </Button>
        },
    )
}

fn one(editor: Editor, spot: Spot, index: usize, now: &PointsBand, of: &Points) -> AnyView {
    let band: Part<PointsBand> = {
        let of = of.clone();
        part(move |schema| bands(schema, &of)?.get_mut(index))
    };
    let named = |label: &str| format!("{}: {label}", words::points_line(index + 1));
    let end = |id: String, label: &str, end: fn(&mut PointsBand) -> &mut Option<Decimal>| {
        let band = band.clone();
        let of = part(move |schema| band(schema).map(end));
        limit(editor, ask(id, named(label)), Input::Short, decimal, words::NUMBER_WRONG, &of)
    };
    let given = {
        let band = band.clone();
        let asked = ask(format!("points-{index}"), named(words::POINTS));
        line(editor, asked, Input::Short, now.points.to_string(), move |schema, typed| {
            let points = decimal(typed).ok_or(words::NUMBER_WRONG)?;
            if let Some(band) = band(schema) {
                band.points = points;
            }
            Ok(())
        })
    };
    let remove = {
        let of = of.clone();
        move || {
            // The boxes behind it stand for other lines now.
            editor.unread.forget_those(spot, "points-");
            editor.edit("", |schema| {
                if let Some(bands) = bands(schema, &of).filter(|bands| index < bands.len()) {
                    bands.remove(index);
                }
            });
            show_anew(editor, "#limit-points");
        }
    };
    view! {
        <li class="options__option">
            {beside(
                view! {
                    {end(format!("points-{index}-from"), words::FROM, |band| &mut band.from)}
                    {end(format!("points-{index}-to"), words::TO, |band| &mut band.to)}
                    {given}
                },
            )}
            <div class="options__buttons">
                {button(Sign::Close, words::REMOVE_POINTS, &words::points_line(index + 1), false, remove)}
            </div>
        </li>
    }
    .into_any()
}

/// A line behind the last, from where that ends.
fn add(editor: Editor, of: &Points) {
    let mut at = 0;
    editor.edit("", |schema| {
        if let Some(bands) = bands(schema, of) {
            at = bands.len();
            let last = bands.last();
            let from = last.and_then(|last| last.to).map(|to| to.plus(1.into()));
            let points = last.map_or(Decimal::from(1), |last| last.points.plus(1.into()));
            bands.push(PointsBand { from, to: None, points });
        }
    });
    show_anew(editor, &format!("#points-{at}-from"));
}
