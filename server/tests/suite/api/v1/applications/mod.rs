//! Applications.

mod comments;
mod moves;
mod score;
