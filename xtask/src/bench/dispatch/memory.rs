//! Whether memory stays flat: ten times as many messages beside the usual number.

use anyhow::Result;

use super::super::Bench;
use super::super::comparison::Comparison;
use super::nothing::MESSAGES;
use super::recall::Sending;

const TIMES: u64 = 10;
/// Allocators differ by a tenth or so from run to run; what grows with the messages would be ten times as much.
const FLAT: f64 = 1.25;
const MIB: f64 = 1024.0 * 1024.0; // bytes

/// `tenth` is the most memory that the usual number of messages took, in bytes.
#[allow(clippy::cast_precision_loss, reason = "far below 2^52")]
pub fn compare(bench: &Bench<'_>, comparison: &mut Comparison, tenth: Option<u64>) -> Result<()> {
    let messages = bench.size(MESSAGES) * TIMES;
    let whole = Sending { messages, on_postgres: true, channel: None, provider: &[] }.run(bench)?;
    comparison.add_peer("PostgreSQL, ten times as many, no-op provider", whole.messages, &[whole.took()]);
    let (Some(tenth), Some(whole)) = (tenth, whole.peak_memory_bytes) else {
        comparison.note("memory: this system does not tell");
        return Ok(());
    };
    let (before, after) = (tenth as f64 / MIB, whole as f64 / MIB);
    comparison.note(format!(
        "memory at most: {before:.1} MiB for {} messages, {after:.1} MiB for {messages}",
        messages / TIMES
    ));
    comparison.limit("memory for ten times as many messages", after / before, FLAT, "times");
    Ok(())
}
