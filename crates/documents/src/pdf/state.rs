//! The graphics state as far as it decides what shows: transform, fill colour, opacity, render mode, clip (ISO 32000-1 §8.4, §8.6).

use std::collections::HashMap;

use pdf_oxide::PdfDocument;
use pdf_oxide::object::Object;

use super::content::Operation;
use super::geometry::{Matrix, Rect};

/// Red, green, blue in 0–1.
pub(super) type Color = [f32; 3];

/// A colour space whose colours can be told from numbers.
#[derive(Debug, Clone, Copy)]
enum Space {
    Gray,
    Rgb,
    Cmyk,
    Unknown,
}

/// One graphics state, as `q` saves it.
#[derive(Debug, Clone)]
pub(super) struct State {
    pub ctm: Matrix,
    space: Space,
    /// Fill colour; `None` for patterns and spot colours.
    pub color: Option<Color>,
    /// Text render mode.
    pub mode: u8,
    /// Opacity of fills in 0–1.
    pub alpha: f32,
    /// Whether fills replace what lies below.
    pub plain_blend: bool,
    /// The box around the clip.
    pub clip: Rect,
    /// Whether the clip is that box.
    pub clip_is_box: bool,
}

impl State {
    /// As a page begins.
    pub fn new() -> Self {
        Self {
            ctm: Matrix::IDENTITY,
            space: Space::Gray,
            color: Some([0.0; 3]),
            mode: 0,
            alpha: 1.0,
            plain_blend: true,
            clip: Rect::EVERYTHING,
            clip_is_box: true,
        }
    }

    /// The `gs` operator.
    pub fn apply_dictionary(&mut self, document: &PdfDocument, dictionary: Option<&Object>) {
        let Some(dictionary) = resolve(document, dictionary) else {
            return;
        };
        let Some(dictionary) = dictionary.as_dict() else {
            return;
        };
        if let Some(alpha) = resolve(document, dictionary.get("ca"))
            .as_ref()
            .and_then(number)
        {
            self.alpha = alpha;
        }
        if let Some(blend) = resolve(document, dictionary.get("BM")) {
            self.plain_blend = blend.as_name() == Some("Normal");
        }
        if let Some(mask) = resolve(document, dictionary.get("SMask")) {
            self.plain_blend &= mask.as_name() == Some("None");
        }
    }

    /// The operators of fill colour and its space; others do nothing.
    pub fn set_color(
        &mut self,
        document: &PdfDocument,
        operation: &Operation<'_>,
        spaces: &HashMap<String, Object>,
    ) {
        match operation.name {
            b"g" | b"rg" | b"k" => {
                self.space = match operation.name {
                    b"g" => Space::Gray,
                    b"rg" => Space::Rgb,
                    _ => Space::Cmyk,
                };
                self.color = self.space.color(operation);
            }
            b"cs" => {
                self.space = operation
                    .last_name()
                    .map_or(Space::Unknown, |name| Space::named(document, name, spaces));
                self.color = (!matches!(self.space, Space::Unknown)).then_some([0.0; 3]);
            }
            b"sc" | b"scn" => self.color = self.space.color(operation),
            _ => {}
        }
    }
}

impl Space {
    fn named(document: &PdfDocument, name: &str, spaces: &HashMap<String, Object>) -> Self {
        match name {
            "DeviceGray" | "CalGray" | "G" => Self::Gray,
            "DeviceRGB" | "CalRGB" | "RGB" => Self::Rgb,
            "DeviceCMYK" | "CMYK" => Self::Cmyk,
            _ => match resolve(document, spaces.get(name)) {
                Some(Object::Array(parts)) => match parts.first().and_then(Object::as_name) {
                    Some("ICCBased") => {
                        let profile = resolve(document, parts.get(1));
                        let components = profile
                            .as_ref()
                            .and_then(Object::as_dict)
                            .and_then(|profile| profile.get("N")?.as_integer());
                        match components {
                            Some(1) => Self::Gray,
                            Some(3) => Self::Rgb,
                            Some(4) => Self::Cmyk,
                            _ => Self::Unknown,
                        }
                    }
                    Some("CalGray") => Self::Gray,
                    Some("CalRGB") => Self::Rgb,
                    _ => Self::Unknown,
                },
                _ => Self::Unknown,
            },
        }
    }

    /// The colour that an operator's operands name in this space.
    fn color(self, operation: &Operation<'_>) -> Option<Color> {
        match self {
            Self::Gray => operation.numbers().map(|[gray]| [gray; 3]),
            Self::Rgb => operation.numbers(),
            Self::Cmyk => operation.numbers().map(|[cyan, magenta, yellow, black]| {
                [cyan, magenta, yellow].map(|ink: f32| (1.0 - ink) * (1.0 - black))
            }),
            Self::Unknown => None,
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
