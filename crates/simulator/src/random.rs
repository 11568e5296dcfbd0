//! Secrets that nobody can guess: tokens, codes, signing keys. (Ids come from the seeded generator of the state.)

/// `bytes` random bytes in lower-case hexadecimal.
///
/// # Panics
/// When the operating system has no randomness, without which nothing safe can be answered.
pub(crate) fn hex(bytes: usize) -> String {
    let mut buffer = vec![0_u8; bytes];
    getrandom::fill(&mut buffer).expect("the operating system gives random bytes");
    hex::encode(buffer)
}
