//! HTML: what a browser would show, as lines.

use documents::{Format, HiddenReason, extract};

#[test]
fn reads_blocks_lists_tables_and_entities() {
    let page = r#"<!DOCTYPE html><html><head><title>My CV</title><style>p { color: red }</style></head><body>
        <h1>Ada&nbsp;Lovelace</h1>
        <p>Engineer &amp; mathematician,<br>London &#8212; caf&eacute; &unknown;</p>
        <script>if (a < b) document.write("<p>never</p>")</script><!-- nor this -->
        <h2>Skills</h2><ul><li>Rust<li><p>SQL</p></li></ul>
        <table><tr><td>2018</td><td>Acme</td></tr><tr><td>2020<td>Initech</table>
        2 < 3</body></html>"#;
    let read = extract(page.as_bytes()).unwrap();
    assert_eq!(read.format, Format::Html);
    insta::assert_snapshot!(read.text(), @r"
    Ada Lovelace

    Engineer & mathematician,
    London — café &unknown;

    Skills

    • Rust
    • SQL

    2018	Acme
    2020	Initech

    2 < 3
    ");
}

#[test]
fn tells_hidden_elements_apart() {
    let page = r##"<html><body>Seen
        <div style="display: none">none</div><div hidden>attribute</div>
        <span style="font-size:1px">tiny</span><span style="color:#fff">white</span>
        <div style="position:absolute; left:-9999px">away</div>
        <div style="background:#222"><b style="color:white">on dark</b></div></body></html>"##;
    let read = extract(page.as_bytes()).unwrap();
    insta::assert_snapshot!(read.text(), @r"
    Seen
    on dark
    ");
    let reasons: Vec<HiddenReason> = read.hidden.iter().map(|hidden| hidden.reason).collect();
    assert_eq!(
        reasons,
        [
            HiddenReason::Invisible,
            HiddenReason::Tiny,
            HiddenReason::SameColor,
            HiddenReason::OffPage
        ]
    );
}
