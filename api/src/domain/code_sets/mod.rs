//! Named, versioned lists of codes.
