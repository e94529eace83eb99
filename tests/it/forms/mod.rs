//! Forms, from a starter to their answers.

mod answers;
mod answers_scene;
mod files_s3;
mod page;
mod page_accessibility;
mod page_browser;
mod page_bucket;
mod page_input;
mod page_languages;
mod page_rules;
mod page_weight;
mod publishing;
mod publishing_killed;
mod publishing_s3;
