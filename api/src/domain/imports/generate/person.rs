//! One invented person.

use chrono::{Days, NaiveDate};
use shared::{latin::fold, nhs_number::NhsNumber};

use super::{
    chance::Chance,
    conditions,
    names::{CULTURES, STREETS, TOWNS},
};

const PHONE_ONLY: u32 = 160; // per mille
const EMAIL_ONLY: u32 = 60;
const NEITHER: u32 = 20;
const NOT_ACTIVE: u32 = 10;
const BRITISH_DATES: u32 = 100; // written as dd/mm/yyyy
const OTHER_LANGUAGE: u32 = 300; // of those whose culture has one
// Ages are counted back from here: people must not change with the day on which they are made.
const YOUNGEST: (i32, u32, u32) = (2024, 12, 31);
const DAYS_OF_A_LIFE: u32 = 34_000; // 93 years

const INWARD_LETTERS: [char; 20] =
    ['A', 'B', 'D', 'E', 'F', 'G', 'H', 'J', 'L', 'N', 'P', 'Q', 'R', 'S', 'T', 'U', 'W', 'X', 'Y', 'Z'];

/// The fields in the order of the canonical columns.
pub struct Person([String; 13]);

impl Person {
    pub fn new(index: u64, nhs: NhsNumber, chance: &mut Chance) -> Self {
        let culture = chance.weighted(&CULTURES);
        let is_woman = chance.per_mille(510);
        let given = *chance.pick(if is_woman { culture.women } else { culture.men });
        let family = *chance.pick(culture.families);
        let (phone, email) = contact(index, given, family, chance);
        let (address, postcode) = home(chance);
        let language =
            if culture.language != "en" && chance.per_mille(OTHER_LANGUAGE) { culture.language } else { "en" };
        Self([
            format!("P{:07}", index + 1),
            nhs.digits(),
            given.to_owned(),
            family.to_owned(),
            birth_date(chance),
            sex(is_woman, chance).to_owned(),
            phone,
            email,
            address,
            postcode,
            conditions::column(chance),
            status(chance).to_owned(),
            language.to_owned(),
        ])
    }

    pub fn record(&self) -> &[String; 13] {
        &self.0
    }
}

fn contact(index: u64, given: &str, family: &str, chance: &mut Chance) -> (String, String) {
    let kind = chance.below(1000);
    let (has_phone, has_email) = if kind < NEITHER {
        (false, false)
    } else if kind < NEITHER + PHONE_ONLY {
        (true, false)
    } else {
        (kind >= NEITHER + PHONE_ONLY + EMAIL_ONLY, true)
    };
    let phone = if has_phone { format!("07700 900{:03}", chance.below(1000)) } else { String::new() };
    let email = if has_email {
        let plain = |name: &str| fold(name).replace(' ', "-");
        let domain = chance.pick(&["example.org", "example.com", "example.net"]);
        format!("{}.{}{}@{domain}", plain(given), plain(family), index % 100_000)
    } else {
        String::new()
    };
    (phone, email)
}

fn home(chance: &mut Chance) -> (String, String) {
    let (town, area, districts) = chance.pick(&TOWNS);
    let address = format!("{} {}, {town}", 1 + chance.below(180), chance.pick(&STREETS));
    let (first, second) = (chance.pick(&INWARD_LETTERS), chance.pick(&INWARD_LETTERS));
    let postcode = format!("{area}{} {}{first}{second}", 1 + chance.below(*districts), chance.below(10));
    (address, postcode)
}

fn birth_date(chance: &mut Chance) -> String {
    let (year, month, day) = YOUNGEST;
    // The larger of two draws: those with lung conditions are rather old.
    let days = chance.below(DAYS_OF_A_LIFE).max(chance.below(DAYS_OF_A_LIFE));
    let date = NaiveDate::from_ymd_opt(year, month, day).and_then(|last| last.checked_sub_days(Days::new(days.into())));
    let date = date.unwrap_or_default();
    if chance.per_mille(BRITISH_DATES) { date.format("%d/%m/%Y").to_string() } else { date.to_string() }
}

fn sex(is_woman: bool, chance: &mut Chance) -> &'static str {
    match chance.below(1000) {
        0..=3 => "other",
        4..=7 => "unknown",
        _ if is_woman => "female",
        _ => "male",
    }
}

fn status(chance: &mut Chance) -> &'static str {
    if !chance.per_mille(NOT_ACTIVE) {
        return "active";
    }
    chance.weighted::<&str>(&[(5, "deceased"), (4, "left"), (1, "restricted")])
}
