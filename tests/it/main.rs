//! Tests across crate borders, one binary: a file a feature.

#![allow(clippy::unwrap_used, reason = "a failed test may panic")]

mod accessibility;
mod bad_input;
mod browser;
mod clock;
mod demo;
mod faults;
mod feedback;
mod forms;
mod imports;
mod killed;
mod mail_security;
mod main_job;
mod outages;
mod patient_page;
mod peers;
mod providers;
mod real_input;
mod sending;
mod serving;
mod signing_in;
mod snapshots;
