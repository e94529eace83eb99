//! What the log shows, as its address says it: a link to a part of it can be passed on.

use crate::api::audit::{AuditFilter, AuditPageVariables};
use crate::api::scalars::{Date, DateTime};
use crate::paging::{Arguments, PageAt};
use crate::routes::Section;
use crate::{browser, time};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// As the API names it; empty for any, likewise below.
    pub action: String,
    pub who: String,
    pub subject: String,
    /// A day, as `2026-11-23`.
    pub from: String,
    /// The last day that is shown.
    pub to: String,
    pub page: PageAt,
}

impl Address {
    /// From the parameters of the address. The page's own `from` is the number of a row, so the days have other names.
    pub fn read(parameter: impl Fn(&str) -> Option<String>) -> Self {
        let text = |name| parameter(name).unwrap_or_default();
        Self {
            action: text("action"),
            who: text("who"),
            subject: text("subject"),
            from: text("since"),
            to: text("until"),
            page: PageAt::read(&parameter),
        }
    }

    pub fn href(&self) -> String {
        let page = self.page.parameters();
        let filters = [
            ("action", self.action.as_str()),
            ("who", self.who.trim()),
            ("subject", self.subject.trim()),
            ("since", &self.from),
            ("until", &self.to),
        ];
        let page = page.iter().map(|(name, value)| (*name, value.as_str()));
        let parameters: Vec<(&str, &str)> = filters.into_iter().chain(page).collect();
        browser::address(Section::Audit.path(), &parameters)
    }

    /// The same list at another page.
    pub fn at(&self, page: PageAt) -> Self {
        Self { page, ..self.clone() }
    }

    /// Whether anything narrows the list.
    pub fn is_narrowed(&self) -> bool {
        [&self.action, &self.who, &self.subject, &self.from, &self.to].into_iter().any(|value| !value.trim().is_empty())
    }

    pub fn variables(&self) -> AuditPageVariables {
        let text = |value: &str| (!value.trim().is_empty()).then(|| value.trim().to_owned());
        let day = |value: &str, days| start_of(value, days);
        let Arguments { first, after, last, before } = self.page.arguments();
        AuditPageVariables {
            filter: AuditFilter {
                action: text(&self.action),
                actor: text(&self.who),
                subject: text(&self.subject),
                from: day(&self.from, 0),
                // The filter ends before, the person means up to and with.
                to: day(&self.to, 1),
            },
            first,
            after,
            last,
            before,
        }
    }
}

/// The beginning of a day, so many days later; a text that is no day is no filter.
fn start_of(day: &str, days_later: i32) -> Option<DateTime> {
    if day.is_empty() { None } else { time::start_of(&Date(day.to_owned()), days_later) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_to_a_part_of_the_log_leads_there_again() {
        let parameters = [("action", "patient.viewed"), ("who", "user-1"), ("after", "c"), ("from", "51")];
        let address = Address::read(|name| {
            parameters.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        });
        assert_eq!((address.action.as_str(), address.who.as_str()), ("patient.viewed", "user-1"));
        assert_eq!(address.page, PageAt::After { cursor: "c".into(), from: 51 });
        assert!(address.is_narrowed());
        let variables = address.variables();
        assert_eq!(variables.filter.actor.as_deref(), Some("user-1"));
        assert!(variables.filter.subject.is_none() && variables.filter.from.is_none());
    }

    #[test]
    fn another_page_narrows_nothing() {
        let address = Address::default().at(PageAt::After { cursor: "c".into(), from: 51 });
        assert!(!address.is_narrowed());
    }
}
