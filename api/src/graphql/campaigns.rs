//! Campaigns from draft to completion.
