//! What every part of the server is given: database, configuration, clock, randomness, keys, clients.

use std::sync::Arc;

use crate::{
    clients::{
        clock::Clock, email::EmailSender, notices::Notices, objects::ObjectStore, random::Random, sms::SmsSender,
    },
    config::Config,
    crypto::KeyRing,
    database::Database,
};

/// Cheap to clone; one for the life of the process.
#[derive(Clone, Debug)]
pub struct App {
    pub database: Database,
    pub config: Arc<Config>,
    pub clock: Arc<dyn Clock>,
    pub random: Arc<dyn Random>,
    pub keys: Arc<KeyRing>,
    pub sms: Arc<dyn SmsSender>,
    pub email: Arc<dyn EmailSender>,
    pub notices: Arc<Notices>,
    /// Where snapshots go; every one of them gets a copy.
    pub snapshot_places: Arc<Vec<Arc<dyn ObjectStore>>>,
}
