//! Words of the page of one campaign.

pub mod campaign_page {
    use crate::text::plural;

    pub const ROOMS: &str = "Campaign";
    pub const OVERVIEW: &str = "Overview";
    pub const RECIPIENTS: &str = "Recipients";
    pub const MESSAGES: &str = "Messages";
    pub const SETTINGS: &str = "Settings";
    pub const HISTORY: &str = "History";
    pub const GONE: &str = "There is no such campaign";
    pub const GONE_ADVICE: &str = "It may have been a draft that was deleted.";
    pub const TO_LIST: &str = "See all campaigns";
    pub const FUNNEL: &str = "How far it has come";
    pub const PATIENTS: &str = "Patients";
    pub const ALL_MESSAGES: &str = "Messages";
    pub const QUEUED: &str = "queued";
    pub const SENT: &str = "sent";
    pub const DELIVERED: &str = "delivered";
    pub const CAME_BACK: &str = "came back";
    pub const NO_RECEIPTS: &str = "no receipt yet";
    pub const LETTERS: &str = "Download them for letters";
    pub const DAYS: &str = "Day by day";
    pub const FOLLOWED_DAYS: &str = "Followed the link a day";
    pub const LEDGER: &str = "Where every message is";
    pub const NOT_LAUNCHED: &str = "Nothing has been sent yet";
    pub const DRAFT_ADVICE: &str = "This is a draft. Finish it, check it, and send it.";
    pub const FINISH: &str = "Go on writing";
    pub const UNREACHABLE: &str = "could not be reached";
    pub const CANCELLED: &str = "It was cancelled before anything was sent.";
    pub const MOVED_ON: &str = "The campaign has moved on since this list was read.";
    pub const SHOW_NEWEST: &str = "Show the newest";

    pub fn scheduled(when: &str) -> String {
        format!("It will be sent on {when}. Until then it can be cancelled.")
    }

    pub fn in_doubt(count: i32, number: &str) -> String {
        format!("{number} {} in doubt: decide what to do", plural(count, "message is", "messages are"))
    }

    pub fn cannot_be_reached(count: i32, number: &str) -> String {
        let who = plural(count, "patient cannot", "patients cannot");
        format!("{number} {who} be reached by email or text: write a letter")
    }

    /// Nobody could not be reached at the launch, but messages failed or came back since.
    pub const MAY_NEED_LETTERS: &str = "Some messages failed or came back: whom nothing reached needs a letter";

    pub fn share_of_queued(percent: &str) -> String {
        format!("{percent} of queued")
    }

    pub fn failed(count: i32, number: &str) -> String {
        format!("{number} {}: see why", plural(count, "message failed", "messages failed"))
    }
}

pub mod sending {
    pub const TITLE: &str = "Sending";
    pub const DONE: &str = "All messages are on their way.";
    pub const PAUSED: &str = "Sending is paused. Nothing is lost: it goes on where it stopped.";
    pub const CLOSED: &str = "Nothing leaves at this hour.";

    pub fn of(done: &str, total: &str) -> String {
        format!("{done} of {total}")
    }

    pub fn rate(number: &str) -> String {
        format!("{number} a second")
    }

    pub fn left(duration: &str) -> String {
        format!("{duration} left")
    }

    pub fn opens(when: &str) -> String {
        format!("Nothing leaves at this hour: it goes on {when}.")
    }
}

pub mod cost {
    use crate::api::campaigns::Channel;
    use crate::text::plural;

    pub const TITLE: &str = "What it has cost";

    /// What messages of a channel cost, since when and from where.
    pub fn price(channel: Channel, amount: &str, per: i32, number: &str, day: &str, source: &str) -> String {
        let (name, units) = match channel {
            Channel::Email => ("Emails", plural(per, "email", "emails")),
            Channel::Sms => ("Texts", plural(per, "segment", "segments")),
        };
        format!("{name}: {amount} for {number} {units} ({day}, {source})")
    }

    pub fn of_budget(spent: &str, budget: &str) -> String {
        format!("{spent} of {budget}")
    }

