//! Words of the audit log.

pub mod audit {
    pub const CAPTION: &str = "What was done and read, the latest first";
    pub const EXPLAIN: &str = "Everything that reads or changes patient data leaves a line here. Each line is sealed to the one before it, so that none can be changed or taken out unseen. To check the whole chain, run this on the server:";
    pub const COMMAND: &str = "recall audit verify";
    pub const COMMAND_LABEL: &str = "the command that checks the audit log";
    pub const WHO_LOOKED: &str = "Who looked at this";
    pub const WHEN: &str = "When";
    pub const WHO: &str = "Who";
    pub const ACTION: &str = "What";
    pub const SUBJECT: &str = "To what";
    pub const DETAIL: &str = "Detail";
    pub const SHOW: &str = "Show";
    pub const NO_DETAIL: &str = "No detail";
    pub const HASH: &str = "Seal";
    pub const NOTHING: &str = "Nothing";
    pub const ANY_ACTION: &str = "Anything";
    pub const FILTERS: &str = "Narrow the list";
    pub const WHO_LABEL: &str = "Who";
    pub const ANYBODY: &str = "Anybody";
    pub const REFERENCE: &str = "Reference";
    pub const FROM: &str = "From";
    pub const TO: &str = "Up to and with";
    pub const APPLY: &str = "Show";
    pub const CLEAR: &str = "Clear filters";
    pub const NO_MATCH: &str = "No line matches";
    pub const NO_MATCH_ADVICE: &str =
        "A reference must be written exactly as in the detail of a line, such as patient-12.";
    pub const NONE: &str = "The log is empty";
    pub const NONE_ADVICE: &str = "The first sign-in writes the first line.";

    /// The action in words; one this version does not know reads as it is written, without its punctuation.
    pub fn action(action: &str) -> String {
        match known(action) {
            Some(words) => words.to_owned(),
            None => unknown(action),
        }
    }

    /// What something was done to, where its name is not told: `patient-12` is "Patient 12".
    pub fn subject(reference: &str) -> String {
        let Some((kind, number)) = reference.rsplit_once('-') else { return reference.to_owned() };
        let kind = match kind {
            "snapshot" => "Backup",
            "user" => "Person",
            "client" => "System",
            "saved-template" => "Template",
            "report-run" => "Run",
            other => return format!("{} {number}", crate::text::readable(other)),
        };
        format!("{kind} {number}")
    }

    fn unknown(action: &str) -> String {
        let (subject, verb) = action.split_once('.').unwrap_or((action, ""));
        let mut words = format!("{subject} {verb}").replace('_', " ").trim().to_owned();
        if let Some(first) = words.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        words
    }

