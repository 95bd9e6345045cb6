//! Hashes that are the same in every version and on every machine (SipHash-2-4, Aumasson and Bernstein 2012,
//! doi 10.1007/978-3-642-34931-7_28, with 128 bits and the key 0).

use std::hash::Hasher;

use siphasher::sip128::{Hasher128, SipHasher24};

/// Digits of a hash that is written whole.
pub(super) const DIGITS: usize = 32;

/// The hash of several texts as hexadecimal digits.
pub(super) fn hash<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> String {
    let mut hasher = SipHasher24::new();
    for text in texts {
        let text = text.as_ref();
        // The length keeps "ab", "c" apart from "a", "bc".
        hasher.write(&(text.len() as u64).to_le_bytes());
        hasher.write(text.as_bytes());
    }
    format!("{:032x}", hasher.finish128().as_u128())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Point ids and fingerprints in folders of earlier versions depend on it.
    #[test]
    fn hashes_never_change() {
        assert_eq!(hash(["a", "bc"]), "d20d1483a08cf3c8718ef1339abb99fa");
        assert_ne!(hash(["a", "bc"]), hash(["ab", "c"]));
    }
}
