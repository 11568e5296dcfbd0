//! Scopes: what a token may be used for. Each opens one capability, and only as far as the token's maker has it.

use crate::db::text_enum;
use crate::permission::{Comment, Right, ScreenCandidates, ViewJobs};

macro_rules! scopes {
    ($($name:ident = $text:literal, $about:literal: $right:ty;)*) => {
        text_enum! {
            /// What a token may be used for.
            pub enum Scope {
                $(#[doc = $about] $name = $text,)*
            }
        }

        impl Scope {
            /// What it allows, in a sentence.
            #[must_use]
            pub fn about(self) -> &'static str {
                match self {
                    $(Self::$name => $about,)*
                }
            }
        }

        $(#[doc = $about]
        #[derive(Clone, Copy, Debug)]
        pub enum $name {}

        impl Scoped for $name {
            type Right = $right;
            const SCOPE: Scope = Scope::$name;
        })*
    };
}

/// A scope as a type: what [`Bearer::permit`](super::Bearer::permit) is asked for.
pub trait Scoped: Send + Sync + 'static {
    /// The capability that it opens.
    type Right: Right;
    /// The scope as a value.
    const SCOPE: Scope;
}

scopes! {
    JobsRead = "jobs:read", "Read jobs, their columns and how many candidates stand in each.": ViewJobs;
    ApplicationsRead = "applications:read", "Read applications: name, stage, score, and the evidence for it.": ViewJobs;
    ApplicationsMove = "applications:move", "Move applications between columns.": ScreenCandidates;
    CommentsRead = "comments:read", "Read comments.": ViewJobs;
    CommentsWrite = "comments:write", "Write comments in your name.": Comment;
}