    fn known(action: &str) -> Option<&'static str> {
        Some(match action {
            "campaign.created" => "Made a campaign",
            "campaign.changed" => "Changed a campaign",
            "campaign.deleted" => "Deleted the draft of a campaign",
            "campaign.scheduled" => "Scheduled a campaign",
            "campaign.launched" => "Launched a campaign",
            "campaign.approved" => "Approved a campaign",
            "campaign.budget_reached" => "Paused a campaign at its budget",
            "campaign.provider_stopped" => "Paused a campaign that the provider does not send",
            "campaign.budget_raised" => "Raised the budget of a campaign",
            "campaign.unreachable_exported" => "Downloaded a campaign’s patients for letters",
            "template.test_sent" => "Sent a test of a message to themselves",
            "campaign.paused" => "Paused a campaign",
            "campaign.resumed" => "Resumed a campaign",
            "campaign.reminded" => "Sent reminders",
            "campaign.retried" => "Tried failed messages again",
            "campaign.completed" => "Completed a campaign",
            "campaign.cancelled" => "Cancelled a campaign",
            "campaign.recipients_read" => "Read recipients of a campaign",
            "campaign.messages_read" => "Read messages of a campaign",
            "campaign.samples_read" => "Looked at samples of a campaign",
            "campaign.launch_failed" => "Could not launch a campaign",
            "campaign.uncertain_resolved" => "Decided about messages in doubt",
            "client.created" => "Gave credentials to a system",
            "client.secret_renewed" => "Gave new credentials to a system",
            "client.revoked" => "Revoked credentials of a system",
            "client.token_granted" => "Gave a token to a system",
            "client.token_refused" => "Refused a token to a system",
            "code_set.imported" => "Imported a code set",
            "backup_keys.saved" => "Changed the backup keys",
            "practice.saved" => "Changed the practice’s details",
            "keys.rotated" => "Changed the keys of sealed fields",
            "form.created" => "Made a form",
            "form.draft_saved" => "Changed the draft of a form",
            "form.publish_requested" => "Asked to publish a form",
            "form.published" => "Published a form",
            "form.retired" => "Retired a form",
            "form.link_signed" => "Signed a link to a form",
            "form_response.changed" => "An answer to a form was given or changed",
            "form_response.erased" => "Deleted an answer to a form",
            "form_response.exported" => "Downloaded the answers to a form",
            "form_response.file_read" => "Downloaded a file from an answer to a form",
            "form_response.listed" => "Read a list of answers to forms",
            "form_response.read" => "Read an answer to a form",
            "form_response.shown" => "Showed a patient their own answer to a form",
            "import.created" => "Began an import",
            "import.checked" => "Checked an import",
            "import.commit_requested" => "Asked to write an import",
            "import.committed" => "Wrote an import",
            "import.discarded" => "Discarded an import",
            "import.samples_viewed" => "Looked at rows of an import",
            "import.rejected_exported" => "Downloaded rejected rows of an import",
            "outbox.viewed" => "Looked at the outbox",
            "upload.created" => "Uploaded a file",
            "patient.listed" => "Read a list of patients",
            "patient.viewed" => "Looked at a patient",
            "patient.added" => "Added a patient",
            "patient.corrected" => "Corrected a patient",
            "patient.never_contact_set" => "Marked a patient as never to be contacted",
            "patient.erased" => "Erased a patient",
            "patient.never_contact_cleared" => "Allowed contact with a patient again",
            "recipient.link_revoked" => "Revoked a patient’s link",
            "recipient.not_me" => "A message reached somebody else",
            "feedback.subscribed" => "Subscribed to delivery receipts",
            "feedback.unsubscribed" => "Delivery receipts were unsubscribed",
            "suppression.added" => "Stopped messages to a number or address",
            "suppression.lifted" => "Allowed messages to a number or address again",
            "suppression.listed" => "Read the list of stopped numbers and addresses",
            "suppression.provider_list_read" => "Read the provider’s list of numbers opted out",
            "recipient.opted_out" => "A patient asked for no more messages",
            "report.saved" => "Made a report",
            "report.renamed" => "Renamed a report",
            "report.scheduled" => "Scheduled a report",
            "report.requested" => "Asked a report to run",
            "report.frozen" => "Froze the run of a report",
            "report.viewed" => "Read the run of a report",
            "report.exported" => "Downloaded the run of a report",
            "report.deleted" => "Deleted a report",
            "snapshot.started" => "Began a backup",
            "snapshot.verified" => "Verified a backup",
            "template.saved" => "Saved a template",
            "template.deleted" => "Deleted a template",
            "user.created" => "Added a person",
            "user.invited" => "Invited a person",
            "user.changed" => "Changed a person’s name or role",
            "user.disabled" => "Disabled a person’s account",
            "user.enabled" => "Enabled a person’s account",
            "user.invitation_accepted" => "Accepted an invitation",
            "user.second_factor_reset" => "Reset an authenticator",
            "user.invitation_renewed" => "Made a new invitation link",
            "user.password_changed" => "Changed a password",
            "user.password_reset_asked" => "Asked for a new password",
            "user.password_reset" => "Set a new password by a link",
            "user.recovery_codes_renewed" => "Made new recovery codes",
            "user.refresh_token_reused" => "Ended a session: its token was used twice",
            "user.signed_in" => "Signed in",
            "user.sign_in_failed" => "Failed to sign in",
            "user.signed_out" => "Signed out",
            _ => return None,
        })
    }

    #[cfg(test)]
    mod tests {
        use super::{action, subject};

        #[test]
        fn an_action_reads_as_words_even_when_it_is_new() {
            assert_eq!(action("campaign.launched"), "Launched a campaign");
            assert_eq!(action("moon.half_seen"), "Moon half seen");
            assert_eq!(action(""), "");
        }

        #[test]
        fn what_has_no_name_reads_as_its_kind_and_number() {
            assert_eq!((subject("patient-12"), subject("snapshot-3")), ("Patient 12".into(), "Backup 3".into()));
            assert_eq!((subject("code-set-4"), subject("all")), ("Code set 4".into(), "all".into()));
        }
    }
}
