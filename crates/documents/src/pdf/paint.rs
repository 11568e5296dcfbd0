//! Follows what a page paints, so that each shown string is known by its ink, its clip and what lies behind and above it.
//!
//! The text itself is decoded by `pdf_oxide`, which gives each character its fill colour and place, not its render mode or paint order. So each
//! string's colour is replaced by its number here ([`Painting::stamp`]), which the characters then carry back.

use pdf_oxide::PdfDocument;
use pdf_oxide::object::Object;

use super::content::{Operand, Operation, Operations};
use super::geometry::{Matrix, Rect};
use super::state::{Color, State, entries, numbers, resolve};

/// A shown string.
#[derive(Debug, Clone, Copy)]
pub(super) struct Show {
    /// When it was painted, among shows and areas.
    pub order: u32,
    /// Its colour; `None` for patterns and spot colours.
    pub color: Option<Color>,
    /// Text render mode (ISO 32000-1 table 106); 3 and 7 leave no ink.
    pub mode: u8,
    /// Opacity in 0–1.
    pub alpha: f32,
    /// Outside of this box nothing shows.
    pub clip: Rect,
}

/// A painted area.
#[derive(Debug, Clone, Copy)]
pub(super) struct Area {
    pub order: u32,
    /// Where it may be.
    pub rect: Rect,
    /// `None` for pictures, patterns and shadings.
    pub color: Option<Color>,
    /// Whether it hides for certain everything under `rect`.
    pub covers: bool,
    /// Whether it is a picture.
    pub picture: bool,
}

/// A content stream with numbered colours, and the resources that it needs.
pub(super) struct Stamped {
    pub content: Vec<u8>,
    pub resources: Object,
}