    pub fn units(emails: i32, email_number: &str, segments: i32, segment_number: &str) -> String {
        let (mails, parts) = (plural(emails, "email", "emails"), plural(segments, "segment", "segments"));
        format!("{email_number} {mails} and {segment_number} {parts} of texts")
    }
}

pub mod raise {
    pub const RAISE: &str = "Raise the budget";
    pub const TO: &str = "New budget in pounds";
    pub const NO_LIMIT: &str = "No limit";
    pub const CONFIRM: &str = "Raise";
    pub const RAISING: &str = "Raising…";
    pub const THEN_RESUME: &str = "The campaign stays paused until you resume it.";
    pub const DONE: &str = "The budget is raised.";
    pub const DONE_PAUSED: &str = "The budget is raised. Resume the campaign to go on sending.";

    pub fn now(budget: &str) -> String {
        format!("The budget is {budget} now. Sending pauses before it would cost more.")
    }

    pub fn wrong(budget: &str) -> String {
        format!("Enter an amount of more than {budget}, such as 250 or 250.00")
    }
}

pub mod deed {
    use crate::text::plural;

    pub const PAUSE: &str = "Pause";
    pub const RESUME: &str = "Resume";
    pub const REMIND: &str = "Remind now";
    pub const RETRY: &str = "Retry failed";
    pub const CANCEL: &str = "Cancel campaign";
    pub const MORE: &str = "More actions";
    pub const CANCEL_WORD: &str = "cancel";
    pub const PAUSING: &str = "Pausing…";
    pub const RESUMING: &str = "Resuming…";
    pub const REMINDING: &str = "Queueing the reminder…";
    pub const RETRYING: &str = "Queueing again…";
    pub const CANCELLING: &str = "Cancelling…";
    pub const RESOLVING: &str = "Deciding…";
    pub const PAUSED: &str = "Paused. Nothing more is sent until you resume.";
    pub const RESUMED: &str = "Sending goes on.";
    pub const REMINDED: &str = "The reminder is on its way.";
    pub const RETRIED: &str = "The failed messages are queued again.";
    pub const CANCELLED: &str = "The campaign is cancelled.";
    pub const RESOLVED: &str = "Decided.";
    pub const REMIND_TITLE: &str = "Send a reminder?";
    pub const RETRY_TITLE: &str = "Send the failed messages again?";
    pub const CANCEL_TITLE: &str = "Cancel this campaign?";

    pub fn remind_text(count: i32, number: &str) -> String {
        let who = plural(count, "patient who has not acknowledged gets", "patients who have not acknowledged get");
        format!("{number} {who} the message once more, with the same link. It cannot be taken back.")
    }

    pub fn remind_verb(count: i32, number: &str) -> String {
        format!("Remind {number} {}", plural(count, "patient", "patients"))
    }

    pub fn retry_text(count: i32, number: &str) -> String {
        let what = plural(count, "message that failed is", "messages that failed are");
        format!("{number} {what} queued once more. Messages in doubt stay as they are.")
    }

    pub fn retry_verb(count: i32, number: &str) -> String {
        format!("Retry {number} {}", plural(count, "message", "messages"))
    }

    pub fn cancel_text(count: i32, number: &str) -> String {
        let what = plural(count, "message that waits is", "messages that wait are");
        format!("{number} {what} not sent, and no reminder will be. What was sent stays sent. This cannot be undone.")
    }

    pub const CANCEL_SCHEDULED: &str =
        "It will not be sent. The campaign stays in the list as cancelled. This cannot be undone.";
}

pub mod recipients {
    pub const CAPTION: &str = "Recipients";
    pub const PATIENT: &str = "Patient";
    pub const BORN: &str = "Born";
    pub const SENT: &str = "First sent";
    pub const FOLLOWED: &str = "Link followed";
    pub const ACKNOWLEDGED: &str = "Acknowledged";
    pub const SHOW: &str = "Show";
    pub const ALL: &str = "All recipients";
    pub const NOT_SENT: &str = "Not sent to yet";
    pub const ARE_SENT: &str = "Sent to";
    pub const HAVE_FOLLOWED: &str = "Followed the link";
    pub const HAVE_ACKNOWLEDGED: &str = "Acknowledged";
    pub const HAVE_NOT: &str = "Sent to, not acknowledged";
    pub const UNREACHABLE: &str = "Cannot be reached";
    pub const NOT_YET: &str = "Not yet";
    pub const NONE: &str = "Nobody is in this list";
    pub const NONE_ADVICE: &str = "Choose another list above, or come back later: it fills as the campaign goes on.";
    pub const BEFORE_LAUNCH: &str = "Nobody has been chosen yet: recipients are fixed when the campaign is sent.";
}

