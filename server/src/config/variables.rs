//! The table of settings: what `clara serve --help`, the README and the checks of names are made from.

use std::fmt::Write;

/// A row of the configuration table, as `clara serve --help` and the README show it.
pub struct Variable {
    /// The environment variable.
    pub name: &'static str,
    /// What it is for.
    pub purpose: &'static str,
    /// What holds when it is not set.
    pub default: &'static str,
}

/// Every variable that the server reads. The README's table is checked against it by a test.
pub const VARIABLES: &[Variable] = &[
    Variable {
        name: "CLARA_CONFIG",
        purpose: "A TOML file with any of these settings, written in lower case without CLARA_; the environment wins",
        default: "none",
    },
    Variable {
        name: "CLARA_URL",
        purpose: "The address people and Lever reach CLARA at; decides cookies, origin checks and links",
        default: "http:// and the address of CLARA_LISTEN",
    },
    Variable {
        name: "CLARA_LISTEN",
        purpose: "The address and port to listen on",
        default: "127.0.0.1:3000",
    },
    Variable {
        name: "CLARA_DATA_DIR",
        purpose: "Folder for documents and, with SQLite, the database and the key file; several servers share one",
        default: "clara-data",
    },
    Variable {
        name: "CLARA_DATABASE_URL",
        purpose: "Database: sqlite://…, or postgres://… for several servers",
        default: "clara.db in the data folder",
    },
    Variable {
        name: "CLARA_SECRET_KEY",
        purpose: "32 bytes in base64 that seal tokens and secrets; earlier keys, which still open, may follow after commas",
        default: "a file readable by the owner alone, made at first start in the data folder; with PostgreSQL it must be set, the same on every server",
    },
    Variable {
        name: "CLARA_SITE",
        purpose: "Folder with the built site (WebAssembly, styles, icons)",
        default: "site beside the program or one folder above it",
    },
    Variable {
        name: "CLARA_DOCUMENT_READER",
        purpose: "Program that reads documents in a child process of its own, called with `parse-document`",
        default: "this program",
    },
    Variable {
        name: "CLARA_TRUSTED_PROXIES",
        purpose: "Comma-separated addresses of proxies whose X-Forwarded-For is believed",
        default: "none",
    },
    Variable {
        name: "CLARA_SUPPORT_EMAIL",
        purpose: "Address shown in the Partner Help Center",
        default: "none",
    },
    Variable {
        name: "CLARA_SMTP_URL",
        purpose: "Mail server, as smtps://user:password@host or smtp://user:password@host:587 (STARTTLS)",
        default: "none: mails are kept as files in the folder `mail` of the data folder, and shown in Settings",
    },
    Variable {
        name: "CLARA_SMTP_CA",
        purpose: "A PEM file with the certificate of a further authority that the mail server's may be signed by, for mail servers of one's own",
        default: "none: the authorities that the system trusts",
    },
    Variable {
        name: "CLARA_MAIL_FROM",
        purpose: "Sender of all mails, such as CLARA <clara@example.org>; needed with CLARA_SMTP_URL",
        default: "CLARA <clara@localhost>",
    },
    Variable {
        name: "CLARA_LEVER_CLIENT_ID",
        purpose: "Client id of the Lever partner app",
        default: "none: Lever is not offered",
    },
    Variable {
        name: "CLARA_LEVER_CLIENT_SECRET",
        purpose: "Client secret of the Lever partner app",
        default: "none",
    },
    Variable {
        name: "CLARA_LEVER_SANDBOX_CLIENT_ID",
        purpose: "Client id of the Lever sandbox app",
        default: "none: the sandbox is not offered",
    },
    Variable {
        name: "CLARA_LEVER_SANDBOX_CLIENT_SECRET",
        purpose: "Client secret of the Lever sandbox app",
        default: "none",
    },
    Variable {
        name: "CLARA_SIMULATOR",
        purpose: "The line of JSON that `clara simulator` prints: offers the built-in simulator",
        default: "none: the simulator is not offered",
    },
    Variable {
        name: "CLARA_IMPORT_DIR",
        purpose: "A folder to import from: each sub-folder is a job, with description.md, .txt or .html, resumes, and candidates.csv (file,name,mail,stage) if there is one",
        default: "none: no folder is offered",
    },
    Variable {
        name: "CLARA_METRICS_LISTEN",
        purpose: "The address and port of GET /metrics for Prometheus; not for the public",
        default: "none: nothing is measured",
    },
    Variable {
        name: "CLARA_LOG",
        purpose: "What is logged: a level, or levels by crate such as info,lever=debug",
        default: "info",
    },
    Variable {
        name: "CLARA_LOG_FORMAT",
        purpose: "Form of the log: text, or json for one object a line",
        default: "text",
    },
];

/// The table as `clara serve --help` shows it.
pub fn help() -> String {
    let mut help = String::from("Settings:\n");
    for Variable {
        name,
        purpose,
        default,
    } in VARIABLES
    {
        // Writing to a string cannot fail.
        let _ = writeln!(help, "  {name}\n      {purpose} [default: {default}]");
    }
    help
}

/// Variables that look like settings but are none: told, not refused, for an orchestrator sets some of its own (`CLARA_SERVICE_HOST`).
pub fn strangers() -> Vec<String> {
    let known = |name: &str| VARIABLES.iter().any(|variable| variable.name == name);
    std::env::vars_os()
        .filter_map(|(name, _)| name.into_string().ok())
        .filter(|name| name.starts_with("CLARA_") && !known(name))
        .map(|name| match meant(&name) {
            Some(meant) => format!("{name} is no setting; did you mean {meant}?"),
            None => format!("{name} is no setting"),
        })
        .collect()
}

/// The variable that was probably meant.
pub(super) fn meant(name: &str) -> Option<&'static str> {
    VARIABLES
        .iter()
        .map(|variable| (strsim::jaro_winkler(variable.name, name), variable.name))
        .filter(|(likeness, _)| *likeness > 0.93)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, name)| name)
}
