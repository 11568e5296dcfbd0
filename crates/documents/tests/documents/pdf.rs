//! Reading order, words and lines of PDFs.

use documents::{Unreadable, Warning, extract};

use crate::support::{Pdf, line, lines, text_of};

fn page(content: impl Into<String>) -> String {
    text_of(&Pdf::new().page(content).build())
}

#[test]
fn keeps_lines_and_blocks_of_one_column() {
    let content = line(72.0, 740.0, 20.0, "Ada Lovelace")
        + &line(72.0, 700.0, 10.0, "Experience")
        + &lines(
            72.0,
            670.0,
            &[
                "Engineer, Analytical Engines Ltd",
                "• Wrote the first program in 1843",
                "• Led a team of 4",
            ],
        )
        + &lines(72.0, 600.0, &["Education", "University of London"]);
    insta::assert_snapshot!(page(content), @r"
    Ada Lovelace

    Experience

    Engineer, Analytical Engines Ltd
    • Wrote the first program in 1843
    • Led a team of 4

    Education
    University of London
    ");
}

#[test]
fn reads_two_columns_one_after_the_other_below_a_heading_over_both() {
    let content = line(
        72.0,
        740.0,
        18.0,
        "Grace Hopper, Rear Admiral and Compiler Engineer at the Navy",
    ) + &lines(
        72.0,
        700.0,
        &["SKILLS", "COBOL", "Compilers", "Mathematics", "Leadership"],
    ) + &lines(
        260.0,
        700.0,
        &[
            "EXPERIENCE",
            "Director, Navy Programming Languages",
            "1967 to 1977, Washington",
            "Led the standard for COBOL",
            "Wrote validation software",
        ],
    );
    insta::assert_snapshot!(page(content), @r"
    Grace Hopper, Rear Admiral and Compiler Engineer at the Navy

    SKILLS
    COBOL
    Compilers
    Mathematics
    Leadership

    EXPERIENCE
    Director, Navy Programming Languages
    1967 to 1977, Washington
    Led the standard for COBOL
    Wrote validation software
    ");
}

#[test]
fn reads_columns_of_different_line_spacing_that_were_painted_in_turns() {
    let left = ["Contact", "ada@example.org", "London", "Phone 555 1234"];
    let right = [
        "Profile",
        "Mathematician who writes programs",
        "for machines not yet built",
        "Ten years of experience",
    ];
    let content: String = (0..4)
        .map(|row| {
            line(60.0, 700.0 - 13.0 * row as f32, 10.0, left[row])
                + &line(250.0, 695.0 - 17.0 * row as f32, 10.0, right[row])
        })
        .collect();
    insta::assert_snapshot!(page(content), @r"
    Contact
    ada@example.org
    London
    Phone 555 1234

    Profile
    Mathematician who writes programs
    for machines not yet built
    Ten years of experience
    ");
}

#[test]
fn keeps_dates_at_the_margin_with_their_row() {
    let mut content = String::new();
    for (row, (title, dates)) in [
        ("Staff Engineer, Acme", "2018 – Present"),
        ("Engineer, Initech", "2014 – 2018"),
        ("Intern, Globex", "Summer 2013"),
    ]
    .iter()
    .enumerate()
    {
        let y = 700.0 - 40.0 * row as f32;
        content += &(line(72.0, y, 10.0, title)
            + &line(460.0, y, 10.0, dates)
            + &line(72.0, y - 14.0, 10.0, "Built things."));
    }
    insta::assert_snapshot!(page(content), @r"
    Staff Engineer, Acme	2018 – Present
    Built things.

    Engineer, Initech	2014 – 2018
    Built things.

    Intern, Globex	Summer 2013
    Built things.
    ");
}

#[test]
fn puts_the_column_with_the_name_first() {
    let content = lines(60.0, 700.0, &["Contact", "ada@example.org", "London"])
        + &line(260.0, 700.0, 24.0, "Ada Lovelace")
        + &lines(260.0, 680.0, &["Mathematician", "Writes programs"]);
    insta::assert_snapshot!(page(content), @r"
    Ada Lovelace
    Mathematician
    Writes programs

    Contact
    ada@example.org
    London
    ");
}

#[test]
fn joins_letter_spaced_headings() {
    let typed = line(72.0, 700.0, 12.0, "C O N S U L T A N T  2 0 1 8");
    assert_eq!(page(typed), "CONSULTANT 2018");
    let tracked = "BT /F1 12 Tf 4 Tc 72 700 Td (SENIOR CONSULTANT) Tj ET";
    assert_eq!(page(tracked), "SENIOR CONSULTANT");
    let kerned =
        "BT /F1 12 Tf 72 700 Td [(P) -300 (R) -300 (O) -300 (F) -300 (I) -300 (L) -300 (E)] TJ ET";
    assert_eq!(page(kerned), "PROFILE");
}

#[test]
fn joins_words_parted_at_line_ends_and_keeps_compounds() {
    let content = lines(
        72.0,
        700.0,
        &[
            "Ten years as a manage-",
            "ment consultant in cross-",
            "functional teams, self-",
            "employed since 2018.",
        ],
    );
    insta::assert_snapshot!(page(content), @r"
    Ten years as a management
    consultant in cross-functional
    teams, self-employed
    since 2018.
    ");
}

#[test]
fn keeps_a_bullet_with_its_text_and_a_raised_letter_in_its_word() {
    let content = line(72.0, 700.0, 10.0, "•")
        + &line(96.0, 700.0, 10.0, "Reduced cost by 30%")
        + "BT /F1 10 Tf 72 680 Td (Ranked 1) Tj /F1 6 Tf 4 Ts (st) Tj 0 Ts /F1 10 Tf ( of 200) Tj ET";
    assert_eq!(page(content), "• Reduced cost by 30%\nRanked 1st of 200");
}

#[test]
fn takes_drawn_bullets_for_bullets_and_ratings_for_nothing() {
    let disc = |x: f32, y: f32| {
        format!(
            "{x} {y} m {} {y} l {} {} l {x} {} l h f\n",
            x + 3.5,
            x + 3.5,
            y + 3.5,
            y + 3.5
        )
    };
    let content = disc(85.0, 701.5)
        + &line(96.0, 700.0, 10.0, "Led a team")
        + &line(72.0, 680.0, 10.0, "English")
        + &disc(110.0, 681.5)
        + &disc(118.0, 681.5);
    assert_eq!(
        page(content),
        "• Led a team\n\nEnglish".replace("\n\n", "\n")
    );
}

#[test]
fn reads_a_page_that_is_turned() {
    let content = "BT /F1 12 Tf 0 1 -1 0 100 72 Tm (First line) Tj ET BT /F1 12 Tf 0 1 -1 0 116 72 Tm (Second line) Tj ET";
    let turned = Pdf::new().page_entries("/Rotate 90").page(content).build();
    assert_eq!(text_of(&turned), "First line\nSecond line");
}

#[test]
fn reads_text_in_forms_where_they_are_placed() {
    let form = line(0.0, 0.0, 10.0, "Inside the form");
    let file = Pdf::new()
        .resources("/XObject << /Form 5 0 R >>")
        .stream("/Type /XObject /Subtype /Form /BBox [0 0 300 50] /Resources << /Font << /F1 3 0 R >> >>", form.as_bytes())
        .page(line(72.0, 720.0, 10.0, "Above") + "q 1 0 0 1 72 700 cm /Form Do Q\n" + &line(72.0, 680.0, 10.0, "Below"))
        .build();
    insta::assert_snapshot!(text_of(&file).replace("\n\n", "\n"), @r"
    Above
    Inside the form
    Below
    ");
}

#[test]
fn joins_pages_by_a_form_feed() {
    let file = Pdf::new()
        .page(line(72.0, 700.0, 10.0, "One"))
        .page(line(72.0, 700.0, 10.0, "Two"))
        .build();
    assert_eq!(text_of(&file), "One\u{c}Two");
}

#[test]
fn says_that_a_scan_has_no_text() {
    let file = Pdf::new().scanned_page("").build();
    let error = extract(&file).unwrap_err();
    assert_eq!(error, Unreadable::Scanned);
    assert_eq!(
        error.to_string(),
        "No text in this PDF: it may be a scan. Ask for a version with text."
    );
}

#[test]
fn reads_what_a_scanner_recognised_and_says_so() {
    let file = Pdf::new()
        .scanned_page("3 Tr BT /F1 10 Tf 72 700 Td (Recognised resume text) Tj ET")
        .build();
    let read = extract(&file).unwrap();
    assert_eq!(read.text(), "Recognised resume text");
    assert_eq!(read.warnings, [Warning::RecognizedText]);
    assert_eq!(read.hidden, []);
}

#[test]
fn notes_a_page_without_text_among_others() {
    let read = extract(
        &Pdf::new()
            .page(line(72.0, 700.0, 10.0, "One"))
            .page("")
            .build(),
    )
    .unwrap();
    assert_eq!(
        (read.text().as_str(), read.warnings),
        ("One\u{c}", vec![Warning::PageWithoutText])
    );
}

#[test]
fn says_that_a_password_is_needed() {
    let key = "AB".repeat(32);
    let encryption = format!(
        "/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <{key}> /U <{key}> >> /ID [<00> <00>]"
    );
    let file = Pdf::new()
        .page(line(72.0, 700.0, 10.0, "Secret"))
        .trailer(&encryption)
        .build();
    assert_eq!(extract(&file), Err(Unreadable::Encrypted));
}

#[test]
fn reads_what_is_protected_against_change_only() {
    // RC4 with an owner's password and an empty user's one: anybody may open it.
    let file = include_bytes!("files/protected_against_change.pdf");
    assert_eq!(text_of(file), "Readable without a password");
}

#[test]
fn refuses_more_pages_than_a_resume_has() {
    let file = (0..51)
        .fold(Pdf::new(), |file, _| {
            file.page(line(72.0, 700.0, 10.0, "Page"))
        })
        .build();
    assert_eq!(
        extract(&file),
        Err(Unreadable::TooManyPages {
            pages: 51,
            limit: 50
        })
    );
}

#[test]
fn says_that_a_file_cut_short_is_broken() {
    assert_eq!(
        extract(b"%PDF-1.7\n1 0 obj\n<< /Type /Cata"),
        Err(Unreadable::Broken)
    );
}
