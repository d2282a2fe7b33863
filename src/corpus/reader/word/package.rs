//! The parts of an archive, each read within a limit.

use super::of_file;
use crate::{
    corpus::Limits,
    finding::{Finding, Severity},
};
use std::io::{Cursor, Read};
use zip::{ZipArchive, result::ZipError};

/// Most entries of an archive.
const ENTRIES: usize = 20_000;

/// An open archive.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Bytes that may still be unpacked.
    left: u64,
    limit: u64,
    findings: Vec<Finding>,
}

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8], limits: Limits) -> Result<Self, String> {
        let archive = ZipArchive::new(Cursor::new(bytes))
            .map_err(|error| format!("begins like a Word or WPS file, but its archive is damaged ({error}); save it anew"))?;
        if archive.len() > ENTRIES {
            return Err(format!("is an archive of {} files, more than the limit of {ENTRIES}", archive.len()));
        }
        Ok(Self { archive, left: limits.unpacked_bytes, limit: limits.unpacked_bytes, findings: Vec::new() })
    }

    /// The part that holds the document.
    pub(super) fn document(&mut self) -> Result<Vec<u8>, String> {
        const USUAL: &str = "word/document.xml";
        let has = |name: &str| self.archive.index_for_name(name).is_some();
        let problem = if has(USUAL) {
            return self.part(USUAL);
        } else if has("xl/workbook.xml") {
            "is a spreadsheet; save it as text or as a Word file"
        } else if has("ppt/presentation.xml") {
            "is a presentation; save it as text or as a Word file"
        } else if has("content.xml") {
            "is an OpenDocument file; save it as .docx"
        } else {
            "is an archive without a Word document in it; unpack it first"
        };
        Err(problem.to_owned())
    }

    /// A part that may be missing; one that is too large or damaged becomes a finding.
    pub(super) fn optional(&mut self, name: &str) -> Option<Vec<u8>> {
        self.archive.index_for_name(name)?;
        match self.part(name) {
            Ok(part) => Some(part),
            Err(problem) => {
                let message = format!("{name} {problem}");
                self.findings.push(of_file(Severity::Warning, "part-left-out", message, "open the file in Word or WPS and save it anew"));
                None
            }
        }
    }

    fn part(&mut self, name: &str) -> Result<Vec<u8>, String> {
        let left = self.left;
        let mut file = self.archive.by_name(name).map_err(|error| match error {
            ZipError::UnsupportedArchive(what) if what == ZipError::PASSWORD_REQUIRED => {
                "is protected by a password; save it without one".to_owned()
            }
            error => format!("is damaged ({error}); save it anew"),
        })?;
        let mut part = Vec::new();
        let read = (&mut file).take(left + 1).read_to_end(&mut part);
        if part.len() as u64 > left {
            let limit = self.limit;
            return Err(format!("unpacks to more than the limit of {limit} bytes; --max-unpacked raises it"));
        }
        read.map_err(|error| format!("is damaged ({error}); save it anew"))?;
        self.left -= part.len() as u64;
        Ok(part)
    }

    /// What was odd about the parts.
    pub(super) fn findings(self) -> Vec<Finding> {
        self.findings
    }
}
