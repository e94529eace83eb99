//! Campaigns tried on a database.
#![allow(clippy::unwrap_used)]

mod again;
mod approval;
mod budget;
mod doubt;
mod drafts;
mod forms;
mod households;
mod launch;
mod ledger;
mod letters;
mod life;
mod numbers;
mod outlook;
mod plans;
mod samples;
mod schedule;
mod send_test;
