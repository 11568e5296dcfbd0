//! The stylesheet: `style/main.css` with all it imports, in one minified file. Nothing is translated for older
//! browsers: cascade layers, nesting and `light-dark()` stay as written.

use super::part::{File, HASH, Part};
use crate::workspace;
use anyhow::{Result, anyhow};
use lightningcss::bundler::{Bundler, FileProvider};
use lightningcss::printer::PrinterOptions;
use lightningcss::stylesheet::{MinifyOptions, ParserOptions};
use std::path::Path;

/// Bundles, minifies and stores the stylesheet.
pub fn build() -> Result<String> {
    let css = bundle(&workspace::root().join("style/main.css"))?;
    Part::new("style")?.input(css.as_bytes()).build(|| {
        Ok(vec![File {
            name: format!("clara.{HASH}.css"),
            key: Some("css"),
            content: css.into_bytes(),
        }])
    })
}

fn bundle(main: &Path) -> Result<String> {
    let files = FileProvider::new();
    let mut sheet = Bundler::new(&files, None, ParserOptions::default())
        .bundle(main)
        .map_err(|error| anyhow!("{}: {error}", main.display()))?;
    sheet
        .minify(MinifyOptions::default())
        .map_err(|error| anyhow!("{}: {error}", main.display()))?;
    let printed = sheet
        .to_css(PrinterOptions {
            minify: true,
            ..PrinterOptions::default()
        })
        .map_err(|error| anyhow!("{}: {error}", main.display()))?;
    Ok(printed.code)
}
