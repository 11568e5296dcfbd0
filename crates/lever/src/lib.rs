//! lever
