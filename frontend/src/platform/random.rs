//! Bytes that nobody can guess.

/// Enough of them for an id.
pub(super) fn bytes() -> [u8; 10] {
    let mut bytes = [0; 10];
    let crypto = crate::window().crypto().expect("every browser that runs WebAssembly has a generator");
    crypto.get_random_values_with_u8_array(&mut bytes).expect("ten bytes are far below its limit");
    bytes
}
