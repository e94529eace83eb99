//! What recipients do with their link.
