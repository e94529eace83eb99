//! Each kind of field as it is asked: label or legend, hint, what is wrong, and the boxes.

use maud::{Markup, html};
use shared::{
    form::{
        Answers, Choice, ChoiceStyle, DATE_BOXES, DateBoxes, Field, FieldKind, FileLimits, FormSchema, Given,
        LONG_TEXT_LENGTH, Language, Problem, Scale, Text, TextLimits,
    },
    time::thousands,
};

use super::{
    Earlier,
    carried::{hidden, unseen},
    names,
    words::{Words, words},
};

/// A form as it is being asked.
#[derive(Clone, Copy)]
pub(super) struct Asking<'a> {
    pub schema: &'a FormSchema,
    pub language: &'a Language,
    pub answers: &'a Answers,
    pub problems: &'a [Problem],
    pub earlier: Option<&'a Earlier>,
    /// Whether it is the page that a bucket shows.
    pub is_shown_elsewhere: bool,
}

/// A field with what is written of it.
struct Asked<'a> {
    field: &'a Field,
    given: Option<Given>,
    label: &'a str,
    problem: Option<&'a Problem>,
    words: &'static Words,
}

impl<'a> Asking<'a> {
    fn text(&self, text: &'a Text) -> &'a str {
        self.schema.text(text, self.language)
    }

    /// The field with its boxes filled in as they were.
    pub fn field(&self, field: &'a Field) -> Markup {
        let default = field.default.as_ref().filter(|_| !self.has_earlier(field));
        let given = self.answers.get(&field.id).or(default).cloned();
        let problem = self.problems.iter().find(|problem| problem.field == field.id);
        let asked = Asked { field, given, label: self.text(&field.label), problem, words: words(self.language) };
        match &field.kind {
            FieldKind::Information(information) => {
                let text = self.text(&information.text);
                html! { div.important[information.important] { (paragraphs(text)) } }
            }
            FieldKind::Hidden(_) => unseen(field, asked.given.as_ref(), self.is_shown_elsewhere),
            FieldKind::Choice(choice) if choice.style == ChoiceStyle::Select => {
                self.labelled(&asked, &self.select(&asked, choice))
            }
            FieldKind::Choice(choice) => self.grouped(&asked, &self.options(&asked, choice)),
            FieldKind::YesNo(_) => self.grouped(&asked, &yes_no(&asked)),
            FieldKind::Scale(scale) => self.grouped(&asked, &self.scale(&asked, scale)),
            FieldKind::Date(_) => self.grouped(&asked, &date(&asked)),
            FieldKind::Consent => self.consent(&asked),
            FieldKind::File(limits) => self.labelled(&asked, &file(&asked, limits, self.described(&asked).as_deref())),
            FieldKind::LongText(limits) => self.labelled(&asked, &self.lines(&asked, limits)),
            FieldKind::Number(limits) => {
                let mode = if limits.decimals > 0 { "decimal" } else { "numeric" };
                let boxed = self.line(&asked, "text", Some(mode), "short");
                let unit = self.text(&limits.unit);
                self.labelled(
                    &asked,
                    &html! { @if unit.is_empty() { (boxed) } @else { div.unit { (boxed) span { (unit) } } } },
                )
            }
            FieldKind::Time(_) => self.labelled(&asked, &self.line(&asked, "text", None, "short")),
            FieldKind::Phone(_) => self.labelled(&asked, &self.line(&asked, "tel", None, "")),
            FieldKind::Email => self.labelled(&asked, &self.line(&asked, "email", None, "")),
            FieldKind::Postcode => self.labelled(&asked, &self.line(&asked, "text", None, "short")),
            FieldKind::NhsNumber => self.labelled(&asked, &self.line(&asked, "text", Some("numeric"), "short")),
            FieldKind::Text(_) => self.labelled(&asked, &self.line(&asked, "text", None, "")),
        }
    }

    /// One box under a label of its own.
    fn labelled(&self, asked: &Asked<'a>, boxed: &Markup) -> Markup {
        html! {
            div.field.wrong[asked.problem.is_some()] data-unkept[asked.field.sensitive] {
                label.asked for=(asked.id()) { (asked.title()) }
                (self.around(asked))
                (boxed)
                (self.taking_back(asked))
            }
        }
    }

    /// Several boxes under a legend.
    fn grouped(&self, asked: &Asked<'a>, boxes: &Markup) -> Markup {
        html! {
            fieldset.field.wrong[asked.problem.is_some()] aria-describedby=[self.described(asked)] data-unkept[asked.field.sensitive] {
                legend.asked { (asked.title()) }
                (self.around(asked))
                (boxes)
                (self.taking_back(asked))
            }
        }
    }

    /// Whether there is an earlier answer that is not shown.
    fn has_earlier(&self, field: &Field) -> bool {
        self.earlier.is_some_and(|earlier| earlier.kept.contains(&field.id))
    }

    /// The box that takes an earlier answer back.
    fn taking_back(&self, asked: &Asked<'a>) -> Markup {
        let id = &asked.field.id;
        let is_taken_back = self.earlier.is_some_and(|earlier| earlier.taken_back.contains(id));
        html! {
            @if self.has_earlier(asked.field) {
                label.option {
                    input type="checkbox" name={ (names::TAKE_BACK) (id) } value="yes" checked[is_taken_back];
                    span { (asked.words.take_back) span.unseen { ": " (asked.label) } }
                }
            }
        }
    }

    /// Hint, what is known already and problem, which `aria-describedby` names.
    fn around(&self, asked: &Asked<'a>) -> Markup {
        html! {
            @if let Some(hint) = self.hint(asked) { p.hint #{ (asked.id()) "-hint" } { (hint) } }
            @if self.has_earlier(asked.field) { p.hint #{ (asked.id()) "-earlier" } { (asked.words.earlier) } }
            @if let Some(problem) = asked.problem {
                p.error #{ (asked.id()) "-error" } {
                    span.unseen { (asked.words.error) " " } (problem.message)
                }
            }
        }
    }

    fn hint(&self, asked: &Asked<'a>) -> Option<&'a str> {
        let hint = self.text(&asked.field.hint);
        match asked.field.kind {
            FieldKind::Time(_) if hint.is_empty() => Some(asked.words.time_hint),
            _ => Some(hint).filter(|hint| !hint.is_empty()),
        }
    }

    fn described(&self, asked: &Asked<'a>) -> Option<String> {
        let id = asked.id();
        let hint = self.hint(asked).map(|_| format!("{id}-hint"));
        let earlier = self.has_earlier(asked.field).then(|| format!("{id}-earlier"));
        let error = asked.problem.map(|_| format!("{id}-error"));
        let count = matches!(asked.field.kind, FieldKind::LongText(_)).then(|| format!("{id}-count"));
        let ids: Vec<String> = hint.into_iter().chain(earlier).chain(error).chain(count).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn line(&self, asked: &Asked<'a>, kind: &str, mode: Option<&str>, class: &str) -> Markup {
        html! {
            input #(asked.id()) name=(asked.field.id) type=(kind) inputmode=[mode] class=[(!class.is_empty()).then_some(class)]
                value=(asked.typed()) autocomplete=[purpose(&asked.field.id)] spellcheck=[asked.is_code()]
                aria-describedby=[self.described(asked)] aria-invalid=[asked.invalid()];
        }
    }

    /// Several lines, and how many characters there is room for.
    fn lines(&self, asked: &Asked<'a>, limits: &TextLimits) -> Markup {
        let most = limits.max_length.unwrap_or(LONG_TEXT_LENGTH.0);
        html! {
            textarea #(asked.id()) name=(asked.field.id) rows="5" data-most=(most) aria-describedby=[self.described(asked)]
                aria-invalid=[asked.invalid()] { "\n" (asked.typed()) }
            p.hint.count #{ (asked.id()) "-count" } { (asked.words.up_to.replace("{}", &thousands(most.into()))) }
        }
    }

    fn select(&self, asked: &Asked<'a>, choice: &'a Choice) -> Markup {
        html! {
            select #(asked.id()) name=(asked.field.id) aria-describedby=[self.described(asked)] aria-invalid=[asked.invalid()] {
                option value="" { (asked.words.choose) }
                @for option in &choice.options {
                    option value=(option.value) selected[asked.has(&option.value)] { (self.text(&option.label)) }
                }
            }
        }
    }

    fn options(&self, asked: &Asked<'a>, choice: &'a Choice) -> Markup {
        let kind = if choice.style == ChoiceStyle::Several { "checkbox" } else { "radio" };
        html! {
            @if choice.style == ChoiceStyle::Several { (asked.unticked()) }
            @for (position, option) in choice.options.iter().enumerate() {
                @let hint = self.text(&option.hint);
                label.option {
                    input id=[asked.id_of(position)] type=(kind) name=(asked.field.id) value=(option.value) checked[asked.has(&option.value)];
                    span {
                        (self.text(&option.label))
                        @if !hint.is_empty() { br; span.hint { (hint) } }
                    }
                }
            }
        }
    }

    fn scale(&self, asked: &Asked<'a>, scale: &'a Scale) -> Markup {
        let (low, high) = (self.text(&scale.low), self.text(&scale.high));
        html! {
            @if !low.is_empty() || !high.is_empty() { div.ends aria-hidden="true" { span { (low) } span { (high) } } }
            div.scale {
                @for (position, point) in (scale.from..=scale.to).enumerate() {
                    @let end = if position == 0 { low } else if point == scale.to { high } else { "" };
                    label.option {
                        input id=[asked.id_of(position)] type="radio" name=(asked.field.id) value=(point) checked[asked.has(&point.to_string())];
                        span { (point) @if !end.is_empty() { span.end { " " (end) } } }
                    }
                }
            }
        }
    }

    fn consent(&self, asked: &Asked<'a>) -> Markup {
        html! {
            div.field.wrong[asked.problem.is_some()] data-unkept[asked.field.sensitive] {
                (self.around(asked))
                (asked.unticked())
                label.option {
                    input #(asked.id()) type="checkbox" name=(asked.field.id) value="yes" checked[asked.is_yes()]
                        aria-describedby=[self.described(asked)] aria-invalid=[asked.invalid()];
                    span { (asked.title()) }
                }
                (self.taking_back(asked))
            }
        }
    }
}

impl Asked<'_> {
    /// The id of the first box, to which what is wrong links.
    fn id(&self) -> String {
        element_id(&self.field.id)
    }

    /// The same for the first of several.
    fn id_of(&self, position: usize) -> Option<String> {
        (position == 0).then(|| self.id())
    }

    /// A label that ends with a remark in brackets, as "if you know it", says itself that it may be left out.
    fn title(&self) -> Markup {
        let optional =
            !self.field.required && self.field.required_if.is_none() && !self.label.trim_end().ends_with(')');
        html! { (self.label) @if optional { " " span.hint { (self.words.optional) } } }
    }

    /// What no dictionary knows is not checked against one.
    fn is_code(&self) -> Option<&'static str> {
        matches!(self.field.kind, FieldKind::Email | FieldKind::Postcode | FieldKind::NhsNumber).then_some("false")
    }

    /// A blank beside boxes that begin with a tick, posted when none is left: else a default would come back.
    fn unticked(&self) -> Markup {
        html! { @if self.field.default.is_some() { input type="hidden" name=(self.field.id) value=""; } }
    }

    fn invalid(&self) -> Option<&'static str> {
        self.problem.map(|_| "true")
    }

