//! Settings from files: one TOML file, or a folder of credentials with a file for each. A setting is called like its variable there, in lower
//! case without `CLARA_`.

use std::collections::HashMap;
use std::io::ErrorKind;
use std::path::Path;

use toml::{Table, Value};

use super::error::{Problem, Problems, wrong};
use super::variables::{VARIABLES, meant};

/// The settings of a file, or of a folder of credentials.
#[derive(Default)]
pub(super) struct File {
    values: HashMap<&'static str, String>,
    pub(super) problems: Vec<Problem>,
}

impl File {
    /// Reads a file; what is wrong in it is kept with the rest of it.
    pub(super) fn read(path: &Path) -> Self {
        let read = std::fs::read_to_string(path)
            .map_err(|error| Problem::File(format!("{} cannot be read: {error}", path.display())));
        match read.and_then(|text| parse(&text)) {
            Ok(file) => file,
            Err(problem) => Self {
                problems: vec![problem],
                ..Self::default()
            },
        }
    }

    /// Reads a folder as systemd lays it out for `LoadCredential=`, and others for secrets: what a file holds is the setting of its name.
    pub(super) fn credentials(folder: &Path) -> Self {
        let mut read = Self::default();
        for variable in VARIABLES {
            let path = folder.join(key_of(variable.name));
            match std::fs::read_to_string(&path) {
                Ok(text) if text.trim().is_empty() => {}
                Ok(text) => {
                    read.values.insert(variable.name, text.trim().to_owned());
                }
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => read.problems.push(wrong(
                    variable.name,
                    format!("the credential {} cannot be read: {error}", path.display()),
                )),
            }
        }
        read
    }

    /// What it says of a variable.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        self.values.get(name).cloned()
    }
}

fn parse(text: &str) -> Result<File, Problem> {
    // The parser's own message shows the line, which may hold a secret.
    let table: Table = toml::from_str(text).map_err(|error: toml::de::Error| {
        let line = error.span().map_or(1, |span| {
            1 + text.get(..span.start).unwrap_or(text).matches('\n').count()
        });
        Problem::File(format!(
            "the file is not TOML at line {line}: {}",
            error.message()
        ))
    })?;
    let mut file = File::default();
    let mut problems = Problems::default();
    for (key, value) in table {
        let setting = problems.keep(setting(&key, &value));
        file.values.extend(setting);
    }
    file.problems = problems.0;
    Ok(file)
}

fn setting(key: &str, value: &Value) -> Result<(&'static str, String), Problem> {
    let name = format!("CLARA_{}", key.to_uppercase());
    let unknown = |remedy: String| Problem::UnknownKey {
        key: key.to_owned(),
        remedy,
    };
    if name == "CLARA_CONFIG" {
        return Err(unknown("a file names no other file; remove it".to_owned()));
    }
    let Some(variable) = VARIABLES.iter().find(|variable| variable.name == name) else {
        return Err(unknown(meant(&name).map_or_else(
            || "remove it, or see `clara serve --help` for all settings".to_owned(),
            |meant| format!("did you mean {}?", key_of(meant)),
        )));
    };
    let value = text(value).ok_or_else(|| {
        wrong(
            variable.name,
            "write text, a number, true or false, or a list of those",
        )
    })?;
    Ok((variable.name, value))
}

/// As the environment would hold it; lists are separated by commas.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Boolean(flag) => Some(flag.to_string()),
        Value::Array(list) => {
            let list: Option<Vec<String>> = list
                .iter()
                .map(|entry| text(entry).filter(|_| !entry.is_array()))
                .collect();
            Some(list?.join(","))
        }
        Value::Float(_) | Value::Datetime(_) | Value::Table(_) => None,
    }
}

fn key_of(name: &str) -> String {
    name.trim_start_matches("CLARA_").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_says_the_same_as_the_environment() {
        let file = parse("listen = \"0.0.0.0:80\"\ntrusted_proxies = [\"10.0.0.1\", \"10.0.0.2\"]")
            .expect("valid");
        assert!(file.problems.is_empty());
        assert_eq!(file.get("CLARA_LISTEN").as_deref(), Some("0.0.0.0:80"));
        assert_eq!(
            file.get("CLARA_TRUSTED_PROXIES").as_deref(),
            Some("10.0.0.1,10.0.0.2")
        );
    }

    #[test]
    fn every_wrong_key_is_named_with_what_was_meant() {
        let file = parse(
            "listn = 1\nnonsense = 2\nconfig = \"b.toml\"\nurl = 1979-05-27\n[lever]\nid = \"x\"",
        )
        .expect("valid");
        let mut said: Vec<String> = file.problems.iter().map(ToString::to_string).collect();
        said.sort();
        let expected = [
            "CLARA_URL is wrong: write text, a number, true or false, or a list of those",
            "config in the file is no setting: a file names no other file; remove it",
            "lever in the file is no setting: remove it, or see `clara serve --help` for all settings",
            "listn in the file is no setting: did you mean listen?",
            "nonsense in the file is no setting: remove it, or see `clara serve --help` for all settings",
        ];
        assert_eq!(said, expected);
    }

    #[test]
    fn what_is_no_toml_is_told_by_its_line_without_its_words() {
        let Err(problem) = parse("url = \"https://x\"\nsecret_key = hush\n") else {
            panic!("it is no TOML");
        };
        let said = problem.to_string();
        assert!(said.contains("line 2") && !said.contains("hush"), "{said}");
    }
}
