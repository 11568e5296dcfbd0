//! `Letter`

use mail::Letter;

fn letter(who: &str) -> Letter {
    Letter {
        paragraphs: vec![format!("{who} invites you to CLARA.")],
        action: Some((
            "Accept".into(),
            "https://clara.example/invitation/abc".into(),
        )),
        small_print: vec!["The link works for 7 days.".into()],
    }
}

#[test]
fn as_text_it_is_read_without_a_browser() {
    insta::assert_snapshot!(letter("Aoife").text(), @"
    Aoife invites you to CLARA.

    Accept:
    https://clara.example/invitation/abc

    The link works for 7 days.
    ");
}

#[test]
fn as_html_no_name_becomes_markup() {
    let html = letter("<img src=x onerror=alert(1)>\" & 'co'").html();
    assert!(
        html.contains("&lt;img src=x onerror=alert(1)&gt;&quot; &amp; &#39;co&#39; invites you")
    );
    assert!(!html.contains("<img"));
    assert!(html.contains("<a href=\"https://clara.example/invitation/abc\""));
}
