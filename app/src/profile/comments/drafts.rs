//! What is being written in *Comments*, and what was loaded. It outlives a reload of the profile: what somebody else does takes neither anybody's words nor
//! the field from under their hands.

use leptos::prelude::*;

use crate::{
    api::comments::{add_comment, edit_comment},
    error::ClaraError,
    wire::comments::Comment,
};

/// What was loaded, and of which application.
type Loaded = (String, Result<Vec<Comment>, ClaraError>);

/// The words of both forms, and what stands around them.
#[derive(Clone, Copy)]
pub struct Drafts {
    /// A comment of its own.
    pub new: RwSignal<String>,
    /// What the second form is for, if it is open.
    pub doing: RwSignal<Option<Doing>>,
    /// Its words.
    pub words: RwSignal<String>,
    /// The comment of which is asked whether to delete it.
    pub deleting: RwSignal<Option<String>>,
    /// The comments as they were loaded last.
    pub loaded: RwSignal<Option<Loaded>>,
}

/// What is done with a comment that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doing {
    /// It is answered.
    Reply(String),
    /// It is changed.
    Edit(String),
}

impl Drafts {
    /// Nothing yet.
    pub fn new() -> Self {
        Self {
            new: RwSignal::new(String::new()),
            doing: RwSignal::new(None),
            words: RwSignal::new(String::new()),
            deleting: RwSignal::new(None),
            loaded: RwSignal::new(None),
        }
    }

    /// For another candidate.
    pub fn clear(self) {
        self.new.set(String::new());
        self.deleting.set(None);
        self.loaded.set(None);
        self.begin(None, String::new());
    }

    /// Opens the second form, or closes it.
    pub fn begin(self, doing: Option<Doing>, words: String) {
        self.words.set(words);
        self.doing.set(doing);
    }
}

/// What a form sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Send {
    /// A comment of its own.
    New,
    /// An answer to this one.
    Reply(String),
    /// Other words for this one.
    Edit(String),
}

impl Send {
    /// The form's label.
    pub const fn label(&self) -> &'static str {
        match self {
            Self::New => "Write a comment",
            Self::Reply(_) => "Write a reply",
            Self::Edit(_) => "Change the comment",
        }
    }

    /// Its button.
    pub const fn action(&self) -> &'static str {
        match self {
            Self::New => "Comment",
            Self::Reply(_) => "Reply",
            Self::Edit(_) => "Save",
        }
    }

    /// The field's id; there is one form of each kind.
    pub const fn id(&self) -> &'static str {
        match self {
            Self::New => "new-comment",
            Self::Reply(_) | Self::Edit(_) => OTHER,
        }
    }

    /// What is said when it fails.
    pub const fn failed(&self) -> &'static str {
        match self {
            Self::New => "Comment not saved; your text is still here",
            Self::Reply(_) => "Reply not saved; your text is still here",
            Self::Edit(_) => "Change not saved; your text is still here",
        }
    }

    /// Does it.
    pub async fn send(self, application: String, words: String) -> Result<(), ClaraError> {
        match self {
            Self::New => add_comment(application, words, None).await,
            Self::Reply(to) => add_comment(application, words, Some(to)).await,
            Self::Edit(id) => edit_comment(id, words).await,
        }
    }
}

/// The id of the second form's field.
pub const OTHER: &str = "other-comment";
