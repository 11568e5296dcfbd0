//! `Bounce`: notifications as mail servers write them, and everything else.

use mail::Bounce;

const ID: &str = "019ab3c4-5d6e-7f80-9123-456789abcdef";

/// As Postfix writes it. `returned` is the part that returns the mail.
fn report(action: &str, returned: &str) -> String {
    format!(
        "Return-Path: <>\r\nFrom: MAILER-DAEMON@mail.example.org (Mail Delivery System)\r\nTo: clara@example.org\r\n\
         Subject: Undelivered Mail Returned to Sender\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status;\r\n\tboundary=\"B1/mail.example.org\"\r\n\r\n\
         This is a MIME-encapsulated message.\r\n\r\n--B1/mail.example.org\r\nContent-Description: Notification\r\n\
         Content-Type: text/plain; charset=us-ascii\r\n\r\nI'm sorry to have to inform you\r\n\r\n--B1/mail.example.org\r\n\
         Content-Description: Delivery report\r\nContent-Type: message/delivery-status\r\n\r\n\
         Reporting-MTA: dns; mail.example.org\r\nArrival-Date: Mon,  2 Nov 2026 09:00:00 +0000 (UTC)\r\n\r\n\
         Final-Recipient: rfc822; nobody@example.com\r\nAction: {action}\r\nStatus: 5.1.1\r\n\
         Diagnostic-Code: smtp; 550 5.1.1 no such person\r\n\r\n--B1/mail.example.org\r\n{returned}\r\n--B1/mail.example.org--\r\n"
    )
}

fn headers_of(id: &str) -> String {
    format!(
        "Content-Type: text/rfc822-headers\r\n\r\nFrom: CLARA <clara@example.org>\r\nTo: nobody@example.com\r\n\
         Subject: Join Acme on CLARA\r\nMessage-ID: <{id}@example.org>\r\n"
    )
}

fn read(mail: &str) -> Option<String> {
    Bounce::read(mail.as_bytes()).map(|bounce| bounce.id)
}

#[test]
fn a_mail_that_came_back_is_known_by_its_id_whole_or_by_its_headers() {
    let whole = format!(
        "Content-Description: Undelivered Message\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <{ID}@example.org>\r\n\
         Subject: Join Acme on CLARA\r\nContent-Type: text/plain\r\n\r\nAction: failed\r\n"
    );
    for returned in [&headers_of(ID), &whole] {
        assert_eq!(read(&report("failed", returned)).as_deref(), Some(ID));
        assert_eq!(read(&report("FAILED", returned)).as_deref(), Some(ID));
    }
    // Where its last line is the last before the boundary.
    let bare = headers_of(ID);
    assert_eq!(
        read(&report("failed", bare.trim_end())).as_deref(),
        Some(ID)
    );
    let unix = report("failed", &headers_of(ID)).replace("\r\n", "\n");
    assert_eq!(read(&unix).as_deref(), Some(ID));
}

#[test]
fn what_is_late_or_arrived_did_not_come_back() {
    for action in ["delayed", "delivered", "relayed", "expanded", "", "failed?"] {
        assert_eq!(read(&report(action, &headers_of(ID))), None, "{action}");
    }
}

#[test]
fn anything_else_is_let_be() {
    let failed = report("failed", &headers_of(ID));
    for mail in [
        String::new(),
        "Subject: Hello\r\n\r\nAction: failed\r\n".into(),
        failed.replace("multipart/report", "multipart/mixed"),
        failed.replace("message/delivery-status", "text/plain"),
        report("failed", "Content-Type: text/plain\r\n\r\nnothing"),
        report("failed", &headers_of("../../etc/passwd")),
        report("failed", &headers_of("' OR 1=1 --")),
        report("failed", &headers_of(&"a".repeat(65))),
        failed.clone() + &" ".repeat(Bounce::LARGEST),
    ] {
        assert_eq!(read(&mail), None, "{}", &mail[..mail.len().min(200)]);
    }
}

#[test]
fn whatever_is_cut_or_garbled_is_read_without_a_panic() {
    let failed = report("failed", &headers_of(ID)).into_bytes();
    for at in 0..failed.len() {
        let _ = Bounce::read(&failed[..at]);
        let mut garbled = failed.clone();
        for byte in [0, b'\n', b'-', b'"', 0xff] {
            garbled[at] = byte;
            let _ = Bounce::read(&garbled);
        }
    }
    let nested = "Content-Type: multipart/report; boundary=a\r\n\r\n--a\r\n".repeat(20_000);
    let _ = Bounce::read(nested.as_bytes());
    let within = "Content-Type: message/rfc822\r\n\r\n".repeat(30_000);
    let _ = Bounce::read(within.as_bytes());
}