    /// What stands in a box of one line or several.
    fn typed(&self) -> String {
        match &self.given {
            Some(Given::Text(text)) => text.clone(),
            Some(Given::Number(number)) => number.to_string(),
            Some(Given::List(items)) => items.join(", "),
            _ => String::new(),
        }
    }

    /// Whether this is chosen, or among what is.
    fn has(&self, value: &str) -> bool {
        match &self.given {
            Some(Given::Text(text)) => text.trim() == value,
            Some(Given::Number(number)) => number.to_string() == value,
            Some(Given::List(items)) => items.iter().any(|item| item == value),
            _ => false,
        }
    }

    fn is_yes(&self) -> bool {
        self.given == Some(Given::YesNo(true)) || self.has("yes")
    }

    fn is_no(&self) -> bool {
        self.given == Some(Given::YesNo(false)) || self.has("no")
    }
}

/// The id of the element in which a field is answered.
pub(super) fn element_id(field: &str) -> String {
    format!("f-{field}")
}

/// What a browser knows of its user and can fill in (WCAG 2.2, 1.3.5), by the ids that shipped forms have.
fn purpose(id: &str) -> Option<&'static str> {
    match id {
        "given_name" => Some("given-name"),
        "family_name" => Some("family-name"),
        "email" => Some("email"),
        "phone" => Some("tel"),
        "postcode" => Some("postal-code"),
        "birth_date-day" => Some("bday-day"),
        "birth_date-month" => Some("bday-month"),
        "birth_date-year" => Some("bday-year"),
        _ => None,
    }
}

