//! DOCX files as Word and others write them.

use documents::HiddenReason;

use super::Layout;
use crate::support::Docx;
use crate::support::docx::{cell, paragraph, row, run};

pub fn layouts() -> Vec<Layout> {
    [plain(), arranged(), edited(), hidden()]
        .into_iter()
        .flatten()
        .collect()
}

fn body(name: &'static str, body: &str, seen: &'static str) -> Layout {
    Layout::docx(name, &Docx::body(body), seen)
}

fn plain() -> Vec<Layout> {
    let item = |text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>{}</w:p>",
            run("", text)
        )
    };
    let packed = format!(
        "{}{}",
        paragraph("Ada Lovelace"),
        paragraph("Engineer &amp; writer")
    );
    let relation = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document2.xml\"/></Relationships>";
    vec![
        body("paragraphs", &packed, "Ada Lovelace Engineer & writer"),
        body(
            "list",
            &["Rust", "SQL", "Kafka"].map(item).concat(),
            "• Rust • SQL • Kafka",
        ),
        body(
            "a word in pieces",
            &format!(
                "<w:p>{}<w:proofErr w:type=\"spellStart\"/>{}<w:bookmarkStart w:id=\"1\"/>{}</w:p>",
                run("", "Kube"),
                run("<w:b/>", "rne"),
                run("", "tes")
            ),
            "Kubernetes",
        ),
        body(
            "tabs, breaks and signs",
            "<w:p><w:r><w:t>Engineer</w:t><w:tab/><w:t>2018 &#8211; 2020</w:t><w:br/><w:t>R</w:t><w:noBreakHyphen/><w:t>and</w:t><w:noBreakHyphen/><w:t>D, docu</w:t><w:softHyphen/><w:t>mented</w:t><w:sym w:font=\"Symbol\" w:char=\"F0B7\"/></w:r></w:p>",
            "Engineer 2018 – 2020 R-and-D, documented",
        ),
        Layout::docx(
            "header, footer, footnote and endnote",
            &Docx::body(&paragraph("Engineer"))
                .header(&paragraph("Ada Lovelace"))
                .xml("word/footer1.xml", "ftr", &paragraph("Page 1"))
                .xml(
                    "word/footnotes.xml",
                    "footnotes",
                    &format!(
                        "<w:footnote w:id=\"2\">{}</w:footnote>",
                        paragraph("Prize of 2019")
                    ),
                )
                .xml(
                    "word/endnotes.xml",
                    "endnotes",
                    &format!(
                        "<w:endnote w:id=\"2\">{}</w:endnote>",
                        paragraph("Cited 40 times")
                    ),
                ),
            "Ada Lovelace Engineer Prize of 2019 Cited 40 times Page 1",
        ),
        Layout::docx(
            "the main part under another name",
            &Docx::default().part("_rels/.rels", relation).xml(
                "word/document2.xml",
                "document",
                &format!("<w:body>{packed}</w:body>"),
            ),
            "Ada Lovelace Engineer & writer",
        ),
        body(
            "Hebrew in a run",
            &format!(
                "<w:p><w:pPr><w:bidi/></w:pPr>{}</w:p>",
                run("<w:rtl/>", "שלום 2019 Rust")
            ),
            "שלום 2019 Rust",
        ),
    ]
}

fn arranged() -> Vec<Layout> {
    let table = |rows: &[String]| format!("<w:tbl>{}</w:tbl>", rows.concat());
    let nested = format!(
        "<w:tc>{}{}{}</w:tc>",
        paragraph("Skills"),
        table(&[
            row(&[cell(&["Rust"]), cell(&["9 years"])]),
            row(&[cell(&["SQL"]), cell(&["12 years"])])
        ]),
        paragraph("and more")
    );
    let text_box = |content: &str| format!("<w:txbxContent>{content}</w:txbxContent>");
    let doubled = format!(
        "<w:p><w:r><mc:AlternateContent><mc:Choice>{0}</mc:Choice><mc:Fallback>{0}</mc:Fallback></mc:AlternateContent></w:r>{1}</w:p>",
        text_box(&paragraph("In the box")),
        run("", "Beside the box")
    );
    vec![
        body(
            "table",
            &table(&[
                row(&[cell(&["Languages"]), cell(&["English, Spanish"])]),
                row(&[cell(&["2018"]), cell(&["Acme", "Built things"])]),
            ]),
            "Languages English, Spanish 2018 Acme Built things",
        ),
        body(
            "columns by a table",
            &table(&[row(&[
                cell(&["Contact", "Lisbon"]),
                cell(&["Profile", "Engineer"]),
            ])]),
            "Contact Lisbon Profile Engineer",
        ),
        body(
            "table in a table",
            &table(&[row(&[cell(&["Ada Lovelace"]), nested])]),
            "Ada Lovelace Skills Rust 9 years SQL 12 years and more",
        ),
        body("text box", &doubled, "In the box Beside the box"),
        body(
            "text box in a text box",
            &format!(
                "<w:p><w:r>{}</w:r></w:p>",
                text_box(&format!(
                    "{}<w:p><w:r>{}</w:r></w:p>",
                    paragraph("Outer"),
                    text_box(&paragraph("Inner"))
                ))
            ),
            "Outer Inner",
        ),
        body(
            "old text box",
            &format!(
                "<w:p><w:r><w:pict><v:shape><v:textbox>{}</v:textbox></v:shape></w:pict></w:r></w:p>",
                text_box(&paragraph("In the box"))
            ),
            "In the box",
        ),
    ]
}

