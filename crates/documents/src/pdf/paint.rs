//! Follows what a page paints, so that each shown string is known by its ink, its clip and what lies behind and above it.
//!
//! The text itself is decoded by `pdf_oxide`, which gives each character its fill colour and place, not its render mode or paint order. So each
//! string's colour is replaced by its number here ([`Painting::stamp`]), which the characters then carry back.

use std::collections::HashMap;

use pdf_oxide::PdfDocument;
use pdf_oxide::object::Object;

use super::color::Color;
use super::content::Operations;
use super::geometry::{Matrix, Rect};
use super::layers::{Layers, Marks, layer_of};
use super::notes::Note;
use super::shape::{Path, Shape};
use super::state::{Ink, State, entries, numbers, resolve};

/// A shown string.
#[derive(Debug, Clone)]
pub(super) struct Show {
    /// When it was painted, among shows and areas.
    pub order: u32,
    /// What its letters are filled and outlined with; neither leaves no trace (render modes, ISO 32000-1 table 106).
    pub fill: Option<Ink>,
    pub stroke: Option<Ink>,
    /// Horizontal scale; 1 is as the font has it.
    pub stretch: f32,
    /// How far it stands above its line, in units of its own space.
    pub rise: f32,
    /// Outside of this box nothing shows.
    pub clip: Rect,
    /// Whether it is switched off.
    pub is_off: bool,
}

impl Show {
    fn of(state: &State, order: u32, is_off: bool) -> Self {
        let inked = |modes: [u8; 4], ink: &Ink| modes.contains(&state.mode).then(|| ink.clone());
        Self {
            order,
            fill: inked([0, 2, 4, 6], &state.fill),
            stroke: inked([1, 2, 5, 6], &state.stroke),
            stretch: state.stretch,
            rise: state.rise,
            clip: state.clip,
            is_off,
        }
    }

    /// Of which nothing is known.
    fn unknown() -> Self {
        let mut state = State::new();
        state.fill.color = None;
        Self::of(&state, 0, false)
    }
}

/// A painted area.
#[derive(Debug, Clone)]
pub(super) struct Area {
    pub order: u32,
    /// Its inside, and what of it may show.
    pub shape: Shape,
    pub clip: Rect,
    /// `None` for pictures, patterns and shadings.
    pub color: Option<Color>,
    /// Whether it hides for certain everything in it.
    pub covers: bool,
    /// Whether it is a picture.
    pub is_picture: bool,
}

impl Area {
    /// The box around what shows.
    pub fn around(&self) -> Rect {
        self.shape.around.intersection(&self.clip)
    }

    pub fn contains(&self, x: f32, y: f32) -> bool {
        self.clip.contains(x, y, 0.0) && self.shape.contains(x, y)
    }
}

/// A content stream with numbered colours, and the resources that it needs.
pub(super) struct Stamped {
    pub content: Vec<u8>,
    pub resources: Object,
}

/// Everything that a page paints.
pub(super) struct Painting<'a> {
    pub shows: Vec<Show>,
    pub areas: Vec<Area>,
    pub streams: Vec<Stamped>,
    /// Areas were left out: colours behind texts are unknown.
    pub is_incomplete: bool,
    document: &'a PdfDocument,
    layers: &'a Layers<'a>,
    order: u32,
    forms: usize,
}

/// More areas than a resume has; beyond, backgrounds count as unknown.
const MAX_AREAS: usize = 4_000;
/// Strings are numbered by three bytes of colour.
const MAX_SHOWS: usize = 1 << 24;
/// Forms drawn on one page, and how deep they nest.
const MAX_FORMS: usize = 500;
const MAX_DEPTH: usize = 8;
/// Saved graphics states.
const MAX_SAVED: usize = 256;

/// The colours, forms and so on that a content stream names.
struct Resources {
    all: Object,
    xobjects: HashMap<String, Object>,
    states: HashMap<String, Object>,
    spaces: HashMap<String, Object>,
    layers: HashMap<String, Object>,
}

impl Resources {
    fn of(document: &PdfDocument, resources: &Object) -> Self {
        let all = resolve(document, Some(resources)).unwrap_or(Object::Null);
        Self {
            xobjects: entries(document, &all, "XObject"),
            states: entries(document, &all, "ExtGState"),
            spaces: entries(document, &all, "ColorSpace"),
            layers: entries(document, &all, "Properties"),
            all,
        }
    }
}

