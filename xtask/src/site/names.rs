//! The names of what the browser gives to WebAssembly: wasm-bindgen ends each in a hash, which no compression makes smaller. A number of the same length does.

use memchr::memmem;
use std::collections::HashMap;

/// What such a name begins with.
const PREFIX: &[u8] = b"__wbg_";
/// Characters of its hash.
const HASH: usize = 16;

/// The numbers that were given instead of hashes. All files that name each other go through one of these.
#[derive(Default)]
pub struct Names {
    numbers: HashMap<Vec<u8>, usize>,
}

impl Names {
    /// Puts numbers in the place of the hashes. Nothing else changes and nothing moves: lengths stand before names in WebAssembly.
    pub fn shorten(&mut self, file: &mut [u8]) {
        let begins: Vec<usize> = memmem::find_iter(file, PREFIX).collect();
        for begin in begins {
            let name = file.get(begin..).unwrap_or_default();
            let length = name.iter().take_while(|byte| is_of_name(**byte)).count();
            let Some(hash) = name
                .get(..length)
                .and_then(|name| name.len().checked_sub(HASH))
            else {
                continue;
            };
            let hash = &mut file[begin + hash..begin + length];
            if hash.iter().all(|byte| is_of_hash(*byte)) {
                let next = self.numbers.len();
                let number = *self.numbers.entry(hash.to_vec()).or_insert(next);
                hash.copy_from_slice(format!("{number:0HASH$}").as_bytes());
            }
        }
    }
}

fn is_of_name(byte: u8) -> bool {
    byte == b'_' || byte.is_ascii_alphanumeric()
}

fn is_of_hash(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_hashes_get_equal_numbers_in_all_files() {
        let mut names = Names::default();
        let mut javascript =
            *b"__wbg_new_4f1baf9a00be3c74: f, __wbg_new_0000000000000abc: g, __wbg_ptr";
        let mut wasm = *b"\x1a__wbg_new_0000000000000abc\0\x05__wbg_new_4f1baf9a00be3c74\0";
        names.shorten(&mut javascript);
        names.shorten(&mut wasm);
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert_eq!(
            text(&javascript),
            "__wbg_new_0000000000000000: f, __wbg_new_0000000000000001: g, __wbg_ptr"
        );
        assert_eq!(
            text(&wasm),
            "\x1a__wbg_new_0000000000000001\0\x05__wbg_new_0000000000000000\0"
        );
    }
}
