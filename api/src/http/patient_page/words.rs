//! The words around a message, in the languages that Recall knows itself. The message's own are the practice's.

use chrono::{Datelike, NaiveDate};
use shared::{form::Language, time::show_date};

use crate::domain::acknowledgements::Closed;

/// Words of the pages; `{}` is a name or a day.
pub(super) struct Words {
    /// BCP 47.
    pub language: &'static str,
    day: fn(NaiveDate) -> String,
    pub message_from: &'static str,
    pub told_us: &'static str,
    pub stopped_before: &'static str,
    pub hello: &'static str,
    pub questions: &'static str,
    pub read: &'static str,
    pub read_note: &'static str,
    pub not_for_me: &'static str,
    pub stop: &'static str,
    pub thanks: Thanks,
    pub ask_opt_out: Ask,
    pub opted_out: Done,
    pub ask_not_me: Ask,
    pub not_me: Done,
    wrong: Sorry,
    revoked: Sorry,
    expired: Sorry,
    astray: Sorry,
    withdrawn: Sorry,
    pub too_many: Sorry,
    pub failed: Sorry,
    pub reach: &'static str,
    pub phone: &'static str,
    pub book: &'static str,
    pub data: &'static str,
    pub data_text: &'static str,
}

/// After the button.
pub(super) struct Thanks {
    pub title: &'static str,
    pub noted: &'static str,
    pub noted_before: &'static str,
    pub no_reminder: &'static str,
    pub book: &'static str,
    pub call: &'static str,
    pub again: &'static str,
}

/// Are you sure?
pub(super) struct Ask {
    pub title: &'static str,
    pub text: &'static [&'static str],
    pub yes: &'static str,
    /// Beneath the button.
    pub note: Option<&'static str>,
    pub no: &'static str,
}

/// What was done, and what else there is to know.
pub(super) struct Done {
    pub title: &'static str,
    pub outcome: &'static str,
    pub text: &'static str,
}

/// Why there is no message, and what to do.
pub(super) struct Sorry {
    pub title: &'static str,
    pub what: &'static str,
    pub to_do: &'static str,
}

impl Words {
    pub fn day(&self, date: NaiveDate) -> String {
        (self.day)(date)
    }

    pub fn closed(&self, closed: Closed) -> &Sorry {
        match closed {
            Closed::Wrong => &self.wrong,
            Closed::Revoked => &self.revoked,
            Closed::Expired => &self.expired,
            Closed::Astray => &self.astray,
            Closed::Withdrawn => &self.withdrawn,
        }
    }
}

pub(super) const ENGLISH: Words = Words {
    language: "en-GB",
    day: show_date,
    message_from: "A message from {}",
    told_us: "Thank you. You told us on {} that you have read this message.",
    stopped_before: "You asked us not to message you again. To change this, please call us.",
    hello: "Hello {}.",
    questions: "Answer our questions",
    read: "I have read this message",
    read_note: "Pressing it tells {} that this message has reached you. It does not book anything.",
    not_for_me: "This is not for me",
    stop: "Do not message me about this",
    thanks: Thanks {
        title: "Thank you, {}",
        noted: "We have noted that you have read our message.",
        noted_before: "We have it already: you told us on {} that you have read our message. You need not do it again.",
        no_reminder: "We will not send you a reminder about it.",
        book: "If you have not booked yet, you can do it online or call us.",
        call: "If you have not made an appointment yet, please call us.",
        again: "Read the message again",
    },
    ask_opt_out: Ask {
        title: "Stop these messages?",
        text: &[
            "We will not send any more texts or emails to the phone number and email address we have for you.",
            "If you share them with somebody, they will not get messages there either. It changes nothing about your care.",
        ],
        yes: "Stop messages to me",
        note: None,
        no: "Go back, change nothing",
    },
    opted_out: Done {
        title: "We have stopped the messages",
        outcome: "We will not send you any more texts or emails.",
        text: "A message that is on its way this very minute may still arrive. If you change your mind, please call us: we can switch messages on again.",
    },
    ask_not_me: Ask {
        title: "Is this message not for you?",
        text: &[
            "Then it reached the wrong phone or mailbox, and we are sorry. Tell us and we will send nothing more there, until we have put it right with the person it is for.",
        ],
        yes: "It is not for me",
        note: Some("Afterwards this link shows the message to nobody."),
        no: "Go back, it is for me",
    },
    not_me: Done {
        title: "Thank you for telling us",
        outcome: "We will send nothing more about this to you.",
        text: "Please delete the message. You need not do anything else.",
    },
    wrong: Sorry {
        title: "This link does not work",
        what: "We could not find a message for it. Some phones and mail programs cut long links in two.",
        to_do: "Please open the link from our message again, all of it, or call us and we will help.",
    },
    revoked: Sorry {
        title: "This link was replaced",
        what: "We have sent you a newer message with a new link.",
        to_do: "Please open the link in our latest message. If you cannot find it, call us and we will help.",
    },
    expired: Sorry {
        title: "This message is out of date",
        what: "The time for answering it has passed.",
        to_do: "You can still call us: we will tell you what you can do now.",
    },
    astray: Sorry {
        title: "This message was not meant for you",
        what: "Somebody who opened it told us so, and we have stopped sending messages there.",
        to_do: "If it was meant for you after all, please call us and we will put it right.",
    },
    withdrawn: Sorry {
        title: "This message was withdrawn",
        what: "You do not need to do anything about it.",
        to_do: "If you have questions, please call us.",
    },
    too_many: Sorry {
        title: "Please wait a minute",
        what: "There were too many wrong links from your connection.",
        to_do: "Then open the link from our message again, or call us and we will help.",
    },
    failed: Sorry {
        title: "Something went wrong",
        what: "The fault is on our side, and we have been told about it.",
        to_do: "Please try again in a few minutes, or call us.",
    },
    reach: "How to reach us",
    phone: "Phone",
    book: "Book online",
    data: "How we use your data",
    data_text: "{} notes that this page was opened and whether the button was pressed, to know whom to remind. Nobody else is told. This page sets no cookies and loads nothing from anywhere else.",
};

