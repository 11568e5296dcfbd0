//! Files made to exhaust whoever reads them: memory, stack, time.

use flate2::{Compress, Compression, FlushCompress};

use super::docx::{Docx, paragraph};
use super::{Pdf, line};

/// A file by its name.
pub type Bomb = (&'static str, Vec<u8>);

/// Every bomb; a group at a time is made, as all of them together are large.
pub const GROUPS: [fn() -> Vec<Bomb>; 8] = [
    nested,
    endless,
    large,
    contradictory,
    packed,
    marked_up,
    written,
    mixed,
];

const DEEP: usize = 200_000;

fn seen() -> String {
    line(72.0, 700.0, 10.0, "Seen")
}

/// Objects as they are, without a table; the first is the catalogue.
fn objects(objects: &[&str]) -> Vec<u8> {
    let numbered: String = objects
        .iter()
        .enumerate()
        .map(|(index, object)| format!("{} 0 obj\n{object}\nendobj\n", index + 1))
        .collect();
    format!("%PDF-1.7\n{numbered}trailer << /Root 1 0 R >>\n").into_bytes()
}

const CATALOG: &str = "<< /Type /Catalog /Pages 2 0 R >>";

/// A page whose content is one stream.
fn stream(entries: &str, data: &[u8]) -> Vec<u8> {
    Pdf::new()
        .stream(entries, data)
        .page_entries("/Contents 5 0 R")
        .page("")
        .build()
}

/// FlateDecode of `megabytes` blanks, a thousandth of their size.
fn deflated_blanks(megabytes: usize) -> Vec<u8> {
    let mut compress = Compress::new(Compression::best(), true);
    let mut block = |flush| {
        let mut out = Vec::with_capacity(1 << 16);
        compress
            .compress_vec(&vec![b' '; 1 << 20], &mut out, flush)
            .unwrap();
        out
    };
    // After a full flush a block needs nothing that was before it, so that it can be repeated.
    let first = block(FlushCompress::Full);
    let next = block(FlushCompress::Full);
    [first, next.repeat(megabytes - 1)].concat()
}

fn nested() -> Vec<Bomb> {
    let in_page = |open: &str| {
        Pdf::new()
            .page(format!("{} {}", seen(), open.repeat(DEEP)))
            .build()
    };
    let in_object = |open: &str| objects(&[CATALOG, &open.repeat(DEEP)]);
    vec![
        ("arrays in an object", in_object("[")),
        ("dictionaries in an object", in_object("<< /A ")),
        ("strings in an object", in_object("(")),
        ("arrays in a page", in_page("[")),
        ("dictionaries in a page", in_page("<< /A ")),
        ("strings in a page", in_page("(")),
        ("saved states", in_page("q ")),
        ("marks", in_page("/A BMC ")),
        ("texts", in_page("BT ")),
        ("pictures", in_page("BI ")),
        ("programs", in_page("{ ")),
        (
            "tables",
            Docx::body(&"<w:tbl><w:tr><w:tc>".repeat(DEEP)).build(),
        ),
        (
            "boxes",
            Docx::body(&"<w:txbxContent><w:p><w:r>".repeat(DEEP)).build(),
        ),
        (
            "properties",
            Docx::body(&"<w:pPr><w:rPr>".repeat(DEEP)).build(),
        ),
        ("deletions", Docx::body(&"<w:del>".repeat(DEEP)).build()),
        (
            "elements",
            format!("<html>{}Seen", "<div>".repeat(DEEP)).into_bytes(),
        ),
        (
            "hidden elements",
            format!("<html>{}words", "<p hidden>".repeat(DEEP)).into_bytes(),
        ),
        (
            "rules",
            format!("<html><style>{}</style>Seen", "a{".repeat(DEEP)).into_bytes(),
        ),
    ]
}

fn endless() -> Vec<Bomb> {
    let form = "/BBox [0 0 612 792] /Resources << /XObject << /A 5 0 R /B 6 0 R >> /Font << /F1 3 0 R >> >> /Type /XObject /Subtype /Form";
    let drawing = |content: &str| {
        Pdf::new()
            .resources("/XObject << /A 5 0 R >>")
            .stream(form, content.as_bytes())
            .stream(form, content.as_bytes())
            .page(seen() + "/A Do")
            .build()
    };
    let updated = |previous: &str| {
        let file = Pdf::new().page(seen()).trailer(previous).build();
        let start = file
            .windows(6)
            .rposition(|window| window == b"xref\n0")
            .unwrap();
        let text = String::from_utf8_lossy(&file).replace("/Prev here", &format!("/Prev {start}"));
        text.into_bytes()
    };
    vec![
        ("pages in themselves", objects(&[CATALOG, "<< /Type /Pages /Kids [2 0 R] /Count 1 >>"])),
        ("pages in each other", objects(&[CATALOG, "<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 9 >>", "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9 /Parent 2 0 R >>"])),
        ("pages by the billion", objects(&[CATALOG, "<< /Type /Pages /Kids [3 0 R] /Count 2000000000 >>", "<< /Type /Page /Parent 2 0 R >>"])),
        ("one page again and again", objects(&[CATALOG, &format!("<< /Type /Pages /Kids [{}] /Count 100000 >>", "3 0 R ".repeat(100_000)), "<< /Type /Page /Parent 2 0 R >>"])),
        ("parents of themselves", objects(&[CATALOG, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "<< /Type /Page /Parent 3 0 R >>"])),
        ("a reference to itself", objects(&[CATALOG, "2 0 R"])),
        ("content that is itself", objects(&[CATALOG, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R >>", "[4 0 R 4 0 R]"])),
        ("a length that is its own", objects(&[CATALOG, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>", "<< /Length 4 0 R >>\nstream\nBT ET\nendstream"])),
        ("a form that draws itself", drawing("/A Do BT /F1 10 Tf 72 600 Td (again) Tj ET")),
        ("forms that draw each other", drawing(&"/A Do /B Do ".repeat(50))),
        ("a table before itself", updated("/Prev here")),
        ("a table before the file", updated("/Prev -5")),
        ("a table in its own stream", updated("/XRefStm here")),
        ("a font of itself", Pdf::new().fonts("/T 5 0 R").object("<< /Type /Font /Subtype /Type0 /Encoding 5 0 R /DescendantFonts [5 0 R] /ToUnicode 5 0 R >>").page("BT /T 10 Tf (ab) Tj ET").build()),
        ("a glyph that draws itself", Pdf::new().fonts("/G 5 0 R").object("<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] /FirstChar 97 /LastChar 97 /Widths [1] /CharProcs << /a 6 0 R >> /Encoding << /Differences [97 /a] >> /Resources << /Font << /G 5 0 R >> >> >>").stream("", b"BT /G 10 Tf (aaaa) Tj ET").page("BT /G 10 Tf 72 700 Td (a) Tj ET").build()),
        ("a note that shows itself", Pdf::new().object("<< /Type /Annot /Rect [0 0 99 99] /AP << /N 6 0 R >> >>").stream("/BBox [0 0 9 9] /Resources << /XObject << /A 6 0 R >> >>", b"/A Do /A Do").page_entries(&format!("/Annots [{}]", "5 0 R ".repeat(10_000))).page(seen()).build()),
        ("a layer of itself", Pdf::new().object("<< /Type /OCMD /OCGs [5 0 R] /VE [/And 6 0 R 6 0 R] >>").object("[/Or 6 0 R 6 0 R]").resources("/Properties << /L 5 0 R >>").page(format!("/OC /L BDC {} EMC", seen())).build()),
        ("resources of themselves", objects(&[CATALOG, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources 4 0 R /Contents 5 0 R >>", "<< /XObject 4 0 R /Font 4 0 R /F1 4 0 R /ExtGState 4 0 R >>", "<< /Length 40 >>\nstream\nBT /F1 10 Tf (a) Tj ET /F1 Do /F1 gs\nendstream"])),
    ]
}

fn large() -> Vec<Bomb> {
    let picture = "/Type /XObject /Subtype /Image /Width 2000000000 /Height 2000000000 /ColorSpace /DeviceRGB /BitsPerComponent 16 /Filter /FlateDecode";
    let digits = "9".repeat(1_000_000);
    vec![
        ("a picture of 4 · 10^18 dots", Pdf::new().resources("/XObject << /P 5 0 R >>").stream(picture, &deflated_blanks(64)).page(seen() + "q 99 0 0 99 0 0 cm /P Do Q").build()),
        ("a picture in the page of 4 · 10^18 dots", Pdf::new().page(seen() + "BI /W 2000000000 /H 2000000000 /BPC 8 /CS /RGB ID x EI").build()),
        ("two gigabytes of blanks", stream("/Filter /FlateDecode", &deflated_blanks(2_048))),
        ("blanks packed twice", stream("/Filter [/FlateDecode /FlateDecode]", &super::pdf::deflate(&deflated_blanks(8_192)))),
        ("a thousand filters", stream(&format!("/Filter [{}]", "/ASCIIHexDecode ".repeat(1_000)), b"41424344>")),
        ("repeated bytes", stream("/Filter [/RunLengthDecode /RunLengthDecode]", &[129, 129].repeat(500_000))),
        ("predictor of wide rows", stream("/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 2147483647 /Colors 32 /BitsPerComponent 16 >>", &deflated_blanks(4))),
        ("three million letters", Pdf::new().page(format!("BT /F1 10 Tf 72 700 Td ({}) Tj ET", "a".repeat(3_000_000))).build()),
        ("a million strings", Pdf::new().page(format!("BT /F1 10 Tf 72 700 Td {} ET", "(a) Tj ".repeat(1_000_000))).build()),
        ("a million boxes", Pdf::new().page(seen() + &"0 0 9 9 re f ".repeat(1_000_000)).build()),
        ("a path of a million lines", Pdf::new().page(format!("{} 0 0 m {} f", seen(), "9 9 l ".repeat(1_000_000))).build()),
        ("numbers of a million digits", Pdf::new().page(format!("{digits} 0 0 {digits} 0 0 cm {}", seen())).build()),
        ("names of a million letters", Pdf::new().page(format!("/{digits} gs /{digits} Do {}", seen())).build()),
        ("places beyond all numbers", Pdf::new().page("1e38 0 0 1e38 1e38 1e38 cm BT /F1 1e38 Tf 1e38 -1e38 Td (a) Tj ET").build()),
        ("a map of all codes", Pdf::new().fonts("/E 5 0 R").object("<< /Type /Font /Subtype /TrueType /BaseFont /A /ToUnicode 6 0 R /FirstChar -2147483648 /LastChar 2147483647 /Widths [1] >>").stream("", b"begincmap 1 begincodespacerange <00000000> <FFFFFFFF> endcodespacerange 2 beginbfrange <00000000> <FFFFFFFF> <0041> <0000> <FFFF> <00410042> endbfrange endcmap").page("BT /E 10 Tf 72 700 Td (ab) Tj ET").build()),
        ("ten thousand pages", (0..10_000).fold(Pdf::new(), |file, _| file.page("")).build()),
        ("sixteen megabytes of objects", b"%PDF-1.7\n".iter().copied().chain(b"1 0 obj << ".repeat(1_500_000)).collect()),
        ("sixteen megabytes of ends", b"%PDF-1.7\n".iter().copied().chain(b"endobj\nstartxref\n9\n".repeat(850_000)).collect()),
    ]
}

fn contradictory() -> Vec<Bomb> {
    let file = Pdf::new().page(seen()).build();
    let changed = |from: &str, to: &str| {
        String::from_utf8_lossy(&file)
            .replace(from, to)
            .into_bytes()
    };
    let listed = |entries: &str| {
        let table = format!(
            "1 0 obj\n<< /Type /XRef {entries} /Root 2 0 R /Length 9 >>\nstream\nabcdefghi\nendstream\nendobj\n"
        );
        format!("%PDF-1.7\n{table}startxref\n9\n%%EOF").into_bytes()
    };
    let held = |entries: &str| {
        objects(&[
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [] /Count 0 >>",
            &format!("<< /Type /ObjStm {entries} /Length 9 >>\nstream\n3 0 3 0 3\nendstream"),
        ])
    };
    vec![
        ("objects elsewhere", changed("00000 n", "00001 n")),
        ("all objects at one place", changed("\n0000000", "\n0000009")),
        ("a table of billions", changed("xref\n0 7", "xref\n0 4294967295")),
        ("a table at negative numbers", changed("xref\n0 7", "xref\n-9 7")),
        ("a table past the end", changed("startxref\n", "startxref\n99999999999999999999")),
        ("a content longer than the file", changed("/Length ", "/Length 999999999")),
        ("a content of negative length", changed("/Length ", "/Length -")),
        ("a sheet without end", changed("[0 0 612 792]", "[-1e38 -1e38 1e38 1e38]")),
        ("a sheet of nothing", changed("[0 0 612 792]", "[0 0 0 0]")),
        ("a sheet of no numbers", changed("[0 0 612 792]", "[/a (b) null]")),
        ("a stream of billions of objects", listed("/Size 4294967295 /W [8 8 8]")),
        ("a stream of wide entries", listed("/Size 9 /W [2147483647 2147483647 2147483647]")),
        ("a stream of negative ranges", listed("/Size 9 /W [1 1 1] /Index [-5 99999999999]")),
        ("a holder of billions", held("/N 2147483647 /First 4")),
        ("a holder that begins past its end", held("/N 2 /First 2147483647")),
        ("a holder of itself", held("/N 2 /First 4 /Extends 3 0 R")),
        ("a lock without a key", Pdf::new().page(seen()).trailer("/Encrypt << /Filter /Standard /V 5 /R 6 /Length 2147483647 /O () /U () /OE () /UE () /P -1 >> /ID []").build()),
        ("a lock of another kind", Pdf::new().page(seen()).trailer("/Encrypt 1 0 R /ID 1 0 R").build()),
    ]
}

fn packed() -> Vec<Bomb> {
    let blanks = " ".repeat(20 << 20);
    let relation = |target: &str| {
        format!(
            "<Relationships><Relationship Type=\"http://x/officeDocument\" Target=\"{target}\"/></Relationships>"
        )
    };
    vec![
        ("twenty megabytes of blanks in a document", Docx::body(&paragraph(&blanks)).build()),
        ("twenty megabytes of styles", Docx::body(&paragraph("Seen")).styles(&blanks).build()),
        ("headers of four megabytes each", (0..20).fold(Docx::body(&paragraph("Seen")), |file, number| file.xml(&format!("word/header{number}.xml"), "hdr", &paragraph(&format!("{number}{}", &blanks[..4 << 20])))).build()),
        ("twenty thousand parts", (0..20_000).fold(Docx::body(&paragraph("Seen")), |file, number| file.part(&format!("word/header{number}.xml"), "<a/>")).build()),
        ("a main part that is its own list", Docx::default().part("_rels/.rels", &relation("_rels/.rels")).build()),
        ("a main part outside", Docx::body(&paragraph("Seen")).part("_rels/.rels", &relation("../../../../etc/passwd")).build()),
        ("styles in a circle", Docx::body("<w:p><w:pPr><w:pStyle w:val=\"A\"/></w:pPr><w:r><w:t>Seen</w:t></w:r></w:p>").styles("<w:style w:type=\"paragraph\" w:styleId=\"A\"><w:basedOn w:val=\"B\"/></w:style><w:style w:type=\"paragraph\" w:styleId=\"B\"><w:basedOn w:val=\"A\"/></w:style>").build()),
    ]
}

fn marked_up() -> Vec<Bomb> {
    let laughs: String = (1..30)
        .map(|level| {
            format!(
                "<!ENTITY l{level} \"{}\">",
                format!("&l{};", level - 1).repeat(10)
            )
        })
        .collect();
    let with_type = |declarations: &str, body: &str| {
        Docx::default()
            .part("word/document.xml", &format!("<?xml version=\"1.0\"?><!DOCTYPE w [{declarations}]><w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>"))
            .build()
    };
    vec![
        (
            "a billion laughs",
            with_type(
                &format!("<!ENTITY l0 \"ha\">{laughs}"),
                &paragraph("Seen &l29;"),
            ),
        ),
        (
            "a file from elsewhere",
            with_type(
                "<!ENTITY x SYSTEM \"file:///etc/passwd\">",
                &paragraph("Seen &x;"),
            ),
        ),
        (
            "elements a million deep",
            Docx::body(&format!("{}{}", paragraph("Seen"), "<a>".repeat(1_000_000))).build(),
        ),
        (
            "an element of a million attributes",
            Docx::body(&format!(
                "<w:p {}/>{}",
                "a=\"1\" ".repeat(1_000_000),
                paragraph("Seen")
            ))
            .build(),
        ),
        (
            "an attribute of ten megabytes",
            Docx::body(&format!("<w:pStyle w:val=\"{}\"/>", "ab ".repeat(3 << 20))).build(),
        ),
        (
            "a million hidden runs",
            Docx::body(&format!(
                "{}<w:p>{}</w:p>",
                paragraph("Seen"),
                "<w:r><w:rPr><w:vanish/></w:rPr><w:t>no</w:t></w:r>".repeat(300_000)
            ))
            .build(),
        ),
    ]
}

fn written() -> Vec<Bomb> {
    let html = |body: String| format!("<html><body>{body}</body></html>").into_bytes();
    vec![
        ("signs without end", html("<".repeat(5_000_000))),
        ("tags that do not end", html("<a ".repeat(3_000_000))),
        ("quotes that do not end", html("<a b=\"".repeat(2_000_000))),
        ("comments that do not end", html("<!-- ".repeat(2_000_000))),
        ("references that do not end", html("&amp".repeat(3_000_000))),
        (
            "scripts that do not end",
            html("<script>".repeat(1_500_000)),
        ),
        (
            "rules by the million",
            html(format!(
                "<style>{}</style>{}",
                "p{color:red}.a{display:none}".repeat(300_000),
                "<p class=a>b".repeat(20_000)
            )),
        ),
        (
            "items by the hundred thousand",
            html("<li>".repeat(300_000)),
        ),
        ("lines by the million", "a\n".repeat(7_000_000).into_bytes()),
        (
            "one line of letters apart",
            "a ".repeat(7_000_000).into_bytes(),
        ),
        (
            "words parted at every line end",
            "a-\n".repeat(200_000).into_bytes(),
        ),
        (
            "blanks of no width",
            "a\u{200b}".repeat(3_000_000).into_bytes(),
        ),
        ("nothing but new pages", b"a\x0c".repeat(7_000_000)),
        (
            "half characters",
            [0xff, 0xfe]
                .into_iter()
                .chain([0x00, 0xd8].repeat(3_000_000))
                .collect(),
        ),
    ]
}

fn mixed() -> Vec<Bomb> {
    let pdf = Pdf::new().page(seen()).build();
    let docx = Docx::body(&paragraph("Seen")).build();
    vec![
        ("a PDF before a DOCX", [&pdf[..], &docx].concat()),
        ("a DOCX before a PDF", [&docx[..], &pdf].concat()),
        ("a picture before a PDF", [&b"GIF89a"[..], &pdf].concat()),
        (
            "a picture before a page",
            b"GIF89a/*<html><body>Seen</body></html>".to_vec(),
        ),
        (
            "a page before a PDF",
            [&b"<html><body>Seen</body></html>"[..], &pdf].concat(),
        ),
        ("a header and nothing", b"%PDF-1.7".to_vec()),
        (
            "an archive's end and nothing",
            [&b"PK\x05\x06"[..], &[0; 18]].concat(),
        ),
        (
            "an old document of zeros",
            [&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..], &[0; 4_096]].concat(),
        ),
        ("zeros", vec![0; 1 << 20]),
    ]
}
