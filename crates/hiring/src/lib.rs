//! hiring
