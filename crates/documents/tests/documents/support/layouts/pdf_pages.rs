//! PDF pages by how their text is arranged.

use super::Layout;
use crate::support::{Pdf, line, lines};

const PROFILE: [&str; 5] = [
    "PROFILE",
    "Engineer who builds payment",
    "systems since 2011 and leads",
    "small teams in three countries",
    "and two time zones",
];
const SKILLS: [&str; 5] = ["SKILLS", "Rust", "PostgreSQL", "Kafka", "Kubernetes"];
const CONTACT: [&str; 3] = ["CONTACT", "ada@example.org", "Lisbon"];

pub fn layouts() -> Vec<Layout> {
    [columns(), rows(), turned(), painted()]
        .into_iter()
        .flatten()
        .collect()
}

fn columns() -> Vec<Layout> {
    let name = || line(60.0, 750.0, 22.0, "Ada Lovelace");
    let in_turns: String = (0..5)
        .map(|row| {
            line(60.0, 700.0 - 13.0 * row as f32, 10.0, SKILLS[row])
                + &line(250.0, 694.0 - 17.0 * row as f32, 10.0, PROFILE[row])
        })
        .collect();
    vec![
        Layout::page(
            "one column",
            name() + &lines(60.0, 700.0, &PROFILE) + &lines(60.0, 600.0, &SKILLS),
            "Ada Lovelace PROFILE Engineer who builds payment systems since 2011 and leads small teams in three countries and two time zones SKILLS Rust PostgreSQL Kafka Kubernetes",
        ),
        Layout::page(
            "sidebar on the left",
            name() + &lines(60.0, 700.0, &SKILLS) + &lines(250.0, 700.0, &PROFILE),
            "Ada Lovelace SKILLS Rust PostgreSQL Kafka Kubernetes PROFILE Engineer who builds payment systems since 2011 and leads small teams in three countries and two time zones",
        ),
        Layout::page(
            "sidebar on the right",
            name() + &lines(60.0, 700.0, &PROFILE) + &lines(420.0, 700.0, &SKILLS),
            "Ada Lovelace PROFILE Engineer who builds payment systems since 2011 and leads small teams in three countries and two time zones SKILLS Rust PostgreSQL Kafka Kubernetes",
        ),
        Layout::page(
            "sidebar painted last",
            lines(250.0, 700.0, &PROFILE) + &lines(60.0, 700.0, &SKILLS),
            "SKILLS Rust PostgreSQL Kafka Kubernetes PROFILE Engineer who builds payment systems since 2011 and leads small teams in three countries and two time zones",
        ),
        Layout::page(
            "sidebar in white on a dark box",
            format!(
                "0.1 0.2 0.3 rg 0 0 200 792 re f 1 g {} 0 g {}",
                lines(40.0, 700.0, &SKILLS),
                lines(250.0, 700.0, &PROFILE)
            ),
            "SKILLS Rust PostgreSQL Kafka Kubernetes PROFILE Engineer who builds payment systems since 2011 and leads small teams in three countries and two time zones",
        ),
        Layout::page(
            "three columns",
            lines(50.0, 700.0, &CONTACT)
                + &lines(200.0, 700.0, &SKILLS)
                + &lines(330.0, 700.0, &PROFILE),
            "CONTACT ada@example.org Lisbon SKILLS Rust PostgreSQL Kafka Kubernetes PROFILE Engineer who builds payment systems since 2011 and leads small teams in three countries and two time zones",
        ),
        Layout::page(
            "columns painted in turns",
            in_turns,
            "SKILLS Rust PostgreSQL Kafka Kubernetes PROFILE Engineer who builds payment systems since 2011 and leads small teams in three countries and two time zones",
        ),
        Layout::page(
            "columns between texts over the whole width",
            line(
                60.0,
                740.0,
                10.0,
                "Builds payment systems for banks that move forty million payments every single day",
            ) + &lines(60.0, 700.0, &SKILLS)
                + &lines(250.0, 700.0, &PROFILE)
                + &line(
                    60.0,
                    600.0,
                    10.0,
                    "References from three banks and two central banks are available whenever you ask for them",
                ),
            "Builds payment systems for banks that move forty million payments every single day SKILLS Rust PostgreSQL Kafka Kubernetes PROFILE Engineer who builds payment systems since 2011 and leads small teams in three countries and two time zones References from three banks and two central banks are available whenever you ask for them",
        ),
        Layout::page(
            "the name in the right column",
            lines(60.0, 700.0, &CONTACT)
                + &line(250.0, 700.0, 24.0, "Ada Lovelace")
                + &lines(250.0, 676.0, &PROFILE),
            "Ada Lovelace PROFILE Engineer who builds payment systems since 2011 and leads small teams in three countries and two time zones CONTACT ada@example.org Lisbon",
        ),
        Layout::pdf(
            "columns on a page on its side",
            Pdf::new().media_box("[0 0 842 595]").page(
                line(60.0, 550.0, 22.0, "Ada Lovelace")
                    + &lines(60.0, 500.0, &SKILLS)
                    + &lines(500.0, 500.0, &PROFILE),
            ),
            "Ada Lovelace SKILLS Rust PostgreSQL Kafka Kubernetes PROFILE Engineer who builds payment systems since 2011 and leads small teams in three countries and two time zones",
        ),
    ]
}

