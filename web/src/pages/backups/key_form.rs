//! The public keys that backups are encrypted to: pasted, or made here together with the secret key.

use cynic::MutationBuilder;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::key_file::{KeyFile, PairState};
use super::key_pair;
use crate::api::snapshots::{SaveBackupKeys, SaveBackupKeysInput, SaveBackupKeysVariables};
use crate::api::{ApiError, Reason};
use crate::code;
use crate::components::button::{Button, Weight};
use crate::components::error_summary::{ErrorSummary, FormError, error_of};
use crate::components::field::{Field, Input};
use crate::components::text_area::TextArea;
use crate::components::toast::Toasts;
use crate::draft::Draft;
use crate::session::Session;
use crate::text::{backup_keys as words, common};
use crate::write::Write;

const KEYS: &str = "backup-keys";
const CODE: &str = "backup-code";
/// Public keys that were typed and not saved yet.
pub const DRAFT: &str = "backup.keys";

#[component]
pub fn KeyForm(keys: Vec<String>, on_saved: Callback<()>) -> impl IntoView {
    let session = Session::current();
    let toasts = Toasts::current();
    let known = keys.join("\n");
    let keys = RwSignal::new(Draft::restore(DRAFT).unwrap_or_else(|| known.clone()));
    let code = RwSignal::new(String::new());
    let errors = RwSignal::new(Vec::new());
    let pair = RwSignal::new(PairState::None);
    take_secrets_out(keys, errors);
    keep(keys, known, pair);
    let save = Write::new(move |variables: SaveBackupKeysVariables| async move {
        session.run(SaveBackupKeys::build(variables)).await.map(|answer| answer.save_backup_keys.settings.keys)
    })
    .on_failure(move |error| {
        errors.set(vec![explain(&error)]);
        // Whatever went wrong, the next try wants a fresh one.
        code.set(String::new());
    })
    .on_done(move |_| {
        Draft::forget(DRAFT);
        toasts.done(words::SAVED);
        on_saved.run(());
    });
    let add = Callback::new(move |public: String| {
        keys.update(|keys| {
            let separator = if keys.trim().is_empty() { "" } else { "\n" };
            *keys = format!("{}{separator}{public}", keys.trim_end());
        });
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let keys = lines(&keys.get_untracked());
        let mut problems = check(&keys, pair.get_untracked());
        let code = code::check(CODE, &code.get_untracked(), &mut problems);
        if problems.is_empty() {
            save.send(SaveBackupKeysVariables { input: SaveBackupKeysInput { keys, code } });
        }
        errors.set(problems);
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            <ErrorSummary errors=errors />
            <div class="stack">
                <p>{words::EXPLAIN}</p>
                <p>
                    <strong>{words::WITHOUT}</strong>
                </p>
            </div>
            <KeyFile state=pair on_made=add />
            <TextArea
                id=KEYS
                label=words::KEYS
                hint=words::KEYS_HINT
                rows=3
                value=keys
                error=error_of(errors, KEYS)
            />
            <Field
                id=CODE
                label=words::CODE
                hint=words::CODE_HINT
                input=Input::OneTimeCode
                value=code
                error=error_of(errors, CODE)
            />
            <div>
                <Button
                    weight=Weight::Primary
                    submit=true
                    pending=save.pending()
                    pending_label=common::SAVING
                >
                    {words::SAVE}
                </Button>
            </div>
        </form>
    }
    .into_any()
}

/// A secret key pasted by mistake goes from the screen at once.
fn take_secrets_out(keys: RwSignal<String>, errors: RwSignal<Vec<FormError>>) {
    Effect::new(move || {
        let typed = keys.get();
        if key_pair::is_secret(&typed) {
            let rest: Vec<&str> = typed.lines().filter(|line| !key_pair::is_secret(line)).collect();
            keys.set(rest.join("\n"));
            errors.set(vec![FormError::of(KEYS, words::SECRET_PASTED)]);
        }
    });
}

/// Keeps what is typed. Never a secret key; and no public key whose secret one nobody has saved: after the session has
/// ended nothing would tell it from the others, and what is encrypted to it would be lost.
fn keep(keys: RwSignal<String>, known: String, pair: RwSignal<PairState>) {
    Effect::new(move || {
        let typed = keys.get();
        if typed == known {
            Draft::forget(DRAFT);
        } else if pair.get() != PairState::Made && !key_pair::is_secret(&typed) {
            Draft::save(DRAFT, &typed);
        }
    });
}

/// The keys, without empty lines and the comments of a key file.
fn lines(text: &str) -> Vec<String> {
    let keys = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    keys.map(ToOwned::to_owned).collect()
}

fn check(keys: &[String], pair: PairState) -> Vec<FormError> {
    let mut problems = Vec::new();
    if pair == PairState::Made {
        problems.push(FormError::general(words::NOT_DOWNLOADED));
    }
    if keys.is_empty() {
        problems.push(FormError::of(KEYS, words::KEYS_MISSING));
    } else if let Some(index) = keys.iter().position(|key| !key_pair::is_public(key)) {
        problems.push(FormError::of(KEYS, words::wrong_key(index + 1)));
    }
    problems
}

fn explain(error: &ApiError) -> FormError {
    match error.reason() {
        Some(Reason::InvalidInput) => FormError::of(KEYS, error.sentence()),
        _ => code::explain(CODE, error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "age1t7rxyev2z3rw82stdlrrepyc39nvn86l5078zqkf5uasdy86jp6svpy7pa";

    #[test]
    fn a_key_file_can_be_pasted_as_it_is() {
        assert_eq!(lines(&format!("# public key\n\n  {KEY} \n")), [KEY]);
    }

    #[test]
    fn a_new_pair_is_not_used_before_its_secret_key_is_saved() {
        let keys = [KEY.to_owned()];
        assert_eq!(check(&keys, PairState::Made).len(), 1);
        assert_eq!(check(&keys, PairState::Downloaded), []);
        assert_eq!(check(&keys, PairState::None), []);
    }

    #[test]
    fn what_is_missing_is_said_at_its_field() {
        let fields = |keys: &[String]| -> Vec<_> {
            check(keys, PairState::None).into_iter().filter_map(|problem| problem.field).collect()
        };
        assert_eq!(fields(&[]), [KEYS]);
        assert_eq!(fields(&["age1wrong".to_owned()]), [KEYS]);
    }
}
