//! The reports there are, and the columns of their rows.

use crate::text_enum::{canonical_from_str, text_enum};

text_enum! {
    /// What a report lists.
    pub enum ReportKind ("report kind") {
        /// Recipients who were sent a wave and have not acknowledged.
        NonRespondents => "non-respondents",
        /// Recipients whose link was opened: weak evidence, machines open links too.
        Followed => "followed",
    }
}

text_enum! {
    /// One column of a report; the text is the header in CSV.
    pub enum ReportColumn ("report column") {
        Position => "position",
        PatientId => "patient_id",
        LocalId => "local_id",
        NhsNumber => "nhs_number",
        FamilyName => "family_name",
        GivenName => "given_name",
        BirthDate => "birth_date",
        Phone => "phone",
        Email => "email",
        Postcode => "postcode",
        WavesSent => "waves_sent",
        FirstSentAt => "first_sent_at",
        FollowedAt => "followed_at",
        AcknowledgedAt => "acknowledged_at",
    }
}

canonical_from_str!(ReportKind, ReportColumn);

impl ReportColumn {
    /// The title on the screen.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Position => "No.",
            Self::PatientId => "Patient",
            Self::LocalId => "Local id",
            Self::NhsNumber => "NHS number",
            Self::FamilyName => "Family name",
            Self::GivenName => "Given name",
            Self::BirthDate => "Born",
            Self::Phone => "Phone",
            Self::Email => "Email",
            Self::Postcode => "Postcode",
            Self::WavesSent => "Messages sent",
            Self::FirstSentAt => "First sent",
            Self::FollowedAt => "Link opened",
            Self::AcknowledgedAt => "Acknowledged",
        }
    }
}

use ReportColumn as C;

const NON_RESPONDENTS: &[ReportColumn] = &[
    C::Position,
    C::PatientId,
    C::LocalId,
    C::NhsNumber,
    C::FamilyName,
    C::GivenName,
    C::BirthDate,
    C::Phone,
    C::Email,
    C::Postcode,
    C::WavesSent,
    C::FirstSentAt,
    C::FollowedAt,
];

const FOLLOWED: &[ReportColumn] = &[
    C::Position,
    C::PatientId,
    C::LocalId,
    C::NhsNumber,
    C::FamilyName,
    C::GivenName,
    C::BirthDate,
    C::Phone,
    C::Email,
    C::Postcode,
    C::WavesSent,
    C::FirstSentAt,
    C::FollowedAt,
    C::AcknowledgedAt,
];

impl ReportKind {
    /// The title on the screen.
    pub const fn title(self) -> &'static str {
        match self {
            Self::NonRespondents => "Non-respondents",
            Self::Followed => "Link opened",
        }
    }

    /// The columns of a row, in order.
    pub const fn columns(self) -> &'static [ReportColumn] {
        match self {
            Self::NonRespondents => NON_RESPONDENTS,
            Self::Followed => FOLLOWED,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_report_has_distinct_columns_with_titles() {
        for kind in ReportKind::ALL {
            let mut titles: Vec<_> = kind.columns().iter().map(|column| column.title()).collect();
            titles.sort_unstable();
            titles.dedup();
            assert_eq!(titles.len(), kind.columns().len(), "{kind}");
        }
    }

    #[test]
    fn non_respondents_have_no_acknowledgement() {
        assert!(!ReportKind::NonRespondents.columns().contains(&ReportColumn::AcknowledgedAt));
    }
}
