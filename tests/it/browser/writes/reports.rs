//! Reports: made, run, renamed, scheduled and deleted.

use recall_tests::{App, Engine, Result, browser, scene};
use serde_json::json;

use super::Button::{InDialog, OnPage};
use super::Once::{Event, Holds};
use super::Step::{Choose, Fill, Mark, Press, See, Visit};
use super::Write;
use super::stage::{id, play};

#[tokio::test]
async fn what_is_done_to_a_report_survives_the_connection() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    scene::import_patients(&app, 40).await?;
    let mut client = app.signed_in("manager").await?;
    let campaign = scene::draft(&client).await?;
    scene::launch(&mut client, &campaign).await?;
    scene::dispatched(&client, &campaign).await?;
    let input = json!({ "name": "Not acknowledged", "kind": "NON_RESPONDENTS", "campaignId": campaign });
    let save = "mutation($input: SaveReportInput!) { saveReport(input: $input) { report { id } } }";
    let report = id(&client, save, json!({ "input": input })).await?;
    play("writes-report", &app, &[("report", report)], REPORT).await
}

const REPORT: &[Write] = &[
    Write {
        name: "make a report",
        steps: &[
            Visit("/reports"),
            Press("New report"),
            Choose("Campaign", "Flu 2026, lungs"),
            Fill("Name", "Who has not answered"),
        ],
        button: InDialog("Make the report"),
        code: None,
        mutation: "saveReport",
        once: Event("report.saved"),
        done: "It has not run yet",
        learns: false,
    },
    Write {
        name: "run a report",
        steps: &[Visit("/reports/{report}")],
        button: OnPage("Run now"),
        code: None,
        mutation: "runReport",
        once: Event("report.requested"),
        done: "The report is being made.",
        learns: false,
    },
    Write {
        name: "rename a report",
        steps: &[Visit("/reports/{report}"), Press("More actions"), Press("Rename"), Fill("Name", "Silent ones")],
        button: InDialog("Rename"),
        code: None,
        mutation: "renameReport",
        once: Holds("{ report(id: \"{report}\") { name } }", "Silent ones"),
        done: "Renamed.",
        learns: false,
    },
    Write {
        name: "schedule a report",
        steps: &[
            Visit("/reports/{report}"),
            Press("More actions"),
            Press("Change schedule"),
            Mark("Run by itself"),
            See("Every Monday at 08:00"),
        ],
        button: InDialog("Save schedule"),
        code: None,
        mutation: "scheduleReport",
        once: Holds("{ report(id: \"{report}\") { cron } }", "0 8 * * MON"),
        done: "The schedule has been saved.",
        learns: false,
    },
    Write {
        name: "delete a report",
        steps: &[Visit("/reports/{report}"), Press("More actions"), Press("Delete")],
        button: InDialog("Delete the report"),
        code: None,
        mutation: "deleteReport",
        once: Event("report.deleted"),
        done: "The report has been deleted.",
        learns: false,
    },
];
