//! Bech32 (BIP 173) as age writes its keys: without BIP 173's limit of 90 characters.

const ALPHABET: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const CHECKSUM: usize = 6; // characters
const GENERATOR: [u32; 5] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];

/// What stands before the separator, and the bytes after it, as lower-case text.
pub fn encode(prefix: &str, bytes: &[u8]) -> String {
    let mut values = regroup(bytes.iter().copied(), 8, 5, true).unwrap_or_default();
    let mut checked: Vec<u8> = expand(prefix).collect();
    checked.extend(&values);
    checked.extend([0; CHECKSUM]);
    let checksum = polymod(&checked) ^ 1;
    values.extend((0..CHECKSUM).map(|index| low_five(checksum >> (5 * (CHECKSUM - 1 - index)))));
    let symbols = values.iter().map(|value| char::from(ALPHABET[usize::from(*value)]));
    format!("{prefix}1{}", symbols.collect::<String>())
}

/// The prefix in lower case and the bytes; nothing where a character or the checksum is wrong.
pub fn decode(text: &str) -> Option<(String, Vec<u8>)> {
    let lower = text.to_ascii_lowercase();
    if text != lower && text != text.to_ascii_uppercase() {
        return None;
    }
    let (prefix, data) = lower.rsplit_once('1')?;
    let values: Option<Vec<u8>> = data.bytes().map(value_of).collect();
    let values = values?;
    let checked: Vec<u8> = expand(prefix).chain(values.iter().copied()).collect();
    if prefix.is_empty() || values.len() < CHECKSUM || polymod(&checked) != 1 {
        return None;
    }
    let bytes = regroup(values[..values.len() - CHECKSUM].iter().copied(), 5, 8, false)?;
    Some((prefix.to_owned(), bytes))
}

fn value_of(symbol: u8) -> Option<u8> {
    ALPHABET.iter().position(|known| *known == symbol).and_then(|value| u8::try_from(value).ok())
}

fn expand(prefix: &str) -> impl Iterator<Item = u8> {
    let high = prefix.bytes().map(|byte| byte >> 5);
    let low = prefix.bytes().map(|byte| byte & 31);
    high.chain(std::iter::once(0)).chain(low)
}

fn polymod(values: &[u8]) -> u32 {
    values.iter().fold(1, |checksum: u32, value| {
        let top = checksum >> 25;
        let shifted = ((checksum & 0x1ff_ffff) << 5) ^ u32::from(*value);
        let taps = GENERATOR.iter().enumerate().filter(|(bit, _)| (top >> bit) & 1 == 1);
        taps.fold(shifted, |checksum, (_, generator)| checksum ^ generator)
    })
}

fn low_five(number: u32) -> u8 {
    // Five bits fit a byte.
    u8::try_from(number & 31).unwrap_or_default()
}

/// Regroups bits; `pad` fills the last group, else what is left over must be less than a group of zeros.
fn regroup(values: impl Iterator<Item = u8>, from: u32, to: u32, pad: bool) -> Option<Vec<u8>> {
    let mask = (1_u32 << to) - 1;
    let (mut held, mut bits) = (0_u32, 0);
    let mut groups = Vec::new();
    for value in values {
        held = (held << from) | u32::from(value);
        bits += from;
        while bits >= to {
            bits -= to;
            groups.push(u8::try_from((held >> bits) & mask).ok()?);
        }
        held &= (1 << bits) - 1;
    }
    if pad {
        if bits > 0 {
            groups.push(u8::try_from((held << (to - bits)) & mask).ok()?);
        }
    } else if bits >= from || held != 0 {
        return None;
    }
    Some(groups)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_examples_of_the_standard_are_valid() {
        assert_eq!(decode("A12UEL5L"), Some(("a".into(), vec![])));
        let (prefix, bytes) = decode("abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw").unwrap();
        assert_eq!((prefix.as_str(), bytes.len(), bytes[..3].to_vec()), ("abcdef", 20, vec![0x00, 0x44, 0x32]));
        assert!(decode("split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w").is_some());
        for wrong in ["", "pzry9x0s0muk", "1pzry9x0s0muk", "x1b4n0q5v", "li1dgmt3", "A1G7SGD8", "10a06t8", "1qzzfhee"] {
            assert_eq!(decode(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_key_of_age_is_written_as_it_was_read() {
        let public = "age1t7rxyev2z3rw82stdlrrepyc39nvn86l5078zqkf5uasdy86jp6svpy7pa";
        let (prefix, bytes) = decode(public).unwrap();
        assert_eq!((prefix.as_str(), bytes.len()), ("age", 32));
        assert_eq!(encode("age", &bytes), public);
    }

    #[test]
    fn a_slip_in_a_key_is_noticed() {
        assert_eq!(decode("age1t7rxyev2z3rw82stdlrrepyc39nvn86l5078zqkf5uasdy86jp6svpy7pb"), None);
        assert_eq!(decode("age1t7rxyev2z3rw82stdlrrepyc39nvn86l5078zqkf5uasdy86jp6svpy7p"), None);
        assert_eq!(decode("Age1t7rxyev2z3rw82stdlrrepyc39nvn86l5078zqkf5uasdy86jp6svpy7pa"), None);
    }
}
