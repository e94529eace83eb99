//! The pages, sections and fields of the form, one below the other: chosen, moved, duplicated and deleted here.

use leptos::ev::DragEvent;
use leptos::html;
use leptos::prelude::*;
use shared::form::FormSchema;

use super::editor::{Editor, name_of};
use super::edits::Way;
use super::kinds;
use super::spot::Spot;
use crate::components::button::Button;
use crate::components::icon::{Icon, Sign};
use crate::components::menu::{Menu, MenuItem};
use crate::text::field_kinds;
use crate::text::form_builder as words;

/// A line of the outline, with everything that it shows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Line {
    spot: Spot,
    name: String,
    kind: &'static str,
    /// What is to be known of it at a glance.
    marks: Vec<&'static str>,
    /// There is nothing on it.
    empty: bool,
}

/// The half of a line over which something is dragged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Over {
    spot: Spot,
    below: bool,
}

pub fn outline(editor: Editor) -> AnyView {
    let lines = Memo::new(move |_| editor.schema.with(lines));
    let dragged = RwSignal::new(None::<Spot>);
    let over = RwSignal::new(None::<Over>);
    let add_page = Callback::new(move |()| editor.add_page());
    let show = move |line: Line| row(editor, line, dragged, over);
    view! {
        <section class="card outline" aria-labelledby="outline-title">
            <header class="outline__head">
                <h2 class="card__title" id="outline-title">
                    {words::OUTLINE}
                </h2>
                <div class="outline__add">
                    <Menu label=words::ADD items=menu(editor) />
                </div>
            </header>
            <ol class="outline__lines">
                {form_line(editor)}
                <For each=move || lines.get() key=|line| line.clone() children=show />
            </ol>
            <div class="form__actions">
                <Button on_press=add_page>
                    <Icon sign=Sign::Plus />
                    {words::ADD_PAGE}
                </Button>
            </div>
        </section>
    }
    .into_any()
}

fn menu(editor: Editor) -> Vec<MenuItem> {
    let item = |name: &'static str| {
        MenuItem::new(name, move || {
            let language = editor.look(FormSchema::default_language);
            editor.add_field(kinds::new(name, &language), name);
        })
    };
    kinds::MENU.into_iter().map(item).collect()
}

fn lines(schema: &FormSchema) -> Vec<Line> {
    let plain = |spot| Line { spot, name: name_of(schema, spot), kind: "", marks: Vec::new(), empty: false };
    let mut lines = Vec::new();
    for (page_index, page) in schema.pages.iter().enumerate() {
        let is_empty = page.sections.iter().all(|section| section.fields.is_empty());
        lines.push(Line {
            marks: marks([(page.show_if.is_some(), words::CONDITIONAL)]),
            empty: is_empty,
            ..plain(Spot::Page(page_index))
        });
        // A page with one section that says nothing of itself shows its fields alone.
        let are_told = page.sections.len() > 1
            || page.sections.iter().any(|section| {
                !section.title.is_empty() || !section.introduction.is_empty() || section.show_if.is_some()
            });
        for (section_index, section) in page.sections.iter().enumerate() {
            if are_told {
                lines.push(Line {
                    marks: marks([(section.show_if.is_some(), words::CONDITIONAL)]),
                    empty: section.fields.is_empty() && !is_empty,
                    ..plain(Spot::Section(page_index, section_index))
                });
            }
            for (index, field) in section.fields.iter().enumerate() {
                lines.push(Line {
                    kind: field_kinds::name(&field.kind),
                    marks: marks([
                        (field.required || field.required_if.is_some(), words::REQUIRED),
                        (field.show_if.is_some(), words::CONDITIONAL),
                        (field.sensitive, words::SENSITIVE),
                    ]),
                    ..plain(Spot::Field(page_index, section_index, index))
                });
            }
        }
    }
    lines
}

