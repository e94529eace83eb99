//! Each kind of field in the preview, as the page asks it.

use leptos::prelude::*;
use shared::form::{Choice, ChoiceStyle, DateBoxes, Field, FieldKind, FormSchema, Given, Language, Scale};

use super::paragraphs;
use super::run::Run;
use crate::text::form_preview as words;

/// The id of the element in which a field is answered.
pub fn element_id(field: &str) -> String {
    format!("preview-{field}")
}

/// A field as it is being asked.
struct Asked {
    run: Run,
    id: String,
    label: String,
    hint: String,
    optional: bool,
    given: Option<Given>,
}

pub fn field(run: Run, schema: &FormSchema, field: &Field, language: &Language) -> AnyView {
    let id = field.id.clone();
    let is_shown = Memo::new(move |_| run.visible.with(|visible| visible.contains(&id)));
    let label = schema.text(&field.label, language).to_owned();
    let asked = Asked {
        run,
        id: field.id.clone(),
        hint: schema.text(&field.hint, language).to_owned(),
        // A label that ends with a remark in brackets says itself that it may be left out.
        optional: !field.required && field.required_if.is_none() && !label.trim_end().ends_with(')'),
        given: given(run, &field.id),
        label,
    };
    let content = match &field.kind {
        FieldKind::Hidden(_) => return ().into_any(),
        FieldKind::Information(information) => {
            let text = paragraphs(schema.text(&information.text, language));
            let class = if information.important { "preview__important" } else { "" };
            view! { <div class=class>{text}</div> }.into_any()
        }
        FieldKind::Choice(choice) if choice.style == ChoiceStyle::Select => select(&asked, schema, choice, language),
        FieldKind::Choice(choice) => options(&asked, schema, choice, language),
        FieldKind::YesNo(_) => yes_no(&asked),
        FieldKind::Scale(scale) => points(&asked, schema, scale, language),
        FieldKind::Date(_) => date(&asked),
        FieldKind::Consent => consent(&asked),
        FieldKind::LongText(_) => {
            let (run, field, typed) = (run, asked.id.clone(), asked.typed());
            let area = view! {
                <textarea
                    class="input text-area"
                    id=element_id(&asked.id)
                    rows="4"
                    prop:value=typed
                    on:input:target=move |event| run.answer(&field, Given::Text(event.target().value()))
                ></textarea>
            };
            asked.labelled(area.into_any())
        }
        FieldKind::File(_) => {
            let box_of =
                view! { <input class="input" type="text" id=element_id(&asked.id) disabled value=words::NO_FILE /> };
            asked.labelled(box_of.into_any())
        }
        FieldKind::Number(limits) => {
            let unit = schema.text(&limits.unit, language).to_owned();
            let line = asked.line("text", "preview__short");
            asked.labelled(view! { <div class="preview__unit">{line} <span>{unit}</span></div> }.into_any())
        }
        FieldKind::Phone(_) => asked.labelled(asked.line("tel", "")),
        FieldKind::Email => asked.labelled(asked.line("email", "")),
        FieldKind::Time(_) | FieldKind::Postcode | FieldKind::NhsNumber => {
            asked.labelled(asked.line("text", "preview__short"))
        }
        FieldKind::Text(_) => asked.labelled(asked.line("text", "")),
    };
    view! {
        <div class="preview__field" hidden=move || !is_shown.get()>
            {content}
        </div>
    }
    .into_any()
}

/// What stands in the boxes of a field, as it is.
fn given(run: Run, field: &str) -> Option<Given> {
    run.filled.with_untracked(|filled| filled.get(field).cloned())
}

fn boxes_of(given: Option<&Given>) -> DateBoxes {
    match given {
        Some(Given::Date(boxes)) => boxes.clone(),
        Some(Given::Text(text)) => DateBoxes::of(text),
        _ => DateBoxes::default(),
    }
}

impl Asked {
    fn title(&self) -> AnyView {
        let optional = self.optional.then(|| view! { <span class="preview__optional">" " {words::OPTIONAL}</span> });
        view! { {self.label.clone()} {optional} }.into_any()
    }

