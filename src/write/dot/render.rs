//! Pictures by Graphviz, where it is installed.

use crate::error::{Error, Result};
use clap::ValueEnum;
use std::{
    io::{self, Write},
    process::{Command, Stdio},
    thread,
};

/// What Graphviz makes of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Image {
    /// Scalable, with links and tooltips
    Svg,
    /// Pixels
    Png,
    /// A page
    Pdf,
}

/// Lays out and draws `dot`.
///
/// # Errors
/// When Graphviz is not installed, or does not understand the picture.
pub fn render(dot: &str, image: Image) -> Result<Vec<u8>> {
    let format = match image {
        Image::Svg => "-Tsvg",
        Image::Png => "-Tpng",
        Image::Pdf => "-Tpdf",
    };
    let started = Command::new("dot").arg(format).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = started.map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Error::Query(
            "Graphviz is not installed, so there is no picture; install it (Debian: apt-get install graphviz fonts-noto-cjk; macOS: brew install graphviz; \
             Windows: winget install graphviz), or write --format dot and draw it elsewhere"
                .to_owned(),
        ),
        _ => Error::Query(format!("cannot start Graphviz: {error}")),
    })?;
    let mut input = child.stdin.take().expect("the input is a pipe");
    let text = dot.to_owned();
    // Graphviz may write before it has read all.
    let writer = thread::spawn(move || input.write_all(text.as_bytes()));
    let output = child.wait_with_output().map_err(|error| Error::Query(format!("Graphviz stopped: {error}")))?;
    let complaints = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() || output.stdout.is_empty() {
        return Err(Error::Query(format!("Graphviz could not draw the picture: {}", complaints.trim())));
    }
    if let Ok(Err(error)) = writer.join() {
        return Err(Error::Query(format!("Graphviz did not read the whole picture: {error}")));
    }
    if !complaints.trim().is_empty() {
        eprintln!("Graphviz: {}", complaints.trim());
    }
    Ok(output.stdout)
}

/// Whether fontconfig says that no font with Chinese characters is installed; not known where fontconfig is not.
pub fn lacks_chinese_font() -> bool {
    Command::new("fc-list").arg(":lang=zh").output().is_ok_and(|fonts| fonts.status.success() && fonts.stdout.is_empty())
}
