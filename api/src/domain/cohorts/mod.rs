//! Cohort rules compiled to SQL, counted live, frozen at launch.
