//! Colour spaces: from the numbers of a colour operator to the colour that shows, where that can be told (ISO 32000-1 §8.6).

use std::collections::HashMap;
use std::rc::Rc;

use pdf_oxide::PdfDocument;
use pdf_oxide::object::Object;

use super::content::Operation;
use super::state::resolve;

/// Red, green, blue in 0–1.
pub(super) type Color = [f32; 3];

const WHITE: Color = [1.0; 3];
const BLACK: Color = [0.0; 3];
/// How far from grey, of ±100, a colour of Lab may be that is taken for grey.
const NEARLY_GREY: f32 = 8.0;

/// A colour space.
#[derive(Debug, Clone)]
pub(super) enum Space {
    Gray,
    Rgb,
    Cmyk,
    Lab,
    /// A table of colours, by their numbers.
    Table(Rc<[Color]>),
    /// Spot colours: none of them is the paper's white, all else depends on the ink.
    Tints,
    /// The spot colour that never paints.
    Nothing,
    Unknown,
}

impl Space {
    /// The space of a name, among a page's own `spaces`.
    pub fn named(document: &PdfDocument, name: &str, spaces: &HashMap<String, Object>) -> Self {
        match Self::device(name) {
            Self::Unknown => match resolve(document, spaces.get(name)) {
                Some(Object::Name(name)) => Self::device(&name),
                Some(Object::Array(parts)) => Self::of_array(document, &parts),
                _ => Self::Unknown,
            },
            device => device,
        }
    }

    fn device(name: &str) -> Self {
        match name {
            "DeviceGray" | "CalGray" | "G" => Self::Gray,
            "DeviceRGB" | "CalRGB" | "RGB" => Self::Rgb,
            "DeviceCMYK" | "CMYK" => Self::Cmyk,
            _ => Self::Unknown,
        }
    }

    fn of_array(document: &PdfDocument, parts: &[Object]) -> Self {
        match parts.first().and_then(Object::as_name) {
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
            Some("Lab") => Self::Lab,
            Some("Indexed" | "I") => Self::table(document, parts).unwrap_or(Self::Unknown),
            Some("Separation") => match resolve(document, parts.get(1)) {
                Some(Object::Name(ink)) if ink == "None" => Self::Nothing,
                _ => Self::Tints,
            },
            Some("DeviceN") => Self::Tints,
            Some(name) => Self::device(name),
            None => Self::Unknown,
        }
    }

    fn table(document: &PdfDocument, parts: &[Object]) -> Option<Self> {
        let base = match resolve(document, parts.get(1))? {
            Object::Name(name) => Self::device(&name),
            // A table of tables does not exist.
            Object::Array(parts) if parts.first().and_then(Object::as_name) == Some("ICCBased") => {
                Self::of_array(document, &parts)
            }
            _ => return None,
        };
        let components = match base {
            Self::Gray => 1,
            Self::Rgb => 3,
            Self::Cmyk => 4,
            _ => return None,
        };
        let lookup = resolve(document, parts.get(3))?;
        let bytes = match lookup.as_string() {
            Some(bytes) => bytes.to_vec(),
            None => lookup.decode_stream_data().ok()?,
        };
        let numbers: Vec<f32> = bytes.iter().map(|byte| f32::from(*byte) / 255.0).collect();
        let colors: Option<Vec<Color>> = numbers
            .chunks_exact(components)
            .take(256)
            .map(|numbers| base.color(numbers))
            .collect();
        Some(Self::Table(colors?.into()))
    }

    /// The colour right after the space was chosen.
    pub fn initial(&self) -> Option<Color> {
        match self {
            Self::Table(colors) => colors.first().copied(),
            Self::Tints | Self::Nothing | Self::Unknown => None,
            _ => Some(BLACK),
        }
    }

    /// The colour that an operator's operands name in this space.
    pub fn color_of(&self, operation: &Operation<'_>) -> Option<Color> {
        self.color(&operation.all_numbers()?)
    }

    fn color(&self, numbers: &[f32]) -> Option<Color> {
        match (self, numbers) {
            (Self::Gray, [gray]) => Some([*gray; 3]),
            (Self::Rgb, [red, green, blue]) => Some([*red, *green, *blue]),
            (Self::Cmyk, [cyan, magenta, yellow, black]) => {
                Some([cyan, magenta, yellow].map(|ink| (1.0 - ink) * (1.0 - black)))
            }
            (Self::Lab, [light, a, b]) if a.abs().max(b.abs()) < NEARLY_GREY => {
                Some([light / 100.0; 3])
            }
            (Self::Table(colors), [number]) => colors.get(*number as usize).copied(),
            (Self::Tints, tints) if tints.iter().all(|tint| *tint < 0.01) => Some(WHITE),
            _ => None,
        }
    }
}
