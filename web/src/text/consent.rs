//! Words of the approval by a second person.

pub const TITLE: &str = "A second person";
pub const NEEDED: &str = "So many patients take two people: one approves the campaign, somebody else sends it. A change takes the approval back.";
pub const WAITING: &str = "Not approved yet";
pub const APPROVED: &str = "Approved";
pub const ASK: &str = "Ask a colleague who may send campaigns to open this page and approve it.";
pub const OWN: &str = "You wrote it, so that the one to approve it is somebody else.";
pub const BY_YOU: &str = "You have approved it. Somebody else sends it.";
pub const CODE: &str = "Code for the approval";
pub const CODE_HINT: &str =
    "The six digits your authenticator app shows for Recall. You have read who gets it and what it says.";
pub const APPROVE: &str = "Approve";
pub const APPROVING: &str = "Approving…";
pub const DONE: &str = "Approved. Somebody else can send it now.";
pub const READ: &str = "Read it before you approve:";
pub const SETTINGS: &str = "who gets it and what it says";

pub fn by(who: &str, when: &str) -> String {
    format!("{who} approved it on {when}.")
}
