//! Words of the builder of forms: the outline, the properties, the preview.

pub mod form_builder {
    use shared::form::Language;

    use crate::text::{self, plural};

    pub const OUTLINE: &str = "Pages and questions";
    pub const FORM: &str = "The form itself";
    pub const FORM_HINT: &str = "Title, introduction, languages";
    pub const UNNAMED: &str = "Not named yet";
    pub const ADD: &str = "Add a question";
    pub const ADD_PAGE: &str = "Add a page";
    pub const ADD_SECTION: &str = "Add a section";
    pub const UNDO: &str = "Undo";
    pub const REDO: &str = "Redo";
    pub const UNDONE: &str = "Undone.";
    pub const REDONE: &str = "Done again.";
    pub const NOTHING_TO_UNDO: &str = "There is nothing more.";
    pub const PAGE_ADDED: &str = "A page has been added.";
    pub const SECTION_ADDED: &str = "A section has been added.";
    pub const DUPLICATED: &str = "Duplicated.";
    pub const AT_THE_END: &str = "It is at the end already.";
    pub const DUPLICATE: &str = "Duplicate";
    pub const DELETE: &str = "Delete";
    pub const EMPTY: &str = "Nothing here yet. Add a question.";
    pub const REQUIRED: &str = "required";
    pub const CONDITIONAL: &str = "shown sometimes";
    pub const SENSITIVE: &str = "sealed";
    pub const SAVED: &str = "All changes saved";
    pub const WAITING: &str = "Saving in a moment…";
    pub const SAVING: &str = "Saving…";
    pub const NOT_SAVED: &str = "Not saved";
    pub const SAVE_NOW: &str = "Save now";
    pub const CONFLICT: &str = "Somebody else has saved this form meanwhile, or you have in another window. What you changed is on your screen and kept in this tab. Which of the two is to be the draft?";
    pub const KEEP_MINE: &str = "Keep what is on my screen";
    pub const TAKE_THEIRS: &str = "Show the other one";
    pub const READ_ONLY: &str = "You may look at this form; your role does not change forms.";
    pub const GOOD: &str = "Nothing keeps this form from being published.";
    pub const PROPERTIES: &str = "Properties";
    pub const TO_OUTLINE: &str = "Back to the list";

    pub fn page(number: usize) -> String {
        format!("Page {number}")
    }

    pub fn section(number: usize) -> String {
        format!("Section {number}")
    }

    pub fn problems(count: usize) -> String {
        let many = i32::try_from(count).unwrap_or(i32::MAX);
        format!("{count} {} this form from being published", plural(many, "problem keeps", "problems keep"))
    }

    pub fn untranslated(count: usize) -> String {
        let many = i32::try_from(count).unwrap_or(i32::MAX);
        format!("{count} {} not translated", plural(many, "text is", "texts are"))
    }

    /// What is to be said of a text that these languages lack.
    pub fn not_in(languages: &[Language]) -> String {
        let names: Vec<String> = languages.iter().map(|language| text::language(language.as_str())).collect();
        format!("there is no text in {}; patients are shown the first language", names.join(" or "))
    }

    pub fn added(what: &str) -> String {
        format!("{what} has been added.")
    }

    pub fn removed(what: &str) -> String {
        format!("“{what}” has been deleted. Undo brings it back.")
    }

    pub fn moved(what: &str, up: bool) -> String {
        format!("“{what}” moved {}.", if up { "up" } else { "down" })
    }

    pub fn placed(what: &str) -> String {
        format!("“{what}” has been moved.")
    }

    pub fn up(what: &str) -> String {
        format!("Move “{what}” up")
    }

    pub fn down(what: &str) -> String {
        format!("Move “{what}” down")
    }

    pub fn more(what: &str) -> String {
        format!("More for “{what}”")
    }

    pub fn wrong(count: usize) -> String {
        let many = i32::try_from(count).unwrap_or(i32::MAX);
        format!("{count} {}", plural(many, "problem", "problems"))
    }
}

pub mod field_kinds {
    use shared::form::{ChoiceStyle, FieldKind};

