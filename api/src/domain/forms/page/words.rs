//! The words around the questions, in the languages that Recall knows itself.

use shared::form::Language;

/// Words of a page. A form's own texts are its author's.
pub(super) struct Words {
    pub next: &'static str,
    pub back: &'static str,
    pub send: &'static str,
    pub change: &'static str,
    pub problem: &'static str,
    pub error: &'static str,
    pub review: &'static str,
    pub not_answered: &'static str,
    pub day: &'static str,
    pub month: &'static str,
    pub year: &'static str,
    pub yes: &'static str,
    pub no: &'static str,
    pub choose: &'static str,
    pub optional: &'static str,
    pub file_kept: &'static str,
    pub thanks: &'static str,
    pub thanks_text: &'static str,
    pub step: &'static str,
    pub of: &'static str,
    pub trap: &'static str,
    pub phone: &'static str,
    pub time_hint: &'static str,
    /// `{}` is a number of characters, here and in the next two.
    pub up_to: &'static str,
    pub left: &'static str,
    pub over: &'static str,
    /// Where a script could not reach the server.
    pub offline: &'static str,
    /// After a reload.
    pub kept: &'static str,
    /// Of a sensitive answer that came before: at its field, its box, and among all answers.
    pub earlier: &'static str,
    pub take_back: &'static str,
    pub earlier_stays: &'static str,
    /// Where the box that nobody sees was filled in.
    pub filled_by_itself: &'static str,
    /// What the links to other languages are for.
    pub languages: &'static str,
}

const ENGLISH: Words = Words {
    next: "Continue",
    back: "Back",
    send: "Send",
    change: "Change",
    problem: "There is a problem",
    error: "Error:",
    review: "Check your answers before sending them",
    not_answered: "Not answered",
    day: "Day",
    month: "Month",
    year: "Year",
    yes: "Yes",
    no: "No",
    choose: "Choose one",
    optional: "(optional)",
    file_kept: "We have your file. To send another instead, choose it here:",
    thanks: "Thank you",
    thanks_text: "We have your answers.",
    step: "Step",
    of: "of",
    trap: "Leave this empty",
    phone: "Phone",
    time_hint: "For example, 14:30",
    up_to: "You can write up to {} characters",
    left: "You have {} characters left",
    over: "You have {} characters too many",
    offline: "This could not be sent. Check your connection and press the button again. What you typed is still here.",
    kept: "We kept what you typed. Answers that are private need to be given again.",
    earlier: "We have your earlier answer, which is private and not shown. It stays if you leave this empty.",
    take_back: "Remove my earlier answer",
    earlier_stays: "Your earlier answer stays",
    filled_by_itself: "Your answers are not sent yet: something in your browser filled in a box that has to stay empty. \
        It is empty again. Check your answers and send them.",
    languages: "Language",
};

const WELSH: Words = Words {
    next: "Parhau",
    back: "Yn ôl",
    send: "Anfon",
    change: "Newid",
    problem: "Mae problem",
    error: "Gwall:",
    review: "Gwiriwch eich atebion cyn eu hanfon",
    not_answered: "Heb ei ateb",
    day: "Diwrnod",
    month: "Mis",
    year: "Blwyddyn",
    yes: "Ydw",
    no: "Nac ydw",
    choose: "Dewiswch un",
    optional: "(dewisol)",
    file_kept: "Mae eich ffeil gennym. I anfon un arall yn ei lle, dewiswch hi yma:",
    thanks: "Diolch",
    thanks_text: "Mae eich atebion gennym.",
    step: "Cam",
    of: "o",
    trap: "Gadewch hwn yn wag",
    phone: "Ffôn",
    time_hint: "Er enghraifft, 14:30",
    up_to: "Gallwch ysgrifennu hyd at {} nod",
    left: "Mae gennych {} nod ar ôl",
    over: "Mae gennych {} nod yn ormod",
    offline: "Ni ellid anfon hwn. Gwiriwch eich cysylltiad a phwyswch y botwm eto. Mae'r hyn a deipioch yma o hyd.",
    kept: "Rydym wedi cadw'r hyn a deipioch. Mae angen rhoi atebion preifat eto.",
    earlier: "Mae gennym eich ateb blaenorol, sy'n breifat ac nad yw'n cael ei ddangos. Bydd yn aros os gadewch hwn yn wag.",
    take_back: "Dileu fy ateb blaenorol",
    earlier_stays: "Bydd eich ateb blaenorol yn aros",
    filled_by_itself: "Nid yw eich atebion wedi'u hanfon eto: llenwodd rhywbeth yn eich porwr flwch y mae'n rhaid ei adael \
        yn wag. Mae'n wag eto. Gwiriwch eich atebion a'u hanfon.",
    languages: "Iaith",
};

/// The words in a language; English where Recall does not know it.
pub(super) fn words(language: &Language) -> &'static Words {
    if language.primary() == "cy" { &WELSH } else { &ENGLISH }
}
