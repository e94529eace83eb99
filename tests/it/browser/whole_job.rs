//! The whole job as a person does it, from the invitation to the backup: by clicking and typing alone.

use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use recall_tests::acts::downloaded;
use recall_tests::authenticator::Authenticator;
use recall_tests::browser::Page;
use recall_tests::{App, Engine, Result, browser, for_each_engine, scene, wait};
use serde_json::Value;
use tempfile::TempDir;

const PATIENTS: u32 = 300;
/// How the secret half of a key pair begins.
const SECRET_KEY: &str = "AGE-SECRET-KEY-";
const PASSWORD: &str = "violet teapot orbit";
const CAMPAIGN: &str = "Flu 2026, lungs";

/// Rows that cannot be taken: a birth in the future, a month 13, a wrong check digit.
const REJECTED: [[(&str, &str); 2]; 3] = [
    [("local_id", "Z1"), ("birth_date", "2160-01-01")],
    [("local_id", "Z2"), ("birth_date", "1970-13-01")],
    [("local_id", "Z3"), ("nhs_number", "9990000019")],
];

for_each_engine! {
    async fn the_whole_job_is_done_by_clicking(engine: Engine) {
        if !browser::is_available() {
            return Ok(());
        }
        let app = App::start(engine).await?;
        let file = patients_file(&app).await?;
        let add = ["user", "add", "ada@practice.example", "--name", "Ada Byron", "--role", "administrator"];
        let invited = app.json(&add).await?;
        let invitation = path(invited["invitation_url"].as_str().context("no invitation")?)?;
        let downloads = TempDir::with_prefix("recall-downloads-")?;
        browser::browse(&format!("whole-job-{engine:?}"), async |page| {
            page.download_into(downloads.path()).await?;
            page.goto(&app.url(&invitation)).await?;
            let authenticator = sign_in_for_the_first_time(page).await?;
            upload(page, &file).await?;
            let recipients = write_and_launch(page, &authenticator).await?;
            let link = read_outbox(page, &app, recipients).await?;
            acknowledge(page, &app, &link).await?;
            let waiting = report(page, downloads.path()).await?;
            ensure!(waiting > 0 && waiting < recipients, "{waiting} of {recipients} have not acknowledged");
            remind(page, &app, waiting, &link).await?;
            back_up(page, &authenticator, downloads.path()).await
        })
        .await?;
    }
}

/// What a practice would upload: invented patients, and a few rows that are wrong.
async fn patients_file(app: &App) -> Result<PathBuf> {
    let file = scene::patients_file(app, PATIENTS).await?;
    let header = csv::Reader::from_path(&file)?.headers()?.clone();
    let mut rows = csv::Writer::from_writer(std::fs::File::options().append(true).open(&file)?);
    for wrong in REJECTED {
        let field = |name: &str| wrong.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| *value);
        rows.write_record(header.iter().map(|name| if name == "family_name" { "Moss" } else { field(name) }))?;
    }
    rows.flush()?;
    Ok(file)
}

/// Chooses a password, sets up an authenticator as somebody does who cannot scan its picture, and enters a code.
async fn sign_in_for_the_first_time(page: &Page) -> Result<Authenticator> {
    page.fill("New password", PASSWORD).await?;
    page.fill("New password again", PASSWORD).await?;
    page.press("Save password").await?;
    page.shows("Set up your authenticator").await?;
    page.click("summary").await?;
    page.shows("Type this key into your app").await?;
    let secret = page.element(".enrolment__secret").await?.text().await?.replace(' ', "");
    let authenticator = Authenticator::new(&secret)?;
    page.fill("Code", &authenticator.code().await?).await?;
    page.press("Sign in").await?;
    page.press("I have kept them").await?;
    page.shows("Your first campaign").await?;
    Ok(authenticator)
}

