//! A cohort counted in one pass, by everything that decides what a campaign would send: all its figures add up
//! because they are sums over the same groups.

use sea_orm::{DatabaseConnection, DbErr, FromQueryResult, TransactionTrait};
use shared::{channel::Channel, person::PatientStatus, sms};

use super::{
    compile::CompiledCohort,
    left_out::LeftOut,
    reach::{OutOfReach, Reach, TEXTABLE, USABLE},
};
use crate::{
    database::{Engine, prepare_for_sets},
    domain::Result,
};

/// What a channel has to reach a patient by. The order is that of the numbers in the count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    None,
    Usable,
    /// Messages to all of them were stopped.
    Stopped,
    /// Phone numbers, but none that takes a text.
    NoMobile,
}

impl Way {
    const ALL: [Self; 4] = [Self::None, Self::Usable, Self::Stopped, Self::NoMobile];
}

/// Patients of a cohort who are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    pub status: PatientStatus,
    pub never_contact: bool,
    pub email: Way,
    pub phone: Way,
    /// Length of the given name, in characters.
    pub given: i64,
    /// Length of the family name, in characters.
    pub family: i64,
    /// The given name has letters outside the alphabet of texts (GSM 03.38).
    pub given_is_wide: bool,
    pub family_is_wide: bool,
    pub patients: i64,
}

impl Group {
    /// A launch or a reminder may write to them: the same as [`super::MAY_BE_WRITTEN_TO`].
    fn may_be_written_to(&self) -> bool {
        self.status == PatientStatus::Active && !self.never_contact
    }

    fn way(&self, channel: Channel) -> Way {
        match channel {
            Channel::Email => self.email,
            Channel::Sms => self.phone,
        }
    }

    fn reached_by(&self, channel: Channel) -> bool {
        self.way(channel) == Way::Usable
    }
}

/// The groups of a cohort, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally(Vec<Group>);

impl Tally {
    /// How they can be reached; only those who may be written to where `active` is set.
    pub fn reach(&self, active: bool) -> Reach {
        let mut reach = Reach::default();
        for group in self.0.iter().filter(|group| !active || group.may_be_written_to()) {
            let add = |to: &mut i64, counts: bool| *to += if counts { group.patients } else { 0 };
            add(&mut reach.patients, true);
            add(&mut reach.inactive, group.status != PatientStatus::Active);
            add(&mut reach.never_contact, group.never_contact);
            let (email, phone) = (group.reached_by(Channel::Email), group.reached_by(Channel::Sms));
            add(&mut reach.email, email);
            add(&mut reach.phone, phone);
            add(&mut reach.both, email && phone);
            add(&mut reach.neither, !email && !phone);
        }
        reach
    }

    /// Those who may not be written to, by the first reason that holds.
    pub fn left_out(&self) -> LeftOut {
        let mut left_out = LeftOut::default();
        for group in self.0.iter().filter(|group| !group.may_be_written_to()) {
            let reason = match group.status {
                PatientStatus::Deceased => &mut left_out.deceased,
                PatientStatus::Left => &mut left_out.left,
                PatientStatus::Restricted => &mut left_out.restricted,
                PatientStatus::Active => &mut left_out.never_contact,
            };
            *reason += group.patients;
        }
        left_out
    }

    /// Those whom none of the channels reaches, by the first reason that holds on one of them; only those who may be
    /// written to where `active` is set.
    pub fn out_of_reach(&self, channels: &[Channel], active: bool) -> OutOfReach {
        let mut out_of_reach = OutOfReach::default();
        for group in self.0.iter().filter(|group| !active || group.may_be_written_to()) {
            let any = |way: Way| channels.iter().any(|&channel| group.way(channel) == way);
            let reason = match () {
                () if any(Way::Usable) => continue,
                () if any(Way::Stopped) => &mut out_of_reach.stopped,
                () if any(Way::NoMobile) => &mut out_of_reach.no_mobile,
                () => &mut out_of_reach.no_contact_point,
            };
            *reason += group.patients;
        }
        out_of_reach
    }