impl<'a> Painting<'a> {
    /// Follows one page's content, then the notes and filled fields upon it.
    pub fn of_page(
        document: &'a PdfDocument,
        layers: &'a Layers<'a>,
        content: &[u8],
        resources: &Object,
        notes: &[Note],
    ) -> Self {
        let mut painting = Self {
            // Number 0 is also black: text that was not stamped.
            shows: vec![Show::unknown()],
            areas: Vec::new(),
            streams: Vec::new(),
            is_incomplete: false,
            document,
            layers,
            order: 0,
            forms: 0,
        };
        painting.follow(content, resources, State::new(), 0);
        for note in notes {
            let mut state = State::new();
            state.ctm = note.matrix;
            state.is_off = note.is_hidden || layers.hide(note.layer.as_ref());
            painting.draw_form(&note.appearance, resources, state, 0);
        }
        painting
    }

    /// The number of the show that a stamped colour stands for.
    pub fn number_of(red: f32, green: f32, blue: f32) -> usize {
        [red, green, blue].iter().fold(0, |number, channel| {
            number << 8 | ((channel * 256.0).round() as usize & 255)
        })
    }

    /// The operators that give a show its number as colour; 1/256 and its multiples are exact in binary.
    fn stamp(number: usize) -> String {
        let channel = |shift: usize| (number >> shift & 255) as f32 / 256.0;
        format!(" {} {} {} rg ", channel(16), channel(8), channel(0))
    }

    fn next_order(&mut self) -> u32 {
        self.order += 1;
        self.order
    }

