//! The README's table of settings says what the program reads.

use std::fmt::Write;

use server::config::VARIABLES;

#[test]
fn the_table_of_settings_is_the_programs() {
    let readme = concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md");
    let readme = std::fs::read_to_string(readme).unwrap();
    let (_, after) = readme.split_once("\n## Configuration\n").unwrap();
    let (section, _) = after.split_once("\n## ").unwrap();
    let written: Vec<&str> = section
        .lines()
        .filter(|line| line.starts_with('|'))
        .collect();
    let mut table = String::from("| variable | meaning | default |\n| --- | --- | --- |\n");
    for variable in VARIABLES {
        let (name, purpose, default) = (variable.name, variable.purpose, variable.default);
        writeln!(table, "| `{name}` | {purpose} | {default} |").unwrap();
    }
    let expected: Vec<&str> = table.lines().collect();
    assert_eq!(written, expected, "replace the table by:\n{table}");
}
