//! Uploads on their way to an import: resumable, sealed on the disk as they come.

mod frames;
mod store;

pub use self::{
    frames::SealedReader,
    store::{
        Expected, LARGEST, LIFETIME, NewUpload, Received, append, create, discard, find, finished, receive, remove,
        remove_expired, source,
    },
};
