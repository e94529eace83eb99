//! How one event hangs on the one before: SHA-256 over its fields, each with its length in front.

use aws_lc_rs::digest::{Context, SHA256};
use entity::audit_event;
use sea_orm::ActiveEnum;

use super::canonical::canonical;

/// What the first event hangs on.
pub const GENESIS: [u8; 32] = [0; 32];

/// The hash that `event` must carry, given its own `prev_hash`.
pub fn hash_of(event: &audit_event::Model) -> Vec<u8> {
    let mut hash = Context::new(&SHA256);
    let mut field = |bytes: &[u8]| {
        hash.update(&u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(bytes);
    };
    field(&event.prev_hash);
    field(&event.at.0.to_be_bytes());
    field(event.actor_kind.to_value().as_bytes());
    field(event.actor.as_bytes());
    field(event.action.as_bytes());
    // With a sign in front, an empty subject differs from none.
    field(event.subject.as_ref().map(|subject| format!("={subject}")).unwrap_or_default().as_bytes());
    field(canonical(&event.detail).as_bytes());
    hash.finish().as_ref().to_vec()
}
