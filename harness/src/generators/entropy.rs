//! A finite supply of choices, read from a slice.

/// Choices read from a window of the input. Behind the end of the input every byte is zero.
#[derive(Clone, Debug)]
pub(super) struct Record<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Record<'b> {
    /// The record of `length` bytes that starts at `start`; what lies behind the end of `bytes` reads as zero.
    pub(super) fn window(bytes: &'b [u8], start: usize, length: usize) -> Self {
        let start = start.min(bytes.len());
        let end = start.saturating_add(length).min(bytes.len());
        Self { bytes: &bytes[start..end], at: 0 }
    }

    /// The next byte.
    pub(super) fn byte(&mut self) -> u8 {
        let byte = self.bytes.get(self.at).copied().unwrap_or(0);
        self.at = self.at.saturating_add(1);
        byte
    }

    /// Whether a byte of the input is left.
    pub(super) fn has_more(&self) -> bool {
        self.at < self.bytes.len()
    }

    /// A number below `bound`, and 0 when the bound is 0.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        let byte = usize::from(self.byte());
        if bound == 0 { 0 } else { byte % bound }
    }

    /// True for `in_256` of the 256 bytes, and never for a byte of zero unless all are meant.
    pub(super) fn chance(&mut self, in_256: u16) -> bool {
        u16::from(self.byte()) >= 256 - in_256.min(256)
    }

    /// One of `choices`, which must not be empty.
    pub(super) fn choose<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }

    /// The next `length` bytes as a record of their own.
    pub(super) fn part(&mut self, length: usize) -> Self {
        let part = Self::window(self.bytes, self.at, length);
        self.at = self.at.saturating_add(length);
        part
    }
}

#[cfg(test)]
mod tests {
    use super::Record;

    #[test]
    fn reads_zeros_behind_the_end() {
        let mut record = Record::window(&[1, 2, 3], 2, 10);
        assert_eq!([record.byte(), record.byte(), record.byte()], [3, 0, 0]);
        assert!(!record.has_more());
        assert_eq!(Record::window(&[1], 9, 9).byte(), 0);
    }

    #[test]
    fn a_part_is_as_long_as_asked_whatever_is_read_of_it() {
        let mut record = Record::window(&[1, 2, 3, 4], 0, 4);
        let mut part = record.part(2);
        assert_eq!([part.byte(), part.byte(), part.byte()], [1, 2, 0]);
        assert_eq!(record.byte(), 3);
    }

    #[test]
    fn zero_is_never_a_chance() {
        assert!(!Record::window(&[0], 0, 1).chance(255));
        assert!(Record::window(&[255], 0, 1).chance(1));
        assert!(Record::window(&[0], 0, 1).chance(256));
        assert!(!Record::window(&[255], 0, 1).chance(0));
    }

    #[test]
    fn a_bound_of_zero_gives_zero() {
        assert_eq!(Record::window(&[7], 0, 1).below(0), 0);
    }
}
