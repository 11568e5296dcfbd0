//! Who else looks at what is on the screen.

use serde::{Deserialize, Serialize};

/// The others, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Here {
    /// Those who look at the board.
    pub job: Vec<String>,
    /// Those who look at the profile.
    pub application: Vec<String>,
    /// When to ask again, in milliseconds.
    pub again: u32,
}
