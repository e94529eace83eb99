//! Campaigns from draft to completion.

pub mod counts;
