//! OKLCH to what a screen shows, and the contrast of two such colours.

/// A colour as the style sheet writes it; its hue may be the one that an operator chooses.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Color {
    lightness: f64,
    chroma: f64,
    hue: Option<f64>,
}

impl Color {
    /// Reads `0.48 0.14 var(--hue)` or `0.52 0.19 25`.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut parts = text.split_whitespace();
        let (lightness, chroma) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        let hue = match parts.next()? {
            "var(--hue)" => None,
            hue => Some(hue.parse().ok()?),
        };
        parts.next().is_none().then_some(Self { lightness, chroma, hue })
    }

    /// Relative luminance (WCAG 2.2), by the matrices of Björn Ottosson's `OKLab`.
    fn luminance(self, chosen_hue: f64) -> f64 {
        let hue = self.hue.unwrap_or(chosen_hue).to_radians();
        let (a, b) = (self.chroma * hue.cos(), self.chroma * hue.sin());
        let long = (self.lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
        let medium = (self.lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
        let short = (self.lightness - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
        let red = 4.076_741_662_1 * long - 3.307_711_591_3 * medium + 0.230_969_929_2 * short;
        let green = -1.268_438_004_6 * long + 2.609_757_401_1 * medium - 0.341_319_396_5 * short;
        let blue = -0.004_196_086_3 * long - 0.703_418_614_7 * medium + 1.707_614_701_0 * short;
        // What a screen cannot show, it shows as the nearest it can.
        0.2126 * red.clamp(0.0, 1.0) + 0.7152 * green.clamp(0.0, 1.0) + 0.0722 * blue.clamp(0.0, 1.0)
    }
}

/// The contrast ratio of two colours, from 1 to 21.
pub(super) fn contrast(one: Color, other: Color, chosen_hue: f64) -> f64 {
    let (one, other) = (one.luminance(chosen_hue), other.luminance(chosen_hue));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn color(text: &str) -> Color {
        Color::read(text).expect("it is a colour")
    }

    #[test]
    fn black_on_white_has_the_greatest_contrast() {
        assert!((contrast(color("0 0 0"), color("1 0 0"), 0.0) - 21.0).abs() < 0.01);
        assert!((contrast(color("1 0 0"), color("1 0 0"), 0.0) - 1.0).abs() < 0.01);
    }

    #[test]
    fn the_red_of_screens_has_its_known_contrast() {
        // #ff0000 on white has 4.00 : 1.
        let red = color("0.627955 0.257683 29.2339");
        assert!((contrast(red, color("1 0 0"), 0.0) - 3.998).abs() < 0.01);
    }

    #[test]
    fn a_chosen_hue_counts_where_it_stands() {
        let (chosen, fixed) = (color("0.5 0.1 var(--hue)"), color("0.5 0.1 25"));
        assert!((chosen.luminance(25.0) - fixed.luminance(200.0)).abs() < f64::EPSILON);
    }

    #[test]
    fn anything_else_is_no_colour() {
        for text in ["", "0.5", "0.5 0.1", "0.5 0.1 red", "0.5 0.1 25 / 0.5"] {
            assert_eq!(Color::read(text), None, "{text}");
        }
    }
}
