//! Patients that a rule selects and a launch leaves out, by reason.

/// Each patient counts once, under the first of these reasons that holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    pub deceased: i64,
    pub left: i64,
    pub restricted: i64,
    pub never_contact: i64,
}
