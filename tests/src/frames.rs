//! Whether a page stays smooth under work: how evenly its frames come, and how long it could not answer a person.

use anyhow::Context;
use serde::Deserialize;

use crate::Result;
use crate::browser::Page;

/// Notes the time between frames until it is stopped. A page that is busy paints none.
const WATCH: &str = "const watch = { gaps: [], last: performance.now(), on: true };
    window.recallFrames = watch;
    const look = now => {
        watch.gaps.push(now - watch.last); watch.last = now;
        if (watch.on) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);";

const STOP: &str = "const watch = window.recallFrames; watch.on = false;
    const gaps = watch.gaps.slice(1).sort((a, b) => a - b);
    const all = gaps.reduce((sum, gap) => sum + gap, 0);
    return { frames: gaps.length, seconds: all / 1000, usual: gaps[Math.floor(gaps.length / 2)] ?? 0,
        rare: gaps[Math.floor(gaps.length * 0.99)] ?? 0, longest: gaps[gaps.length - 1] ?? 0 };";

/// The times between frames of a while, in milliseconds; 17 is a screen that misses none.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Frames {
    pub frames: u32,
    pub seconds: f64,
    /// Median.
    pub usual: f64,
    /// 99th percentile.
    pub rare: f64,
    pub longest: f64,
}

impl Page {
    /// Begins to note frames; ends with [`Self::frames`] or when the page is left.
    pub async fn watch_frames(&self) -> Result {
        self.driver().execute(WATCH, Vec::new()).await?;
        Ok(())
    }

    /// The frames since [`Self::watch_frames`].
    pub async fn frames(&self) -> Result<Frames> {
        let told = self.driver().execute(STOP, Vec::new()).await?;
        serde_json::from_value(told).context("the browser did not tell of its frames")
    }
}