    /// The groups that a channel reaches; only those who may be written to where `active` is set.
    pub fn reached(&self, channel: Channel, active: bool) -> impl Iterator<Item = &Group> {
        self.0.iter().filter(move |group| group.reached_by(channel) && (!active || group.may_be_written_to()))
    }
}

// A group is one number, so that the engines sort and hash nothing wider: status, then the flag, then the ways, then the
// lengths.
const NEVER_CONTACT: i64 = 4;
const EMAIL: i64 = 8; // one of four ways
const PHONE: i64 = 32; // one of four ways
const GIVEN_IS_WIDE: i64 = 128;
const FAMILY_IS_WIDE: i64 = 256;
const GIVEN: i64 = 512;
const FAMILY: i64 = GIVEN << 20; // no name has a million characters

#[derive(FromQueryResult)]
struct Counted {
    alike: i64,
    patients: i64,
}

impl Counted {
    fn group(&self) -> Result<Group> {
        let bit = |bit: i64| self.alike & bit != 0;
        let way = |unit: i64| Way::ALL[usize::try_from(self.alike / unit % 4).unwrap_or(0)];
        let status = usize::try_from(self.alike % NEVER_CONTACT).ok().and_then(|n| PatientStatus::ALL.get(n));
        Ok(Group {
            status: *status.ok_or_else(|| anyhow::anyhow!("a patient has a status of no name"))?,
            never_contact: bit(NEVER_CONTACT),
            email: way(EMAIL),
            phone: way(PHONE),
            given: self.alike % FAMILY / GIVEN,
            family: self.alike / FAMILY,
            given_is_wide: bit(GIVEN_IS_WIDE),
            family_is_wide: bit(FAMILY_IS_WIDE),
            patients: self.patients,
        })
    }
}

/// Counts a cohort.
pub async fn count(connection: &DatabaseConnection, cohort: &CompiledCohort) -> Result<Tally> {
    let engine = Engine::of(connection);
    let outside = outside(engine);
    let values = [outside.clone().into(), outside.into()].into_iter().chain(cohort.values.iter().cloned());
    let statement = engine.statement(&sql(engine, cohort), values);
    let transaction = connection.begin().await?;
    prepare_for_sets(&transaction).await?;
    let counted = Counted::find_by_statement(statement).all(&transaction).await?;
    transaction.commit().await?;
    counted.iter().map(Counted::group).collect::<Result<_>>().map(Tally)
}

fn sql(engine: Engine, cohort: &CompiledCohort) -> String {
    let statuses: String = PatientStatus::ALL
        .iter()
        .enumerate()
        .map(|(number, status)| format!(" WHEN '{}' THEN {number}", status.as_str()))
        .collect();
    let way = |kind: &str, unit: i64| {
        let any = |which: &str| {
            format!(
                "EXISTS (SELECT 1 FROM contact_point v WHERE v.patient_id = p.id AND v.kind = '{kind}' AND {which})"
            )
        };
        format!(
            "{unit} * CASE WHEN {} THEN 1 WHEN {} THEN 2 WHEN {} THEN 3 ELSE 0 END",
            any(USABLE),
            any(TEXTABLE),
            any("1 = 1")
        )
    };
    let (email, phone) = (way("email", EMAIL), way("phone", PHONE));
    let (given, family) =
        (is_wide(engine, "p.given_name", GIVEN_IS_WIDE), is_wide(engine, "p.family_name", FAMILY_IS_WIDE));
    // SQLite would else work the number out twice, once to sort by it.
    let once = match engine {
        Engine::Sqlite => "LIMIT -1",
        Engine::Postgres => "",
    };
    format!(
        "SELECT g.alike, COUNT(*) AS patients FROM ( \
           SELECT CAST(CASE p.status{statuses} END AS BIGINT) \
             + CASE WHEN p.never_contact_at IS NULL THEN 0 ELSE {NEVER_CONTACT} END + {email} + {phone} + {given} + {family} \
             + {GIVEN} * CAST(LENGTH(p.given_name) AS BIGINT) + {FAMILY} * CAST(LENGTH(p.family_name) AS BIGINT) AS alike \
           FROM patient p WHERE {} {once} \
         ) g GROUP BY g.alike",
        cohort.sql
    )
}

