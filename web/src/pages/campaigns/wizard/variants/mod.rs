//! Messages in other languages and for reminders, as they are typed beside the ones for everybody.

mod fields;
mod typed;
mod view;

pub use fields::VariantFields;
pub use typed::{TypedVariant, id_of, problems, sent};
pub use view::variants;
