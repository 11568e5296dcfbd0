//! How runs are set, as far as it decides whether a person sees them, and the styles that say so by name (ECMA-376 part 1, §17.7).

use std::collections::{HashMap, HashSet};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Red, green, blue.
pub(super) type Color = [u8; 3];

/// Styles that a style is based on, one on the other; more are left out.
const MAX_BASES: usize = 16;

/// What a style or a run's own properties say; `None` where they say nothing.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Style {
    pub vanishes: Option<bool>,
    /// Inner `None`: whatever can be read on what lies behind.
    pub color: Option<Option<Color>>,
    pub half_points: Option<f32>,
    /// Inner `None`: a colour that is not known.
    pub shade: Option<Option<Color>>,
}

impl Style {
    /// `self`, and what `base` says besides.
    pub fn over(&self, base: &Self) -> Self {
        Self {
            vanishes: self.vanishes.or(base.vanishes),
            color: self.color.or(base.color),
            half_points: self.half_points.or(base.half_points),
            shade: self.shade.or(base.shade),
        }
    }

    /// Takes in a property of runs, if the tag is one.
    pub fn set(&mut self, tag: &BytesStart<'_>) {
        match tag.local_name().as_ref() {
            b"vanish" => {
                self.vanishes = Some(!matches!(
                    attribute(tag, b"val").as_deref(),
                    Some("0" | "false" | "off")
                ));
            }
            b"color" => self.color = Some(ink(tag)),
            b"sz" => self.half_points = attribute(tag, b"val").and_then(|size| size.parse().ok()),
            b"shd" | b"highlight" => self.shade = shade(tag).or(self.shade),
            _ => {}
        }
    }
}

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_id: HashMap<String, Named>,
    defaults: Style,
    paragraph: Option<String>,
    shaded_tables: HashSet<String>,
}

#[derive(Debug, Default)]
struct Named {
    style: Style,
    based_on: Option<String>,
}

impl Styles {
    /// Reads `styles.xml`; what is damaged is left out.
    pub fn read(xml: &[u8]) -> Self {
        let mut reader = Reader::from_reader(xml);
        reader.config_mut().check_end_names = false;
        let mut styles = Self::default();
        let mut id: Option<String> = None;
        let mut is_table = false;
        while let Ok(event) = reader.read_event() {
            match event {
                Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                    b"style" => {
                        id = attribute(&tag, b"styleId");
                        let kind = attribute(&tag, b"type").unwrap_or_default();
                        is_table = kind == "table";
                        if kind == "paragraph"
                            && attribute(&tag, b"default").is_some_and(|default| default != "0")
                        {
                            styles.paragraph.clone_from(&id);
                        }
                    }
                    b"basedOn" => {
                        if let Some(id) = &id {
                            styles.by_id.entry(id.clone()).or_default().based_on =
                                attribute(&tag, b"val");
                        }
                    }
                    _ => match &id {
                        // A table's conditions colour some of its cells: which, is not followed.
                        Some(id) if is_table => {
                            if tag.local_name().as_ref() == b"shd" && shade(&tag).is_some() {
                                styles.shaded_tables.insert(id.clone());
                            }
                        }
                        Some(id) => styles.by_id.entry(id.clone()).or_default().style.set(&tag),
                        None => styles.defaults.set(&tag),
                    },
                },
                Event::End(tag) if tag.local_name().as_ref() == b"style" => id = None,
                Event::Eof => break,
                _ => {}
            }
        }
        styles
    }

    /// A style with all that it is based on.
    pub fn of(&self, id: &str) -> Style {
        let mut style = Style::default();
        let mut next = Some(id);
        for _ in 0..MAX_BASES {
            let Some(named) = next.and_then(|id| self.by_id.get(id)) else {
                break;
            };
            style = style.over(&named.style);
            next = named.based_on.as_deref();
        }
        style
    }

    /// How runs of a paragraph are set, by the name of its style.
    pub fn of_paragraph(&self, id: Option<&str>) -> Style {
        id.or(self.paragraph.as_deref())
            .map(|id| self.of(id))
            .unwrap_or_default()
            .over(&self.defaults)
    }

    /// Whether a table of this style has cells with a background.
    pub fn shades_table(&self, id: &str) -> bool {
        let mut next = Some(id);
        for _ in 0..MAX_BASES {
            match next {
                Some(id) if self.shaded_tables.contains(id) => return true,
                Some(id) => {
                    next = self
                        .by_id
                        .get(id)
                        .and_then(|named| named.based_on.as_deref())
                }
                None => return false,
            }
        }
        false
    }
}

/// What a `shd` or `highlight` puts behind a text, if anything.
pub(super) fn shade(tag: &BytesStart<'_>) -> Option<Option<Color>> {
    let fill = attribute(tag, b"fill")
        .or_else(|| attribute(tag, b"val"))
        .unwrap_or_default();
    (!matches!(fill.as_str(), "auto" | "clear" | "none" | "nil" | "")).then(|| color(&fill))
}

fn ink(tag: &BytesStart<'_>) -> Option<Color> {
    match attribute(tag, b"val") {
        Some(value) => color(&value),
        None => attribute(tag, b"themeColor")
            .filter(|name| matches!(name.as_str(), "background1" | "light1"))
            .map(|_| [255; 3]),
    }
}

/// "FFFFFF", or the few names that highlights use.
fn color(text: &str) -> Option<Color> {
    match text {
        "white" => Some([255; 3]),
        "black" => Some([0; 3]),
        _ if text.len() == 6 => {
            let [_, red, green, blue] = u32::from_str_radix(text, 16).ok()?.to_be_bytes();
            Some([red, green, blue])
        }
        _ => None,
    }
}

/// An attribute's value, by its name without a prefix.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &[u8]) -> Option<String> {
    let attribute = tag
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(String::from_utf8_lossy(&attribute.value).into_owned())
}
