//! The code of an authenticator, as it is typed.

/// The six digits, without the gaps authenticators show them with.
pub fn digits(typed: &str) -> Option<String> {
    let digits: String = typed.chars().filter(|one| !one.is_whitespace()).collect();
    (digits.len() == 6 && digits.bytes().all(|one| one.is_ascii_digit())).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::digits;

    #[test]
    fn a_code_may_be_typed_in_groups() {
        assert_eq!(digits("123 456").as_deref(), Some("123456"));
        assert_eq!(digits("12345"), None);
        assert_eq!(digits("12345a"), None);
    }
}
