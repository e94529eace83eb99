//! The variants on the screen.

use leptos::prelude::*;

use super::super::home::Home;
use super::typed::TypedVariant;

/// It is a handle: copying it is free.
#[derive(Clone, Copy)]
pub struct VariantFields {
    pub rows: RwSignal<Vec<VariantRow>>,
    home: Home,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub struct VariantRow {
    pub key: u32,
    pub channel: RwSignal<String>,
    pub wave: RwSignal<String>,
    pub language: RwSignal<String>,
    pub subject: RwSignal<String>,
    pub body: RwSignal<String>,
}

impl VariantRow {
    fn new(typed: &TypedVariant) -> Self {
        Self {
            key: typed.key,
            channel: RwSignal::new(typed.channel.clone()),
            wave: RwSignal::new(typed.wave.clone()),
            language: RwSignal::new(typed.language.clone()),
            subject: RwSignal::new(typed.subject.clone()),
            body: RwSignal::new(typed.body.clone()),
        }
    }

    fn typed(&self) -> TypedVariant {
        TypedVariant {
            key: self.key,
            channel: self.channel.get(),
            wave: self.wave.get(),
            language: self.language.get(),
            subject: self.subject.get(),
            body: self.body.get(),
        }
    }
}

impl VariantFields {
    pub fn new(typed: &[TypedVariant]) -> Self {
        Self { rows: RwSignal::new(typed.iter().map(VariantRow::new).collect()), home: Home::here() }
    }

    /// Fills in everything anew.
    pub fn put(self, typed: &[TypedVariant]) {
        self.rows.set(self.home.keep(|| typed.iter().map(VariantRow::new).collect()));
    }

    /// Everything as it is now. Tracks.
    pub fn typed(self) -> Vec<TypedVariant> {
        self.rows.with(|rows| rows.iter().map(VariantRow::typed).collect())
    }

    /// One more, which begins as `first`; tells its key.
    pub fn add(self, first: TypedVariant) -> u32 {
        let key = self.rows.with_untracked(|rows| rows.iter().map(|row| row.key).max().unwrap_or(0)) + 1;
        let row = self.home.keep(|| VariantRow::new(&TypedVariant { key, ..first }));
        self.rows.update(|rows| rows.push(row));
        key
    }

    pub fn remove(self, key: u32) {
        self.rows.update(|rows| rows.retain(|row| row.key != key));
    }
}
