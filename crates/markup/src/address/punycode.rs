//! Host names in the letters that computers use (RFC 3492).

const BASE: u32 = 36;
const T_MIN: u32 = 1;
const T_MAX: u32 = 26;
const SKEW: u32 = 38;
const DAMP: u32 = 700;
const FIRST_BIAS: u32 = 72;
const FIRST_CODE: u32 = 128;

/// Writes the encoded form of one name between two dots. No name of a host is long enough for the numbers to overflow.
pub(super) fn encode(name: &str, encoded: &mut String) {
    encoded.push_str("xn--");
    let mut done = 0;
    for c in name.chars().filter(char::is_ascii) {
        encoded.push(c);
        done += 1;
    }
    if done > 0 {
        encoded.push('-');
    }
    let (mut code, mut delta, mut bias) = (FIRST_CODE, 0, FIRST_BIAS);
    let mut is_first = true;
    // Each round encodes all places of the next higher letter.
    while let Some(next) = name.chars().map(u32::from).filter(|letter| *letter >= code).min() {
        delta += (next - code) * (done + 1);
        for letter in name.chars().map(u32::from) {
            if letter < next {
                delta += 1;
            } else if letter == next {
                write(delta, bias, encoded);
                done += 1;
                bias = adapted(delta, done, is_first);
                is_first = false;
                delta = 0;
            }
        }
        delta += 1;
        code = next + 1;
    }
}

/// Writes a number of variable length.
fn write(mut number: u32, bias: u32, encoded: &mut String) {
    let mut k = BASE;
    loop {
        let threshold = k.saturating_sub(bias).clamp(T_MIN, T_MAX);
        if number < threshold {
            encoded.push(digit(number));
            return;
        }
        encoded.push(digit(threshold + (number - threshold) % (BASE - threshold)));
        number = (number - threshold) / (BASE - threshold);
        k += BASE;
    }
}

fn digit(value: u32) -> char {
    let digits = b"abcdefghijklmnopqrstuvwxyz0123456789";
    digits.get(value as usize).map_or('?', |digit| char::from(*digit))
}

fn adapted(delta: u32, done: u32, is_first: bool) -> u32 {
    let mut delta = if is_first { delta / DAMP } else { delta / 2 };
    delta += delta / done;
    let mut k = 0;
    while delta > (BASE - T_MIN) * T_MAX / 2 {
        delta /= BASE - T_MIN;
        k += BASE;
    }
    k + (BASE - T_MIN + 1) * delta / (delta + SKEW)
}
