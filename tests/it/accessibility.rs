//! Every page against WCAG 2.2 AA as far as a program can tell, light and dark, at a desk and on a phone.

use anyhow::{Context, bail};
use recall_tests::authenticator::Authenticator;
use recall_tests::browser::{Page, Scheme};
use recall_tests::tour::{self, Stop, dialogs, long, trouble};
use recall_tests::{App, Engine, Result, axe, browser, scene};
use serde_json::json;

const DESK: (u32, u32) = (1440, 900);
const SCHEMES: [Scheme; 2] = [Scheme::Light, Scheme::Dark];
/// Enough for something in every list.
const FEW: u32 = 400;
const PASSWORD: &str = "violet teapot orbit";
/// A window of 1280 pixels at 400 % (WCAG 2.2, 1.4.10 Reflow).
const ZOOMED: (u32, u32) = (320, 256);

#[tokio::test]
async fn axe_core_finds_nothing_on_any_page_in_light_and_dark() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = tour::scene(tour::PATIENTS).await?;
    let client = app.signed_in("administrator").await?;
    let user = app.user("accessibility@practice.example", "administrator").await?;
    let mut found = Vec::new();
    browser::browse("accessibility", async |page| {
        for stop in tour::open_stops() {
            check(&app, page, &stop, &mut found).await?;
        }
        page.sign_in(&app, &user).await?;
        for stop in tour::stops(&app, &client).await? {
            check(&app, page, &stop, &mut found).await?;
        }
        if found.is_empty() { Ok(()) } else { bail!("{}", found.join("\n")) }
    })
    .await
}

async fn check(app: &App, page: &Page, stop: &Stop, found: &mut Vec<String>) -> Result {
    for scheme in SCHEMES {
        page.look(DESK.0, DESK.1, scheme).await?;
        page.visit(app, stop).await?;
        look(page, &format!("{}, {} ({})", stop.name, stop.path, scheme.name()), found).await;
    }
    Ok(())
}

async fn look(page: &Page, what: &str, found: &mut Vec<String>) {
    if let Err(violations) = axe::check(page, what).await {
        found.push(format!("{violations:#}"));
    }
}

#[tokio::test]
async fn axe_core_finds_nothing_in_any_dialog_in_light_and_dark() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = tour::scene(FEW).await?;
    let client = app.signed_in("administrator").await?;
    let user = app.user("dialogs@practice.example", "administrator").await?;
    let (_, things) = tour::furnish(&app, &client).await?;
    let stops = dialogs::stops(&client, &things).await?;
    let mut found = Vec::new();
    browser::browse("accessibility-dialogs", async |page| {
        page.sign_in(&app, &user).await?;
        for stop in &stops {
            if let Err(failure) = check(&app, page, stop, &mut found).await {
                found.push(format!("{failure:#}"));
            }
        }
        if found.is_empty() { Ok(()) } else { bail!("{}", found.join("\n")) }
    })
    .await
}

#[tokio::test]
async fn axe_core_finds_nothing_where_messages_have_failed_or_are_in_doubt() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let trouble = trouble::scene().await?;
    let user = trouble.app.user("trouble@practice.example", "administrator").await?;
    let mut found = Vec::new();
    browser::browse("accessibility-trouble", async |page| {
        page.sign_in(&trouble.app, &user).await?;
        for stop in trouble.stops() {
            check(&trouble.app, page, &stop, &mut found).await?;
        }
        if found.is_empty() { Ok(()) } else { bail!("{}", found.join("\n")) }
    })
    .await
}