    pub const TEXT: &str = "Short text";
    pub const LONG_TEXT: &str = "Long text";
    pub const YES_NO: &str = "Yes or no";
    pub const RADIO: &str = "Choice of one";
    pub const SEVERAL: &str = "Choice of several";
    pub const SELECT: &str = "List that opens";
    pub const NUMBER: &str = "Number";
    pub const SCALE: &str = "Scale";
    pub const DATE: &str = "Date";
    pub const TIME: &str = "Time";
    pub const PHONE: &str = "Phone number";
    pub const EMAIL: &str = "Email address";
    pub const POSTCODE: &str = "Postcode";
    pub const NHS_NUMBER: &str = "NHS number";
    pub const CONSENT: &str = "Consent tick";
    pub const FILE: &str = "File";
    pub const INFORMATION: &str = "Text to read";
    pub const HIDDEN: &str = "Hidden value";
    pub const OPTION_1: &str = "First answer";
    pub const OPTION_2: &str = "Second answer";
    pub const NEW_TEXT: &str = "Write here what people should read.";

    pub fn name(kind: &FieldKind) -> &'static str {
        match kind {
            FieldKind::Text(_) => TEXT,
            FieldKind::LongText(_) => LONG_TEXT,
            FieldKind::Number(_) => NUMBER,
            FieldKind::Date(_) => DATE,
            FieldKind::Time(_) => TIME,
            FieldKind::Choice(choice) => match choice.style {
                ChoiceStyle::Radio => RADIO,
                ChoiceStyle::Select => SELECT,
                ChoiceStyle::Several => SEVERAL,
            },
            FieldKind::YesNo(_) => YES_NO,
            FieldKind::Scale(_) => SCALE,
            FieldKind::Phone(_) => PHONE,
            FieldKind::Email => EMAIL,
            FieldKind::Postcode => POSTCODE,
            FieldKind::NhsNumber => NHS_NUMBER,
            FieldKind::Consent => CONSENT,
            FieldKind::File(_) => FILE,
            FieldKind::Information(_) => INFORMATION,
            FieldKind::Hidden(_) => HIDDEN,
        }
    }
}

