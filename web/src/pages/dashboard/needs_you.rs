//! What needs a hand, each a link to the list behind it.

use leptos::prelude::*;

use crate::api::reports::{DueReports, Report, RunState};
use crate::attention::{Attention, BackupTrouble, Concern, Trouble};
use crate::components::icon::{Icon, Sign};
use crate::read::Read;
use crate::routes::{self, Place};
use crate::text::needs_you as words;
use crate::{number, time};

/// One line: what, why, and where to see to it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Task {
    what: String,
    why: String,
    href: String,
}

impl Task {
    /// `several`: more than one campaign is shown, so that each line says which it is of.
    fn of_campaign(concern: &Concern, several: bool) -> Self {
        let (id, count) = (concern.campaign.inner(), concern.count);
        let number = number::count(count);
        let (what, why, href) = match concern.trouble {
            Trouble::Uncertain => {
                let href = routes::campaign_messages(id, "UNCERTAIN");
                (words::uncertain(count, &number), words::UNCERTAIN_WHY, href)
            }
            Trouble::Failed => {
                (words::failed(count, &number), words::FAILED_WHY, routes::campaign_messages(id, "FAILED"))
            }
            Trouble::Unreachable => {
                let href = routes::campaign_recipients(id, "UNREACHABLE");
                (words::unreachable(count, &number), words::UNREACHABLE_WHY, href)
            }
        };
        let why = if several { words::of_campaign(why, &concern.name) } else { why.to_owned() };
        Self { what, why, href }
    }

    fn of_backup(trouble: BackupTrouble) -> Self {
        let (what, why) = match trouble {
            BackupTrouble::Failed => (words::BACKUP_FAILED, words::BACKUP_FAILED_WHY),
            BackupTrouble::Old => (words::BACKUP_OLD, words::BACKUP_OLD_WHY),
            BackupTrouble::Unverified => (words::BACKUP_UNVERIFIED, words::BACKUP_UNVERIFIED_WHY),
            BackupTrouble::Never => (words::BACKUP_NEVER, words::BACKUP_NEVER_WHY),
        };
        Self { what: what.to_owned(), why: why.to_owned(), href: Place::Backups.path().to_owned() }
    }

    /// Nothing where its last run did not fail.
    fn of_report(report: &Report) -> Option<Self> {
        let run = report.runs.nodes.first().filter(|run| run.state == RunState::Failed)?;
        Some(Self {
            what: words::report_failed(&report.name),
            why: words::report_failed_why(&time::moment(&run.started_at)),
            href: routes::report_run(run.id.inner()),
        })
    }
}

#[component]
pub fn NeedsYou(
    /// Where one may see them.
    reports: Option<Read<DueReports>>,
) -> impl IntoView {
    let attention = Attention::current();
    let tasks = Memo::new(move |_| {
        let concerns = attention.concerns();
        let several = concerns.windows(2).any(|pair| pair[0].campaign != pair[1].campaign);
        let backup = attention.backup_trouble().map(Task::of_backup);
        let reports = reports.and_then(Read::latest);
        let failed = reports.iter().flat_map(|data| &data.reports.nodes).filter_map(Task::of_report);
        concerns
            .iter()
            .map(|concern| Task::of_campaign(concern, several))
            .chain(backup)
            .chain(failed)
            .collect::<Vec<_>>()
    });
    // Without figures nothing can be said; why there are none is said below.
    let is_known = Memo::new(move |_| {
        let campaigns = attention.campaigns().is_none_or(|read| read.latest().is_some());
        let reports = reports.is_none_or(|read| read.latest().is_some());
        campaigns && reports && attention.snapshot().is_none_or(|read| read.latest().is_some())
    });
    let is_urgent = move || tasks.with(|tasks| !tasks.is_empty());
    let lines = move || {
        if is_urgent() {
            view! { <ul class="needs-you__list">{tasks.get().into_iter().map(line).collect_view()}</ul> }.into_any()
        } else {
            view! {
                <p class="needs-you__nothing">
                    <Icon sign=Sign::Tick />
                    {words::NOTHING}
                </p>
            }
            .into_any()
        }
    };
    move || {
        (is_known.get() || is_urgent()).then(|| {
            view! {
                <section class="needs-you" class:needs-you--urgent=is_urgent aria-labelledby="needs-you">
                    <h2 class="needs-you__title" id="needs-you">
                        {words::TITLE}
                    </h2>
                    {lines}
                </section>
            }
        })
    }
}

fn line(task: Task) -> AnyView {
    view! {
        <li>
            <a href=task.href>{task.what}</a>
            <span class="needs-you__why">{task.why}</span>
        </li>
    }
    .into_any()
}
