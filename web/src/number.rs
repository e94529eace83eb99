//! Numbers as people write them.

use shared::money::Money;

/// `150,000`
pub fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        text.push('−');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A count from the schema, grouped.
pub fn count(number: i32) -> String {
    grouped(number.into())
}

/// Whole percent. What is not nothing is not 0%, and what is not all is not 100%.
pub fn percent(part: i32, whole: i32) -> String {
    if whole <= 0 {
        return "–".into();
    }
    let exact = f64::from(part) * 100.0 / f64::from(whole);
    if part > 0 && exact < 1.0 {
        "under 1%".into()
    } else if part < whole && exact > 99.0 {
        "over 99%".into()
    } else {
        format!("{exact:.0}%")
    }
}

/// `£3,036.00` of a decimal and an ISO 4217 code, as the schema has money.
pub fn money(amount: &str, currency: &str) -> String {
    let amount: Option<f64> = amount.parse().ok();
    match amount {
        Some(amount) if currency == Money::CURRENCY => {
            #[expect(clippy::cast_possible_truncation, reason = "far below the limits, and saturating")]
            let stored = (amount * 10_000.0).round() as i64;
            Money::from_ten_thousandths(stored).to_string()
        }
        Some(amount) => format!("{amount:.2} {currency}"),
        None => "–".into(),
    }
}

/// The same to the last decimal, for prices of single messages: `£0.0431`.
pub fn exact_money(amount: &str, currency: &str) -> String {
    let decimals = amount.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    if decimals > 2 && currency == Money::CURRENCY { format!("£{amount}") } else { money(amount, currency) }
}

/// `24 MB`, in steps of a thousand as disks are sold.
pub fn bytes(size: i32) -> String {
    file_size(size.into())
}

/// The same for files that may be larger than the schema's numbers.
pub fn file_size(size: f64) -> String {
    match size {
        s if s < 1_000.0 => format!("{s:.0} bytes"),
        s if s < 1_000_000.0 => format!("{:.0} kB", s / 1_000.0),
        s if s < 10_000_000.0 => format!("{:.1} MB", s / 1_000_000.0),
        s if s < 1_000_000_000.0 => format!("{:.0} MB", s / 1_000_000.0),
        s => format!("{:.1} GB", s / 1_000_000_000.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_separated() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(150_000), "150,000");
        assert_eq!(grouped(-1_234_567), "−1,234,567");
    }

    #[test]
    fn money_is_to_the_penny() {
        assert_eq!(money("3036.00", "GBP"), "£3,036.00");
        assert_eq!(money("0.0276", "GBP"), "£0.03");
        assert_eq!(money("12.5", "EUR"), "12.50 EUR");
        assert_eq!(money("", "GBP"), "–");
    }

    #[test]
    fn a_percentage_never_rounds_to_nothing_or_to_all() {
        assert_eq!(percent(58_010, 112_200), "52%");
        assert_eq!(percent(1, 112_200), "under 1%");
        assert_eq!(percent(112_199, 112_200), "over 99%");
        assert_eq!(percent(10, 10), "100%");
        assert_eq!(percent(0, 10), "0%");
        assert_eq!(percent(0, 0), "–");
    }
}