pub mod properties {
    pub const LABEL: &str = "Question";
    pub const CONSENT_LABEL: &str = "What is consented to";
    pub const HINT: &str = "Hint";
    pub const HINT_HINT: &str = "A line below the question that helps to answer it.";
    pub const REQUIRED: &str = "Must be answered";
    pub const SENSITIVE: &str = "Sensitive";
    pub const SENSITIVE_HINT: &str = "Answers are sealed, and stay out of charts and the SQL view.";
    pub const SHOW: &str = "When it is shown";
    pub const REQUIRE: &str = "When it must be answered";
    pub const MORE: &str = "Messages, default and column";
    pub const ID: &str = "Name of its column";
    pub const ID_HINT: &str =
        "Lower-case letters, digits and underscores. Where a published form changes it, older answers stand apart.";
    pub const ID_WRONG: &str = "Enter lower-case letters, digits and underscores, a letter first, at most 40";
    pub const ID_TAKEN: &str = "Another question has this name; choose another";
    pub const NAME: &str = "How messages call it";
    pub const NAME_HINT: &str = "Such as “your date of birth”, which makes “Enter your date of birth”.";
    pub const MISSING: &str = "Message when it is not answered";
    pub const WRONG: &str = "Message when the answer does not fit";
    pub const DEFAULT: &str = "Filled in beforehand";
    pub const NO_DEFAULT: &str = "Nothing";
    pub const YES: &str = "Yes";
    pub const NO: &str = "No";
    pub const LIMITS: &str = "What is taken";
    pub const SHORTEST: &str = "Fewest characters";
    pub const LONGEST: &str = "Most characters";
    pub const PATTERN: &str = "Pattern";
    pub const PATTERN_HINT: &str = "A regular expression for the whole answer. Leave it empty for any text.";
    pub const PATTERN_MESSAGE: &str = "Message when the pattern does not match";
    pub const LOWEST: &str = "Lowest";
    pub const HIGHEST: &str = "Highest";
    pub const DECIMALS: &str = "Digits after the point";
    pub const UNIT: &str = "Unit";
    pub const UNIT_HINT: &str = "Behind the box: cm, kg.";
    pub const EARLIEST: &str = "Earliest";
    pub const LATEST: &str = "Latest";
    pub const DAY_HINT: &str = "A day as 2026-11-23, or counted from today: today, today+30d, today-16y.";
    pub const TIME_HINT: &str = "Such as 08:00.";
    pub const NUMBER_WRONG: &str = "Enter a number";
    pub const WHOLE_WRONG: &str = "Enter a whole number";
    pub const DAY_WRONG: &str = "Enter a day, such as 2026-11-23 or today-16y";
    pub const TIME_WRONG: &str = "Enter a time, such as 08:00";
    pub const STYLE: &str = "How it looks";
    pub const RADIO: &str = "Buttons, one to be chosen";
    pub const SELECT: &str = "A list that opens";
    pub const SEVERAL: &str = "Boxes, several to be ticked";
    pub const OPTIONS: &str = "Answers to choose from";
    pub const ADD_OPTION: &str = "Add an answer";
    pub const OPTION_VALUE: &str = "Stored as";
    pub const VALUE_TAKEN: &str = "Another answer is stored as this; choose another";
    pub const OPTION_EXCLUSIVE: &str = "Goes with no other";
    pub const OPTION_HINT: &str = "Hint";
    pub const POINTS: &str = "Points";
    pub const FEWEST: &str = "Fewest to tick";
    pub const MOST: &str = "Most to tick";
    pub const LOW: &str = "Words at the low end";
    pub const HIGH: &str = "Words at the high end";
    pub const YES_POINTS: &str = "Points for yes";
    pub const NO_POINTS: &str = "Points for no";
    pub const NO_POINTS_OF_NUMBER: &str = "None";
    pub const VALUE_POINTS: &str = "The number itself";
    pub const BAND_POINTS: &str = "By where the number is";
    pub const BAND_POINTS_HINT: &str = "The first line that the number is in counts. A box that is left empty has no limit; a number in no line gives no points.";
    pub const ADD_POINTS: &str = "Add a line of points";
    pub const REMOVE_POINTS: &str = "Remove";
    pub const MOBILE: &str = "Only numbers that get text messages";
    pub const FILE_TYPES: &str = "Types of files";
    pub const FILE_SIZE: &str = "Largest size in kilobytes";
    pub const INFORMATION: &str = "Text to read";
    pub const INFORMATION_HINT: &str = "An empty line begins a new paragraph.";
    pub const IMPORTANT: &str = "Set apart as important";
    pub const TITLE: &str = "Title";
    pub const PAGE_TITLE: &str = "Heading of the page";
    pub const SECTION_TITLE: &str = "Heading of the section";
    pub const INTRODUCTION: &str = "Introduction";
    pub const SUBMIT: &str = "Words on the last button";
    pub const THANKS: &str = "Thanks";
    pub const THANKS_HINT: &str = "What is said once the answers are stored.";
    pub const NOTE: &str = "Note to colleagues";
    pub const KIND: &str = "Kind of form";
    pub const LANGUAGES: &str = "Languages";
    pub const LANGUAGES_HINT: &str = "The first is the one every text must have.";
    pub const ADD_LANGUAGE: &str = "Add a language";
    pub const CHOOSE_LANGUAGE: &str = "Choose a language";
    pub const SCORE: &str = "Score";
    pub const SCORED: &str = "Add up points";
    pub const SCORE_TITLE: &str = "What the score is called";
    pub const SCORE_TITLE_NEW: &str = "Score";
    pub const SCORE_SHOWN: &str = "Patients see their band after sending";
    pub const ADD_BAND: &str = "Add a band";
    pub const BAND_ID: &str = "Short name";
    pub const BAND_LABEL: &str = "What it means";
    pub const BAND_ADVICE: &str = "What follows from it";
    pub const FROM: &str = "From";
    pub const TO: &str = "To";
    pub const MOVE_UP: &str = "Move up";
    pub const MOVE_DOWN: &str = "Move down";
    pub const REMOVE_OPTION: &str = "Remove";
    pub const REMOVE_LANGUAGE: &str = "Remove the language";
    pub const REMOVE_BAND: &str = "Remove";

