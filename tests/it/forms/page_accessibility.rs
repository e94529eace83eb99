//! The page of a form with every kind of field against WCAG 2.2 AA as far as a program can tell: with script and without,
//! light and dark, on the smallest of phones.

use anyhow::{Context, ensure};
use recall_tests::browser::{Page, Scheme};
use recall_tests::forms::answers;
use recall_tests::{App, Result, axe, browser};
use serde_json::json;

use super::page_browser::{choices, published, value, words};

const SMALL: (u32, u32) = (320, 568);

#[tokio::test]
async fn axe_core_finds_nothing_on_any_kind_of_field_and_nothing_is_too_wide() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let (app, _, form) = published().await?;
    browser::browse("form-accessibility", async |page| {
        for scheme in [Scheme::Light, Scheme::Dark] {
            let walk = Walk { page, scheme, scripts: true };
            walk.begin(&app, &form.path()).await?;
            page.fill("How many a day?", "25").await?;
            walk.check("the second page with what depends").await?;
            walk.end().await?;
        }
        Ok(())
    })
    .await?;
    assert_eq!(answers(&app).await?, 2);
    Ok(())
}

#[tokio::test]
async fn axe_core_finds_nothing_on_the_steps_of_a_page_without_script() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let (app, _, form) = published().await?;
    browser::browse("form-accessibility-without-script", async |page| {
        page.without_scripts().await?;
        for scheme in [Scheme::Light, Scheme::Dark] {
            let walk = Walk { page, scheme, scripts: false };
            walk.begin(&app, &form.path()).await?;
            assert!(!page.text().await?.contains("How many a day?"), "no script shows what depends");
            page.press("Continue").await?;
            page.shows("How many a day?").await?;
            walk.check("the step of what depends").await?;
            page.press("Continue").await?;
            page.element(".summary").await?;
            walk.check("the step of what depends with errors").await?;
            page.fill("How many a day?", "25").await?;
            page.press("Continue").await?;
            page.shows("We can help you to stop.").await?;
            walk.check("the last step").await?;
            page.press("Continue").await?;
            page.shows("Tick the box to confirm").await?;
            walk.check("the last step with errors").await?;
            walk.end().await?;
        }
        Ok(())
    })
    .await?;
    assert_eq!(answers(&app).await?, 2);
    Ok(())
}

/// One way through the form.
#[derive(Clone, Copy)]
struct Walk<'a> {
    page: &'a Page,
    scheme: Scheme,
    /// Whether the page may run scripts.
    scripts: bool,
}

impl Walk<'_> {
    /// From where there is no form to what is asked of smokers.
    async fn begin(self, app: &App, path: &str) -> Result {
        let page = self.page;
        page.look(SMALL.0, SMALL.1, self.scheme).await?;
        page.goto(&app.url("/f/nothing")).await?;
        self.check("no form").await?;
        page.goto(&app.url(path)).await?;
        self.check("the first page").await?;
        page.press("Continue").await?;
        page.element(".summary").await?;
        self.check("the first page with errors").await?;
        words(page).await?;
        page.press("Continue").await?;
        page.shows("Which vaccine?").await?;
        self.check("the second page").await?;
        page.press("Continue").await?;
        page.element(".summary").await?;
        self.check("the second page with errors").await?;
        choices(page).await?;
        page.click("input[name=smoker][value=yes]").await
    }

    /// From the last tick to the thanks.
    async fn end(self) -> Result {
        let page = self.page;
        page.mark("I have read the leaflet").await?;
        page.press("Continue").await?;
        page.shows("Check your answers").await?;
        self.check("all answers").await?;
        page.press("Send").await?;
        page.shows("We will be in touch.").await?;
        self.check("thanks").await
    }

    /// The page as it stands, whether it may run scripts or not: axe-core needs its own.
    async fn check(self, what: &str) -> Result {
        let page = self.page;
        page.with_scripts().await?;
        axe::check(page, &format!("{what} ({})", self.scheme.name())).await?;
        if !self.scripts {
            page.without_scripts().await?;
        }
        let wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
        let over = value(page, wide).await?.as_i64().context("no number")?;
        ensure!(over <= 0, "{what} is {over} pixels too wide");
        let small =
        "return [...document.querySelectorAll('main a, main button, main label.option, main input:not([type=hidden])')]
        .filter(one => one.offsetParent && !one.closest('.trap, .summary') && one.getBoundingClientRect().height < 24)
        .map(one => one.outerHTML.slice(0, 80))";
        ensure!(value(page, small).await? == json!([]), "{what}: too small to hit: {}", value(page, small).await?);
        Ok(())
    }
}
