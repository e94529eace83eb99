//! What a field takes: its limits, by its kind.

use leptos::prelude::*;
use shared::form::{
    DateLimits, Day, Decimal, FieldKind, FileLimits, FileType, Information, NumberLimits, Pattern, PhoneLimits, Scale,
    TextLimits, TimeLimits, TimeOfDay, YesNo,
};

use super::super::editor::Editor;
use super::super::spot::Spot;
use super::inputs::{Part, Size, ask, beside, group, limit, line, look, on_typed, part, texts, tick};
use super::{options, points};
use crate::components::check::Check;
use crate::components::field::Input;
use crate::text::properties as words;

/// The limits of the kind a field is of, where it is of that kind.
macro_rules! kind_at {
    ($spot:ident, $($kind:pat_param)|+ => $limits:ident) => {
        part(move |schema| match &mut $spot.field_mut(schema)?.kind {
            $($kind)|+ => Some($limits),
            _ => None,
        })
    };
}

pub fn limits(editor: Editor, spot: Spot, kind: &FieldKind) -> Option<AnyView> {
    let content = match kind {
        FieldKind::Text(_) | FieldKind::LongText(_) | FieldKind::Hidden(_) => text(editor, spot),
        FieldKind::Number(limits) => number(editor, spot, limits),
        FieldKind::Date(_) => date(editor, spot),
        FieldKind::Time(_) => time(editor, spot),
        FieldKind::Choice(_) => return Some(options::options(editor, spot)),
        FieldKind::YesNo(_) => return is_scored(editor).then(|| yes_no(editor, spot)),
        FieldKind::Scale(scale) => scale_limits(editor, spot, scale),
        FieldKind::Phone(_) => {
            let limits: Part<PhoneLimits> = kind_at!(spot, FieldKind::Phone(limits) => limits);
            let mobile = part(move |schema| limits(schema).map(|limits| &mut limits.mobile));
            return Some(tick(editor, ask("phone-mobile", words::MOBILE), &mobile));
        }
        FieldKind::File(limits) => file(editor, spot, limits),
        FieldKind::Information(_) => return Some(information(editor, spot)),
        FieldKind::Email | FieldKind::Postcode | FieldKind::NhsNumber | FieldKind::Consent => return None,
    };
    Some(group(words::LIMITS, content))
}

/// Whether the form adds up points.
pub fn is_scored(editor: Editor) -> bool {
    editor.look(|schema| schema.scoring.is_some())
}

/// A field of limits that may be left out.
macro_rules! of {
    ($limits:ident, $name:ident) => {{
        let limits = $limits.clone();
        part(move |schema| limits(schema).map(|limits| &mut limits.$name))
    }};
}

pub fn whole(typed: &str) -> Option<u32> {
    typed.parse().ok()
}

pub fn decimal(typed: &str) -> Option<Decimal> {
    Decimal::parse(typed).ok()
}