fn edited() -> Vec<Layout> {
    let around = |before: &str, inner: &str, after: &str| {
        format!(
            "<w:p>{}{before}{inner}{after}{}</w:p>",
            run("", "Engineer "),
            run("", " since 2011")
        )
    };
    let deleted = "<w:r><w:delText>manager</w:delText></w:r>";
    let field = [
        "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> HYPERLINK \"https://example.org\" </w:instrText></w:r>",
        "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>",
        &run("", "at Acme"),
        "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>",
    ]
    .concat();
    vec![
        body(
            "deleted and inserted",
            &around(
                "<w:del>",
                deleted,
                &format!("</w:del><w:ins>{}</w:ins>", run("", "at Acme")),
            ),
            "Engineer at Acme since 2011",
        ),
        body(
            "moved away",
            &around("<w:moveFrom>", &run("", "at Acme"), "</w:moveFrom>"),
            "Engineer since 2011",
        ),
        body(
            "moved here",
            &around("<w:moveTo>", &run("", "at Acme"), "</w:moveTo>"),
            "Engineer at Acme since 2011",
        ),
        body(
            "field",
            &around("", &field, ""),
            "Engineer at Acme since 2011",
        ),
        body(
            "simple field",
            &around(
                "<w:fldSimple w:instr=\" DATE \">",
                &run("", "at Acme"),
                "</w:fldSimple>",
            ),
            "Engineer at Acme since 2011",
        ),
        body(
            "smart tag",
            &around(
                "<w:smartTag w:element=\"place\">",
                &run("", "in Lisbon"),
                "</w:smartTag>",
            ),
            "Engineer in Lisbon since 2011",
        ),
        body(
            "link",
            &around("<w:hyperlink>", &run("", "at Acme"), "</w:hyperlink>"),
            "Engineer at Acme since 2011",
        ),
        body(
            "content control",
            &around(
                "<w:sdt><w:sdtPr/><w:sdtContent>",
                &run("", "at Acme"),
                "</w:sdtContent></w:sdt>",
            ),
            "Engineer at Acme since 2011",
        ),
        body(
            "a paragraph mark that was deleted",
            &format!(
                "<w:p><w:pPr><w:rPr><w:del w:id=\"1\"/></w:rPr></w:pPr>{}</w:p>{}",
                run("", "Engineer"),
                paragraph("at Acme")
            ),
            "Engineer at Acme",
        ),
        Layout::docx(
            "comment",
            &Docx::body(&around(
                "<w:commentRangeStart w:id=\"1\"/>",
                &run("", "at Acme"),
                "<w:commentRangeEnd w:id=\"1\"/>",
            ))
            .xml("word/comments.xml", "comments", &paragraph("Is this true?")),
            "Engineer at Acme since 2011",
        ),
    ]
}

