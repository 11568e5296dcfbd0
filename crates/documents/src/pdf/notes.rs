//! Annotations: notes upon a page and fields that were filled in, as far as they have an appearance (ISO 32000-1 §12.5).

use pdf_oxide::PdfDocument;
use pdf_oxide::object::Object;

use super::geometry::{Matrix, Rect};
use super::state::{numbers, resolve};

/// An annotation that paints something.
pub(super) struct Note {
    /// The form that shows it.
    pub appearance: Object,
    /// From the form's own space to the page.
    pub matrix: Matrix,
    /// The layer that it belongs to.
    pub layer: Option<Object>,
    /// Whether its flags keep it from the screen.
    pub is_hidden: bool,
}

/// Annotations of one page that are looked at.
const MAX_NOTES: usize = 500;
/// Flags `Hidden` and `NoView` (ISO 32000-1 table 165).
const HIDDEN: i64 = 1 << 1 | 1 << 5;

impl Note {
    /// The annotations of a page.
    pub fn of_page(document: &PdfDocument, page: &Object) -> Vec<Self> {
        let annotations = page
            .as_dict()
            .and_then(|page| resolve(document, page.get("Annots")));
        annotations
            .as_ref()
            .and_then(Object::as_array)
            .into_iter()
            .flatten()
            .take(MAX_NOTES)
            .filter_map(|annotation| Self::of(document, annotation))
            .collect()
    }

    fn of(document: &PdfDocument, annotation: &Object) -> Option<Self> {
        let annotation = resolve(document, Some(annotation))?;
        let annotation = annotation.as_dict()?;
        // A popup opens at a click.
        if annotation.get("Subtype").and_then(Object::as_name) == Some("Popup") {
            return None;
        }
        let appearances = resolve(document, annotation.get("AP"))?;
        let mut appearance = appearances.as_dict()?.get("N")?.clone();
        let mut form = resolve(document, Some(&appearance))?;
        // One of several, as for a box that is ticked or not.
        if let Object::Dictionary(states) = &form {
            let state = annotation.get("AS").and_then(Object::as_name)?;
            appearance = states.get(state)?.clone();
            form = resolve(document, Some(&appearance))?;
        }
        let form = form.as_dict()?;
        let [x0, y0, x1, y1] = numbers(document, annotation.get("Rect"))?;
        let place = Rect::of_corners(x0, y0, x1, y1);
        let [x0, y0, x1, y1] = numbers(document, form.get("BBox"))?;
        let inner = numbers(document, form.get("Matrix")).map_or(Matrix::IDENTITY, Matrix);
        let drawn = inner.apply_to(Rect::of_corners(x0, y0, x1, y1));
        let flags = resolve(document, annotation.get("F"))
            .as_ref()
            .and_then(Object::as_integer)
            .unwrap_or(0);
        Some(Self {
            appearance,
            matrix: Matrix::between(&drawn, &place),
            layer: annotation.get("OC").cloned(),
            is_hidden: flags & HIDDEN != 0,
        })
    }
}
