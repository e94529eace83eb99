//! What the page of a form weighs on its way to a phone, and that it is whole in one piece.

use recall_tests::{App, Engine, Result};
use reqwest::Method;

use recall_tests::forms::{Made, open, quick, shipped};

/// Bytes on the wire of one page, style and script in it (docs/forms.md).
const MOST: usize = 15_000;

#[tokio::test]
async fn no_first_page_is_heavy_and_none_loads_anything() -> Result {
    let app = quick(App::on(Engine::Sqlite)).await?;
    let client = app.signed_in("manager").await?;
    let sources = shipped(&client).await?;
    assert!(sources.len() > 5);
    let anybody = app.client()?;
    for source in sources {
        let form = Made::from(&client, &source, true).await?;
        form.publish(&client).await?;
        let page = open(&anybody, &form.path()).await?;
        for loads in [" src=", "<link", "@import", "url(", " style="] {
            assert!(!page.says(loads), "{} has {loads}", form.slug);
        }
        let packed = anybody.request(Method::GET, &form.path()).header("accept-encoding", "br, gzip").send().await?;
        assert!(packed.headers().contains_key("content-encoding"), "{} is sent as it is", form.slug);
        let weight = packed.bytes().await?.len();
        assert!(weight <= MOST, "{} weighs {weight} bytes, {} unpacked", form.slug, page.html.len());
        eprintln!("{}: {weight} bytes, {} unpacked", form.slug, page.html.len());
    }
    Ok(())
}