    fn around(&self) -> AnyView {
        let (run, id) = (self.run, self.id.clone());
        let problem = Memo::new(move |_| {
            let message = |problem: &shared::form::Problem| problem.message.clone();
            run.problems.with(|problems| problems.iter().find(|problem| problem.field == id).map(message))
        });
        let line = move || problem.get().map(|message| view! { <p class="preview__error">{message}</p> });
        let hint = (!self.hint.is_empty()).then(|| view! { <p class="preview__hint">{self.hint.clone()}</p> });
        view! { {hint} {line} }.into_any()
    }

    /// One box under a label of its own.
    fn labelled(&self, boxed: AnyView) -> AnyView {
        view! {
            <label class="preview__label" for=element_id(&self.id)>
                {self.title()}
            </label>
            {self.around()}
            {boxed}
        }
        .into_any()
    }

    /// Several boxes under a legend.
    fn grouped(&self, boxes: AnyView) -> AnyView {
        view! {
            <fieldset class="preview__set">
                <legend class="preview__label">{self.title()}</legend>
                {self.around()}
                {boxes}
            </fieldset>
        }
        .into_any()
    }

    fn line(&self, kind: &'static str, class: &'static str) -> AnyView {
        let (run, field) = (self.run, self.id.clone());
        view! {
            <input
                class=format!("input {class}")
                type=kind
                id=element_id(&self.id)
                autocomplete="off"
                prop:value=self.typed()
                on:input:target=move |event| run.answer(&field, Given::Text(event.target().value()))
            />
        }
        .into_any()
    }

    /// One of several to be chosen. The first has the id that a problem leads to.
    fn radio(&self, index: usize, value: String, label: String, hint: String) -> AnyView {
        let (run, field, chosen) = (self.run, self.id.clone(), self.has(&value));
        let id = if index == 0 { element_id(&self.id) } else { format!("{}-{index}", element_id(&self.id)) };
        view! {
            <label class="preview__option">
                <input
                    type="radio"
                    id=id
                    name=element_id(&self.id)
                    prop:checked=chosen
                    on:change=move |_| run.answer(&field, Given::Text(value.clone()))
                />
                <span>
                    {label} {(!hint.is_empty()).then(|| view! { <span class="preview__hint">{hint}</span> })}
                </span>
            </label>
        }
        .into_any()
    }

    fn typed(&self) -> String {
        match &self.given {
            Some(Given::Text(text)) => text.clone(),
            Some(Given::Number(number)) => number.to_string(),
            Some(Given::List(items)) => items.join(", "),
            _ => String::new(),
        }
    }

    fn has(&self, value: &str) -> bool {
        match &self.given {
            Some(Given::Text(text)) => text == value,
            Some(Given::Number(number)) => number.to_string() == value,
            Some(Given::List(items)) => items.iter().any(|item| item == value),
            Some(Given::YesNo(yes)) => value == if *yes { "yes" } else { "no" },
            _ => false,
        }
    }
}

fn select(asked: &Asked, schema: &FormSchema, choice: &Choice, language: &Language) -> AnyView {
    let (run, field) = (asked.run, asked.id.clone());
    let options = choice.options.iter().map(|option| {
        let label = schema.text(&option.label, language).to_owned();
        view! {
            <option value=option.value.clone() selected=asked.has(&option.value)>
                {label}
            </option>
        }
    });
    let list = view! {
        <select
            class="input"
            id=element_id(&asked.id)
            on:change:target=move |event| run.answer(&field, Given::Text(event.target().value()))
        >
            <option value="">{words::CHOOSE}</option>
            {options.collect_view()}
        </select>
    };
    asked.labelled(list.into_any())
}

fn options(asked: &Asked, schema: &FormSchema, choice: &Choice, language: &Language) -> AnyView {
    let several = choice.style == ChoiceStyle::Several;
    let boxes = choice.options.iter().enumerate().map(|(index, option)| {
        let label = schema.text(&option.label, language).to_owned();
        let hint = schema.text(&option.hint, language).to_owned();
        if several {
            tick(asked, index, option.value.clone(), label, hint)
        } else {
            asked.radio(index, option.value.clone(), label, hint)
        }
    });
    asked.grouped(boxes.collect_view().into_any())
}

