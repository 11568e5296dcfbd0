//! What a page's styles hide: of elements, and of classes and ids by the page's own sheets.

use super::tag::Tag;
use crate::extracted::HiddenReason;

/// Rules kept of a page.
const MAX_RULES: usize = 256;
/// Text below this size, in pixels or points, is not read by people.
const TINY: f32 = 4.0;
/// What is moved this far, in any unit, is out of sight.
const FAR: f32 = -500.0;

/// Whether an element shows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Visibility {
    /// What hides it by itself.
    pub hides: Option<HiddenReason>,
    /// Whether it has a background other than white.
    pub is_shaded: bool,
}

/// The rules of a page's `style` elements that concern what shows.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    rules: Vec<Rule>,
}

#[derive(Debug)]
struct Rule {
    /// An element's name, a class, an id: what is given must fit.
    element: Option<String>,
    class: Option<String>,
    id: Option<String>,
    declarations: Vec<Declaration>,
}

type Declaration = (String, String);

impl Sheet {
    /// Adds the content of a `style` element. Rules under conditions (`@media`) and for elements within others are left out.
    pub fn add(&mut self, css: &str) {
        let css = without_comments(css).to_ascii_lowercase();
        let mut rest = css.as_str();
        while let Some((selectors, after)) = rest.split_once('{') {
            let end = block_end(after);
            let block = &after[..end];
            rest = after.get(end + 1..).unwrap_or_default();
            // Statements without a block stand before the selectors.
            let selectors = selectors.rsplit(';').next().unwrap_or_default();
            if selectors.trim_start().starts_with('@') {
                continue;
            }
            let declarations = declarations_of(block);
            for selector in selectors.split(',') {
                if self.rules.len() < MAX_RULES && declarations.iter().any(is_of_interest) {
                    self.rules.extend(Rule::of(selector, &declarations));
                }
            }
        }
    }

    /// Whether an element shows, by its attributes and this sheet.
    pub fn visibility(&self, tag: &Tag) -> Visibility {
        let own = declarations_of(
            &tag.attribute("style")
                .unwrap_or_default()
                .to_ascii_lowercase(),
        );
        let from_sheet = self.rules.iter().filter(|rule| rule.fits(tag));
        let declarations: Vec<&Declaration> = from_sheet
            .flat_map(|rule| &rule.declarations)
            .chain(&own)
            .collect();
        let value = |property: &str| {
            declarations
                .iter()
                .rev()
                .find(|(name, _)| name == property)
                .map(|(_, value)| value.as_str())
        };
        let length = |property: &str| {
            value(property).and_then(|value| {
                value
                    .trim_end_matches(|char: char| char.is_ascii_alphabetic())
                    .parse::<f32>()
                    .ok()
            })
        };
        let in_pixels = |property: &str| {
            value(property)
                .is_some_and(|value| value.ends_with("px") || value.ends_with("pt") || value == "0")
        };
        let background = value("background")
            .or(value("background-color"))
            .or(value("background-image"))
            .or(tag.attribute("bgcolor"));
        let color = value("color").or(tag.attribute("color"));
        let hides = if tag.attribute("hidden").is_some()
            || value("display") == Some("none")
            || value("visibility") == Some("hidden")
            || length("opacity").is_some_and(|opacity| opacity < 0.05)
        {
            Some(HiddenReason::Invisible)
        } else if length("font-size").is_some_and(|size| size < TINY) && in_pixels("font-size") {
            Some(HiddenReason::Tiny)
        } else if ["left", "top", "text-indent", "margin-left"]
            .iter()
            .any(|property| length(property).is_some_and(|length| length < FAR))
        {
            Some(HiddenReason::OffPage)
        } else if color.is_some_and(is_white) && background.is_none_or(is_white) {
            Some(HiddenReason::SameColor)
        } else {
            None
        };
        Visibility {
            hides,
            is_shaded: background.is_some_and(|background| !is_white(background)),
        }
    }
}

impl Rule {
    /// Of one simple selector: `p`, `.class`, `#id`, `p.class`.
    fn of(selector: &str, declarations: &[Declaration]) -> Option<Self> {
        let selector = selector.trim();
        let is_name = |text: &str| {
            !text.is_empty()
                && text
                    .chars()
                    .all(|char| char.is_alphanumeric() || matches!(char, '-' | '_'))
        };
        let (element, class, id) = match selector.find(['.', '#']) {
            Some(at) if selector[at..].starts_with('.') => {
                (&selector[..at], Some(&selector[at + 1..]), None)
            }
            Some(at) => (&selector[..at], None, Some(&selector[at + 1..])),
            None => (selector, None, None),
        };
        let element = (!element.is_empty()).then_some(element);
        let parts = [element, class, id];
        let is_simple = parts.iter().flatten().all(|part| is_name(part));
        let [element, class, id] = parts.map(|part| part.map(str::to_owned));
        (is_simple && !selector.is_empty()).then(|| Self {
            element,
            class,
            id,
            declarations: declarations.to_vec(),
        })
    }

    fn fits(&self, tag: &Tag) -> bool {
        let has = |wanted: &Option<String>, attribute: &str| {
            wanted.as_ref().is_none_or(|wanted| {
                tag.attribute(attribute).is_some_and(|value| {
                    value
                        .split_whitespace()
                        .any(|name| name.eq_ignore_ascii_case(wanted))
                })
            })
        };
        self.element.as_ref().is_none_or(|name| *name == tag.name)
            && has(&self.class, "class")
            && has(&self.id, "id")
    }
}

/// `name: value; …` in lower case → pairs, without blanks.
fn declarations_of(text: &str) -> Vec<Declaration> {
    text.split(';')
        .filter_map(|rule| rule.split_once(':'))
        .map(|(name, value)| {
            let value: String = value.split_whitespace().collect();
            (
                name.trim().to_owned(),
                value.trim_end_matches("!important").to_owned(),
            )
        })
        .collect()
}

fn is_of_interest((name, _): &Declaration) -> bool {
    name.starts_with("background")
        || matches!(
            name.as_str(),
            "display"
                | "visibility"
                | "opacity"
                | "font-size"
                | "color"
                | "left"
                | "top"
                | "text-indent"
                | "margin-left"
        )
}

fn is_white(color: &str) -> bool {
    matches!(color, "white" | "#fff" | "#ffffff" | "rgb(255,255,255)")
}

fn without_comments(css: &str) -> String {
    let mut kept = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, comment)) = rest.split_once("/*") {
        kept.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    kept
}

/// Where a block that was opened ends, with blocks in it.
fn block_end(text: &str) -> usize {
    let mut depth = 1_usize;
    text.bytes()
        .position(|byte| {
            match byte {
                b'{' => depth += 1,
                b'}' => depth -= 1,
                _ => {}
            }
            depth == 0
        })
        .unwrap_or(text.len())
}