fn marks<const COUNT: usize>(all: [(bool, &'static str); COUNT]) -> Vec<&'static str> {
    all.into_iter().filter(|(holds, _)| *holds).map(|(_, word)| word).collect()
}

/// The form as a whole, which stays at the top.
fn form_line(editor: Editor) -> AnyView {
    view! {
        <li class="outline__line outline__line--form" class:outline__line--chosen=is_chosen(editor, Spot::Form)>
            {choose(editor, Spot::Form, words::FORM.to_owned(), words::FORM_HINT.to_owned())}
            {wrong(editor, Spot::Form)}
        </li>
    }
    .into_any()
}

fn is_chosen(editor: Editor, spot: Spot) -> impl Fn() -> bool + Copy + Send + Sync + 'static {
    move || editor.chosen.get() == spot
}

fn choose(editor: Editor, spot: Spot, name: String, below: String) -> AnyView {
    let current = is_chosen(editor, spot);
    view! {
        <button
            type="button"
            class="outline__choose"
            id=format!("choose-{}", spot.key())
            aria-current=move || current().then_some("true")
            on:click=move |_| editor.choose(spot)
        >
            <span class="outline__name">{name}</span>
            {(!below.is_empty()).then(|| view! { <span class="outline__kind">{below}</span> })}
        </button>
    }
    .into_any()
}

/// How many problems there are with it.
fn wrong(editor: Editor, spot: Spot) -> AnyView {
    let count = Memo::new(move |_| {
        let here = |problem: &&shared::form::SchemaProblem| Spot::of(&problem.place) == spot;
        editor.problems.with(|problems| problems.iter().filter(here).count()) + editor.unread.count(spot)
    });
    let mark = move || {
        let count = count.get();
        (count > 0).then(|| {
            view! {
                <span class="outline__wrong">
                    <Icon sign=Sign::Warning />
                    {words::wrong(count)}
                </span>
            }
        })
    };
    mark.into_any()
}

fn row(editor: Editor, line: Line, dragged: RwSignal<Option<Spot>>, over: RwSignal<Option<Over>>) -> AnyView {
    let Line { spot, name, kind, marks, empty } = line;
    let class = match spot {
        Spot::Form | Spot::Page(_) => "outline__line outline__line--page",
        Spot::Section(..) => "outline__line outline__line--section",
        Spot::Field(..) => "outline__line outline__line--field",
    };
    let below = std::iter::once(kind).chain(marks).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" · ");
    let start = move |event: DragEvent| {
        if let Some(transfer) = event.data_transfer() {
            // Firefox drags nothing that has no data.
            let _ = transfer.set_data("text/plain", &spot.key());
        }
        dragged.set(Some(spot));
    };
    let line = NodeRef::<html::Li>::new();
    let is_below = move |event: &DragEvent| {
        let middle =
            line.get_untracked().map(|line| line.get_bounding_client_rect()).map(|at| at.top() + at.height() / 2.0);
        middle.is_some_and(|middle| f64::from(event.client_y()) > middle)
    };
    let enter = move |event: DragEvent| {
        let below = is_below(&event);
        let lands = dragged.get_untracked().and_then(|dragged| editor.landing(dragged, spot, below));
        if lands.is_some() {
            event.prevent_default();
        }
        let now = lands.map(|_| Over { spot, below });
        if over.get_untracked() != now {
            over.set(now);
        }
    };
    let drop = move |event: DragEvent| {
        event.prevent_default();
        over.set(None);
        if let Some(dragged) = dragged.try_update(Option::take).flatten() {
            editor.drop_on(dragged, spot, is_below(&event));
        }
    };
    let is_over = move |below: bool| over.get() == Some(Over { spot, below });
    let end = move |_| {
        let _ = dragged.try_set(None);
        let _ = over.try_set(None);
    };
    view! {
        <li
            class=class
            class:outline__line--chosen=is_chosen(editor, spot)
            class:outline__line--above=move || is_over(false)
            class:outline__line--below=move || is_over(true)
            node_ref=line
            draggable="true"
            on:dragstart=start
            on:dragover=enter
            on:drop=drop
            on:dragend=end
        >
            <span class="outline__grip">
                <Icon sign=Sign::Grip />
            </span>
            {choose(editor, spot, name.clone(), below)}
            {wrong(editor, spot)}
            <span class="outline__buttons">{buttons(editor, spot, &name)}</span>
            {empty.then(|| view! { <p class="outline__empty">{words::EMPTY}</p> })}
        </li>
    }
    .into_any()
}

fn buttons(editor: Editor, spot: Spot, name: &str) -> AnyView {
    let step = |way: Way| {
        let (id, label, sign) = match way {
            Way::Up => ("up", words::up(name), Sign::Up),
            Way::Down => ("down", words::down(name), Sign::Down),
        };
        view! {
            <button
                type="button"
                class="icon-button"
                id=format!("{id}-{}", spot.key())
                aria-label=label.clone()
                title=label
                on:click=move |_| editor.step(spot, way)
            >
                <Icon sign=sign />
            </button>
        }
    };
    let mut items = vec![MenuItem::new(words::DUPLICATE, move || editor.duplicate(spot))];
    if !matches!(spot, Spot::Field(..)) {
        items.push(MenuItem::new(words::ADD_SECTION, move || editor.add_section(spot)));
    }
    items.push(MenuItem::new(words::DELETE, move || editor.remove(spot)).danger());
    view! {
        {step(Way::Up)}
        {step(Way::Down)}
        <Menu label=words::more(name) sign=Sign::More items=items />
    }
    .into_any()
}