fn rows() -> Vec<Layout> {
    let table: String = [
        ["Language", "Level", "Years"],
        ["Rust", "expert", "9"],
        ["Java", "good", "12"],
        ["Python", "basic", "3"],
    ]
    .iter()
    .enumerate()
    .map(|(row, cells)| {
        let y = 700.0 - 18.0 * row as f32;
        let cells: String = (0..3)
            .map(|cell| line(72.0 + 150.0 * cell as f32, y, 10.0, cells[cell]))
            .collect();
        format!("{cells} 72 {} 450 18 re S\n", y - 5.0)
    })
    .collect();
    let roles = [
        ("Staff Engineer, Acme", "2018 – Present"),
        ("Engineer, Initech", "2014 – 2018"),
        ("Intern, Globex", "Summer 2013"),
    ];
    let dated = |title: f32, dates: f32| -> String {
        roles
            .iter()
            .enumerate()
            .map(|(row, (role, when))| {
                let y = 700.0 - 40.0 * row as f32;
                line(title, y, 10.0, role)
                    + &line(dates, y, 10.0, when)
                    + &line(title, y - 14.0, 10.0, "Built things that last.")
            })
            .collect()
    };
    let centred: String = roles
        .iter()
        .enumerate()
        .map(|(row, (role, when))| {
            let y = 700.0 - 50.0 * row as f32;
            lines(180.0, y, &[role, "Built things that last."]) + &line(60.0, y - 7.0, 10.0, when)
        })
        .collect();
    let centred_right: String = roles
        .iter()
        .enumerate()
        .map(|(row, (role, when))| {
            let y = 700.0 - 60.0 * row as f32;
            lines(60.0, y, &[role, "Built things that last.", "Ran them too."])
                + &line(430.0, y - 12.0, 10.0, when)
        })
        .collect();
    vec![
        Layout::page(
            "table with rules",
            table,
            "Language Level Years Rust expert 9 Java good 12 Python basic 3",
        ),
        Layout::page(
            "dates at the right margin",
            dated(72.0, 460.0),
            "Staff Engineer, Acme 2018 – Present Built things that last. Engineer, Initech 2014 – 2018 Built things that last. Intern, Globex Summer 2013 Built things that last.",
        ),
        Layout::page(
            "dates in a column on the left",
            dated(180.0, 60.0),
            "2018 – Present Staff Engineer, Acme Built things that last. 2014 – 2018 Engineer, Initech Built things that last. Summer 2013 Intern, Globex Built things that last.",
        ),
        Layout::page(
            "dates centred on the left beside taller cells",
            centred,
            "2018 – Present Staff Engineer, Acme Built things that last. 2014 – 2018 Engineer, Initech Built things that last. Summer 2013 Intern, Globex Built things that last.",
        ),
        Layout::page(
            "dates centred on the right beside taller cells",
            centred_right,
            "Staff Engineer, Acme 2018 – Present Built things that last. Ran them too. Engineer, Initech 2014 – 2018 Built things that last. Ran them too. Intern, Globex Summer 2013 Built things that last. Ran them too.",
        ),
        Layout::page(
            "bullets apart from their texts",
            (0..3)
                .map(|row| {
                    let y = 700.0 - 14.0 * row as f32;
                    line(72.0, y, 10.0, "•")
                        + &line(
                            96.0,
                            y,
                            10.0,
                            ["Led a team", "Cut cost by 30%", "Wrote the book"][row],
                        )
                })
                .collect::<String>(),
            "• Led a team • Cut cost by 30% • Wrote the book",
        ),
        Layout::page(
            "levels of a list by indent",
            line(72.0, 700.0, 10.0, "• Payments")
                + &line(90.0, 686.0, 10.0, "– Cards")
                + &line(90.0, 672.0, 10.0, "– Transfers")
                + &line(72.0, 658.0, 10.0, "• Ledgers"),
            "• Payments • Cards • Transfers • Ledgers",
        ),
        Layout::page(
            "words parted at line ends",
            lines(
                72.0,
                700.0,
                &[
                    "Ten years as a manage-",
                    "ment consultant in cross-",
                    "functional teams.",
                ],
            ),
            "Ten years as a management consultant in cross-functional teams.",
        ),
        Layout::pdf(
            "header and footer on each page",
            (1..=2).fold(Pdf::new(), |file, page| {
                file.page(
                    line(72.0, 760.0, 8.0, "Ada Lovelace, engineer")
                        + &lines(72.0, 700.0, if page == 1 { &PROFILE } else { &SKILLS })
                        + &line(280.0, 30.0, 8.0, &format!("Page {page} of 2")),
                )
            }),
            "Ada Lovelace, engineer PROFILE Engineer who builds payment systems since 2011 and leads small teams in three countries and two time zones Page 1 of 2 Ada Lovelace, engineer SKILLS Rust PostgreSQL Kafka Kubernetes Page 2 of 2",
        ),
    ]
}

