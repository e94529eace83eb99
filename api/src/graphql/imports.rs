//! A file on its way into the patient database.
