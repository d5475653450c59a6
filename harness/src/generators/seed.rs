//! Bytes from a number, for `--seed`.

/// The generator `SplitMix64` of Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (OOPSLA 2014).
///
/// The state grows by the odd constant nearest to 2^64 divided by the golden ratio; each output is the state mixed by
/// two multiplications and three shifts. It is written out here because a seed printed by one version of the harness
/// must give the same programs in every other, whatever happens to libraries.
#[derive(Clone, Debug)]
pub struct SplitMix64 {
    state: u64,
}

impl SplitMix64 {
    /// A sequence that depends on `seed` alone.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// The next number of the sequence.
    pub const fn next_u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

/// `length` bytes for the `n`th program of `seed`.
///
/// The bytes are those of the sequence of [`SplitMix64`], each number in little-endian order, started from the `n`th
/// number (counted from 0) of the sequence started from `seed`. Programs can so be made in any order and by several
/// threads, and program `n` stays the same however many are made.
#[must_use]
pub fn seeded(seed: u64, n: u64, length: usize) -> Vec<u8> {
    // The nth state is reached in one multiplication, because each step adds the same constant.
    let mut outer = SplitMix64::new(seed.wrapping_add(n.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
    let mut inner = SplitMix64::new(outer.next_u64());
    let mut bytes = Vec::with_capacity(length.next_multiple_of(8));
    while bytes.len() < length {
        bytes.extend_from_slice(&inner.next_u64().to_le_bytes());
    }
    bytes.truncate(length);
    bytes
}

#[cfg(test)]
mod tests {
    use super::{SplitMix64, seeded};

    #[test]
    fn gives_the_published_sequence() {
        // The first outputs for the seed 1234567, as the authors' reference code prints them.
        let mut sequence = SplitMix64::new(1_234_567);
        assert_eq!(sequence.next_u64(), 6_457_827_717_110_365_317);
        assert_eq!(sequence.next_u64(), 3_203_168_211_198_807_973);
        assert_eq!(sequence.next_u64(), 9_817_491_932_198_370_423);
    }

    #[test]
    fn starts_program_n_from_the_nth_number() {
        let mut sequence = SplitMix64::new(99);
        for n in 0..5 {
            let mut expected = SplitMix64::new(sequence.next_u64());
            assert_eq!(seeded(99, n, 8), expected.next_u64().to_le_bytes());
        }
    }

    #[test]
    fn gives_as_many_bytes_as_asked() {
        for length in 0..20 {
            assert_eq!(seeded(1, 2, length).len(), length);
            assert_eq!(seeded(1, 2, length), seeded(1, 2, 40)[..length]);
        }
    }
}
