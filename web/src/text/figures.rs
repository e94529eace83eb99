//! Words of dates and charts.

pub mod date {
    pub const WEEKDAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
    pub const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
}

pub mod chart {
    pub fn span(first: &str, last: &str) -> String {
        format!("{first} to {last}")
    }

    pub fn most(number: &str, day: &str) -> String {
        format!("Most: {number} ({day})")
    }
}
