//! `candidates.csv`: what is known of the people besides their resumes, in columns `file`, `name`, `mail`, `stage`, in any order.

use hiring::applications::{FetchedCandidate, Label};

use super::folder::{Resume, readable};

/// What the table says of one person; empty where it says nothing.
#[derive(Debug, Default, PartialEq, Eq, serde::Deserialize)]
pub(crate) struct Known {
    #[serde(default)]
    file: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    mail: String,
    #[serde(default)]
    stage: String,
}

/// The row of a file. Rows that cannot be read are passed over: a half written table must not stop an import.
pub(super) fn find(table: &[u8], file: &str) -> Known {
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .flexible(true)
        .from_reader(table);
    let mut rows = reader.deserialize::<Known>().filter_map(Result::ok);
    rows.find(|row| row.file == file).unwrap_or_default()
}

impl Known {
    /// The person; named as the file is where nothing better is known.
    pub(super) fn person(&self, resume: &Resume) -> FetchedCandidate {
        let (stem, _) = resume.name.rsplit_once('.').unwrap_or((&resume.name, ""));
        FetchedCandidate {
            // Two candidacies with one name need not be one person's.
            remote_id: Some(resume.application.clone()),
            name: if self.name.is_empty() {
                readable(stem)
            } else {
                self.name.clone()
            },
            emails: Some(self.mail.clone())
                .filter(|mail| !mail.is_empty())
                .into_iter()
                .collect(),
            ..FetchedCandidate::default()
        }
    }

    pub(super) fn stage(&self) -> Option<Label> {
        (!self.stage.is_empty()).then(|| Label {
            id: self.stage.to_lowercase(),
            text: self.stage.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn columns_come_in_any_order_and_broken_rows_are_passed_over() {
        let table = b"name, file ,stage\n\"Okafor, Sam\", sam.pdf, Phone screen\n\xff\xfe\nshort\nNora,nora.pdf\n";
        let sam = find(table, "sam.pdf");
        assert_eq!(
            (&*sam.name, &*sam.stage, &*sam.mail),
            ("Okafor, Sam", "Phone screen", "")
        );
        assert_eq!(find(table, "nora.pdf").name, "");
        assert_eq!(find(table, "other.pdf").name, "");
    }
}
