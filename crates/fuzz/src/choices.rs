//! An input as a row of decisions.

/// Bytes, each of which decides something, until there are none left.
#[derive(Debug)]
pub(crate) struct Choices<'a>(&'a [u8]);

impl<'a> Choices<'a> {
    pub(crate) fn new(input: &'a [u8]) -> Self {
        Self(input)
    }

    /// The next one; zero at the end.
    pub(crate) fn byte(&mut self) -> u8 {
        self.next().unwrap_or(0)
    }

    /// A number below this one.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        usize::from(self.byte()) % limit
    }

    /// A number of which small ones and those near the largest are the most likely.
    pub(crate) fn number(&mut self) -> u64 {
        match self.byte() {
            small @ 0..0x80 => small.into(),
            0x80..0xf0 => u64::from(self.byte()) << 8 | u64::from(self.byte()),
            large => u64::MAX - u64::from(large & 0x0f),
        }
    }

    /// So many bytes, or as many as there are.
    pub(crate) fn bytes(&mut self, length: usize) -> &'a [u8] {
        let (bytes, rest) = self.0.split_at(length.min(self.0.len()));
        self.0 = rest;
        bytes
    }

    /// All that is left.
    pub(crate) fn rest(self) -> &'a [u8] {
        self.0
    }
}

impl Iterator for Choices<'_> {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        self.bytes(1).first().copied()
    }
}
