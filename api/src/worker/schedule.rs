//! Schedules: cron patterns in a time zone, started once however many processes run.
