//! Why a message is where it is: the words in `message.reason`. Refusals of a provider stand there in
//! the client's words (`clients::delivery::SendError`).

pub const NO_CONTACT_POINT: &str = "no_contact_point";
/// Phone numbers there are, but none that takes a text.
pub const NO_MOBILE: &str = "no_mobile";
pub const OPTED_OUT: &str = "opted_out";
/// Somebody else reads at the patient's contact point, as they said on the page.
pub const WRONG_PERSON: &str = "wrong_person";
pub const ACKNOWLEDGED: &str = "acknowledged";
pub const DECEASED: &str = "deceased";
pub const LEFT: &str = "left";
pub const RESTRICTED: &str = "restricted";
/// The patient is never to be contacted again, by any campaign.
pub const NEVER_CONTACT: &str = "never_contact";
/// The sealed contact point does not open: the key ring lacks its key, or it was changed.
pub const UNREADABLE: &str = "contact_point_unreadable";
/// The campaign has no (valid) template for the channel.
pub const NO_TEMPLATE: &str = "no_template";
pub const CAMPAIGN_CANCELLED: &str = "cancelled";
pub const CAMPAIGN_ENDED: &str = "ended";
/// In doubt, and a person decided that it did not arrive and is not to be sent again.
pub const GIVEN_UP: &str = "given_up";
/// Another patient with the same contact point is written to in their place.
pub const HOUSEHOLD: &str = "household";
/// It was not sent, and a later wave has taken its place.
pub const SUPERSEDED: &str = "superseded";
/// The provider put it off more often than `sending.attempts` allows.
pub const PUT_OFF_TOO_OFTEN: &str = "put_off_too_often";
/// The lease ended while the message was on its way.
pub const WORKER_LOST: &str = "worker_lost";
