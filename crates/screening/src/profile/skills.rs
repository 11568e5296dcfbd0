//! The skills of a resume, by the taxonomy.

use super::Place;
use super::sections::Placed;
use crate::taxonomy::{Kind, Mention, Taxonomy};

/// Canonical names in order of first mention, each once; nothing that is masked, and no heading: "Education" is not the skill of teaching.
pub(super) fn read(
    mentions: &[Mention],
    placed: &[Placed],
    masked: &[Place],
    document: usize,
) -> Vec<String> {
    let taxonomy = Taxonomy::shipped();
    let mut found: Vec<String> = Vec::new();
    for mention in mentions {
        let kept = matches!(
            taxonomy.kind(mention.concept),
            Kind::Technology | Kind::Knowledge | Kind::Ability
        );
        let name = taxonomy.name(mention.concept);
        let said = placed
            .iter()
            .any(|placed| (placed.line.start..placed.line.end).contains(&mention.start));
        if kept
            && said
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
