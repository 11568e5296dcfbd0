//! The skills of a resume, by the taxonomy.

use super::Place;
use crate::taxonomy::{Kind, Taxonomy};
use crate::text::Text;

/// Canonical names in order of first mention, each once; nothing that is masked.
pub(super) fn read(text: &Text, masked: &[Place], document: usize) -> Vec<String> {
    let taxonomy = Taxonomy::shipped();
    let mut found: Vec<String> = Vec::new();
    for mention in taxonomy.find(text.as_str()) {
        let kept = matches!(
            taxonomy.kind(mention.concept),
            Kind::Technology | Kind::Knowledge | Kind::Ability
        );
        let name = taxonomy.name(mention.concept);
        if kept
            && !masked
                .iter()
                .any(|place| place.touches(document, mention.start, mention.end))
            && !found.iter().any(|known| known == name)
        {
            found.push(name.to_owned());
        }
    }
    found
}
