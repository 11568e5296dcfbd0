//! Two thousand hostile files in child processes as the server starts them: the server lives, and every file has an answer.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use documents::sandbox::Readers;
use documents::{Extracted, Unreadable};
use nix::sys::resource::{UsageWho, getrusage};

use crate::support::layouts::{self, Layout};
use crate::support::mutations::{self, Random};
use crate::support::{bombs, reader, sandbox};

/// Damaged files; bombs come besides.
const FILES: usize = 2_000;
/// Children at a time.
const CHILDREN: usize = 4;
/// What a child may have held in memory at once, in bytes.
const MOST_MEMORY: u64 = 512 << 20;

type Answer = Result<Extracted, Unreadable>;

/// Reads files number 0 to `count`, some at a time; gives the answers in order.
fn read_all(count: usize, file: impl Fn(usize) -> Vec<u8> + Sync) -> Vec<Answer> {
    let next = AtomicUsize::new(0);
    let answers = Mutex::new(BTreeMap::new());
    let readers = Readers::new(sandbox());
    std::thread::scope(|scope| {
        for _ in 0..CHILDREN {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= count {
                        return;
                    }
                    let answer = readers.extract("acme", &file(number));
                    answers.lock().unwrap().insert(number, answer);
                }
            });
        }
    });
    answers.into_inner().unwrap().into_values().collect()
}

/// What is wrong with an answer whatever the file was.
fn fault(answer: &Answer) -> Option<&'static str> {
    match answer {
        Err(Unreadable::NotStarted) => Some("the child was not started"),
        Err(_) => None,
        Ok(read) if read.text().trim().is_empty() => Some("a text without words"),
        Ok(read) if read.pages.len() > documents::MAX_PAGES => Some("too many pages"),
        Ok(read) if read.text().chars().count() > documents::MAX_CHARS + documents::MAX_PAGES => {
            Some("too much text")
        }
        Ok(read)
            if read
                .hidden
                .iter()
                .any(|hidden| hidden.page == 0 || hidden.page as usize > read.pages.len()) =>
        {
            Some("something hidden on no page")
        }
        Ok(_) => None,
    }
}

/// How many answers there were of each kind.
fn counts(answers: &[Answer]) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for answer in answers {
        let kind = answer.as_ref().map_or_else(Unreadable::code, |_| "text");
        *counts.entry(kind).or_default() += 1;
    }
    counts
}

fn assert_little_memory() {
    let kilobytes = getrusage(UsageWho::RUSAGE_CHILDREN).unwrap().max_rss();
    let most = u64::try_from(kilobytes).unwrap() << 10;
    println!("largest child: {} MB", most >> 20);
    assert!(most < MOST_MEMORY, "a child held {most} bytes");
}

#[test]
fn answers_for_every_damaged_file() {
    let layouts = layouts::all();
    let damaged = |number: usize| {
        let mut random = Random::of(number as u64);
        let Layout { file, .. } = &layouts[number % layouts.len()];
        let other = &layouts[(number * 7 + 3) % layouts.len()].file;
        mutations::damaged(file, other, &mut random)
    };
    let answers = read_all(FILES, damaged);
    for (number, answer) in answers.iter().enumerate() {
        let name = layouts[number % layouts.len()].name;
        assert_eq!(
            fault(answer),
            None,
            "number {number}, from \"{name}\": {answer:?}"
        );
    }
    let counts = counts(&answers);
    println!("{counts:?}");
    // Damage that leaves nothing to read, or everything, would test little.
    assert!(counts["text"] > FILES / 4 && counts["text"] < FILES * 19 / 20);
    assert_little_memory();
}

#[test]
fn answers_for_every_bomb() {
    for group in bombs::GROUPS {
        let bombs = group();
        let answers = read_all(bombs.len(), |number| bombs[number].1.clone());
        for ((name, _), answer) in bombs.iter().zip(&answers) {
            let kind = answer.as_ref().map_or_else(Unreadable::code, |_| "text");
            println!("{name}: {kind}");
            assert_eq!(fault(answer), None, "{name}");
            // Nothing comes in from elsewhere, and nothing is made more.
            if [
                "a file from elsewhere",
                "a main part outside",
                "a billion laughs",
            ]
            .contains(name)
            {
                assert_eq!(answer.as_ref().unwrap().text(), "Seen", "{name}");
            }
        }
    }
    assert_little_memory();
}

#[test]
fn keeps_quiet_about_documents_that_end_it() {
    let layouts = layouts::all();
    for number in 0..100 {
        let mut random = Random::of(number as u64);
        let layout = &layouts[number * 3 % layouts.len()];
        let file = mutations::damaged(&layout.file, &layout.file, &mut random);
        let mut child = Command::new(reader())
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let _ = child.stdin.take().unwrap().write_all(&file);
        let said = child.wait_with_output().unwrap().stderr;
        assert_eq!(String::from_utf8_lossy(&said), "", "number {number}");
    }
}
