//! The ledger of messages and their dispatch.