/// From the invitation to the first page, and back in with a code and with a recovery code.
#[tokio::test]
async fn axe_core_finds_nothing_on_the_way_in() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    let client = app.signed_in("administrator").await?;
    let mut found = Vec::new();
    for scheme in SCHEMES {
        let email = format!("noor-{}@practice.example", scheme.name());
        let invite = "mutation($input: InviteUserInput!) { inviteUser(input: $input) { invitationUrl } }";
        let input = json!({ "email": email, "name": "Noor Khan", "role": "MANAGER" });
        let invited = client.query(invite, json!({ "input": input })).await?;
        let url = invited["inviteUser"]["invitationUrl"].as_str().context("the invitation has no address")?;
        let path =
            url.find("/invitation/").map(|start| url[start..].to_owned()).context("no path to the invitation")?;
        browser::browse("accessibility-entrance", async |page| {
            let look = async |what: &str, found: &mut Vec<String>| {
                self::look(page, &format!("{what} ({})", scheme.name()), found).await;
            };
            page.look(DESK.0, DESK.1, scheme).await?;
            page.goto(&app.url(&path)).await?;
            page.shows("Choose your password").await?;
            look("invitation", &mut found).await;
            page.press("Save password").await?;
            page.shows("Enter a password").await?;
            look("invitation, nothing typed", &mut found).await;
            page.fill("New password", PASSWORD).await?;
            page.fill("New password again", PASSWORD).await?;
            page.press("Save password").await?;
            page.shows("Set up your authenticator").await?;
            page.click("summary").await?;
            page.shows("Type this key into your app").await?;
            look("enrolment", &mut found).await;
            page.press("Sign in").await?;
            page.shows("Enter the six digits of the code").await?;
            look("enrolment, nothing typed", &mut found).await;
            let secret = page.element(".enrolment__secret").await?.text().await?.replace(' ', "");
            page.fill("Code", &Authenticator::new(&secret)?.code().await?).await?;
            page.press("Sign in").await?;
            page.shows("I have kept them").await?;
            look("recovery codes, shown once", &mut found).await;
            page.press("I have kept them").await?;
            page.shows("Your first campaign").await?;

            page.click("button[popovertarget='account-menu']").await?;
            page.press("Sign out").await?;
            page.shows("You have signed out").await?;
            look("sign-in after signing out", &mut found).await;
            page.fill("Email", &email).await?;
            page.fill("Password", PASSWORD).await?;
            page.press("Continue").await?;
            page.shows("Enter your code").await?;
            look("second factor", &mut found).await;
            page.fill("Code", "000000").await?;
            page.press("Sign in").await?;
            page.element("#code-error").await?;
            look("second factor, wrong", &mut found).await;
            page.press("Use a recovery code instead").await?;
            page.element("#recovery-code").await?;
            look("recovery code", &mut found).await;
            Ok(())
        })
        .await?;
    }
    if found.is_empty() { Ok(()) } else { bail!("{}", found.join("\n")) }
}

/// The gallery is in a build for development alone; in any other its address leads nowhere.
#[tokio::test]
async fn axe_core_finds_nothing_in_the_gallery_which_is_not_in_what_is_shipped() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    let mut found = Vec::new();
    browser::browse("gallery", async |page| {
        for scheme in SCHEMES {
            page.look(DESK.0, DESK.1, scheme).await?;
            page.goto(&app.url("/gallery")).await?;
            let title = page.element("h1").await?.text().await?;
            if title != "Gallery" {
                assert_eq!(title, "Page not found");
                assert!(!page.text().await?.contains("Wide dialog"), "a part of the gallery is shipped");
                continue;
            }
            page.element(".gallery__specimen").await?;
            gallery(page, scheme, &mut found).await?;
        }
        if found.is_empty() { Ok(()) } else { bail!("{}", found.join("\n")) }
    })
    .await
}

/// The page, then each of its dialogs and menus.
async fn gallery(page: &Page, scheme: Scheme, found: &mut Vec<String>) -> Result {
    let look = async |what: &str, found: &mut Vec<String>| {
        let what = format!("gallery, {what} ({})", scheme.name());
        // The same component stands there several times, under one name.
        if let Err(violations) = axe::check_without(page, &what, &["landmark-unique"]).await {
            found.push(format!("{violations:#}"));
        }
    };
    look("as it is", found).await;
    let over = ["Dialog", "Wide dialog", "Confirmation", "Confirmation by a word", "Confirmation that failed"];
    for button in over {
        page.press(button).await?;
        page.element("dialog[open] .dialog__title").await?;
        look(button, found).await;
        page.click("dialog[open] .dialog__close").await?;
    }
    page.press("Actions").await?;
    page.element("[role=menu]").await?;
    look("menu", found).await;
    page.press("Actions").await?;
    page.press("Something worked").await?;
    page.press("Something failed").await?;
    page.element(".toast").await?;
    look("toasts", found).await;
    Ok(())
}

