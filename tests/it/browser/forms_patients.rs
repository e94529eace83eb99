//! Patients who answer a form on a phone: with script, and without.

use anyhow::{Context, bail, ensure};
use recall_tests::browser::{Page, Scheme};
use recall_tests::{App, Result, scene, wait};
use serde_json::Value;

const PHONE: (u32, u32) = (390, 844);
/// More pages than the form has.
const PAGES: usize = 12;

/// Chooses the first answer of each question that is on the screen, and yes; types into what is empty.
const FILL_IN: &str = "const shown = element => element.getClientRects().length > 0;
    const groups = {};
    for (const box of document.querySelectorAll('main input[type=radio]')) {
        if (shown(box.closest('label') || box)) (groups[box.name] = groups[box.name] || []).push(box);
    }
    for (const boxes of Object.values(groups)) {
        if (!boxes.some(box => box.checked)) boxes[0].click();
    }
    for (const box of document.querySelectorAll('main input[type=text], main textarea')) {
        if (shown(box) && !box.closest('.trap') && !box.value) {
            const part = box.name.split('-').pop();
            box.value = { day: '1', month: '10', year: '2026' }[part] || arguments[0];
            box.dispatchEvent(new Event('input', { bubbles: true }));
        }
    }";

/// The links of three patients.
pub(super) struct Links {
    pub first: String,
    pub second: String,
    pub third: String,
}

impl Links {
    /// Out of the texts and emails that were sent.
    pub(super) fn of(app: &App) -> Result<Self> {
        let sent = [scene::outbox(app, "sms")?, scene::outbox(app, "email")?].concat();
        let mut links = sent.iter().map(|message| scene::link(message).map(|path| app.url(&path)));
        let mut next = || links.next().context("fewer than three patients were written to")?;
        Ok(Self { first: next()?, second: next()?, third: next()? })
    }
}

/// Opens the link of a message and answers page by page, wherever there is anything to type with these words.
pub(super) async fn answer(phone: &Page, link: &str, words: &str) -> Result {
    phone.look(PHONE.0, PHONE.1, Scheme::Light).await?;
    phone.goto(link).await?;
    phone.follow("Answer our questions").await?;
    for _ in 0..PAGES {
        // What depends on an answer shows after it.
        for _ in 0..3 {
            phone.driver().execute(FILL_IN, vec![Value::from(words)]).await?;
        }
        let before = phone.text().await?;
        phone.click("main button.press").await?;
        wait::until("the next page", || async { Ok((phone.text().await? != before).then_some(())) }).await?;
        if phone.driver().execute("return document.querySelector('main button.press') === null", Vec::new()).await?
            == true
        {
            return Ok(());
        }
    }
    bail!("the form does not end:\n{}", phone.text().await?)
}

/// Opens the link of a message without script and answers the first steps of the vaccination form.
pub(super) async fn begin(phone: &Page, link: &str) -> Result {
    phone.look(PHONE.0, PHONE.1, Scheme::Light).await?;
    phone.goto(link).await?;
    phone.follow("Answer our questions").await?;
    for (step, (field, value)) in
        [("vaccine", "flu"), ("date_known", "unknown"), ("place", "pharmacy"), ("reaction", "no")]
            .into_iter()
            .enumerate()
    {
        phone.shows(&format!("Step {} of", step + 1)).await?;
        choose(phone, field, value).await?;
        phone.press("Continue").await?;
    }
    phone.shows("Did it hurt?").await
}

/// Answers the rest, forgets an answer at first, and sends it.
pub(super) async fn end(phone: &Page, words: &str) -> Result {
    choose(phone, "record", "yes").await?;
    choose(phone, "did_it_hurt", "yes").await?;
    ensure!(!phone.text().await?.contains("Where did it hurt?"), "it is asked before anybody said yes");
    phone.press("Continue").await?;
    phone.shows("Where did it hurt?").await?;
    phone.press("Continue").await?;
    phone.element(".summary").await?;
    phone.fill("Where did it hurt?", words).await?;
    phone.press("Continue").await?;
    phone.shows("Check your answers before sending them").await?;
    phone.shows(words).await?;
    phone.press("Send").await?;
    phone.shows("We will update your record and stop reminding you").await
}

async fn choose(phone: &Page, field: &str, value: &str) -> Result {
    phone.click(&format!("input[name={field}][value={value}]")).await
}
