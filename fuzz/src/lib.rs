//! What is tried: see [`targets`].

pub mod targets;