/// Uploads the file, looks at what it changes and at why rows were rejected, and has it written.
async fn upload(page: &Page, file: &Path) -> Result {
    page.follow("Upload a file").await?;
    page.attach("Patient file", file).await?;
    page.press("Upload and check").await?;
    page.shows("What the file changes").await?;
    page.shows("Why rows were rejected").await?;
    page.shows("A few of the rows").await?;
    let write = format!("Import {PATIENTS} patients");
    page.press(&write).await?;
    page.shows("All of it is saved in one step.").await?;
    page.confirm(&write).await?;
    page.shows("What the file changed").await?;
    page.follow("Patients").await?;
    page.shows(&format!("{PATIENTS} patients")).await
}

/// Makes a campaign for those with a long-term lung condition and sends it; tells to how many.
async fn write_and_launch(page: &Page, authenticator: &Authenticator) -> Result<usize> {
    page.follow("Campaigns").await?;
    page.shows("No campaigns yet").await?;
    page.follow("New campaign").await?;
    page.fill("Name", CAMPAIGN).await?;
    page.choose("Condition", "Chronic respiratory disease").await?;
    page.shows("With an email address").await?;
    let selected = number(page, ".count__number").await?;
    ensure!((180..=260).contains(&selected), "about three quarters of {PATIENTS}, not {selected}");
    page.press("Save and continue").await?;

    page.shows("Send by email").await?;
    page.fill("Subject", "Your flu vaccination at {{ practice }}").await?;
    page.shows("1 segment each").await?;
    page.press("Save and continue").await?;
    page.mark("Now, after the check").await?;
    page.shows("Links work until").await?;
    page.press("Save and continue").await?;

    page.shows("Check before you send").await?;
    page.shows("Three patients as they will see it").await?;
    let recipients = number(page, ".count__number").await?;
    ensure!(recipients <= selected, "{recipients} of {selected}");
    page.fill("Code", &authenticator.code().await?).await?;
    page.press(&format!("Send to {recipients} patients")).await?;
    page.shows("has begun.").await?;
    page.shows("How far it has come").await?;
    page.shows("All messages are on their way.").await?;
    Ok(recipients)
}

/// Reads an email and a text, and gives the personal link in the text.
async fn read_outbox(page: &Page, app: &App, recipients: usize) -> Result<String> {
    page.follow("Outbox").await?;
    page.click("nav[aria-label='Messages'] li a").await?;
    page.shows("Your flu vaccination at").await?;
    let mail = page.element("article iframe[sandbox]").await?.attr("srcdoc").await?.unwrap_or_default();
    ensure!(mail.contains("Open your message"), "the email has no link: {mail}");
    page.follow("Texts").await?;
    page.shows("Search by phone number").await?;
    page.click("nav[aria-label='Messages'] li a").await?;
    page.shows("Texts to").await?;
    let link = page.element("article a[target='_blank']").await?.attr("href").await?;
    let reached = scene::outbox(app, "email")?.len().max(scene::outbox(app, "sms")?.len());
    ensure!(reached > 0 && reached <= recipients, "{reached} of {recipients} are in the outbox");
    path(&link.context("the link leads nowhere")?)
}

/// A patient opens the link and presses the button, in a browser without scripts; the page of the campaign shows it.
async fn acknowledge(page: &Page, app: &App, link: &str) -> Result {
    to_the_campaign(page).await?;
    funnel(page, "acknowledged", 0).await?;
    browser::browse_without_script("whole-job-patient", async |phone| {
        phone.goto("data:text/html,<title>still</title><script>document.title = 'moved'</script>").await?;
        ensure!(phone.driver().title().await? == "still", "this browser runs scripts");
        phone.goto(&app.url(link)).await?;
        phone.press("I have read this message").await?;
        phone.shows("Thank you").await
    })
    .await?;
    funnel(page, "followed the link", 1).await?;
    funnel(page, "acknowledged", 1).await
}

