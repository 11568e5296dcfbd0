//! How much may be asked and answered.

/// Questions in a set.
pub(crate) const MAX_QUESTIONS: usize = 30;
/// Of those, such that ask for a file.
pub const MAX_FILES: usize = 4;
/// Characters of a question, a hint or a unit.
pub(crate) const MAX_WORDS: usize = 500;
/// Characters of the words above the form.
pub(crate) const MAX_INTRODUCTION: usize = 2_000;
/// Options of a choice.
pub(crate) const MAX_OPTIONS: usize = 20;
/// Characters of an answer in one line.
pub const MAX_SHORT_ANSWER: usize = 300;
/// Characters of an answer in several lines.
pub const MAX_LONG_ANSWER: usize = 5_000;
/// Bytes of an uploaded file.
pub const MAX_FILE_BYTES: usize = 10 * 1024 * 1024;
