//! Who opens a link: a person, or a machine that looks at links before people do.

/// Parts of the user agents of programs that fetch links by themselves: previews in messengers, mail
/// and link scanners, search engines. In lower case.
const MACHINES: &[&str] = &[
    "barracuda",
    "bingpreview",
    "bot", // Googlebot, Slackbot, Twitterbot, Discordbot, TelegramBot …
    "crawler",
    "facebookexternalhit", // Apple's Messages calls itself this as well
    "google-safety",
    "googleimageproxy",
    "linkpreview",
    "mimecast",
    "proofpoint",
    "safelinks",
    "scanner",
    "skypeuripreview",
    "spider",
    "urlscan",
    "whatsapp/",
    "yahoomailproxy",
];

const LONGEST_AGENT: usize = 200; // bytes; what is beyond tells nothing more

/// What the request says of its sender.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Visit {
    /// `User-Agent`.
    pub agent: Option<String>,
    /// The browser fetches the page in advance (`Sec-Purpose: prefetch`): nobody has seen it yet.
    pub prefetch: bool,
}

impl Visit {
    /// Whether a machine is known to be at work. Not being known proves nothing, which is why opening
    /// a link never acknowledges.
    pub fn is_machine(&self) -> bool {
        let agent = self.agent.as_deref().unwrap_or_default().to_ascii_lowercase();
        self.prefetch || MACHINES.iter().any(|machine| agent.contains(machine))
    }

    /// What the event keeps of the agent: nothing of a person's browser.
    pub(super) fn machine(&self) -> Option<String> {
        let agent = self.agent.as_deref().filter(|_| self.is_machine())?;
        Some(agent[..agent.floor_char_boundary(LONGEST_AGENT)].to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by(agent: &str) -> Visit {
        Visit { agent: Some(agent.to_owned()), prefetch: false }
    }

    #[test]
    fn a_preview_is_a_machine_and_a_phone_is_not() {
        assert!(by("Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)").is_machine());
        assert!(by("facebookexternalhit/1.1 Facebot Twitterbot/1.0").is_machine());
        assert!(Visit { prefetch: true, ..Visit::default() }.is_machine());
        let phone =
            by("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Safari/604.1");
        assert!(!phone.is_machine());
        assert_eq!(phone.machine(), None, "a person's browser is not written down");
    }

    #[test]
    fn a_long_agent_is_cut_between_letters() {
        let agent = format!("bot {}", "ä".repeat(200));
        assert_eq!(by(&agent).machine().map(|kept| kept.len()), Some(200));
    }
}
