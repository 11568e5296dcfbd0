//! JSON Lines: one object in, one object out, in the order of the input, each written as soon as it is known. A bad line answers with an error.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, ErrorKind, Write};
use std::path::Path;

use anyhow::Context;
use screening::Date;
use serde::Serialize;
use serde_json::{Map, Value};

/// What a line is told when it cannot be answered. Never holds a word of the line.
pub type Refusal = &'static str;

/// A line that was answered.
#[derive(Serialize)]
struct Answered<'a, T> {
    id: &'a Value,
    #[serde(flatten)]
    answer: T,
}

/// A line that was not.
#[derive(Serialize)]
struct Refused<'a> {
    id: &'a Value,
    error: Refusal,
}

/// Answers every line of a file (`-`: standard input) on standard output.
///
/// # Errors
///
/// When the file cannot be opened or read. A reader that goes away (`head`) is no error.
pub fn answer_file<T: Serialize>(
    path: &Path,
    answer: impl FnMut(&Map<String, Value>) -> Result<T, Refusal>,
) -> anyhow::Result<()> {
    let output = BufWriter::new(io::stdout().lock());
    if path == Path::new("-") {
        return answer_lines(io::stdin().lock(), output, answer);
    }
    let file = File::open(path).with_context(|| format!("{} cannot be opened", path.display()))?;
    answer_lines(BufReader::new(file), output, answer)
}

/// Answers every line that is not empty.
///
/// # Errors
///
/// When the input cannot be read.
pub fn answer_lines<T: Serialize>(
    mut input: impl BufRead,
    mut output: impl Write,
    mut answer: impl FnMut(&Map<String, Value>) -> Result<T, Refusal>,
) -> anyhow::Result<()> {
    let mut line = Vec::new();
    loop {
        line.clear();
        if input
            .read_until(b'\n', &mut line)
            .context("the input cannot be read")?
            == 0
        {
            return Ok(());
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let written = match serde_json::from_slice::<Map<String, Value>>(&line) {
            Ok(fields) => {
                let id = fields.get("id").unwrap_or(&Value::Null);
                match answer(&fields) {
                    Ok(answer) => write_line(&mut output, &Answered { id, answer }),
                    Err(error) => write_line(&mut output, &Refused { id, error }),
                }
            }
            Err(_) => write_line(
                &mut output,
                &Refused {
                    id: &Value::Null,
                    error: "this line is not a JSON object",
                },
            ),
        };
        match written {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(()),
            other => other.context("the output cannot be written")?,
        }
    }
}

fn write_line(output: &mut impl Write, line: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *output, line)?;
    output.write_all(b"\n")?;
    output.flush()
}

/// Prints on standard output. A reader that goes away (`head`) is no error.
///
/// # Errors
///
/// When the output cannot be written.
pub fn print(text: &str) -> anyhow::Result<()> {
    match io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => other.context("the output cannot be written"),
    }
}

/// A field that has to be text.
///
/// # Errors
///
/// `missing`, when it is not there or something else.
pub fn text<'a>(
    fields: &'a Map<String, Value>,
    name: &str,
    missing: Refusal,
) -> Result<&'a str, Refusal> {
    fields.get(name).and_then(Value::as_str).ok_or(missing)
}

/// The line's own day of application, or the one of the command.
///
/// # Errors
///
/// When `as_of` is there and no date.
pub fn as_of(fields: &Map<String, Value>, default: Date) -> Result<Date, Refusal> {
    match fields.get("as_of") {
        None | Some(Value::Null) => Ok(default),
        Some(Value::String(date)) => date
            .parse()
            .map_err(|_| "as_of is no date: write YYYY-MM-DD"),
        Some(_) => Err("as_of is no date: write YYYY-MM-DD"),
    }
}