/// Everything that a page paints.
#[derive(Default)]
pub(super) struct Painting {
    pub shows: Vec<Show>,
    pub areas: Vec<Area>,
    pub streams: Vec<Stamped>,
    /// Areas were left out: colours behind texts are unknown.
    pub incomplete: bool,
    /// Whether forms are followed here; else `pdf_oxide` draws them, and their text has unknown ink.
    follows_forms: bool,
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

/// The path under construction: boxes, and the box around everything else.
#[derive(Default)]
struct Path {
    boxes: Vec<Rect>,
    rest: Option<Rect>,
    clips: bool,
}

impl Painting {
    /// Follows one page's content. With layers that are switched off, or encrypted streams, forms are left to `pdf_oxide`, which knows both.
    pub fn of_page(
        document: &PdfDocument,
        content: &[u8],
        resources: Object,
        has_layers_off: bool,
    ) -> Self {
        let mut painting = Self {
            follows_forms: !has_layers_off && !document.is_encrypted(),
            ..Self::default()
        };
        // Number 0 is also black: text that was not stamped, of which nothing is known.
        painting.shows.push(Show {
            order: 0,
            color: None,
            mode: 0,
            alpha: 1.0,
            clip: Rect::EVERYTHING,
        });
        painting.follow(document, content, resources, State::new(), 0);
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

    fn follow(
        &mut self,
        document: &PdfDocument,
        content: &[u8],
        resources: Object,
        state: State,
        depth: usize,
    ) {
        let entry = state.ctm.0;
        // The form's own place and render mode, as its caller left them.
        let mut stamped = if depth == 0 {
            Vec::with_capacity(content.len() * 5 / 4)
        } else {
            format!(
                "{} {} {} {} {} {} cm ",
                entry[0], entry[1], entry[2], entry[3], entry[4], entry[5]
            )
            .into_bytes()
        };
        let mut copied = 0;
        let resources = resolve(document, Some(&resources)).unwrap_or(Object::Null);
        let xobjects = entries(document, &resources, "XObject");
        let states = entries(document, &resources, "ExtGState");
        let spaces = entries(document, &resources, "ColorSpace");
        let mut state = state;
        let mut saved: Vec<State> = Vec::new();
        let mut path = Path::default();
        for operation in Operations::new(content) {
            match operation.name {
                b"Tj" | b"TJ" | b"'" | b"\"" if self.shows.len() < MAX_SHOWS => {
                    stamped.extend_from_slice(&content[copied..operation.start]);
                    stamped.extend_from_slice(Self::stamp(self.shows.len()).as_bytes());
                    copied = operation.start;
                    let order = self.next_order();
                    let State {
                        color,
                        mode,
                        alpha,
                        clip,
                        ..
                    } = state;
                    self.shows.push(Show {
                        order,
                        color,
                        mode,
                        alpha,
                        clip,
                    });
                }
                b"q" if saved.len() < MAX_SAVED => saved.push(state.clone()),
                b"Q" => state = saved.pop().unwrap_or(state),
                b"cm" => {
                    if let Some(matrix) = operation.numbers() {
                        state.ctm = Matrix(matrix).then(&state.ctm);
                    }
                }
                b"Tr" => {
                    if let Some([mode]) = operation.numbers() {
                        state.mode = mode as u8;
                    }
                }
                b"gs" => state.apply_dictionary(
                    document,
                    operation.last_name().and_then(|name| states.get(name)),
                ),
                b"Do" => {
                    let xobject = operation.last_name().and_then(|name| xobjects.get(name));
                    let followed = self.draw(document, xobject, &resources, &state, depth);
                    stamped.extend_from_slice(&content[copied..operation.start]);
                    if !followed {
                        stamped.extend_from_slice(Self::stamp(0).as_bytes());
                    }
                    copied = if followed {
                        operation.end
                    } else {
                        operation.start
                    };
                }
                // Marked content may give other text than its glyphs show (`ActualText`), or have `pdf_oxide` leave it out: what shows counts.
                b"BDC" | b"BMC" if !matches!(operation.operands.first(), Some(Operand::Name(tag)) if tag == "OC") =>
                {
                    stamped.extend_from_slice(&content[copied..operation.start]);
                    stamped.extend_from_slice(b"/Span BMC");
                    copied = operation.end;
                }
                b"BI" | b"sh" => {
                    let rect = if operation.name == b"BI" {
                        state.ctm.apply_to(Rect::UNIT)
                    } else {
                        state.clip
                    };
                    self.paint(
                        rect.intersection(&state.clip),
                        None,
                        false,
                        operation.name == b"BI",
                    );
                }
                _ => {
                    state.set_color(document, &operation, &spaces);
                    self.trace(&operation, &mut path, &mut state);
                }
            }
        }
        stamped.extend_from_slice(&content[copied..]);
        self.streams.push(Stamped {
            content: stamped,
            resources,
        });
    }

    /// Draws a picture or a form. Says whether the form was followed here, so that `pdf_oxide` must not draw it too.
    fn draw(
        &mut self,
        document: &PdfDocument,
        xobject: Option<&Object>,
        resources: &Object,
        state: &State,
        depth: usize,
    ) -> bool {
        let Some(reference) = xobject.and_then(Object::as_reference) else {
            return false;
        };
        if !document.is_form_xobject(reference) {
            self.paint(
                state.ctm.apply_to(Rect::UNIT).intersection(&state.clip),
                None,
                false,
                true,
            );
            return false;
        }
        self.forms += 1;
        if !self.follows_forms || depth >= MAX_DEPTH || self.forms > MAX_FORMS {
            return false;
        }
        let Some(form) = resolve(document, xobject) else {
            return false;
        };
        let (Some(dictionary), Ok(content)) = (form.as_dict(), form.decode_stream_data()) else {
            return false;
        };
        let mut inner = state.clone();
        if let Some(matrix) = numbers(document, dictionary.get("Matrix")) {
            inner.ctm = Matrix(matrix).then(&inner.ctm);
        }
        if let Some([x0, y0, x1, y1]) = numbers(document, dictionary.get("BBox")) {
            inner.clip = inner
                .clip
                .intersection(&inner.ctm.apply_to(Rect::of_corners(x0, y0, x1, y1)));
        }
        let resources = dictionary.get("Resources").unwrap_or(resources).clone();
        self.follow(document, &content, resources, inner, depth + 1);
        true
    }

    fn paint(&mut self, rect: Rect, color: Option<Color>, covers: bool, picture: bool) {
        let order = self.next_order();
        if self.areas.len() < MAX_AREAS {
            self.areas.push(Area {
                order,
                rect,
                color,
                covers,
                picture,
            });
        } else {
            self.incomplete = true;
        }
    }

    /// Path construction, filling and clipping.
    fn trace(&mut self, operation: &Operation<'_>, path: &mut Path, state: &mut State) {
        match operation.name {
            b"re" => {
                if let Some([x, y, width, height]) = operation.numbers() {
                    let rect = state
                        .ctm
                        .apply_to(Rect::of_corners(x, y, x + width, y + height));
                    if state.ctm.keeps_boxes() {
                        path.boxes.push(rect);
                    } else {
                        path.extend(&[(rect.x0, rect.y0), (rect.x1, rect.y1)]);
                    }
                }
            }
            b"m" | b"l" | b"c" | b"v" | b"y" => {
                let points: Vec<f32> = operation
                    .operands
                    .iter()
                    .filter_map(|operand| match operand {
                        Operand::Number(number) => Some(*number),
                        _ => None,
                    })
                    .collect();
                let points: Vec<(f32, f32)> = points
                    .chunks_exact(2)
                    .map(|pair| state.ctm.apply(pair[0], pair[1]))
                    .collect();
                path.extend(&points);
            }
            b"W" | b"W*" => path.clips = true,
            b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" => {
                let opaque = state.alpha > 0.99
                    && state.plain_blend
                    && state.clip_is_box
                    && state.color.is_some();
                // Something nearly transparent, or blended, may show any colour.
                let color = state
                    .color
                    .filter(|_| state.alpha > 0.99 && state.plain_blend);
                if state.alpha > 0.01 {
                    let single = path.boxes.len() == 1 && path.rest.is_none();
                    for rect in path.boxes.iter().chain(&path.rest) {
                        self.paint(
                            rect.intersection(&state.clip),
                            color,
                            opaque && single,
                            false,
                        );
                    }
                }
                path.finish(state);
            }
            b"n" | b"S" | b"s" => path.finish(state),
            _ => {}
        }
    }
}

impl Path {
    fn extend(&mut self, points: &[(f32, f32)]) {
        let rest = self.rest.get_or_insert(Rect::NOTHING);
        for (x, y) in points {
            rest.include(*x, *y);
        }
    }

    /// Ends the path; its clipping takes effect.
    fn finish(&mut self, state: &mut State) {
        let path = std::mem::take(self);
        if path.clips {
            let is_box = path.boxes.len() == 1 && path.rest.is_none();
            let mut around = path.rest.unwrap_or(Rect::NOTHING);
            for rect in &path.boxes {
                around.include(rect.x0, rect.y0);
                around.include(rect.x1, rect.y1);
            }
            state.clip = state.clip.intersection(&around);
            state.clip_is_box &= is_box;
        }
    }
}
