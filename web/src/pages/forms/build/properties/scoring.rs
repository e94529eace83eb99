//! The score of a questionnaire: whether points are added up, and the bands that say what a sum means.

use leptos::prelude::*;
use shared::form::{Band, Decimal, FormKind, Scoring, Text};

use super::super::editor::Editor;
use super::super::names;
use super::super::spot::Spot;
use super::inputs::{Part, Size, ask, beside, group, line, on_typed, part, show_anew, texts, tick};
use super::limits::decimal;
use super::options::button;
use crate::components::button::Button;
use crate::components::check::Check;
use crate::components::field::Input;
use crate::components::icon::{Icon, Sign};
use crate::text::properties as words;

/// Nothing for forms that are not scored and have no need to be.
pub fn scoring(editor: Editor) -> Option<AnyView> {
    let (kind, now) = editor.look(|schema| (schema.kind, schema.scoring.clone()));
    if kind != FormKind::Questionnaire && now.is_none() {
        return None;
    }
    let is_scored = RwSignal::new(now.is_some());
    on_typed(is_scored, move |scored| {
        editor.edit("", |schema| {
            let mut title = Text::default();
            title.set(schema.default_language(), words::SCORE_TITLE_NEW);
            schema.scoring = scored.then(|| Scoring { title, ..Scoring::default() });
        });
        show_anew(editor, "#scored");
    });
    let details = now.map(|now| details(editor, &now));
    Some(group(words::SCORE, view! { <Check id="scored" label=words::SCORED checked=is_scored /> {details} }))
}

fn details(editor: Editor, now: &Scoring) -> AnyView {
    let title = part(|schema| schema.scoring.as_mut().map(|scoring| &mut scoring.title));
    let shown = part(|schema| schema.scoring.as_mut().map(|scoring| &mut scoring.shown));
    let bands = now.bands.iter().enumerate().map(|(index, band)| one(editor, index, band)).collect_view();
    let add = Callback::new(move |()| add(editor));
    view! {
        {texts(editor, ask("score-title", words::SCORE_TITLE), Size::Line, &title)}
        {tick(editor, ask("score-shown", words::SCORE_SHOWN), &shown)}
        <ol class="options">{bands}</ol>
        <Button on_press=add>
            <Icon sign=Sign::Plus />
            {words::ADD_BAND}
        </Button>
    }
    .into_any()
}

fn one(editor: Editor, index: usize, now: &Band) -> AnyView {
    let band: Part<Band> = part(move |schema| schema.scoring.as_mut()?.bands.get_mut(index));
    let of_label = {
        let band = band.clone();
        part(move |schema| band(schema).map(|band| &mut band.label))
    };
    let of_advice = {
        let band = band.clone();
        part(move |schema| band(schema).map(|band| &mut band.advice))
    };
    let end = |id: String, label: &'static str, now: Decimal, of: fn(&mut Band) -> &mut Decimal| {
        let band = band.clone();
        line(editor, ask(id, label), Input::Short, now.to_string(), move |schema, typed| {
            let points = decimal(typed).ok_or(words::NUMBER_WRONG)?;
            if let Some(band) = band(schema) {
                *of(band) = points;
            }
            Ok(())
        })
    };
    let id = {
        let band = band.clone();
        line(
            editor,
            ask(format!("band-{index}-id"), words::BAND_ID),
            Input::Text,
            now.id.clone(),
            move |schema, typed| {
                if let Some(band) = band(schema) {
                    typed.clone_into(&mut band.id);
                }
                Ok(())
            },
        )
    };
    let remove = move || {
        // The boxes behind it stand for other bands now.
        editor.unread.forget_those(Spot::Form, "band-");
        editor.edit("", |schema| {
            if let Some(scoring) = &mut schema.scoring {
                scoring.bands.remove(index);
            }
        });
        show_anew(editor, "#score-title");
    };
    view! {
        <li class="options__option">
            <div class="options__line">
                {texts(
                    editor,
                    ask(
                        format!("band-{index}-label"),
                        format!("{}: {}", words::band(index + 1), words::BAND_LABEL),
                    ),
                    Size::Line,
                    &of_label,
                )}
                <div class="options__buttons">
                    {button(Sign::Close, words::REMOVE_BAND, &words::band(index + 1), false, remove)}
                </div>
            </div>
            {beside(
                view! {
                    {end(format!("band-{index}-from"), words::FROM, now.from, |band| &mut band.from)}
                    {end(format!("band-{index}-to"), words::TO, now.to, |band| &mut band.to)}
                    {id}
                },
            )}
            {texts(
                editor,
                ask(format!("band-{index}-advice"), words::BAND_ADVICE),
                Size::Line,
                &of_advice,
            )}
        </li>
    }
    .into_any()
}

fn add(editor: Editor) {
    let mut at = 0;
    editor.edit("", |schema| {
        let language = schema.default_language();
        if let Some(scoring) = &mut schema.scoring {
            at = scoring.bands.len();
            let from = scoring.bands.last().map_or(Decimal::ZERO, |last| last.to.plus(1.into()));
            let name = words::band(at + 1);
            let others: Vec<&str> = scoring.bands.iter().map(|band| band.id.as_str()).collect();
            let id = names::option_value(&name, &others);
            let mut label = Text::default();
            label.set(language, &name);
            scoring.bands.push(Band { id, from, to: from.plus(9.into()), label, advice: Text::default() });
        }
    });
    show_anew(editor, &format!("#band-{at}-label"));
}