fn hidden() -> Vec<Layout> {
    use HiddenReason::{Invisible, OffPage, SameColor, Tiny};
    const WORDS: &str = "kubernetes expert";
    let set = |properties: &str| {
        format!(
            "<w:p>{}{}</w:p>",
            run("", "Ada Lovelace "),
            run(properties, WORDS)
        )
    };
    let hides = |name, properties: &str, reason| {
        body(name, &set(properties), "Ada Lovelace").hiding(reason, WORDS)
    };
    let shows = |name, content: &str| body(name, content, "Ada Lovelace kubernetes expert");
    let styles = concat!(
        "<w:style w:type=\"paragraph\" w:styleId=\"Ghost\"><w:rPr><w:color w:val=\"FFFFFF\"/></w:rPr></w:style>",
        "<w:style w:type=\"character\" w:styleId=\"Base\"><w:rPr><w:sz w:val=\"2\"/></w:rPr></w:style>",
        "<w:style w:type=\"character\" w:styleId=\"Derived\"><w:basedOn w:val=\"Base\"/><w:rPr><w:b/></w:rPr></w:style>",
        "<w:style w:type=\"character\" w:styleId=\"Secret\"><w:rPr><w:vanish/></w:rPr></w:style>",
        "<w:style w:type=\"table\" w:styleId=\"Dark\"><w:tblStylePr w:type=\"firstRow\"><w:tcPr><w:shd w:val=\"clear\" w:fill=\"1F3864\"/></w:tcPr></w:tblStylePr></w:style>",
        "<w:style w:type=\"paragraph\" w:styleId=\"Loop\"><w:basedOn w:val=\"Loop\"/></w:style>",
    );
    let styled = |content: &str| Docx::body(content).styles(styles);
    let in_paragraph = |style: &str, properties: &str| {
        format!(
            "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{}</w:p>",
            run(properties, WORDS)
        )
    };
    let white = run("<w:color w:val=\"FFFFFF\"/>", WORDS);
    let dark_cell = format!(
        "<w:tbl><w:tr><w:tc><w:tcPr><w:shd w:val=\"clear\" w:fill=\"1F3864\"/></w:tcPr><w:p>{white}</w:p></w:tc></w:tr></w:tbl>"
    );
    let dark_table = format!(
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"Dark\"/></w:tblPr><w:tr><w:tc><w:p>{white}</w:p></w:tc></w:tr></w:tbl>"
    );
    let boxed = |offset: &str| {
        format!(
            "<w:p>{}<w:r><w:drawing><wp:anchor><wp:positionH><wp:posOffset>{offset}</wp:posOffset></wp:positionH><w:txbxContent>{}</w:txbxContent></wp:anchor></w:drawing></w:r></w:p>",
            run("", "Ada Lovelace"),
            paragraph(WORDS)
        )
    };
    vec![
        hides("vanished", "<w:vanish/>", Invisible),
        Layout::docx(
            "vanished by a style",
            &styled(&set("<w:rStyle w:val=\"Secret\"/>")),
            "Ada Lovelace",
        )
        .hiding(Invisible, WORDS),
        hides("white run", "<w:color w:val=\"FFFFFF\"/>", SameColor),
        hides(
            "white by the theme",
            "<w:color w:themeColor=\"background1\"/>",
            SameColor,
        ),
        hides(
            "white on a white mark",
            "<w:color w:val=\"FEFEFE\"/><w:highlight w:val=\"white\"/>",
            SameColor,
        ),
        hides("tiny", "<w:sz w:val=\"2\"/>", Tiny),
        Layout::docx(
            "tiny by the style that its style is based on",
            &styled(&set("<w:rStyle w:val=\"Derived\"/>")),
            "Ada Lovelace",
        )
        .hiding(Tiny, WORDS),
        Layout::docx(
            "white by the paragraph's style",
            &styled(&format!(
                "{}{}",
                paragraph("Ada Lovelace"),
                in_paragraph("Ghost", "")
            )),
            "Ada Lovelace",
        )
        .hiding(SameColor, WORDS),
        body(
            "in a box far off the page",
            &boxed("-99999999"),
            "Ada Lovelace",
        )
        .hiding(OffPage, WORDS),
        shows("vanished not", &set("<w:vanish w:val=\"0\"/>")),
        shows("hidden on the web only", &set("<w:webHidden/>")),
        shows("light grey run", &set("<w:color w:val=\"BFBFBF\"/>")),
        shows(
            "white on a black mark",
            &set("<w:color w:val=\"FFFFFF\"/><w:highlight w:val=\"black\"/>"),
        ),
        shows(
            "white in a dark cell",
            &format!("{}{dark_cell}", paragraph("Ada Lovelace")),
        ),
        Layout::docx(
            "white in a table of a dark style",
            &styled(&format!("{}{dark_table}", paragraph("Ada Lovelace"))),
            "Ada Lovelace kubernetes expert",
        ),
        Layout::docx(
            "black in a style of white",
            &styled(&format!(
                "{}{}",
                paragraph("Ada Lovelace"),
                in_paragraph("Ghost", "<w:color w:val=\"000000\"/>")
            )),
            "Ada Lovelace kubernetes expert",
        ),
        Layout::docx(
            "a style based on itself",
            &styled(&format!(
                "{}{}",
                paragraph("Ada Lovelace"),
                in_paragraph("Loop", "")
            )),
            "Ada Lovelace kubernetes expert",
        ),
        Layout::docx(
            "white on a page of black",
            &Docx::default().xml(
                "word/document.xml",
                "document",
                &format!(
                    "<w:background w:color=\"000000\"/><w:body><w:p>{}{white}</w:p></w:body>",
                    run("<w:color w:val=\"FFFFFF\"/>", "Ada Lovelace ")
                ),
            ),
            "Ada Lovelace kubernetes expert",
        ),
        body(
            "in a box on the page",
            &boxed("914400"),
            "kubernetes expert Ada Lovelace",
        ),
    ]
}
