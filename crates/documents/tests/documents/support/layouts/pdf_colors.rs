//! PDF pages with text in the colour of what lies behind it, and with text that only nearly is.

use documents::HiddenReason;

use super::Layout;
use super::pdf_hidden::{hides, hides_in, shows, shows_in, words};
use crate::support::Pdf;

pub fn layouts() -> Vec<Layout> {
    use HiddenReason::{Invisible, SameColor};
    let words = words();
    let disc = "170 600 m 170 660 30 660 30 600 c 30 540 170 540 170 600 c h f";
    let rhomb = "100 500 m 250 605 l 100 710 l -50 605 l h";
    let tints = || {
        Pdf::new()
            .resources("/ColorSpace << /Spot [/Separation /Gold /DeviceCMYK 5 0 R] /None [/Separation /None /DeviceCMYK 5 0 R] /Two [/DeviceN [/Gold /Silver] /DeviceCMYK 5 0 R] /Table [/Indexed /DeviceRGB 1 <000000FFFFFF>] /Lab [/Lab << /WhitePoint [0.95 1 1.09] >>] >>")
            .object("<< /FunctionType 2 /Domain [0 1] /C0 [0 0 0 0] /C1 [0 0.2 0.8 0.1] /N 1 >>")
    };
    vec![
        hides("white", &format!("1 g {words}"), SameColor),
        hides("white of three", &format!("1 1 1 rg {words}"), SameColor),
        hides("white of four", &format!("0 0 0 0 k {words}"), SameColor),
        hides(
            "white of a named space",
            &format!("/DeviceRGB cs 1 1 1 sc {words}"),
            SameColor,
        ),
        Layout::page(
            "white right behind black",
            "BT /F1 10 Tf 72 600 Td (Java) Tj 1 g ( Python Rust) Tj ET",
            "Java",
        )
        .hiding(SameColor, "Python Rust"),
        shows(
            "white on a shading",
            &format!("q 10 10 500 650 re W n /Shade sh Q 1 g {words}"),
        ),
        shows(
            "in a colour that only its pattern knows",
            &format!("/Pattern cs /P1 scn {words}"),
        ),
        hides(
            "nearly white",
            &format!("0.96 0.97 0.95 rg {words}"),
            SameColor,
        ),
        hides(
            "white before and after other states",
            &format!("1 g q 0 g Q q 1 0 0 rg Q {words}"),
            SameColor,
        ),
        hides(
            "white within a state of black",
            &format!("0 g q 1 g BT /F1 10 Tf 72 600 Td ET {words} Q"),
            SameColor,
        ),
        hides(
            "in the colour of a box",
            &format!("0.2 0.3 0.4 rg 50 550 300 100 re f {words}"),
            SameColor,
        ),
        hides(
            "in the colour of a box drawn by lines",
            &format!("0.2 0.3 0.4 rg 50 550 m 350 550 l 350 650 l 50 650 l h f {words}"),
            SameColor,
        ),
        hides(
            "in the colour of a disc",
            &format!("0.2 0.3 0.4 rg {disc} {words}"),
            SameColor,
        ),
        hides(
            "in the colour of one of several boxes",
            &format!("0.2 g 0 0 10 10 re 50 550 300 100 re f {words}"),
            SameColor,
        ),
        hides(
            "white on white over black",
            &format!("0 g 40 540 320 120 re f 1 g 50 550 300 100 re f {words}"),
            SameColor,
        ),
        hides("outlines in white", &format!("1 G 1 Tr {words}"), SameColor),
        hides(
            "filled and outlined in white",
            &format!("1 g 1 G 2 Tr {words}"),
            SameColor,
        ),
        hides_in(
            "black of hardly any opacity",
            Pdf::new().resources("/ExtGState << /Thin << /ca 0.06 >> >>"),
            &format!("/Thin gs {words}"),
            SameColor,
        ),
        hides_in(
            "no tint of a spot colour",
            tints(),
            &format!("/Spot cs 0 scn {words}"),
            SameColor,
        ),
        hides_in(
            "no tints of several colours",
            tints(),
            &format!("/Two cs 0 0 scn {words}"),
            SameColor,
        ),
        hides_in(
            "white by a table of colours",
            tints(),
            &format!("/Table cs 1 sc {words}"),
            SameColor,
        ),
        hides_in(
            "white by lightness",
            tints(),
            &format!("/Lab cs 100 0 0 sc {words}"),
            SameColor,
        ),
        hides_in(
            "ink that is none",
            tints(),
            &format!("/None cs 1 scn {words}"),
            Invisible,
        ),
        shows("light grey", &format!("0.8 g {words}")),
        shows("yellow", &format!("1 1 0 rg {words}")),
        shows("white on a disc", &format!("0.2 g {disc} 1 g {words}")),
        shows(
            "white on a box drawn by lines",
            &format!("0.2 g 50 550 m 350 550 l 350 650 l 50 650 l h f 1 g {words}"),
        ),
        shows(
            "white on a box within a clip",
            &format!("q 40 540 320 120 re W n 0.2 g 0 0 612 650 re f Q 1 g {words}"),
        ),
        shows(
            "black beside the corner of a black rhomb",
            &format!("q 1 0 0 1 130 -90 cm {rhomb} f Q {words}"),
        ),
        shows(
            "white with black outlines",
            &format!("1 g 0 G 2 Tr {words}"),
        ),
        shows_in(
            "a full tint of a spot colour",
            tints(),
            &format!("/Spot cs 1 scn {words}"),
        ),
        shows_in(
            "black by a table of colours",
            tints(),
            &format!("/Table cs 0 sc {words}"),
        ),
        shows(
            "white on a picture",
            &format!(
                "q 300 0 0 100 50 550 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \u{10} EI Q 1 g {words}"
            ),
        ),
    ]
}
