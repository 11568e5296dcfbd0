//! What the commands that answer line by line share: each line is answered before the next is written, in the order of the input, and a bad one stops nothing.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::{Value, json};

use super::{FITTING, JOB, Shell};

/// A command that answers line by line.
struct Way {
    words: [&'static str; 2],
    /// A line that it can answer.
    line: fn(&str) -> Value,
    /// A key of its answer.
    key: &'static str,
    /// What it says of a line with nothing but an id.
    lacking: &'static str,
}

const WAYS: [Way; 3] = [
    Way {
        words: ["screen", "--pairs"],
        line: |id| json!({"id": id, "job": JOB, "resume": FITTING}),
        key: "column",
        lacking: "resume is missing",
    },
    Way {
        words: ["requirements", "--jsonl"],
        line: |id| json!({"id": id, "text": JOB}),
        key: "requirements",
        lacking: "text is missing",
    },
    Way {
        words: ["profile", "--jsonl"],
        line: |id| json!({"id": id, "text": FITTING}),
        key: "experience",
        lacking: "text is missing",
    },
];

/// A running command whose input stays open.
struct Talk {
    child: Child,
    input: ChildStdin,
    answers: Receiver<String>,
}

impl Talk {
    fn start(shell: &Shell, arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_clara"))
            .args(arguments)
            .current_dir(shell.folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let input = child.stdin.take().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let (sender, answers) = channel();
        // Beside the test, which must not wait for ever for an answer that is held back.
        std::thread::spawn(move || {
            for line in output.lines() {
                if sender.send(line.unwrap()).is_err() {
                    return;
                }
            }
        });
        Self {
            child,
            input,
            answers,
        }
    }

    /// Writes one line and reads its answer, while the command may still expect more.
    fn ask(&mut self, line: &str) -> Value {
        writeln!(self.input, "{line}").unwrap();
        let answer = self
            .answers
            .recv_timeout(Duration::from_secs(120))
            .expect("an answer before the next line is written");
        serde_json::from_str(&answer).unwrap()
    }

    /// Closes the input; the exit code, and what was said beyond the answers.
    fn end(self) -> (Option<i32>, Vec<String>) {
        let Self {
            mut child,
            input,
            answers,
        } = self;
        drop(input);
        let more = answers.iter().collect();
        (child.wait().unwrap().code(), more)
    }
}

#[test]
fn each_line_is_answered_before_the_next_is_written() {
    let shell = Shell::new(&[]);
    for way in WAYS {
        // By its own name and as a file that grows: both are read as they come.
        for input in ["-", "/dev/stdin"] {
            let [command, option] = way.words;
            let mut talk = Talk::start(&shell, &[command, option, input]);
            for id in ["first", "second"] {
                let answer = talk.ask(&(way.line)(id).to_string());
                assert_eq!(answer["id"], id, "{command} {input}");
                assert!(answer.get(way.key).is_some(), "{command}: {answer}");
            }
            assert_eq!(
                talk.ask("[1]"),
                json!({"id": null, "error": "this line is not a JSON object"})
            );
            assert_eq!(
                talk.ask(r#"{"id": 7}"#),
                json!({"id": 7, "error": way.lacking})
            );
            let after = talk.ask(&(way.line)("after").to_string());
            assert!(after.get(way.key).is_some(), "{command}: {after}");
            assert_eq!(talk.end(), (Some(0), Vec::new()), "{command} {input}");
        }
    }
}

#[test]
fn a_file_is_answered_in_its_order_and_bad_lines_stop_nothing() {
    for way in WAYS {
        let [command, option] = way.words;
        let lines: Vec<String> = (0..30)
            .map(|number| match number % 3 {
                0 => (way.line)(&number.to_string()).to_string(),
                1 => json!({"id": number.to_string()}).to_string(),
                _ => format!("{{\"id\": \"{number}\""),
            })
            .collect();
        let text = lines.join("\n");
        let shell = Shell::new(&[("lines.jsonl", text.as_str())]);
        let ran = shell.clara(&[command, option, "lines.jsonl"]);
        assert_eq!(ran.code(), 0, "{}", ran.err());
        let answers = ran.lines();
        assert_eq!(answers.len(), lines.len(), "{command}");
        let mut first: Option<Value> = None;
        for (number, mut answer) in answers.into_iter().enumerate() {
            let id = answer["id"].take();
            match number % 3 {
                0 => {
                    assert_eq!(id, number.to_string(), "{command}");
                    assert!(answer.get(way.key).is_some(), "{command}: {answer}");
                    // The same question gets the same answer, whatever stood between.
                    assert_eq!(first.get_or_insert_with(|| answer.clone()), &answer);
                }
                1 => assert_eq!(
                    (id, &answer["error"]),
                    (json!(number.to_string()), &json!(way.lacking))
                ),
                _ => assert_eq!(
                    (id, &answer["error"]),
                    (Value::Null, &json!("this line is not a JSON object"))
                ),
            }
        }
    }
}
