//! Sending a large file in parts, so that a lost connection or a reload costs no more than the last part.
//!
//! The server keeps what has come (tus 1.0). This browser keeps where that is, and enough of the file to know it again:
//! after a reload the person picks the same file, and it goes on where it was.

mod digest;
mod kept;
mod pace;
mod run;
mod tus;

pub use kept::{Kept, Slot};
pub use pace::Pace;
pub use run::{Phase, Upload};
