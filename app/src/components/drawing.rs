//! What is drawn anew with what it reads.

use leptos::prelude::*;

/// Draws, of one type whatever it draws: each type of its own would be more for a browser to load.
pub fn drawing(draw: impl FnMut() -> Option<AnyView> + Send + 'static) -> AnyView {
    let draw: Box<dyn FnMut() -> Option<AnyView> + Send> = Box::new(draw);
    draw.into_any()
}