fn yes_no(asked: &Asked<'_>) -> Markup {
    html! {
        label.option {
            input #(asked.id()) type="radio" name=(asked.field.id) value="yes" checked[asked.is_yes()];
            span { (asked.words.yes) }
        }
        label.option {
            input type="radio" name=(asked.field.id) value="no" checked[asked.is_no()];
            span { (asked.words.no) }
        }
    }
}

fn date(asked: &Asked<'_>) -> Markup {
    let boxes = match &asked.given {
        Some(Given::Date(boxes)) => boxes.clone(),
        Some(Given::Text(text)) => DateBoxes::of(text),
        _ => DateBoxes::default(),
    };
    let labels = [asked.words.day, asked.words.month, asked.words.year];
    let values = [&boxes.day, &boxes.month, &boxes.year];
    html! {
        div.boxes {
            @for (position, part) in DATE_BOXES.iter().enumerate() {
                @let id = if position == 0 { asked.id() } else { format!("{}-{part}", asked.id()) };
                @let name = format!("{}-{part}", asked.field.id);
                div {
                    label for=(id) { (labels[position]) }
                    input #(id) class=(if position == 2 { "four" } else { "two" }) type="text" inputmode="numeric"
                        name=(name) value=(values[position]) autocomplete=[purpose(&name)] aria-invalid=[asked.invalid()];
                }
            }
        }
    }
}

fn file(asked: &Asked<'_>, limits: &FileLimits, described: Option<&str>) -> Markup {
    let accept: Vec<&str> = limits.types.iter().map(|kind| kind.media_type()).collect();
    html! {
        @if let Some(Given::File(file)) = &asked.given {
            (hidden(asked.field, &Given::File(file.clone())))
            p { strong { (file.name) } br; (asked.words.file_kept) }
        }
        input #(asked.id()) type="file" name=(asked.field.id) accept=(accept.join(","))
            aria-describedby=[described] aria-invalid=[asked.invalid()];
    }
}

/// A text in paragraphs: an empty line begins a new one.
pub(super) fn paragraphs(text: &str) -> Markup {
    let paragraphs = text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
    html! {
        @for paragraph in paragraphs {
            p { @for (position, line) in paragraph.lines().enumerate() { @if position > 0 { br; } (line) } }
        }
    }
}
