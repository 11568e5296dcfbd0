//! Resumes set on PDF pages: in one column, or with a sidebar.

use super::{
    metrics::{Font, width, wrap},
    outline::{Line, Outline, Section},
    pdf::{PAGE, Page, file},
};

const MARGIN: f32 = 56.0;
const BODY: f32 = 9.5;
const LEADING: f32 = 13.0;
const SIDEBAR: f32 = 188.0;
const TINT: (f32, f32, f32) = (0.92, 0.94, 0.96);
const RULE: (f32, f32, f32) = (0.16, 0.32, 0.47);

/// All sections below each other, over as many pages as it takes.
pub(crate) fn one_column(outline: &Outline) -> Vec<u8> {
    let mut pages = vec![Page::default()];
    let mut column = Column {
        x: MARGIN,
        width: PAGE.0 - 2.0 * MARGIN,
        top: PAGE.1 - MARGIN,
        y: PAGE.1 - MARGIN,
        page: 0,
        tint: false,
    };
    column.down(&mut pages, 20.0);
    column.put(&mut pages, 0.0, Font::Bold, 20.0, 0.1, &outline.name);
    column.down(&mut pages, 17.0);
    column.put(
        &mut pages,
        0.0,
        Font::Regular,
        12.0,
        0.35,
        &outline.headline,
    );
    column.down(&mut pages, 2.0);
    column.paragraph(
        &mut pages,
        0.0,
        Font::Regular,
        &outline.contact.join("  |  "),
    );
    for section in &outline.sections {
        column.section(&mut pages, section);
    }
    file(&pages)
}

/// Contact, skills and the like in a tinted bar on the left, the rest beside it.
pub(crate) fn two_columns(outline: &Outline) -> Vec<u8> {
    let mut pages = Vec::new();
    new_page(&mut pages, true);
    let top = PAGE.1 - 48.0;
    let mut side = Column {
        x: 28.0,
        width: SIDEBAR - 44.0,
        top,
        y: top,
        page: 0,
        tint: true,
    };
    let mut main = Column {
        x: SIDEBAR + 26.0,
        width: PAGE.0 - SIDEBAR - 26.0 - 40.0,
        top,
        y: top,
        page: 0,
        tint: true,
    };
    side.heading(&mut pages, "Contact");
    for line in &outline.contact {
        side.paragraph(&mut pages, 0.0, Font::Regular, line);
    }
    for section in outline.sections.iter().filter(|section| section.side) {
        side.section(&mut pages, section);
    }
    main.down(&mut pages, 20.0);
    main.put(&mut pages, 0.0, Font::Bold, 21.0, 0.1, &outline.name);
    main.down(&mut pages, 17.0);
    main.put(
        &mut pages,
        0.0,
        Font::Regular,
        12.0,
        0.35,
        &outline.headline,
    );
    for section in outline.sections.iter().filter(|section| !section.side) {
        main.section(&mut pages, section);
    }
    file(&pages)
}

fn new_page(pages: &mut Vec<Page>, tint: bool) {
    let mut page = Page::default();
    if tint {
        page.rectangle(0.0, 0.0, SIDEBAR, PAGE.1, TINT);
    }
    pages.push(page);
}

/// A column that fills from the top, and goes on on the next page.
struct Column {
    x: f32,
    width: f32,
    top: f32,
    /// The last base line.
    y: f32,
    page: usize,
    tint: bool,
}

impl Column {
    /// Goes to the next base line.
    fn down(&mut self, pages: &mut Vec<Page>, by: f32) {
        self.y -= by;
        if self.y < MARGIN {
            self.y = self.top - LEADING;
            self.page += 1;
            if self.page == pages.len() {
                new_page(pages, self.tint);
            }
        }
    }

    fn put(&self, pages: &mut [Page], indent: f32, font: Font, size: f32, grey: f32, text: &str) {
        pages[self.page].text(self.x + indent, self.y, font, size, grey, text);
    }

    fn paragraph(&mut self, pages: &mut Vec<Page>, indent: f32, font: Font, text: &str) {
        for line in wrap(text, font, BODY, self.width - indent) {
            self.down(pages, LEADING);
            self.put(pages, indent, font, BODY, 0.15, &line);
        }
    }

    fn heading(&mut self, pages: &mut Vec<Page>, text: &str) {
        // A heading never stands alone at the foot of a page.
        if self.y - 60.0 < MARGIN {
            self.y = 0.0;
        }
        self.down(pages, 26.0);
        self.put(pages, 0.0, Font::Bold, 11.5, 0.1, text);
        pages[self.page].rectangle(self.x, self.y - 4.0, self.width, 0.8, RULE);
        self.y -= 3.0;
    }

    fn section(&mut self, pages: &mut Vec<Page>, section: &Section) {
        self.heading(pages, section.heading);
        for line in &section.lines {
            match line {
                Line::Text(text) => self.paragraph(pages, 0.0, Font::Regular, text),
                Line::Bullet(text) => {
                    let lines = wrap(text, Font::Regular, BODY, self.width - 12.0);
                    for (index, line) in lines.iter().enumerate() {
                        self.down(pages, LEADING);
                        if index == 0 {
                            self.put(pages, 2.0, Font::Regular, BODY, 0.15, "•");
                        }
                        self.put(pages, 12.0, Font::Regular, BODY, 0.15, line);
                    }
                }
                Line::Entry {
                    title,
                    place,
                    dates,
                } => {
                    self.down(pages, LEADING + 5.0);
                    let dates_width = width(dates, Font::Regular, BODY);
                    let beside = width(title, Font::Bold, 10.0) + dates_width + 12.0 <= self.width;
                    self.put(pages, 0.0, Font::Bold, 10.0, 0.1, title);
                    if beside {
                        self.put(
                            pages,
                            self.width - dates_width,
                            Font::Regular,
                            BODY,
                            0.35,
                            dates,
                        );
                        self.paragraph(pages, 0.0, Font::Regular, place);
                    } else {
                        self.paragraph(pages, 0.0, Font::Regular, place);
                        self.paragraph(pages, 0.0, Font::Regular, dates);
                    }
                }
            }
        }
    }
}