    /// A label of a text in one of several languages.
    pub fn in_language(label: &str, language: &str) -> String {
        format!("{label} ({language})")
    }

    /// A line of points, by its number.
    pub fn points_line(number: usize) -> String {
        format!("Line {number}")
    }

    pub fn option(number: usize) -> String {
        format!("Answer {number}")
    }

    pub fn about_option(number: usize) -> String {
        format!("More about answer {number}")
    }

    pub fn band(number: usize) -> String {
        format!("Band {number}")
    }
}

pub mod form_rules {
    use crate::pages::forms::Test;

    pub const ALWAYS: &str = "Always.";
    pub const NEVER: &str = "Never, unless it is marked above.";
    pub const ALL: &str = "all of these hold";
    pub const ANY: &str = "one of these holds";
    pub const JOIN: &str = "How many must hold";
    pub const QUESTION: &str = "Question";
    pub const CONDITION: &str = "Condition";
    pub const ANSWER: &str = "Answer";
    pub const OR_ANSWER: &str = "Or answer";
    pub const NO_MORE: &str = "–";
    pub const OR: &str = "or";
    pub const AND: &str = "and";
    pub const VALUE: &str = "Value";
    pub const SECOND: &str = "Second value";
    pub const ADD: &str = "Add a condition";
    pub const REMOVE: &str = "Remove this condition";
    pub const KEPT: &str = "A finer rule, which the file of this form says. It stays as it is.";
    pub const NONE_BEFORE: &str = "There is no question before it to ask about.";
    pub const VALUE_WRONG: &str = "Enter a number, or a day such as 2026-11-23 or today-7d";

    pub fn test(test: Test) -> &'static str {
        match test {
            Test::Answered => "is answered",
            Test::NotAnswered => "is not answered",
            Test::Yes => "is yes",
            Test::No => "is no",
            Test::AnyOf => "is",
            Test::NoneOf => "is not",
            Test::AtLeast => "is at least",
            Test::AtMost => "is at most",
            Test::Between => "is between",
            Test::From => "is on or after",
            Test::Until => "is on or before",
            Test::BetweenDays => "is between",
            Test::AgeFrom => "makes the person at least (years)",
            Test::AgeUnder => "makes the person younger than (years)",
            Test::Is => "is the text",
            Test::IsNot => "is not the text",
        }
    }
}

pub mod form_preview {
    pub const TITLE: &str = "Preview";
    pub const HINT: &str = "Try it: it checks answers and shows questions as the page will. Nothing is stored.";
    pub const WIDTH: &str = "Shown as on a";
    pub const PHONE: &str = "Phone";
    pub const DESKTOP: &str = "Desktop";
    pub const LANGUAGE: &str = "Language";
    pub const START_OVER: &str = "Start over";
    pub const GO_ON: &str = "Continue";
    pub const BACK: &str = "Back";
    pub const SEND: &str = "Send";
    pub const PROBLEM: &str = "There is a problem";
    pub const OPTIONAL: &str = "(optional)";
    pub const CHOOSE: &str = "Choose one";
    pub const YES: &str = "Yes";
    pub const NO: &str = "No";
    pub const DAY: &str = "Day";
    pub const MONTH: &str = "Month";
    pub const YEAR: &str = "Year";
    pub const REVIEW: &str = "Check your answers before sending them";
    pub const NOT_ANSWERED: &str = "Not answered";
    pub const CHANGE: &str = "Change";
    pub const THANKS: &str = "Thank you";
    pub const THANKS_TEXT: &str = "We have your answers.";
    pub const SENT: &str = "This is the end of the form. On the page, the answers would be stored now.";
    pub const NO_FILE: &str = "Files are chosen on the page itself.";
    pub const NOTHING: &str = "Nothing to show yet.";

    pub fn step(number: usize, of: usize) -> String {
        format!("Step {number} of {of}")
    }

    /// The name of the button that changes the answer to a question.
    pub fn change(question: &str) -> String {
        format!("{CHANGE} {question}")
    }

    pub fn score(points: &str, most: &str) -> String {
        format!("{points} of {most} points")
    }
}
