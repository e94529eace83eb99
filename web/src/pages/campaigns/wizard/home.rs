//! Where the signals of rows belong that are added while a step is shown: to the whole wizard, which outlives the step.

use leptos::prelude::*;

/// It is a handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Home(StoredValue<Option<Owner>>);

impl Home {
    /// The owner at hand: that of the wizard, while it begins.
    pub fn here() -> Self {
        Self(StoredValue::new(Owner::current()))
    }

    /// What `make` makes lives as long as the wizard.
    pub fn keep<T>(self, make: impl FnOnce() -> T) -> T {
        match self.0.get_value() {
            Some(owner) => owner.with(make),
            None => make(),
        }
    }
}
