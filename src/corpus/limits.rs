//! Bounds on what is read, each an option with a default.

use serde::{Deserialize, Serialize};

/// Largest file that is read unless [`Limits`] says otherwise: 256 MiB.
pub const MAX_FILE_BYTES: u64 = 256 << 20;

/// Bounds on what is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, clap::Args)]
pub struct Limits {
    /// Largest file that is read, as 200M or 1G; never more than 1G
    #[arg(long = "max-file", value_name = "SIZE", default_value = "256M", value_parser = size, help_heading = "Limits")]
    pub file_bytes: u64,
    /// Longest text that is taken from a file; the rest is cut with a warning
    #[arg(long = "max-text", value_name = "SIZE", default_value = "256M", value_parser = size, help_heading = "Limits")]
    pub text_bytes: u64,
    /// What the parts of a Word or PDF file may unpack to, all together
    #[arg(long = "max-unpacked", value_name = "SIZE", default_value = "512M", value_parser = size, help_heading = "Limits")]
    pub unpacked_bytes: u64,
    /// Pages of a PDF file that are read
    #[arg(long = "max-pages", value_name = "N", default_value_t = 5000, help_heading = "Limits")]
    pub pages: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { file_bytes: MAX_FILE_BYTES, text_bytes: MAX_FILE_BYTES, unpacked_bytes: 512 << 20, pages: 5000 }
    }
}

/// Parses a number of bytes, perhaps with K, M or G behind.
fn size(text: &str) -> Result<u64, String> {
    let (digits, factor) = match text.char_indices().last() {
        Some((at, 'k' | 'K')) => (&text[..at], 1 << 10),
        Some((at, 'm' | 'M')) => (&text[..at], 1 << 20),
        Some((at, 'g' | 'G')) => (&text[..at], 1 << 30),
        _ => (text, 1),
    };
    let bytes = digits.parse::<u64>().ok().and_then(|number| number.checked_mul(factor));
    bytes.ok_or_else(|| "a size is a number with K, M or G behind it, as in 200M".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_numbers_with_a_factor() {
        assert_eq!((size("12"), size("3K"), size("256M"), size("1g")), (Ok(12), Ok(3 << 10), Ok(256 << 20), Ok(1 << 30)));
        for wrong in ["", "M", "1T", "-1", "1.5G", "99999999999999999999G"] {
            assert!(size(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_options_have_the_defaults_of_the_library() {
        #[derive(clap::Parser)]
        struct Options {
            #[command(flatten)]
            limits: Limits,
        }
        assert_eq!(<Options as clap::Parser>::parse_from(["hongtu"]).limits, Limits::default());
    }
}
