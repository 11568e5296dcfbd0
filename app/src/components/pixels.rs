//! Lengths on the screen.

use web_sys::js_sys;

/// A length for a style. The browser writes the number: what Rust has for that would be part of what every page loads.
pub fn pixels(length: f64) -> String {
    let number = js_sys::Number::from(length).to_string_with_radix(10);
    number.map_or_else(
        |_| String::new(),
        |number| format!("{}px", String::from(number)),
    )
}