/// The counter-proof: what is found on no page of the app is found where it is put on purpose.
#[tokio::test]
async fn axe_core_finds_a_picture_without_words_and_pale_text() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    browser::browse("accessibility-counter-proof", async |page| {
        for scheme in [Scheme::Light, Scheme::Dark] {
            page.look(DESK.0, DESK.1, scheme).await?;
            page.goto(&app.url("/sign-in")).await?;
            page.settled().await?;
            axe::check(page, "the page as it is").await?;
            page.driver().execute(SPOIL, Vec::new()).await?;
            let found = axe::violations(page).await?;
            for (rule, place) in [("image-alt", "#wordless"), ("color-contrast", "#pale"), ("label", "#nameless")] {
                let violation = found.iter().find(|violation| violation.rule == rule);
                let places = &violation.with_context(|| format!("{rule} is not found: {found:?}"))?.places;
                assert!(places.iter().any(|found| found.starts_with(place)), "{rule}: {places:?}");
            }
            let told = axe::check(page, "the spoilt page").await.err().context("the check passes everything")?;
            assert!(told.to_string().contains("the spoilt page: axe-core found"), "{told}");
        }
        Ok(())
    })
    .await
}

/// Adds a picture without words, text of too little contrast (1.3 to 1) and a field without a label.
const SPOIL: &str = "const add = (tag, id) => {
        const element = document.createElement(tag);
        element.id = id;
        document.querySelector('main').append(element);
        return element;
    };
    add('img', 'wordless').src = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';
    const pale = add('p', 'pale');
    pale.textContent = 'Hard to read';
    pale.style.color = '#777777';
    pale.style.backgroundColor = '#888888';
    add('input', 'nameless');";

#[tokio::test]
async fn no_page_scrolls_sideways_at_400_percent() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = tour::scene(tour::PATIENTS).await?;
    let client = app.signed_in("administrator").await?;
    let user = app.user("zoom@practice.example", "administrator").await?;
    let mut found = Vec::new();
    browser::browse("zoom", async |page| {
        page.look(ZOOMED.0, ZOOMED.1, Scheme::Light).await?;
        page.sign_in(&app, &user).await?;
        for stop in tour::stops(&app, &client).await? {
            page.visit(&app, &stop).await?;
            let over = too_wide(page).await?;
            if over > 0 {
                found.push(format!("{}, {} is {over} pixels too wide", stop.name, stop.path));
            }
        }
        if found.is_empty() { Ok(()) } else { bail!("{}", found.join("\n")) }
    })
    .await
}

/// Names of any length, words without a place to break: nothing makes a page wider than its window.
#[tokio::test]
async fn nothing_that_is_long_makes_a_page_scroll_sideways() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let long = long::scene().await?;
    let user = long.app.user("long@practice.example", "administrator").await?;
    let mut found = Vec::new();
    browser::browse("long", async |page| {
        page.sign_in(&long.app, &user).await?;
        for width in [ZOOMED.0, 768, DESK.0] {
            page.look(width, DESK.1, Scheme::Light).await?;
            for stop in long.stops() {
                page.visit(&long.app, &stop).await?;
                let over = too_wide(page).await?;
                if over > 0 {
                    found.push(format!("{}, {} is {over} pixels too wide at {width}", stop.name, stop.path));
                }
            }
        }
        if found.is_empty() { Ok(()) } else { bail!("{}", found.join("\n")) }
    })
    .await
}

/// By how many pixels the page is wider than its window.
async fn too_wide(page: &Page) -> Result<i64> {
    let script = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
    Ok(page.driver().execute(script, Vec::new()).await?.as_i64().unwrap_or_default())
}

#[tokio::test]
async fn axe_core_finds_nothing_on_the_patients_page() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    scene::import_patients(&app, 60).await?;
    let mut client = app.signed_in("manager").await?;
    let id = scene::draft(&client).await?;
    scene::launch(&mut client, &id).await?;
    scene::dispatched(&client, &id).await?;
    let link = scene::link(&scene::outbox(&app, "sms")?[0])?;
    browser::browse("patient-page-accessibility", async |page| {
        for scheme in [Scheme::Light, Scheme::Dark] {
            page.look(320, 640, scheme).await?;
            for path in [link.as_str(), "/m/wrong"] {
                page.goto(&app.url(path)).await?;
                axe::check(page, path).await?;
            }
        }
        Ok(())
    })
    .await
}