fn text(editor: Editor, spot: Spot) -> AnyView {
    let limits: Part<TextLimits> =
        kind_at!(spot, FieldKind::Text(limits) | FieldKind::LongText(limits) | FieldKind::Hidden(limits) => limits);
    let regex = look(editor, &limits, |limits| limits.pattern.as_ref().map(|pattern| pattern.regex.clone()));
    let pattern = {
        let limits = limits.clone();
        line(
            editor,
            ask("limit-pattern", words::PATTERN).hint(words::PATTERN_HINT),
            Input::Text,
            regex.flatten().unwrap_or_default(),
            move |schema, typed| {
                if let Some(limits) = limits(schema) {
                    if typed.is_empty() {
                        limits.pattern = None;
                    } else {
                        typed.clone_into(&mut limits.pattern.get_or_insert_with(Pattern::default).regex);
                    }
                }
                Ok(())
            },
        )
    };
    // The message belongs to the pattern, and shows with it.
    let has_pattern = {
        let limits = limits.clone();
        Memo::new(move |_| {
            editor.schema.track();
            look(editor, &limits, |limits| limits.pattern.is_some()).unwrap_or_default()
        })
    };
    let message = part(move |schema| limits_message(spot, schema));
    let message = move || {
        has_pattern
            .get()
            .then(|| texts(editor, ask("limit-pattern-message", words::PATTERN_MESSAGE), Size::Line, &message))
    };
    let (shortest, longest) = (of!(limits, min_length), of!(limits, max_length));
    view! {
        {beside(
            view! {
                {limit(
                    editor,
                    ask("limit-shortest", words::SHORTEST),
                    Input::Number,
                    whole,
                    words::WHOLE_WRONG,
                    &shortest,
                )}
                {limit(
                    editor,
                    ask("limit-longest", words::LONGEST),
                    Input::Number,
                    whole,
                    words::WHOLE_WRONG,
                    &longest,
                )}
            },
        )}
        {pattern}
        {message}
    }
    .into_any()
}

fn limits_message(spot: Spot, schema: &mut shared::form::FormSchema) -> Option<&mut shared::form::Text> {
    match &mut spot.field_mut(schema)?.kind {
        FieldKind::Text(limits) | FieldKind::LongText(limits) | FieldKind::Hidden(limits) => {
            limits.pattern.as_mut().map(|pattern| &mut pattern.message)
        }
        _ => None,
    }
}

fn number(editor: Editor, spot: Spot, now: &NumberLimits) -> AnyView {
    let limits: Part<NumberLimits> = kind_at!(spot, FieldKind::Number(limits) => limits);
    let (from, to, unit) = (of!(limits, from), of!(limits, to), of!(limits, unit));
    let decimals = {
        let limits = limits.clone();
        line(
            editor,
            ask("limit-decimals", words::DECIMALS),
            Input::Number,
            now.decimals.to_string(),
            move |schema, typed| {
                let digits = if typed.is_empty() { 0 } else { typed.parse().map_err(|_| words::WHOLE_WRONG)? };
                if let Some(limits) = limits(schema) {
                    limits.decimals = digits;
                }
                Ok(())
            },
        )
    };
    let points = of!(limits, points);
    view! {
        {beside(
            view! {
                {limit(
                    editor,
                    ask("limit-from", words::LOWEST),
                    Input::Short,
                    decimal,
                    words::NUMBER_WRONG,
                    &from,
                )}
                {limit(
                    editor,
                    ask("limit-to", words::HIGHEST),
                    Input::Short,
                    decimal,
                    words::NUMBER_WRONG,
                    &to,
                )}
                {decimals}
            },
        )}
        {texts(editor, ask("limit-unit", words::UNIT).hint(words::UNIT_HINT), Size::Line, &unit)}
        {is_scored(editor).then(|| points::points(editor, spot, now.points.as_ref(), &points))}
    }
    .into_any()
}

fn date(editor: Editor, spot: Spot) -> AnyView {
    let limits: Part<DateLimits> = kind_at!(spot, FieldKind::Date(limits) => limits);
    let (from, to) = (of!(limits, from), of!(limits, to));
    let read = |typed: &str| typed.parse::<Day>().ok();
    view! {
        {limit(
            editor,
            ask("limit-from", words::EARLIEST).hint(words::DAY_HINT),
            Input::Text,
            read,
            words::DAY_WRONG,
            &from,
        )}
        {limit(editor, ask("limit-to", words::LATEST), Input::Text, read, words::DAY_WRONG, &to)}
    }
    .into_any()
}

