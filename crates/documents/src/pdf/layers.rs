//! Optional content: layers that a file switches off (ISO 32000-1 §8.11).

use std::collections::{HashMap, HashSet};

use pdf_oxide::object::Object;
use pdf_oxide::{PdfDocument, optional_content};

use super::content::{Operand, Operation};
use super::state::resolve;

/// The layers of a document as it opens.
pub(super) struct Layers<'a> {
    document: &'a PdfDocument,
    /// Names of those that are off.
    off: HashSet<String>,
}

impl<'a> Layers<'a> {
    pub fn of(document: &'a PdfDocument) -> Self {
        Self {
            document,
            off: optional_content::compute_default_off_ocgs(document),
        }
    }

    /// Whether what belongs to a layer, or to a combination of layers, is off.
    pub fn hide(&self, layer: Option<&Object>) -> bool {
        resolve(self.document, layer)
            .as_ref()
            .and_then(Object::as_dict)
            .is_some_and(|layer| {
                optional_content::check_ocg_excluded(layer, self.document, &self.off)
            })
    }
}

/// Marked content that is open, outermost first.
#[derive(Default)]
pub(super) struct Marks {
    open: Vec<bool>,
    off: usize,
}

impl Marks {
    pub fn open(&mut self, is_off: bool) {
        self.open.push(is_off);
        self.off += usize::from(is_off);
    }

    pub fn close(&mut self) {
        self.off -= usize::from(self.open.pop().unwrap_or(false));
    }

    /// Whether something of it is switched off.
    pub fn are_off(&self) -> bool {
        self.off > 0
    }
}

/// The layer that marked content belongs to.
pub(super) fn layer_of<'a>(
    operation: &Operation<'_>,
    layers: &'a HashMap<String, Object>,
) -> Option<&'a Object> {
    match operation.operands.as_slice() {
        [Operand::Name(tag), Operand::Name(name)] if tag == "OC" => layers.get(name),
        _ => None,
    }
}