    fn follow(&mut self, content: &[u8], resources: &Object, state: State, depth: usize) {
        // The place of a form, as its caller left it.
        let [a, b, c, d, e, f] = state.ctm.0;
        let mut stamped = format!("{a} {b} {c} {d} {e} {f} cm ").into_bytes();
        let mut copied = 0;
        let resources = Resources::of(self.document, resources);
        let mut state = state;
        let mut saved: Vec<State> = Vec::new();
        let mut path = Path::default();
        let mut marks = Marks::default();
        for operation in Operations::new(content) {
            let is_off = state.is_off || marks.are_off();
            let mut replace = |replacement: &str, from: usize, to: usize| {
                stamped.extend_from_slice(&content[copied..from]);
                stamped.extend_from_slice(replacement.as_bytes());
                copied = to;
            };
            match operation.name {
                b"Tj" | b"TJ" | b"'" | b"\"" if self.shows.len() < MAX_SHOWS => {
                    let stamp = Self::stamp(self.shows.len());
                    replace(&stamp, operation.start, operation.start);
                    let order = self.next_order();
                    self.shows.push(Show::of(&state, order, is_off));
                }
                b"q" if saved.len() < MAX_SAVED => saved.push(state.clone()),
                b"Q" => state = saved.pop().unwrap_or(state),
                b"cm" => {
                    if let Some(matrix) = operation.numbers() {
                        state.ctm = Matrix(matrix).then(&state.ctm);
                    }
                }
                b"gs" => state.apply_dictionary(
                    self.document,
                    operation
                        .last_name()
                        .and_then(|name| resources.states.get(name)),
                ),
                b"Do" => {
                    let xobject = operation
                        .last_name()
                        .and_then(|name| resources.xobjects.get(name));
                    let inner = State {
                        is_off,
                        ..state.clone()
                    };
                    if self.draw(xobject, &resources.all, inner, depth) {
                        replace("", operation.start, operation.end);
                    } else {
                        replace(&Self::stamp(0), operation.start, operation.start);
                    }
                }
                // Marked content may give other text than its glyphs show (`ActualText`), or have `pdf_oxide` leave it out: what shows counts.
                b"BDC" | b"BMC" => {
                    marks.open(self.layers.hide(layer_of(&operation, &resources.layers)));
                    replace("/Span BMC", operation.start, operation.end);
                }
                b"EMC" => marks.close(),
                b"BI" if !is_off => {
                    let image = &content[operation.start..operation.end];
                    self.paint_picture(&state, !is_inline_stencil(image));
                }
                b"sh" if !is_off => {
                    let everywhere = Shape::of_box(Rect::EVERYTHING, &Matrix::IDENTITY);
                    self.paint(everywhere, &state, None, false, false);
                }
                b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" => {
                    if state.fill.opacity() > 0.01 && !is_off {
                        self.fill(&path, operation.name.ends_with(b"*"), &state);
                    }
                    end_path(&mut path, &mut state);
                }
                b"n" | b"S" | b"s" => end_path(&mut path, &mut state),
                b"W" | b"W*" => path.clips = true,
                _ => {
                    state.apply(self.document, &operation, &resources.spaces);
                    path.extend(&operation, &state.ctm);
                }
            }
        }
        stamped.extend_from_slice(&content[copied..]);
        self.streams.push(Stamped {
            content: stamped,
            resources: resources.all,
        });
    }

    /// Draws a picture or a form. Says whether the form was followed here, so that `pdf_oxide` must not draw it too.
    fn draw(
        &mut self,
        xobject: Option<&Object>,
        resources: &Object,
        mut state: State,
        depth: usize,
    ) -> bool {
        let Some(reference) = xobject.and_then(Object::as_reference) else {
            return false;
        };
        if self.document.is_form_xobject(reference) {
            return self.draw_form(&Object::Reference(reference), resources, state, depth);
        }
        let picture = resolve(self.document, xobject);
        let entry = |key: &str| picture.as_ref().and_then(Object::as_dict)?.get(key);
        state.is_off |= self.layers.hide(entry("OC"));
        if !state.is_off {
            let has_holes = ["SMask", "Mask", "ImageMask", "SMaskInData"]
                .iter()
                .any(|key| entry(key).is_some());
            self.paint_picture(&state, !has_holes);
        }
        false
    }

    fn draw_form(
        &mut self,
        form: &Object,
        resources: &Object,
        mut state: State,
        depth: usize,
    ) -> bool {
        self.forms += 1;
        // The streams of encrypted files are left to `pdf_oxide`, which can decrypt them: their text has unknown ink.
        if self.document.is_encrypted() || depth >= MAX_DEPTH || self.forms > MAX_FORMS {
            return false;
        }
        let Some(form) = resolve(self.document, Some(form)) else {
            return false;
        };
        let (Some(dictionary), Ok(content)) = (form.as_dict(), form.decode_stream_data()) else {
            return false;
        };
        state.is_off |= self.layers.hide(dictionary.get("OC"));
        if let Some(matrix) = numbers(self.document, dictionary.get("Matrix")) {
            state.ctm = Matrix(matrix).then(&state.ctm);
        }
        if let Some([x0, y0, x1, y1]) = numbers(self.document, dictionary.get("BBox")) {
            let frame = state.ctm.apply_to(Rect::of_corners(x0, y0, x1, y1));
            state.clip = state.clip.intersection(&frame);
        }
        let resources = dictionary.get("Resources").unwrap_or(resources);
        self.follow(&content, resources, state, depth + 1);
        true
    }

    fn fill(&mut self, path: &Path, even_odd: bool, state: &State) {
        // Something nearly transparent, or blended, may show any colour.
        let color = state
            .fill
            .color
            .filter(|_| state.fill.opacity() > 0.99 && state.plain_blend);
        for shape in path.shapes(even_odd) {
            let covers = shape.is_exact && color.is_some() && state.fills_opaquely();
            self.paint(shape, state, color, covers, false);
        }
    }

    fn paint_picture(&mut self, state: &State, is_opaque: bool) {
        let shape = Shape::of_box(Rect::UNIT, &state.ctm);
        self.paint(
            shape,
            state,
            None,
            is_opaque && state.fills_opaquely(),
            true,
        );
    }

    fn paint(
        &mut self,
        shape: Shape,
        state: &State,
        color: Option<Color>,
        covers: bool,
        is_picture: bool,
    ) {
        let order = self.next_order();
        if self.areas.len() < MAX_AREAS {
            self.areas.push(Area {
                order,
                shape,
                clip: state.clip,
                color,
                covers,
                is_picture,
            });
        } else {
            self.is_incomplete = true;
        }
    }
}

/// Whether a picture in a content stream has holes; its entries stand before `ID` (ISO 32000-1 §8.9.7).
fn is_inline_stencil(image: &[u8]) -> bool {
    let entries = image
        .windows(2)
        .position(|window| window == b"ID")
        .map_or(image, |end| &image[..end]);
    let has = |key: &[u8]| entries.windows(key.len()).any(|window| window == key);
    has(b"/IM ") || has(b"/ImageMask")
}

/// Ends a path; its clipping takes effect.
fn end_path(path: &mut Path, state: &mut State) {
    let path = std::mem::take(path);
    if path.clips {
        let shapes = path.shapes(false);
        let mut around = Rect::NOTHING;
        for (x, y) in shapes.iter().flat_map(|shape| shape.around.corners()) {
            around.include(x, y);
        }
        state.clip = state.clip.intersection(&around);
        state.clip_is_box &= shapes.len() == 1 && shapes[0].is_box();
    }
}
