//! Web pages and plain text.

use documents::HiddenReason;

use super::Layout;

pub fn layouts() -> Vec<Layout> {
    [texts(), pages(), hidden()].into_iter().flatten().collect()
}

const TEXT: &str = "Zoë Müller – “Café”\nBuilt 3 systems • 5 €\n";
const TEXT_SEEN: &str = "Zoë Müller – “Café” Built 3 systems • 5 €";

fn texts() -> Vec<Layout> {
    let wide = |bytes: fn(u16) -> [u8; 2]| TEXT.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let windows = b"Zo\xeb M\xfcller \x96 \x93Caf\xe9\x94\nBuilt 3 systems \x95 5 \x80\n";
    vec![
        Layout::new("UTF-8", TEXT.into(), TEXT_SEEN),
        Layout::new(
            "UTF-8 with a mark",
            format!("\u{feff}{TEXT}").into(),
            TEXT_SEEN,
        ),
        Layout::new(
            "UTF-16, little end first",
            [vec![0xff, 0xfe], wide(u16::to_le_bytes)].concat(),
            TEXT_SEEN,
        ),
        Layout::new(
            "UTF-16, big end first",
            [vec![0xfe, 0xff], wide(u16::to_be_bytes)].concat(),
            TEXT_SEEN,
        ),
        Layout::new(
            "UTF-16 without a mark",
            "Ada Lovelace\nEngineer"
                .encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect(),
            "Ada Lovelace Engineer",
        ),
        Layout::new("Windows-1252 as text", windows.to_vec(), TEXT_SEEN),
        Layout::new(
            "Latin-1",
            b"Andr\xe9 Nu\xf1ez, S\xe3o Paulo".to_vec(),
            "André Nuñez, São Paulo",
        ),
        Layout::new(
            "lines as on Windows",
            TEXT.replace('\n', "\r\n").into(),
            TEXT_SEEN,
        ),
        Layout::new(
            "lines as on old Macs",
            TEXT.replace('\n', "\r").into(),
            TEXT_SEEN,
        ),
        Layout::new(
            "form feeds",
            b"One\x0cTwo\x0c\x0cFour".to_vec(),
            "One Two Four",
        ),
        Layout::new(
            "typed bullets",
            b"* Rust\no Led a team\n- SQL\n".to_vec(),
            "• Rust • Led a team • SQL",
        ),
        Layout::new(
            "begins like a picture",
            b"BMW, Munich: engineer".to_vec(),
            "BMW, Munich: engineer",
        ),
        Layout::new(
            "markup that is none",
            b"a < b and <p> is a tag".to_vec(),
            "a < b and <p> is a tag",
        ),
    ]
}

fn page(name: &'static str, body: &str, seen: &'static str) -> Layout {
    Layout::new(
        name,
        format!("<!DOCTYPE html><html><head><title>CV</title></head><body>{body}</body></html>")
            .into(),
        seen,
    )
}

fn pages() -> Vec<Layout> {
    vec![
        page(
            "blocks and lists",
            "<h1>Ada Lovelace</h1><p>Engineer<br>since 2011</p><ul><li>Rust<li><p>SQL</p></ul>",
            "Ada Lovelace Engineer since 2011 • Rust • SQL",
        ),
        page(
            "rows",
            "<table><tr><th>2018<td>Acme</tr><tr><td>2020</td><td>Initech</td></tr></table>",
            "2018 Acme 2020 Initech",
        ),
        page(
            "references",
            "Caf&eacute; &#8211; R&amp;D &#x20AC;5 &nbsp;&lt;b&gt;",
            "Café – R&D €5 <b>",
        ),
        page(
            "no text of the page",
            "<script>document.write('<p>never</p>')</script><style>p { color: red }</style><noscript>nor this</noscript><!-- nor this --><template>nor this</template>Seen",
            "Seen",
        ),
        page(
            "words across tags",
            "<p>Kube<b>rne</b><i>tes</i> and<span> </span>Kafka</p>",
            "Kubernetes and Kafka",
        ),
        page(
            "quotes and slashes in tags",
            "<p title='a > b' data-x=\"<i>\">Seen<br/>too</p>",
            "Seen too",
        ),
        page(
            "elements that do not end",
            "<div><p>One<p>Two<div>Three",
            "One Two Three",
        ),
        Layout::new(
            "a page in Windows-1252",
            b"<html><body>Zo\xeb \x96 \x80 5</body></html>".to_vec(),
            "Zoë – € 5",
        ),
        Layout::new(
            "a page in UTF-16",
            [0xff, 0xfe]
                .into_iter()
                .chain(
                    "<html><body>Zoë</body></html>"
                        .encode_utf16()
                        .flat_map(u16::to_le_bytes),
                )
                .collect(),
            "Zoë",
        ),
        Layout::new(
            "a fragment",
            b"<div>Ada <b>Lovelace</b></div>".to_vec(),
            "Ada Lovelace",
        ),
    ]
}

fn hidden() -> Vec<Layout> {
    use HiddenReason::{Invisible, OffPage, SameColor, Shapeless, Tiny};
    const WORDS: &str = "kubernetes expert";
    let hides = |name, start: &str, reason| {
        page(name, &format!("Seen <div {start}>{WORDS}</div>"), "Seen").hiding(reason, WORDS)
    };
    let shows = |name, start: &str| page(name, &format!("<div {start}>{WORDS}</div>"), WORDS);
    let by_sheet = |name, rules: &str, reason| {
        Layout::new(name, format!("<html><head><style>{rules}</style></head><body>Seen <p class=\"note x\" id=\"k\">{WORDS}</p></body></html>").into(), "Seen").hiding(reason, WORDS)
    };
    let tags: String = "hi"
        .bytes()
        .filter_map(|byte| char::from_u32(0xe0000 + u32::from(byte)))
        .collect();
    vec![
        hides(
            "display: none",
            "style=\"color: red; display : NONE\"",
            Invisible,
        ),
        hides("hidden by its attribute", "hidden", Invisible),
        hides("not visible", "style='visibility:hidden'", Invisible),
        hides("no opacity", "style=opacity:0", Invisible),
        hides("one pixel", "style=\"font-size:1px\"", Tiny),
        hides("no size", "style=\"font-size:0\"", Tiny),
        hides(
            "far to the left",
            "style=\"position:absolute;left:-9999px\"",
            OffPage,
        ),
        hides(
            "white without a background",
            "style=\"color:#FFF\"",
            SameColor,
        ),
        by_sheet(
            "display: none by class",
            "p.y, .note { display: none }",
            Invisible,
        ),
        by_sheet("white by id", "#k{color:white}", SameColor),
        by_sheet(
            "tiny by element",
            "h1 { color: red } p { font-size: 1px }",
            Tiny,
        ),
        Layout::new("text spelt with tags", format!("Seen{tags}").into(), "Seen")
            .hiding(Shapeless, "hi"),
        Layout::new(
            "text broken up by zero-width spaces",
            "Py\u{200b}thon".into(),
            "Python",
        )
        .hiding(Shapeless, "Python"),
        shows("white on dark", "style=\"color:white;background:#222\""),
        shows("grey", "style=\"color:#999\""),
        shows(
            "displayed",
            "style=\"display:block;visibility:visible;opacity:1\"",
        ),
        shows(
            "shown by a later rule",
            "style=\"display:none;display:block\"",
        ),
    ]
}
