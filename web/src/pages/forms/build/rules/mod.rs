//! When something is shown or must be answered, as a sentence with choices in it.

mod condition;
mod options;
mod sentence;
mod view;

pub use condition::Test;
pub use sentence::Sentence;
pub use view::{RuleOf, rule};
