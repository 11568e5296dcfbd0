//! No change goes without an entry in the audit log, whatever right it is made by: read from the source, so that a new action is found by itself.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Public functions that write without an entry, each with the reason. Any other one fails, and so does a row here that is no longer needed.
const NO_ENTRY: [(&str, &str); 21] = [
    // Nobody's change.
    (
        "organizations::create",
        "whoever installs CLARA, on the command line: nobody is there yet to read it; `create_owner` writes the first entry",
    ),
    (
        "intake::store_receipt",
        "the ATS's delivery, which is kept itself",
    ),
    ("lease::give_back", "one server among several"),
    ("take_over::take_over", "a server that starts"),
    ("claim::claim", "a worker"),
    ("claim::next", "a worker"),
    // Marks of one's own.
    (
        "presence::show",
        "where somebody looks, for half a minute and in no table",
    ),
    ("list::visit", "what somebody looked at"),
    ("list::mark_read", "what somebody read"),
    ("link::save", "a draft of a candidate's, until it is sent"),
    // Who one is, and where: sessions are listed with their device and times, and change nothing else.
    (
        "sessions::read",
        "when a session was used last, to the hour",
    ),
    ("sessions::sign_out", "the session itself"),
    (
        "sessions::switch_organization",
        "the session itself, under a new token",
    ),
    ("sign_in::sign_in", "the session itself"),
    (
        "api_tokens::authenticate",
        "when a token was used last, to the hour",
    ),
    (
        "reset::request",
        "nobody has proved who they are; that it was used is `reset::redeem`",
    ),
    (
        "bounced::bounced",
        "a mail server's answer, and no person's doing",
    ),
    // Parts of what has its entry.
    (
        "oauth::redeem",
        "takes a consent's state; the connection is `connected`",
    ),
    (
        "store::upsert_from_ats",
        "the ATS's words; the selection itself is `set_active`",
    ),
    (
        "set_up::ask",
        "what a consent asks for; that it was begun is `begin`",
    ),
    (
        "set_up::granted",
        "the ATS's answer; the connection is `connected`",
    ),
];

/// Public functions that CLARA's own work alone can call: they take one of these.
const OWN_WORK: [&str; 3] = ["Permit<Operate>", "&Leased", "&Arrival"];

/// An `async fn` of the crate.
struct Function {
    path: PathBuf,
    /// The file's name, or its folder's for `mod.rs`.
    module: String,
    name: String,
    is_public: bool,
    /// Its arguments and result.
    head: String,
    /// What it does, its head included.
    text: String,
    /// What stands in its file before the first function: imports.
    imports: String,
}

impl Function {
    fn name(&self) -> String {
        format!("{}::{}", self.module, self.name)
    }

    fn folder(&self) -> &Path {
        self.path.parent().unwrap()
    }

    /// Whether somebody outside the crate can make it write: whoever holds a permit, a link, a token, or only a password.
    fn is_for_somebody(&self) -> bool {
        self.is_public
            && self.head.contains("&Store")
            && !OWN_WORK.iter().any(|own| self.head.contains(own))
    }
}

#[test]
fn no_change_goes_without_an_entry_whatever_right_it_takes() {
    let all = functions(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    let (mut recorded, mut without) = (Vec::new(), BTreeSet::new());
    for function in all.iter().filter(|function| function.is_for_somebody()) {
        let reached = reached(&all, function);
        let does = |word: &str| reached.iter().any(|reached| reached.text.contains(word));
        if !does("store.begin()") && !does("store.begin_ahead()") {
            continue;
        }
        if does("audit::record(") || does("audit::record_by(") {
            recorded.push(function.name());
        } else {
            without.insert(function.name());
        }
    }
    let excused: BTreeSet<String> = NO_ENTRY
        .iter()
        .map(|(name, _)| (*name).to_owned())
        .collect();
    assert_eq!(without, excused, "what writes no entry, and why");
    // Each right is found: a permit, a membership, a share's link, a candidate's link, a link from a mail, a token's request.
    for name in [
        "members::deactivate",
        "accounts::rename",
        "decide::decide",
        "link::send",
        "reset::redeem",
        "placements::move_once",
    ] {
        assert!(
            recorded.iter().any(|found| found == name),
            "{name} is not among {recorded:?}"
        );
    }
}

/// A function and all that it calls in the crate, directly or not.
fn reached<'a>(all: &'a [Function], from: &'a Function) -> Vec<&'a Function> {
    let mut reached = vec![from];
    let mut next = 0;
    while next < reached.len() {
        let caller = reached[next];
        next += 1;
        for (module, name) in calls(&caller.text) {
            for called in all.iter().filter(|called| called.name == name) {
                let is_known = reached.iter().any(|known| std::ptr::eq(*known, called));
                if !is_known && resolves(all, caller, module, called) {
                    reached.push(called);
                }
            }
        }
    }
    reached
}

/// Whether `caller` means this function by `module::name(`, or by `name(` alone.
fn resolves(all: &[Function], caller: &Function, module: Option<&str>, called: &Function) -> bool {
    if let Some(module) = module {
        let folder = called.folder().file_name();
        return called.module == module || folder.is_some_and(|folder| folder == module);
    }
    let is_here = |one: &Function| one.path == caller.path && one.name == called.name;
    if all.iter().any(is_here) {
        return is_here(called);
    }
    let is_imported = words(&caller.imports).any(|word| word == called.name);
    is_imported && called.folder() == caller.folder()
}

/// The calls in a text: the module that is named, if any, and the function. Methods are left out.
fn calls(text: &str) -> impl Iterator<Item = (Option<&str>, &str)> {
    text.match_indices('(').filter_map(move |(at, _)| {
        let mut before = &text[..at];
        if before.ends_with('>') {
            before = &before[..before.rfind("::<")?];
        }
        let (before, name) = last_word(before)?;
        match before.strip_suffix("::") {
            Some(before) => {
                let (_, module) = last_word(before)?;
                Some((Some(module), name))
            }
            None => (!before.ends_with('.')).then_some((None, name)),
        }
    })
}

/// What stands before the last word of a text, and that word.
fn last_word(text: &str) -> Option<(&str, &str)> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let at = text.trim_end_matches(is_word).len();
    (at < text.len()).then(|| text.split_at(at))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
}

fn functions(folder: &Path) -> Vec<Function> {
    const BEGIN: &str = "async fn ";
    let mut functions = Vec::new();
    for path in rust_files(folder) {
        let text = std::fs::read_to_string(&path).unwrap();
        let text = text.split("\n#[cfg(test)]").next().unwrap();
        let imports = text.split("fn ").next().unwrap();
        for (at, _) in text.match_indices(BEGIN) {
            let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
            let before = &text[line..at];
            let indent = &before[..before.len() - before.trim_start().len()];
            let rest = &text[at + BEGIN.len()..];
            let end = rest.find(&format!("\n{indent}}}\n")).unwrap_or(rest.len());
            let body = &rest[..end];
            functions.push(Function {
                module: module(&path),
                name: words(body).next().unwrap().to_owned(),
                is_public: before.trim() == "pub",
                head: body.split('{').next().unwrap().to_owned(),
                text: body.to_owned(),
                imports: imports.to_owned(),
                path: path.clone(),
            });
        }
    }
    functions
}

fn module(path: &Path) -> String {
    let name = match path.file_stem().unwrap() {
        stem if stem == "mod" => path.parent().unwrap().file_name().unwrap(),
        stem => stem,
    };
    name.to_str().unwrap().to_owned()
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else {
            files.push(path);
        }
    }
    files
}