fn turned() -> Vec<Layout> {
    let upright = |matrix: &str| {
        format!(
            "q {matrix} cm {} Q",
            lines(72.0, 500.0, &["First line of text", "Second line of text"])
        )
    };
    let turned = |rotate: &str, matrix: &str| Pdf::new().page_entries(rotate).page(upright(matrix));
    let words = "First line of text Second line of text";
    vec![
        Layout::pdf("page turned by a quarter", turned("/Rotate 90", "0 1 -1 0 612 0"), words),
        Layout::pdf("page turned by half", turned("/Rotate 180", "-1 0 0 -1 612 792"), words),
        Layout::pdf("page turned by three quarters", turned("/Rotate 270", "0 -1 1 0 0 792"), words),
        Layout::page(
            "a heading up the margin",
            format!("q 0 1 -1 0 40 300 cm {} Q {}", line(0.0, 0.0, 14.0, "CURRICULUM VITAE"), lines(72.0, 700.0, &SKILLS)),
            "SKILLS Rust PostgreSQL Kafka Kubernetes CURRICULUM VITAE",
        ),
        Layout::page(
            "upside down by its matrix and back",
            format!("1 0 0 -1 0 792 cm BT /F1 10 Tf 1 0 0 -1 72 92 Tm ({}) Tj 1 0 0 -1 72 106 Tm ({}) Tj ET", "First line of text", "Second line of text"),
            words,
        ),
        Layout::page(
            "transforms in transforms",
            format!("q 2 0 0 2 0 0 cm q 0.5 0 0 0.5 30 100 cm q 1 0 0 1 10 20 cm {} Q Q Q", lines(0.0, 400.0, &["First line of text", "Second line of text"])),
            words,
        ),
        Layout::pdf(
            "a page that does not begin at zero",
            Pdf::new().media_box("[-300 -400 312 392]").page(lines(-250.0, 300.0, &["First line of text", "Second line of text"])),
            words,
        ),
        Layout::pdf(
            "a page in units of ten points",
            Pdf::new().media_box("[0 0 61.2 79.2]").page_entries("/UserUnit 10").page("BT /F1 1 Tf 7 70 Td (First line of text) Tj 0 -1.4 Td (Second line of text) Tj ET"),
            words,
        ),
        Layout::page("condensed", "BT 70 Tz /F1 10 Tf 72 700 Td (First line of text) Tj 0 -14 Td (Second line of text) Tj ET", words),
        Layout::page("slanted by its matrix", "BT /F1 10 Tf 1 0 0.3 1 72 700 Tm (First line of text) Tj 1 0 0.3 1 72 686 Tm (Second line of text) Tj ET", words),
    ]
}