pub mod messages {
    use crate::text::plural;

    pub const CAPTION: &str = "Messages";
    pub const PATIENT: &str = "Patient";
    pub const CHANNEL: &str = "Sent by";
    pub const WAVE: &str = "Message";
    pub const STATE: &str = "State";
    pub const REASON: &str = "Reason";
    pub const WHEN: &str = "Last change";
    pub const ANY: &str = "Any";
    pub const DUPLICATE: &str = "may have arrived twice";
    pub const NONE: &str = "No such messages";
    pub const NONE_ADVICE: &str = "Choose another state above.";
    pub const DOUBT_TITLE: &str = "It is not known whether these were sent";
    pub const DOUBT_MEANS: &str = "Recall handed them over and lost contact before the answer came. A receipt or the patient’s answer may still prove them. Without proof the plan of the campaign decides: they are sent once more and marked, or wait here for you.";
    pub const ARRIVED: &str = "They arrived";
    pub const ARRIVED_HINT: &str = "You asked the patient or the provider. They count as sent.";
    pub const AGAIN: &str = "Send once more";
    pub const AGAIN_HINT: &str = "With the same link. The ledger marks them: the patient may have the message twice.";
    pub const GIVE_UP: &str = "Give up";
    pub const GIVE_UP_HINT: &str = "They count as failed and are not sent again.";
    pub const DECISION: &str = "What became of them?";
    pub const DECISION_MISSING: &str = "Choose what became of them";
    pub const FAILED_TITLE: &str = "These could not be sent";
    pub const FAILED_MEANS: &str =
        "The reason is beside each. A retry helps where the provider was out of order, not where an address is wrong.";
    pub const FAILED_ENDED: &str = "The reason is beside each. The campaign has ended, so they are not tried again; only a new campaign reaches these patients.";
    pub const NO_REASON: &str = "–";

    pub fn choose(name: &str) -> String {
        format!("Choose the message to {name}")
    }

    pub fn decide_chosen(number: &str) -> String {
        format!("Decide about the {number} chosen")
    }

    /// What the button decides about where none is chosen: all of the campaign, or all that the filters let through.
    pub fn decide_all(number: &str, filtered: bool) -> String {
        if filtered {
            format!("Decide about the {number} shown")
        } else {
            format!("Decide about all {number} in doubt of this campaign")
        }
    }

    pub const AGAIN_TITLE: &str = "Send them once more?";

    pub fn again_text(count: i32, number: &str) -> String {
        let what = plural(count, "message in doubt is", "messages in doubt are");
        format!(
            "{number} {what} sent once more, with the same link. Whoever has the first has it twice. What was sent twice already stays in doubt. It cannot be taken back."
        )
    }

    pub fn again_verb(count: i32, number: &str) -> String {
        format!("Send {number} {} once more", plural(count, "message", "messages"))
    }

    /// Why a message is as it is, from the ledger's own word.
    pub fn reason(reason: &str) -> String {
        let words = match reason {
            "no_contact_point" => "No address or number that can be used",
            "no_mobile" => "No mobile number",
            "contact_point_unreadable" => "The address or number cannot be read",
            "no_template" => "There is no message for this channel",
            "deceased" => "The patient has died",
            "left" => "The patient left the practice",
            "restricted" => "The record is restricted",
            "opted_out" => "The patient does not want messages",
            "stop" => "The patient answered STOP",
            "provider_list" => "On the provider’s list of numbers that want no texts",
            "complaint" => "The patient complained to their mail provider",
            "wrong_person" => "Somebody else reads there",
            "staff" => "Staff stopped messages to it",
            "hard_bounce" => "The address does not exist",
            "acknowledged" => "Acknowledged before it was sent",
            "never_contact" => "Never to be contacted",
            "given_up" => "Given up by a person",
            "household" => "Another patient of the household got it",
            "superseded" => "A later message took its place",
            "put_off_too_often" => "The provider put it off too often",
            "cancelled" => "The campaign was cancelled",
            "ended" => "The campaign had ended",
            "worker_lost" => "Recall stopped while handing it over",
            other => return super::super::readable(other),
        };
        words.to_owned()
    }
}

