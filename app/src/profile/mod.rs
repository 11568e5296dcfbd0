//! The *Candidate Application Profile*: the same components beside the board and on a page of their own.

mod answers;
mod close;
mod comments;
mod decided;
mod document;
mod documents;
mod experience;
mod flags;
mod head;
mod highlights;
mod matches;
mod overrule;
mod receipt;
mod requirement;
mod score;
mod timeline;
mod view;

#[cfg(feature = "ssr")]
pub use highlights::{Piece, Span, marked, pieces};
#[cfg(feature = "ssr")]
pub use matches::category_name;
pub use view::{LoadedProfile, ProfileView, ReceivedProfile, load_profile};

use leptos::prelude::*;

/// What a profile shows below its head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// Requirements with their answers.
    Match,
    /// Texts with highlights, files to download.
    Documents,
    /// Roles, education, skills.
    Experience,
    /// Questions with answers.
    Answers,
    /// What members wrote to each other.
    Comments,
    /// What happened.
    Timeline,
}

/// A place in a document to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The document's id.
    pub document: String,
    /// First character, where there is a passage to show.
    pub start: Option<usize>,
}

/// The signals of an open profile.
#[derive(Clone, Copy)]
pub struct ProfileState {
    /// What is shown.
    pub tab: RwSignal<Tab>,
    /// The document in sight, and where in it.
    pub spot: RwSignal<Option<Spot>>,
    /// Comments being written; they outlive a reload.
    pub drafts: comments::Drafts,
    /// What happened, as it was loaded last.
    pub timeline: RwSignal<Option<timeline::LoadedTimeline>>,
    /// Whether documents stand beside everything else, so that none of it must give way to them.
    pub beside: RwSignal<bool>,
    /// The requirement whose verdict is being overruled.
    pub overruling: RwSignal<Option<String>>,
    /// Loads the profile again.
    pub reload: Callback<()>,
}

impl ProfileState {
    /// A profile that was just opened.
    pub fn new(reload: Callback<()>) -> Self {
        Self {
            tab: RwSignal::new(Tab::Match),
            spot: RwSignal::new(None),
            drafts: comments::Drafts::new(),
            timeline: RwSignal::new(None),
            beside: RwSignal::new(false),
            overruling: RwSignal::new(None),
            reload,
        }
    }

    /// For another candidate: everything as at first, but who reads comments goes on reading comments.
    pub fn turn(self) {
        self.spot.set(None);
        self.drafts.clear();
        self.timeline.set(None);
        self.overruling.set(None);
        if self.tab.get_untracked() != Tab::Comments {
            self.tab.set(Tab::Match);
        }
    }

    /// Opens a document at a passage.
    pub fn show(self, document: String, start: usize) {
        self.spot.set(Some(Spot {
            document,
            start: Some(start),
        }));
        if !self.beside.get_untracked() {
            self.tab.set(Tab::Documents);
        }
    }
}
