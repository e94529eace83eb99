//! Whom neither email nor text reaches, or reached, as a file for letters.

use leptos::prelude::*;

use super::Here;
use crate::components::button::Button;
use crate::components::icon::{Icon, Sign};
use crate::components::notice::{Notice, Tone};
use crate::text::campaign_page as words;
use crate::text::import::DOWNLOADING;
use crate::write::Write;
use crate::{download, number, routes};

/// There while there is somebody, for those who may see patients.
pub fn letters(here: &Here) -> Option<AnyView> {
    if !here.sees_patients {
        return None;
    }
    let (session, figures, id) = (here.session, here.figures, here.id.clone());
    let count = Memo::new(move |_| figures.with(|figures| figures.counts.unreachable));
    let returned = Memo::new(move |_| {
        figures.with(|figures| figures.counts.channels.iter().any(|line| line.failed + line.bounced > 0))
    });
    let any = Memo::new(move |_| count.get() > 0 || returned.get());
    let fetch = Write::new(move |()| {
        let path = routes::unreachable_csv(&id);
        async move { download::fetch(session, &path, "unreachable.csv").await }
    });
    let press = Callback::new(move |()| fetch.send(()));
    let message = Signal::derive(move || match count.get() {
        0 => words::MAY_NEED_LETTERS.to_owned(),
        count => words::cannot_be_reached(count, &number::count(count)),
    });
    let view = move || {
        any.get().then(|| {
            let failed = move || fetch.complaint().map(|why| view! { <Notice tone=Tone::Error message=why /> });
            view! {
                <Notice tone=Tone::Info message=message>
                    <Button pending=fetch.pending() pending_label=DOWNLOADING on_press=press>
                        <Icon sign=Sign::Download />
                        {words::LETTERS}
                    </Button>
                </Notice>
                {failed}
            }
        })
    };
    Some(view.into_any())
}
