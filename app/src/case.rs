//! Lower and upper case in every script. A browser has the tables for that; ours would be part of what every page loads.

/// The words in lower case.
pub fn lower(words: &str) -> String {
    if words.is_ascii() {
        return words.to_ascii_lowercase();
    }
    #[cfg(feature = "hydrate")]
    let lower = in_browser(words).to_lower_case().into();
    #[cfg(not(feature = "hydrate"))]
    let lower = words.to_lowercase();
    lower
}

/// The words in upper case.
pub fn upper(words: &str) -> String {
    if words.is_ascii() {
        return words.to_ascii_uppercase();
    }
    #[cfg(feature = "hydrate")]
    let upper = in_browser(words).to_upper_case().into();
    #[cfg(not(feature = "hydrate"))]
    let upper = words.to_uppercase();
    upper
}

#[cfg(feature = "hydrate")]
fn in_browser(words: &str) -> web_sys::js_sys::JsString {
    web_sys::js_sys::JsString::from(words)
}

#[cfg(test)]
mod tests {
    use super::{lower, upper};

    #[test]
    fn every_script_has_its_case() {
        assert_eq!(
            (lower("ZOË Ĺ"), upper("zoë ß")),
            ("zoë ĺ".to_owned(), "ZOË SS".to_owned())
        );
        assert_eq!(
            (lower("Rust: MET"), upper("mc")),
            ("rust: met".to_owned(), "MC".to_owned())
        );
    }
}