/// Has those listed who did not acknowledge, downloads the list and tells how many they are.
async fn report(page: &Page, downloads: &Path) -> Result<usize> {
    page.follow("Reports").await?;
    page.press("New report").await?;
    page.choose("Campaign", CAMPAIGN).await?;
    page.fill("Name", "Who has not acknowledged").await?;
    page.press("Make the report").await?;
    page.shows("It has not run yet").await?;
    page.press("Run now").await?;
    page.shows("Done").await?;
    page.click("table th a").await?;
    page.shows("Frozen on").await?;
    page.press("Download CSV").await?;
    let file = downloaded(downloads, ".csv").await?;
    let rows = csv::Reader::from_path(&file)?.into_records().collect::<Result<Vec<_>, _>>()?.len();
    page.shows(&format!("{rows} patients")).await?;
    Ok(rows)
}

/// Reminds exactly those who are on the report, and not the one who acknowledged.
async fn remind(page: &Page, app: &App, waiting: usize, link: &str) -> Result {
    to_the_campaign(page).await?;
    page.press("Remind now").await?;
    page.confirm(&format!("Remind {waiting} patients")).await?;
    page.shows("The reminder is on its way.").await?;
    page.shows("All messages are on their way.").await?;
    page.click(".tabs a[href$='/history']").await?;
    page.shows("sent the first reminder").await?;
    let texts = scene::outbox(app, "sms")?;
    let times = |link: &str| texts.iter().filter(|text| text.body.contains(link)).count();
    ensure!(times(link) == 1, "who acknowledged got {} texts", times(link));
    let reminded = texts.iter().map(scene::link).collect::<Result<Vec<_>>>()?;
    let most = reminded.iter().map(|link| times(link)).max();
    ensure!(most == Some(2), "nobody was sent two texts, one of them the reminder: {most:?}");
    Ok(())
}

/// Makes the key, keeps the secret one, and takes a backup.
async fn back_up(page: &Page, authenticator: &Authenticator, downloads: &Path) -> Result {
    page.follow("Backups").await?;
    page.press("Make a key pair in this browser").await?;
    page.press("Download the secret key").await?;
    let key = downloaded(downloads, ".txt").await?;
    ensure!(std::fs::read_to_string(&key)?.contains(SECRET_KEY), "{} holds no secret key", key.display());
    page.fill("Code of your authenticator", &authenticator.code().await?).await?;
    page.press("Save keys").await?;
    page.shows("The keys have been saved.").await?;
    page.press("Back up now").await?;
    page.shows(", verified,").await
}

/// To the overview of the campaign, by the list.
async fn to_the_campaign(page: &Page) -> Result {
    page.follow("Campaigns").await?;
    page.follow(CAMPAIGN).await?;
    page.shows("How far it has come").await
}

/// Waits until a bar of the funnel shows this number, without a reload.
async fn funnel(page: &Page, bar: &str, count: usize) -> Result {
    let script = "const bars = [...document.querySelectorAll('.funnel__step')];
        const bar = bars.find(bar => bar.querySelector('.funnel__label').innerText === arguments[0]);
        return bar ? bar.querySelector('.funnel__count').innerText : null";
    let wanted = Value::from(count.to_string());
    wait::until(&format!("the funnel to show {count} who {bar}"), || async {
        let shown = page.driver().execute(script, vec![Value::from(bar)]).await?;
        Ok((shown == wanted).then_some(()))
    })
    .await
}

/// The number at the beginning of what is shown there.
async fn number(page: &Page, css: &str) -> Result<usize> {
    let text = page.element(css).await?.text().await?;
    let digits: String = text.chars().take_while(|one| !one.is_whitespace()).filter(char::is_ascii_digit).collect();
    digits.parse().with_context(|| format!("{text:?} begins with no number"))
}

/// The path of an address: where a test's server is, only the test knows.
fn path(address: &str) -> Result<String> {
    let (_, rest) = address.split_once("://").with_context(|| format!("{address} is no address"))?;
    Ok(rest[rest.find('/').unwrap_or(rest.len())..].to_owned())
}
