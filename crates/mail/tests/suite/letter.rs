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
        ..Letter::default()
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

#[test]
fn a_persons_words_and_a_list_stand_apart_and_stay_words() {
    let letter = Letter {
        quote: "Look at both.\n<b>Then</b> decide.".into(),
        items: vec!["Ines <i>Duarte</i>".into(), "Sam Okafor".into()],
        ..Letter::default()
    };
    assert_eq!(
        letter.text(),
        "    Look at both.\n    <b>Then</b> decide.\n\n- Ines <i>Duarte</i>\n- Sam Okafor\n"
    );
    let html = letter.html();
    assert!(
        html.contains("&lt;b&gt;Then&lt;/b&gt;")
            && html.contains("<li>Ines &lt;i&gt;Duarte&lt;/i&gt;</li>")
    );
    assert!(
        html.contains("prefers-color-scheme:dark"),
        "readable in a dark reader"
    );
}