const WELSH: Words = Words {
    language: "cy",
    day: welsh_day,
    message_from: "Neges gan {}",
    told_us: "Diolch. Dywedoch wrthym ar {} eich bod wedi darllen y neges hon.",
    stopped_before: "Gofynnoch i ni beidio ag anfon negeseuon atoch eto. I newid hyn, ffoniwch ni.",
    hello: "Helo {}.",
    questions: "Ateb ein cwestiynau",
    read: "Rwyf wedi darllen y neges hon",
    read_note: "Mae pwyso'r botwm yn dweud wrth {} bod y neges hon wedi eich cyrraedd. Nid yw'n trefnu apwyntiad.",
    not_for_me: "Nid i mi y mae'r neges hon",
    stop: "Peidiwch ag anfon negeseuon ataf am hyn",
    thanks: Thanks {
        title: "Diolch, {}",
        noted: "Rydym wedi nodi eich bod wedi darllen ein neges.",
        noted_before: "Mae hyn gennym yn barod: dywedoch wrthym ar {} eich bod wedi darllen ein neges. Nid oes angen gwneud hynny eto.",
        no_reminder: "Ni fyddwn yn anfon neges atgoffa atoch am hyn.",
        book: "Os nad ydych wedi trefnu apwyntiad eto, gallwch wneud hynny ar-lein neu ein ffonio.",
        call: "Os nad ydych wedi trefnu apwyntiad eto, ffoniwch ni.",
        again: "Darllen y neges eto",
    },
    ask_opt_out: Ask {
        title: "Atal y negeseuon hyn?",
        text: &[
            "Ni fyddwn yn anfon rhagor o negeseuon testun nac e-byst i'r rhif ffôn a'r cyfeiriad e-bost sydd gennym ar eich cyfer.",
            "Os ydych yn eu rhannu â rhywun, ni fydd y person hwnnw'n cael negeseuon yno chwaith. Nid yw'n newid dim am eich gofal.",
        ],
        yes: "Atal negeseuon ataf",
        note: None,
        no: "Yn ôl, heb newid dim",
    },
    opted_out: Done {
        title: "Rydym wedi atal y negeseuon",
        outcome: "Ni fyddwn yn anfon rhagor o negeseuon testun nac e-byst atoch.",
        text: "Gall neges sydd eisoes ar ei ffordd eich cyrraedd o hyd. Os newidiwch eich meddwl, ffoniwch ni: gallwn ddechrau anfon negeseuon eto.",
    },
    ask_not_me: Ask {
        title: "Onid i chi y mae'r neges hon?",
        text: &[
            "Os felly, cyrhaeddodd y ffôn neu'r blwch post anghywir, ac mae'n ddrwg gennym. Dywedwch wrthym ac ni fyddwn yn anfon dim rhagor yno nes i ni gywiro hyn gyda'r person y mae'r neges ar ei gyfer.",
        ],
        yes: "Nid i mi y mae",
        note: Some("Wedyn ni fydd y ddolen hon yn dangos y neges i neb."),
        no: "Yn ôl, i mi y mae",
    },
    not_me: Done {
        title: "Diolch am ddweud wrthym",
        outcome: "Ni fyddwn yn anfon dim rhagor atoch am hyn.",
        text: "Dilëwch y neges, os gwelwch yn dda. Nid oes angen i chi wneud dim arall.",
    },
    wrong: Sorry {
        title: "Nid yw'r ddolen hon yn gweithio",
        what: "Ni allem ddod o hyd i neges ar ei chyfer. Mae rhai ffonau a rhaglenni e-bost yn torri dolenni hir yn ddwy.",
        to_do: "Agorwch y ddolen gyfan o'n neges eto, neu ffoniwch ni a byddwn yn eich helpu.",
    },
    revoked: Sorry {
        title: "Mae dolen newydd yn lle'r ddolen hon",
        what: "Rydym wedi anfon neges fwy diweddar atoch gyda dolen newydd.",
        to_do: "Agorwch y ddolen yn ein neges ddiweddaraf. Os na allwch ddod o hyd iddi, ffoniwch ni a byddwn yn eich helpu.",
    },
    expired: Sorry {
        title: "Nid yw'r neges hon yn gyfredol mwyach",
        what: "Mae'r amser i'w hateb wedi dod i ben.",
        to_do: "Gallwch ein ffonio o hyd: byddwn yn dweud wrthych beth y gallwch ei wneud nawr.",
    },
    astray: Sorry {
        title: "Nid i chi yr oedd y neges hon",
        what: "Dywedodd rhywun a'i hagorodd hynny wrthym, ac rydym wedi rhoi'r gorau i anfon negeseuon yno.",
        to_do: "Os i chi yr oedd hi wedi'r cyfan, ffoniwch ni a byddwn yn cywiro hyn.",
    },
    withdrawn: Sorry {
        title: "Tynnwyd y neges hon yn ôl",
        what: "Nid oes angen i chi wneud dim amdani.",
        to_do: "Os oes gennych gwestiynau, ffoniwch ni.",
    },
    too_many: Sorry {
        title: "Arhoswch funud",
        what: "Daeth gormod o ddolenni anghywir o'ch cysylltiad.",
        to_do: "Wedyn agorwch y ddolen o'n neges eto, neu ffoniwch ni a byddwn yn eich helpu.",
    },
    failed: Sorry {
        title: "Aeth rhywbeth o'i le",
        what: "Mae'r bai arnom ni, ac rydym wedi cael gwybod amdano.",
        to_do: "Rhowch gynnig arall arni ymhen ychydig funudau, neu ffoniwch ni.",
    },
    reach: "Sut i gysylltu â ni",
    phone: "Ffôn",
    book: "Trefnu ar-lein",
    data: "Sut rydym yn defnyddio eich data",
    data_text: "Mae {} yn nodi a agorwyd y dudalen hon ac a bwyswyd y botwm, i wybod pwy i'w hatgoffa. Ni ddywedir wrth neb arall. Nid yw'r dudalen hon yn gosod cwcis nac yn llwytho dim o unman arall.",
};

