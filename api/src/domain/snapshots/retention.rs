//! Old snapshots go when enough newer ones are kept.

use crate::clients::objects::ObjectStore;

/// Beginning of the names of snapshot files; nothing else in a place is ever deleted.
pub const PREFIX: &str = "recall-";

/// Deletes all but the newest `keep` snapshots of a place (0 keeps all); names begin with the time,
/// so their order is their age. Returns how many went.
pub async fn prune(place: &dyn ObjectStore, keep: usize) -> anyhow::Result<usize> {
    if keep == 0 {
        return Ok(0);
    }
    let mut names: Vec<String> = place
        .list(PREFIX)
        .await?
        .into_iter()
        .map(|(name, _)| name)
        .filter(|name| name.ends_with(super::take::EXTENSION))
        .collect();
    names.sort();
    let old = names.len().saturating_sub(keep);
    for name in &names[..old] {
        place.delete(name).await?;
    }
    Ok(old)
}
