//! Forms, from a starter to their answers.

mod answers;
mod answers_scene;
