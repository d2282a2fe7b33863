//! Shapes, colours and lines: one family of hues for each kind of thing, apart also for eyes that do not tell red from green, and by shape.

use crate::model::{Class, Status};

/// How entities of a class look.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    pub(super) shape: &'static str,
    pub(super) looks: &'static str,
    pub(super) fill: &'static str,
    pub(super) border: &'static str,
    /// How much wider than its text the shape must be.
    pub(super) stretch: f64,
}

const fn style(shape: &'static str, looks: &'static str, fill: &'static str, border: &'static str, stretch: f64) -> Style {
    Style { shape, looks, fill, border, stretch }
}

/// The style of `class`.
pub(super) const fn of(class: Class) -> Style {
    match class {
        Class::Official => style("ellipse", "filled", "#FFE3B8", "#A86200", 1.3),
        Class::Department => style("box", "filled", "#C6E0F7", "#0F4C7D", 1.0),
        Class::Organization => style("component", "filled", "#E9F5FD", "#3F8CBD", 1.15),
        Class::Place => style("box", "filled,rounded,bold", "#E4E4E4", "#222222", 1.0),
        Class::Strategy => style("octagon", "filled", "#F7C8BD", "#93240E", 1.2),
        Class::Positioning => style("hexagon", "filled", "#FEEBE0", "#CB6C3E", 1.3),
        Class::Program => style("cds", "filled", "#FFF0A0", "#9A7B00", 1.2),
        Class::Instrument => style("component", "filled", "#E9E9C0", "#4B4F00", 1.15),
        Class::Park => style("tab", "filled", "#C4EBDA", "#00553D", 1.0),
        Class::Project => style("box3d", "filled", "#E6F6F0", "#42917A", 1.1),
        Class::Industry => style("box", "filled,rounded", "#D4F0F5", "#0B6B7A", 1.0),
        Class::Document => style("note", "filled", "#F5F5F5", "#555555", 1.1),
        Class::Event => style("box", "filled,rounded", "#DFCDF3", "#4A2483", 1.0),
        Class::Period => style("box", "filled,dashed", "#FFFFFF", "#3F3F3F", 1.0),
        Class::Work => style("folder", "filled", "#FBE0EE", "#BC4F8C", 1.0),
        Class::Measure => style("box", "filled,rounded", "#FFFFFF", "#808080", 1.0),
    }
}

/// The line of statements with this status.
pub(super) const fn line(status: Status) -> &'static str {
    match status {
        Status::Done => "solid",
        Status::Ongoing => "bold",
        Status::Planned => "dashed",
        Status::Ended => "dotted",
    }
}

/// The line drawn with characters, for the legend.
pub(super) const fn line_sample(status: Status) -> &'static str {
    match status {
        Status::Done => "\u{2500}\u{2500}\u{2500}",
        Status::Ongoing => "\u{2501}\u{2501}\u{2501}",
        Status::Planned => "\u{2500} \u{2500}",
        Status::Ended => "\u{00B7} \u{00B7} \u{00B7}",
    }
}

/// The mark of rows with this status.
pub(super) const fn mark(status: Status) -> &'static str {
    match status {
        Status::Done => "\u{25CF}",
        Status::Ongoing => "\u{25CE}",
        Status::Planned => "\u{25CB}",
        Status::Ended => "\u{00D7}",
    }
}