/// The pattern of a text with a character outside the GSM alphabet.
fn outside(engine: Engine) -> String {
    // In brackets a closing one stands first and a hyphen last; to a regular expression a backslash and an opening
    // bracket mean something there.
    let special = ['[', ']', '\\', '-', '^'];
    let plain: String = sms::plain_characters().filter(|character| !special.contains(character)).collect();
    match engine {
        Engine::Sqlite => format!("*[^]{plain}-]*"),
        Engine::Postgres => format!("[^]{plain}-]"),
    }
}

/// `bit` for a name that matches [`outside`], the next value of the statement. Nearly all names are ASCII: they are told
/// by their length, which takes a tenth of the time. The grave accent is the one ASCII letter that is not in the alphabet.
fn is_wide(engine: Engine, name: &str, bit: i64) -> String {
    let (is_ascii, has_accent, matches) = match engine {
        Engine::Sqlite => ("LENGTH(CAST({} AS BLOB)) = LENGTH({})", "INSTR({}, '`') > 0", "{} GLOB ?"),
        Engine::Postgres => ("OCTET_LENGTH({}) = LENGTH({})", "STRPOS({}, '`') > 0", "{} ~ ?"),
    };
    let of = |what: &str| what.replace("{}", name);
    format!("CASE WHEN {} AND NOT {} THEN 0 WHEN {} THEN {bit} ELSE 0 END", of(is_ascii), of(has_accent), of(matches))
}

/// Names of one kind, as far as the price of a text goes: as long as the longest given and the longest family name of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct LongestName {
    /// In characters.
    pub given: i64,
    pub family: i64,
    /// 1 where it has letters outside the alphabet of texts.
    pub given_is_wide: i64,
    pub family_is_wide: i64,
}

/// The longest names of all patients, by whether they fit the alphabet of texts.
pub async fn longest_names(connection: &DatabaseConnection) -> Result<Vec<LongestName>> {
    let engine = Engine::of(connection);
    let (given, family) = (is_wide(engine, "given_name", 1), is_wide(engine, "family_name", 1));
    let sql = format!(
        "SELECT CAST(MAX(n.given) AS BIGINT) AS given, CAST(MAX(n.family) AS BIGINT) AS family, n.given_is_wide, n.family_is_wide \
         FROM (SELECT LENGTH(given_name) AS given, LENGTH(family_name) AS family, CAST({given} AS BIGINT) AS given_is_wide, \
           CAST({family} AS BIGINT) AS family_is_wide FROM patient WHERE erased_at IS NULL) n \
         GROUP BY n.given_is_wide, n.family_is_wide"
    );
    let outside = outside(engine);
    let statement = engine.statement(&sql, [outside.clone().into(), outside.into()]);
    Ok(LongestName::find_by_statement(statement).all(connection).await?)
}

/// The first `limit` patients of a cohort who may be written to.
pub async fn first(
    connection: &DatabaseConnection,
    cohort: &CompiledCohort,
    limit: i64,
) -> std::result::Result<Vec<i64>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        id: i64,
    }
    let sql = format!(
        "SELECT p.id FROM patient p WHERE {} AND {} ORDER BY p.id LIMIT ?",
        super::MAY_BE_WRITTEN_TO,
        cohort.sql
    );
    let values = cohort.values.iter().cloned().chain([limit.into()]);
    let rows = Row::find_by_statement(Engine::of(connection).statement(&sql, values)).all(connection).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}