pub mod settings {
    use crate::api::campaigns::Channel;

    pub const WHAT: &str = "What it says";
    pub const FACTS: &str = "About this campaign";
    pub const RULE: &str = "Rule";
    pub const PURPOSE: &str = "Purpose";
    pub const CHANNELS: &str = "Sent by";
    pub const MADE_BY: &str = "Created by";
    pub const MADE: &str = "Created";
    pub const PLANNED: &str = "To be sent on";
    pub const SCHEDULED: &str = "Sends on";
    pub const LAUNCHED: &str = "Launched";
    pub const EXPIRES: &str = "Links work until";
    pub const COMPLETED: &str = "Ended";
    pub const NO_TEXT: &str = "No message has been written yet.";
    pub const DELETE: &str = "Delete draft";
    pub const DELETE_TITLE: &str = "Delete this draft?";
    pub const DELETE_TEXT: &str = "Nothing has been sent, so no patient is touched. The draft cannot be brought back.";
    pub const DELETED: &str = "The draft is deleted.";
    pub const EDIT: &str = "Change";

    pub fn channels(channels: &[Channel]) -> &'static str {
        match channels {
            [] => "Nothing yet",
            [Channel::Email] => "Email",
            [Channel::Sms] => "Text",
            _ => "Email and text",
        }
    }
}

pub mod history {
    use crate::text::plural;

    pub const NONE: &str = "Nothing has happened yet";
    pub const NONE_ADVICE: &str = "What is done to the campaign, and by whom, is listed here.";

    /// What was done, in words; `number` is the count that goes with the action, where there is one.
    pub fn deed(who: &str, action: &str, count: Option<i32>, number: &str) -> String {
        let patients = plural(count.unwrap_or(0), "patient", "patients");
        let messages = plural(count.unwrap_or(0), "message", "messages");
        let known = |with: String, without: &str| if count.is_some() { with } else { without.to_owned() };
        let did = match action {
            "campaign.created" => "made the draft".into(),
            "campaign.changed" => "changed the draft".into(),
            "campaign.scheduled" => "scheduled it".into(),
            "campaign.launched" => known(format!("launched it to {number} {patients}"), "launched it"),
            "campaign.launch_failed" => "could not launch it: it is a draft again".into(),
            "campaign.paused" => "paused it".into(),
            "campaign.approved" => "approved it".into(),
            "campaign.budget_reached" => "paused it: its budget is spent".into(),
            "campaign.provider_stopped" => "paused it: the provider does not send its messages".into(),
            "campaign.budget_raised" => "raised its budget".into(),
            "campaign.unreachable_exported" => {
                known(format!("downloaded {number} {patients} for letters"), "downloaded the patients for letters")
            }
            "campaign.resumed" => "resumed it".into(),
            "campaign.cancelled" => known(format!("cancelled it; {number} {messages} not sent"), "cancelled it"),
            "campaign.completed" => "completed it".into(),
            "campaign.reminded" => match count {
                Some(wave) => format!("sent the {}", super::super::wave(wave)),
                None => "sent a reminder".into(),
            },
            "campaign.retried" => known(format!("retried {number} failed {messages}"), "retried failed messages"),
            "campaign.uncertain_resolved" => {
                known(format!("decided about {number} {messages} in doubt"), "decided about messages in doubt")
            }
            "campaign.recipients_read" => known(format!("looked at {number} recipients"), "looked at recipients"),
            "campaign.messages_read" => known(format!("looked at {number} {messages}"), "looked at messages"),
            "campaign.samples_read" => "looked at how messages will look".into(),
            "recipient.link_revoked" => "made a patient’s link useless".into(),
            other => super::super::readable(other).to_lowercase(),
        };
        format!("{who} {did}")
    }
}
