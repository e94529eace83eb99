//! What a person does on a page: by the words that are on it, as they are read.

use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use fantoccini::Locator;
use serde_json::{Value, json};

use crate::authenticator::Authenticator;
use crate::browser::{PATIENCE, Page};
use crate::{Credentials, Result, wait};

const TYPED: &str =
    "const fields = document.querySelectorAll('main input, main textarea, main select, dialog[open] *');
    return [...fields].filter(field => field.matches('input, textarea, select'))
        .filter(field => field.autocomplete !== 'one-time-code')
        .map(field => [field.id, field.matches('[type=checkbox], [type=radio]') ? field.checked : field.value]);";

impl Page {
    /// Clicks the link whose words begin so.
    pub async fn follow(&self, words: &str) -> Result {
        let path = format!("//a[starts-with(normalize-space(), {words:?})]");
        self.click_at(Locator::XPath(&path)).await.with_context(|| format!("no link says {words}"))
    }

    /// Clicks the button whose words begin so.
    pub async fn press_beginning(&self, words: &str) -> Result {
        let path = format!("//button[starts-with(normalize-space(), {words:?})]");
        self.click_at(Locator::XPath(&path)).await.with_context(|| format!("no button begins with {words}"))
    }

    /// Clicks the button that says exactly this, as soon as it takes presses.
    pub async fn press_when_ready(&self, words: &str) -> Result {
        let path = format!("//button[normalize-space()={words:?}][not(@aria-disabled='true')]");
        self.click_at(Locator::XPath(&path)).await.with_context(|| format!("no button that is ready says {words}"))
    }

    /// Clicks the button of the open dialog whose words begin so.
    pub async fn confirm(&self, words: &str) -> Result {
        let path = format!("//dialog[@open]//button[starts-with(normalize-space(), {words:?})]");
        self.click_at(Locator::XPath(&path)).await.with_context(|| format!("no dialog has a button that says {words}"))
    }

    /// Ticks the box, or chooses the answer, with this label.
    pub async fn mark(&self, label: &str) -> Result {
        let path = format!("//label[normalize-space()={label:?}]");
        self.click_at(Locator::XPath(&path)).await.with_context(|| format!("nothing has the label {label}"))
    }

    /// Chooses out of the list with this label, as soon as the choice is there.
    pub async fn choose(&self, label: &str, choice: &str) -> Result {
        let list = format!("//select[@id=//label[normalize-space()={label:?}]/@for]");
        let found = format!("{list}[option[normalize-space()={choice:?}]]");
        let found = self.driver().wait().at_most(PATIENCE).for_element(Locator::XPath(&found)).await;
        let found = found.with_context(|| format!("no list {label} offers {choice}"))?;
        Ok(found.select_by_label(choice).await?)
    }

    /// Gives a file to the field that a label names.
    pub async fn attach(&self, label: &str, file: &Path) -> Result {
        let path = format!("//input[@type='file'][@id=//label[starts-with(normalize-space(), {label:?})]/@for]");
        let field = self.driver().wait().at_most(PATIENCE).for_element(Locator::XPath(&path)).await;
        let field = field.with_context(|| format!("no field for a file has the label {label}"))?;
        ensure!(file.is_file(), "{} is not there", file.display());
        Ok(field.send_keys(&file.display().to_string()).await?)
    }

    /// Drops a file onto what `css` names, as one drags it there from a folder.
    pub async fn drop_file(&self, css: &str, file: &Path) -> Result {
        ensure!(file.is_file(), "{} is not there", file.display());
        let element = serde_json::to_value(self.element(css).await?)?;
        let middle = "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' });
            const box = arguments[0].getBoundingClientRect();
            return [box.x + box.width / 2, box.y + box.height / 2]";
        let place = self.driver().execute(middle, vec![element]).await?;
        let copies = 1;
        let data = json!({ "items": [], "files": [file], "dragOperationsMask": copies });
        for step in ["dragEnter", "dragOver", "drop"] {
            let event = json!({ "type": step, "x": place[0], "y": place[1], "data": data });
            self.devtools("Input.dispatchDragEvent", event).await?;
        }
        Ok(())
    }

    /// Signs in by the form that is on the screen, with a fresh code.
    pub async fn enter(&self, credentials: &Credentials) -> Result {
        self.fill("Email", &credentials.email).await?;
        self.fill("Password", &credentials.password).await?;
        self.press("Continue").await?;
        self.fill("Code", &Authenticator::new(&credentials.totp_secret)?.code().await?).await?;
        self.press("Sign in").await
    }

    /// Everything that is typed, ticked and chosen, by the ids of the fields; without codes, which are good for one try
    /// anyway.
    pub async fn typed(&self) -> Result<Value> {
        Ok(self.driver().execute(TYPED, Vec::new()).await?)
    }

    /// Where the files go that are downloaded from now on.
    pub async fn download_into(&self, folder: &Path) -> Result {
        let parameters = json!({ "behavior": "allow", "downloadPath": folder });
        self.devtools("Browser.setDownloadBehavior", parameters).await
    }
}

/// The file in `folder` whose name ends so, as soon as it is there as a whole.
pub async fn downloaded(folder: &Path, ending: &str) -> Result<PathBuf> {
    wait::until(&format!("a download that ends with {ending}"), || async {
        let files = std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
        // Chromium keeps the name with an empty file while it writes beside it.
        let is_under_way = files.iter().any(|file| file.extension().is_some_and(|ending| ending == "crdownload"));
        let is_whole = |file: &&PathBuf| {
            file.to_string_lossy().ends_with(ending) && file.metadata().is_ok_and(|about| about.len() > 0)
        };
        Ok(if is_under_way { None } else { files.iter().find(is_whole).cloned() })
    })
    .await
}