const WELSH_MONTHS: [&str; 12] = [
    "Ionawr",
    "Chwefror",
    "Mawrth",
    "Ebrill",
    "Mai",
    "Mehefin",
    "Gorffennaf",
    "Awst",
    "Medi",
    "Hydref",
    "Tachwedd",
    "Rhagfyr",
];

/// `18 Medi 2026`.
fn welsh_day(date: NaiveDate) -> String {
    let month = WELSH_MONTHS.iter().zip(1..).find(|(_, number)| *number == date.month());
    format!("{} {} {}", date.day(), month.map_or("", |(name, _)| name), date.year())
}

/// The words in a language; English where Recall does not know it.
pub(super) fn words(language: Option<&str>) -> &'static Words {
    let language = language.and_then(|tag| tag.parse::<Language>().ok());
    if language.is_some_and(|language| language.primary() == "cy") { &WELSH } else { &ENGLISH }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dialect_is_its_language_and_what_is_not_known_is_english() {
        let of = |tag| words(tag).language;
        assert_eq!([of(Some("cy")), of(Some("CY-gb"))], ["cy", "cy"]);
        assert_eq!([of(Some("cym")), of(Some("pl")), of(Some("?")), of(None)], ["en-GB"; 4]);
    }

    #[test]
    fn a_day_is_written_as_the_language_does() {
        let day = NaiveDate::from_ymd_opt(2026, 12, 3).unwrap_or_default();
        assert_eq!((WELSH.day(day), ENGLISH.day(day)), ("3 Rhagfyr 2026".to_owned(), "Thu 3 Dec 2026".to_owned()));
    }
}