fn tick(asked: &Asked, index: usize, value: String, label: String, hint: String) -> AnyView {
    let (run, field, chosen) = (asked.run, asked.id.clone(), asked.has(&value));
    let id = if index == 0 { element_id(&asked.id) } else { format!("{}-{index}", element_id(&asked.id)) };
    let change = move |ticked: bool| {
        let mut items = match given(run, &field) {
            Some(Given::List(items)) => items,
            _ => Vec::new(),
        };
        items.retain(|item| *item != value);
        if ticked {
            items.push(value.clone());
        }
        run.answer(&field, Given::List(items));
    };
    view! {
        <label class="preview__option">
            <input
                type="checkbox"
                id=id
                prop:checked=chosen
                on:change:target=move |event| change(event.target().checked())
            />
            <span>
                {label} {(!hint.is_empty()).then(|| view! { <span class="preview__hint">{hint}</span> })}
            </span>
        </label>
    }
    .into_any()
}

fn yes_no(asked: &Asked) -> AnyView {
    let boxes = view! {
        {asked.radio(0, "yes".to_owned(), words::YES.to_owned(), String::new())}
        {asked.radio(1, "no".to_owned(), words::NO.to_owned(), String::new())}
    };
    asked.grouped(boxes.into_any())
}

fn points(asked: &Asked, schema: &FormSchema, scale: &Scale, language: &Language) -> AnyView {
    // Wider scales are refused by the check of the form; here they are cut.
    let points = (scale.from..=scale.to).take(21).enumerate();
    let boxes = points.map(|(index, point)| asked.radio(index, point.to_string(), point.to_string(), String::new()));
    let (low, high) = (schema.text(&scale.low, language).to_owned(), schema.text(&scale.high, language).to_owned());
    asked.grouped(
        view! {
            <p class="preview__ends">
                <span>{low}</span>
                <span>{high}</span>
            </p>
            <div class="preview__scale">{boxes.collect_view()}</div>
        }
        .into_any(),
    )
}

fn date(asked: &Asked) -> AnyView {
    let boxes = boxes_of(asked.given.as_ref());
    let one = |index: usize, label: &'static str, typed: String, put: fn(&mut DateBoxes, String)| {
        let (run, field) = (asked.run, asked.id.clone());
        let id = if index == 0 { element_id(&asked.id) } else { format!("{}-{index}", element_id(&asked.id)) };
        let change = move |typed: String| {
            let mut boxes = boxes_of(given(run, &field).as_ref());
            put(&mut boxes, typed);
            run.answer(&field, Given::Date(boxes));
        };
        let target = id.clone();
        view! {
            <label class="preview__part" for=target>
                {label}
                <input
                    class="input"
                    type="text"
                    inputmode="numeric"
                    id=id
                    autocomplete="off"
                    prop:value=typed
                    on:input:target=move |event| change(event.target().value())
                />
            </label>
        }
    };
    asked.grouped(
        view! {
            <div class="preview__parts">
                {one(0, words::DAY, boxes.day, |boxes, typed| boxes.day = typed)}
                {one(1, words::MONTH, boxes.month, |boxes, typed| boxes.month = typed)}
                {one(2, words::YEAR, boxes.year, |boxes, typed| boxes.year = typed)}
            </div>
        }
        .into_any(),
    )
}

fn consent(asked: &Asked) -> AnyView {
    let (run, field, chosen) = (asked.run, asked.id.clone(), asked.has("yes"));
    view! {
        {asked.around()}
        <label class="preview__option">
            <input
                type="checkbox"
                id=element_id(&asked.id)
                prop:checked=chosen
                on:change:target=move |event| run.answer(&field, Given::YesNo(event.target().checked()))
            />
            <span>{asked.title()}</span>
        </label>
    }
    .into_any()
}
