//! The dispatch against scripted clients, on both engines.
