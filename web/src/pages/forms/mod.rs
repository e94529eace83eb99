//! Forms: the list, and one with its rooms: the builder, publishing, the answers and their charts.

mod answers;
mod build;
mod list;
mod new_form;
mod one;
mod publish;
mod rows;
mod source;

pub use answers::FormAnswerPage;
pub use build::Test;
pub use list::FormsPage;
pub use one::FormPage;