fn painted() -> Vec<Layout> {
    let by_words: String = [
        ("Built", 72.0),
        ("payment", 97.0),
        ("systems", 140.0),
        ("in", 182.0),
        ("Lisbon", 193.0),
    ]
    .iter()
    .map(|(word, x)| line(*x, 700.0, 10.0, word))
    .collect();
    let by_letters: String = "Kafka"
        .chars()
        .zip([72.0, 78.7, 84.2, 87.0, 92.0])
        .map(|(char, x)| line(x, 700.0, 10.0, &char.to_string()))
        .collect();
    let upwards: String = PROFILE
        .iter()
        .enumerate()
        .rev()
        .map(|(row, text)| line(72.0, 700.0 - 14.0 * row as f32, 10.0, text))
        .collect();
    vec![
        Layout::page("a string for each word", by_words, "Built payment systems in Lisbon"),
        Layout::page("a string for each letter", by_letters, "Kafka"),
        Layout::page("painted from the bottom up", upwards, "PROFILE Engineer who builds payment systems since 2011 and leads small teams in three countries and two time zones"),
        Layout::page("lines by every operator", "BT /F1 10 Tf 14 TL 72 700 Td (One) Tj T* (two) Tj (three) ' 1 0 (four) \" 0 -14 TD (five) Tj ET", "One two three four five"),
        Layout::page("letter-spaced by typing", line(72.0, 700.0, 12.0, "E X P E R I E N C E"), "EXPERIENCE"),
        Layout::page("letter-spaced by the writer", "BT /F1 12 Tf 4 Tc 72 700 Td (WORK EXPERIENCE) Tj ET", "WORK EXPERIENCE"),
        Layout::page("words only by distance", "BT /F1 12 Tf 72 700 Td [(Built) -280 (payment) -280 (systems)] TJ ET", "Built payment systems"),
        Layout::page("kerned within words", "BT /F1 12 Tf 72 700 Td [(J) 20 (a) 15 (va, T) 80 (ypeScript)] TJ ET", "Java, TypeScript"),
        Layout::page("word spacing", "BT /F1 10 Tf 8 Tw 72 700 Td (Built payment systems) Tj ET", "Built payment systems"),
        Layout::page("bold by painting twice", line(72.0, 700.0, 12.0, "Skills") + &line(72.3, 700.0, 12.0, "Skills"), "Skills"),
        Layout::page("raised and lowered", "BT /F1 10 Tf 72 680 Td (Ranked 1) Tj /F1 6 Tf 4 Ts (st) Tj 0 Ts /F1 10 Tf ( of 200, H) Tj /F1 6 Tf -2 Ts (2) Tj 0 Ts /F1 10 Tf (O) Tj ET", "Ranked 1st of 200, H2O"),
        Layout::page(
            "underlined and struck",
            line(72.0, 700.0, 10.0, "Underlined words") + "72 698 80 0.5 re f " + &line(72.0, 680.0, 10.0, "Struck words") + "72 683 60 0.5 re f",
            "Underlined words Struck words",
        ),
        Layout::page(
            "a picture between lines",
            line(72.0, 700.0, 10.0, "Before the picture") + "q 50 0 0 50 72 630 cm BI /W 2 /H 2 /CS /G /BPC 8 ID \u{10}(\u{ff}) EI Q " + &line(72.0, 610.0, 10.0, "After the picture"),
            "Before the picture After the picture",
        ),
        Layout::pdf(
            "forms in forms",
            Pdf::new()
                .resources("/XObject << /Outer 5 0 R >>")
                .stream("/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /XObject << /Inner 6 0 R >> /Font << /F1 3 0 R >> >>", b"BT /F1 10 Tf 72 690 Td (Outer) Tj ET q 1 0 0 1 72 670 cm /Inner Do Q")
                .form("/BBox [0 0 300 50] /Matrix [1 0 0 1 0 5]", &line(0.0, 0.0, 10.0, "Inner"))
                .page(line(72.0, 710.0, 10.0, "Page") + "/Outer Do " + &line(72.0, 650.0, 10.0, "Below")),
            "Page Outer Inner Below",
        ),
        Layout::page("a watermark in light grey", format!("0.85 g {} 0 g {}", line(200.0, 400.0, 40.0, "CONFIDENTIAL"), lines(72.0, 700.0, &SKILLS)), "SKILLS Rust PostgreSQL Kafka Kubernetes CONFIDENTIAL"),
        Layout::page("outlined letters", line(72.0, 700.0, 24.0, "Ada Lovelace").replace("BT", "BT 1 Tr"), "Ada Lovelace"),
        Layout::page("what marks say is not what shows", "BT /F1 10 Tf 72 700 Td /Span << /ActualText (Ten years of Rust) >> BDC (One year of Java) Tj EMC ET", "One year of Java"),
    ]
}
