//! The fields of the plan on the screen.

use leptos::prelude::*;

use super::super::home::Home;
use super::typed::{TypedPlan, TypedReminder};

/// It is a handle: copying it is free.
#[derive(Clone, Copy)]
pub struct PlanFields {
    pub window: RwSignal<String>,
    pub days: [RwSignal<bool>; 7],
    pub from: RwSignal<String>,
    pub until: RwSignal<String>,
    pub on_bank_holidays: RwSignal<bool>,
    pub spread: RwSignal<String>,
    pub budget: RwSignal<String>,
    pub household: RwSignal<String>,
    pub doubt: RwSignal<String>,
    pub doubt_hours: RwSignal<String>,
    pub reminders: RwSignal<Vec<ReminderRow>>,
    pub form: RwSignal<String>,
    home: Home,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ReminderRow {
    pub key: u32,
    pub after_days: RwSignal<String>,
    pub email: RwSignal<bool>,
    pub sms: RwSignal<bool>,
}

impl ReminderRow {
    fn new(typed: &TypedReminder) -> Self {
        Self {
            key: typed.key,
            after_days: RwSignal::new(typed.after_days.clone()),
            email: RwSignal::new(typed.email),
            sms: RwSignal::new(typed.sms),
        }
    }
}

impl PlanFields {
    pub fn new(typed: TypedPlan) -> Self {
        let rows = typed.reminders.iter().map(ReminderRow::new).collect();
        Self {
            window: RwSignal::new(typed.window),
            days: typed.days.map(RwSignal::new),
            from: RwSignal::new(typed.from),
            until: RwSignal::new(typed.until),
            on_bank_holidays: RwSignal::new(typed.on_bank_holidays),
            spread: RwSignal::new(typed.spread),
            budget: RwSignal::new(typed.budget),
            household: RwSignal::new(typed.household),
            doubt: RwSignal::new(typed.doubt),
            doubt_hours: RwSignal::new(typed.doubt_hours),
            reminders: RwSignal::new(rows),
            form: RwSignal::new(typed.form),
            home: Home::here(),
        }
    }

    /// Fills in everything anew.
    pub fn put(self, typed: TypedPlan) {
        let rows = self.home.keep(|| typed.reminders.iter().map(ReminderRow::new).collect());
        let texts = [
            (self.window, typed.window),
            (self.from, typed.from),
            (self.until, typed.until),
            (self.spread, typed.spread),
            (self.budget, typed.budget),
            (self.household, typed.household),
            (self.doubt, typed.doubt),
            (self.doubt_hours, typed.doubt_hours),
            (self.form, typed.form),
        ];
        for (field, text) in texts {
            field.set(text);
        }
        for (day, chosen) in self.days.into_iter().zip(typed.days) {
            day.set(chosen);
        }
        self.on_bank_holidays.set(typed.on_bank_holidays);
        self.reminders.set(rows);
    }

    /// Everything as it is now. Tracks.
    pub fn typed(self) -> TypedPlan {
        TypedPlan {
            window: self.window.get(),
            days: self.days.map(|day| day.get()),
            from: self.from.get(),
            until: self.until.get(),
            on_bank_holidays: self.on_bank_holidays.get(),
            spread: self.spread.get(),
            budget: self.budget.get(),
            household: self.household.get(),
            doubt: self.doubt.get(),
            doubt_hours: self.doubt_hours.get(),
            reminders: self.reminders.with(|rows| rows.iter().map(reminder).collect()),
            form: self.form.get(),
        }
    }

    /// One more reminder, a week after the one before, by everything; tells its key.
    pub fn add_reminder(self) -> u32 {
        let key = self.reminders.with_untracked(|rows| rows.iter().map(|row| row.key).max().unwrap_or(0)) + 1;
        let typed = TypedReminder { key, after_days: "7".into(), email: true, sms: true };
        let row = self.home.keep(|| ReminderRow::new(&typed));
        self.reminders.update(|rows| rows.push(row));
        key
    }

    pub fn remove_reminder(self, key: u32) {
        self.reminders.update(|rows| rows.retain(|row| row.key != key));
    }
}

fn reminder(row: &ReminderRow) -> TypedReminder {
    TypedReminder { key: row.key, after_days: row.after_days.get(), email: row.email.get(), sms: row.sms.get() }
}
