//! When a backup was made, as people say it.

use js_sys::Date as JsDate;

use crate::api::snapshots::SnapshotRow;
use crate::text::backups as words;
use crate::time;

/// Before this hour of the morning it is still night.
const DAWN: u32 = 6;
const DAY_MS: f64 = 86_400_000.0;

/// "tonight at 02:00", "yesterday at 17:30", or the full date.
pub fn made(row: &SnapshotRow) -> String {
    let at = row.finished_at.as_ref().unwrap_or(&row.started_at);
    let Some(ms) = time::epoch_ms(at) else {
        return words::on(&at.0);
    };
    let day = |ms: f64| {
        let date = JsDate::new(&ms.into());
        (date.get_full_year(), date.get_month(), date.get_date())
    };
    let date = JsDate::new(&ms.into());
    let clock = format!("{:02}:{:02}", date.get_hours(), date.get_minutes());
    let now = time::now_ms();
    if day(ms) == day(now) {
        if date.get_hours() < DAWN { words::tonight(&clock) } else { words::today(&clock) }
    } else if day(ms) == day(now - DAY_MS) {
        words::yesterday(&clock)
    } else {
        words::on(&time::moment(at))
    }
}
