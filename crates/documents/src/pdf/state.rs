//! The graphics state as far as it decides what shows: transform, inks, render mode, clip (ISO 32000-1 §8.4, §9.3).

use std::collections::HashMap;

use pdf_oxide::PdfDocument;
use pdf_oxide::object::Object;

use super::color::{Color, Space};
use super::content::Operation;
use super::geometry::{Matrix, Rect};

/// What areas are filled with, or outlines drawn.
#[derive(Debug, Clone)]
pub(super) struct Ink {
    space: Space,
    /// `None` for patterns and spot colours.
    pub color: Option<Color>,
    alpha: f32,
}

impl Ink {
    const BLACK: Self = Self {
        space: Space::Gray,
        color: Some([0.0; 3]),
        alpha: 1.0,
    };

    /// How much of it there is, in 0–1.
    pub fn opacity(&self) -> f32 {
        match self.space {
            Space::Nothing => 0.0,
            _ => self.alpha,
        }
    }

    fn set_space(&mut self, space: Space) {
        self.color = space.initial();
        self.space = space;
    }

    fn set_color(&mut self, operation: &Operation<'_>) {
        self.color = self.space.color_of(operation);
    }
}

/// One graphics state, as `q` saves it.
#[derive(Debug, Clone)]
pub(super) struct State {
    pub ctm: Matrix,
    pub fill: Ink,
    pub stroke: Ink,
    /// Text render mode.
    pub mode: u8,
    /// Horizontal scale of text; 1 is as the font has it.
    pub stretch: f32,
    /// How far text stands above its line, in units of its own space.
    pub rise: f32,
    /// Whether fills replace what lies below.
    pub plain_blend: bool,
    /// The box around the clip.
    pub clip: Rect,
    /// Whether the clip is that box.
    pub clip_is_box: bool,
    /// Whether all of this is switched off: a layer, a hidden note.
    pub is_off: bool,
}

impl State {
    /// As a page begins.
    pub fn new() -> Self {
        Self {
            ctm: Matrix::IDENTITY,
            fill: Ink::BLACK,
            stroke: Ink::BLACK,
            mode: 0,
            stretch: 1.0,
            rise: 0.0,
            plain_blend: true,
            clip: Rect::EVERYTHING,
            clip_is_box: true,
            is_off: false,
        }
    }

    /// Whether a fill of the clip's inside hides for certain what lies below.
    pub fn fills_opaquely(&self) -> bool {
        self.fill.opacity() > 0.99 && self.plain_blend && self.clip_is_box
    }

    /// The `gs` operator.
    pub fn apply_dictionary(&mut self, document: &PdfDocument, dictionary: Option<&Object>) {
        let Some(dictionary) = resolve(document, dictionary) else {
            return;
        };
        let Some(dictionary) = dictionary.as_dict() else {
            return;
        };
        let alpha = |key: &str| {
            resolve(document, dictionary.get(key))
                .as_ref()
                .and_then(number)
        };
        self.fill.alpha = alpha("ca").unwrap_or(self.fill.alpha);
        self.stroke.alpha = alpha("CA").unwrap_or(self.stroke.alpha);
        if let Some(blend) = resolve(document, dictionary.get("BM")) {
            self.plain_blend = blend.as_name() == Some("Normal");
        }
        if let Some(mask) = resolve(document, dictionary.get("SMask")) {
            self.plain_blend &= mask.as_name() == Some("None");
        }
    }

    /// The operators of colours, colour spaces and text; others do nothing.
    pub fn apply(
        &mut self,
        document: &PdfDocument,
        operation: &Operation<'_>,
        spaces: &HashMap<String, Object>,
    ) {
        let ink = match operation.name {
            b"g" | b"rg" | b"k" | b"cs" | b"sc" | b"scn" => &mut self.fill,
            b"G" | b"RG" | b"K" | b"CS" | b"SC" | b"SCN" => &mut self.stroke,
            b"Tr" => {
                if let Some([mode]) = operation.numbers() {
                    self.mode = mode as u8;
                }
                return;
            }
            b"Ts" => {
                if let Some([rise]) = operation.numbers() {
                    self.rise = rise;
                }
                return;
            }
            b"Tz" => {
                if let Some([percent]) = operation.numbers() {
                    self.stretch = percent / 100.0;
                }
                return;
            }
            _ => return,
        };
        match operation.name.to_ascii_lowercase().as_slice() {
            b"cs" => ink.set_space(
                operation
                    .last_name()
                    .map_or(Space::Unknown, |name| Space::named(document, name, spaces)),
            ),
            b"g" => ink.space = Space::Gray,
            b"rg" => ink.space = Space::Rgb,
            b"k" => ink.space = Space::Cmyk,
            _ => {}
        }
        if !operation.name.eq_ignore_ascii_case(b"cs") {
            ink.set_color(operation);
        }
    }
}

/// The object behind a reference, or the object itself.
pub(super) fn resolve(document: &PdfDocument, object: Option<&Object>) -> Option<Object> {
    document.resolve_object(object?).ok()
}

/// A sub-dictionary of resources, its values unresolved.
pub(super) fn entries(
    document: &PdfDocument,
    resources: &Object,
    key: &str,
) -> HashMap<String, Object> {
    let entries = resources
        .as_dict()
        .and_then(|resources| resolve(document, resources.get(key)));
    entries
        .as_ref()
        .and_then(Object::as_dict)
        .cloned()
        .unwrap_or_default()
}

fn number(object: &Object) -> Option<f32> {
    match object {
        Object::Integer(integer) => Some(*integer as f32),
        Object::Real(real) => Some(*real as f32),
        _ => None,
    }
}

/// An array of exactly `N` numbers.
pub(super) fn numbers<const N: usize>(
    document: &PdfDocument,
    object: Option<&Object>,
) -> Option<[f32; N]> {
    let array = resolve(document, object)?;
    let numbers: Vec<f32> = array
        .as_array()?
        .iter()
        .filter_map(|item| number(&resolve(document, Some(item))?))
        .collect();
    numbers.try_into().ok()
}
