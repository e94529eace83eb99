//! QR codes of an enrolment, for the browser and for the terminal.

use anyhow::Context;
use qrcode::{
    EcLevel, QrCode,
    render::{svg, unicode::Dense1x2},
};

const SIZE: u32 = 240; // pixels; large enough for a phone at arm's length

/// An SVG document; dark on white whatever the theme of the page.
pub fn svg(text: &str) -> anyhow::Result<String> {
    let code = encode(text)?;
    let image = code
        .render()
        .min_dimensions(SIZE, SIZE)
        .dark_color(svg::Color("#000000"))
        .light_color(svg::Color("#ffffff"))
        .build();
    // The document goes into a page, where an XML declaration has no place.
    Ok(image.strip_prefix("<?xml version=\"1.0\" standalone=\"yes\"?>").unwrap_or(&image).to_owned())
}

/// Lines of half blocks for a terminal, black on white whatever its own colours are.
pub fn terminal(text: &str) -> anyhow::Result<String> {
    const BLACK_ON_WHITE: &str = "\x1b[38;5;16;48;5;231m";
    const AS_BEFORE: &str = "\x1b[0m";
    let blocks: String = encode(text)?.render::<Dense1x2>().build();
    Ok(blocks.lines().map(|line| format!("{BLACK_ON_WHITE}{line}{AS_BEFORE}\n")).collect())
}

fn encode(text: &str) -> anyhow::Result<QrCode> {
    QrCode::with_error_correction_level(text, EcLevel::M).context("the text does not fit into a QR code")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_code_is_a_square_in_both_forms() {
        let svg = svg("otpauth://totp/Recall:a@example.org?secret=AAAA").unwrap();
        assert!(svg.starts_with("<svg"), "{}", &svg[..40]);
        let lines = terminal("otpauth://totp/Recall:a@example.org?secret=AAAA").unwrap();
        let widths: Vec<usize> =
            lines.lines().map(|line| line.chars().filter(|c| " ▄▀█".contains(*c)).count()).collect();
        assert!(widths.iter().all(|&width| width == widths[0]));
        assert_eq!(widths.len(), widths[0].div_ceil(2));
    }
}