fn time(editor: Editor, spot: Spot) -> AnyView {
    let limits: Part<TimeLimits> = kind_at!(spot, FieldKind::Time(limits) => limits);
    let (from, to) = (of!(limits, from), of!(limits, to));
    let read = |typed: &str| typed.parse::<TimeOfDay>().ok();
    beside(view! {
        {limit(
            editor,
            ask("limit-from", words::EARLIEST).hint(words::TIME_HINT),
            Input::Text,
            read,
            words::TIME_WRONG,
            &from,
        )}
        {limit(
            editor,
            ask("limit-to", words::LATEST).hint(words::TIME_HINT),
            Input::Text,
            read,
            words::TIME_WRONG,
            &to,
        )}
    })
}

fn scale_limits(editor: Editor, spot: Spot, now: &Scale) -> AnyView {
    let scale: Part<Scale> = kind_at!(spot, FieldKind::Scale(scale) => scale);
    let (low, high, points) = (of!(scale, low), of!(scale, high), of!(scale, points));
    let end = |id: &'static str, label: &'static str, of: Part<i32>, now: i32| {
        line(editor, ask(id, label), Input::Short, now.to_string(), move |schema, typed| {
            let point = typed.parse().map_err(|_| words::WHOLE_WRONG)?;
            if let Some(end) = of(schema) {
                *end = point;
            }
            Ok(())
        })
    };
    view! {
        {beside(
            view! {
                {end("limit-from", words::LOWEST, of!(scale, from), now.from)}
                {end("limit-to", words::HIGHEST, of!(scale, to), now.to)}
            },
        )}
        {texts(editor, ask("limit-low", words::LOW), Size::Line, &low)}
        {texts(editor, ask("limit-high", words::HIGH), Size::Line, &high)}
        {is_scored(editor).then(|| points::points(editor, spot, now.points.as_ref(), &points))}
    }
    .into_any()
}

fn yes_no(editor: Editor, spot: Spot) -> AnyView {
    let points: Part<YesNo> = kind_at!(spot, FieldKind::YesNo(points) => points);
    let (yes, no) = (of!(points, yes_points), of!(points, no_points));
    group(
        words::SCORE,
        beside(view! {
            {limit(
                editor,
                ask("limit-yes", words::YES_POINTS),
                Input::Short,
                decimal,
                words::NUMBER_WRONG,
                &yes,
            )}
            {limit(
                editor,
                ask("limit-no", words::NO_POINTS),
                Input::Short,
                decimal,
                words::NUMBER_WRONG,
                &no,
            )}
        }),
    )
}

fn file(editor: Editor, spot: Spot, now: &FileLimits) -> AnyView {
    let limits: Part<FileLimits> = kind_at!(spot, FieldKind::File(limits) => limits);
    let size = of!(limits, max_kilobytes);
    let boxes = FileType::ALL.iter().map(|&kind| {
        let checked = RwSignal::new(now.types.contains(&kind));
        let limits = limits.clone();
        on_typed(checked, move |taken| {
            editor.edit("", |schema| {
                if let Some(limits) = limits(schema) {
                    limits.types.retain(|one| *one != kind);
                    if taken {
                        limits.types.push(kind);
                    }
                }
            });
        });
        view! { <Check id=format!("file-{}", kind.as_str()) label=kind.title() checked=checked /> }
    });
    view! {
        <fieldset class="properties__set">
            <legend class="field__label">{words::FILE_TYPES}</legend>
            {boxes.collect_view()}
        </fieldset>
        {limit(
            editor,
            ask("limit-size", words::FILE_SIZE),
            Input::Number,
            whole,
            words::WHOLE_WRONG,
            &size,
        )}
    }
    .into_any()
}

fn information(editor: Editor, spot: Spot) -> AnyView {
    let information: Part<Information> = kind_at!(spot, FieldKind::Information(information) => information);
    let (text, important) = (of!(information, text), of!(information, important));
    view! {
        {texts(
            editor,
            ask("information-text", words::INFORMATION).hint(words::INFORMATION_HINT),
            Size::Lines(6),
            &text,
        )}
        {tick(editor, ask("information-important", words::IMPORTANT), &important)}
    }
    .into_any()
}
