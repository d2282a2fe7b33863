//! Ctrl-C and its like: a command that writes an output directory stops where nothing is left behind, and the last good output stays.

use crate::error::{Error, Result};
use signal_hook::{
    consts::{SIGINT, SIGTERM},
    flag,
};
use std::{
    io::{self, Write},
    sync::{
        Arc, LazyLock,
        atomic::{AtomicBool, Ordering},
    },
};

/// What a program that was told to stop ends with.
pub const EXIT_CODE: u8 = 130;

/// Signals reach the process as a whole, so what they ask for does as well.
static ASKED: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

/// From now on the first signal to stop is obeyed at the next [`check`], a second one at once.
///
/// # Errors
/// When the system takes no handlers.
pub fn listen() -> Result<()> {
    let both = |signal| {
        // In this order: the handler that ends the program looks at what the other left from the signal before.
        flag::register_conditional_shutdown(signal, i32::from(EXIT_CODE), Arc::clone(&ASKED))?;
        flag::register(signal, Arc::clone(&ASKED)).map(drop)
    };
    [SIGINT, SIGTERM].into_iter().try_for_each(both).map_err(|error| Error::Query(format!("cannot listen for signals: {error}")))
}

/// Goes on, unless the program was told to stop.
///
/// # Errors
/// When it was.
pub fn check() -> Result<()> {
    if ASKED.load(Ordering::Relaxed) { Err(Error::Interrupted) } else { Ok(()) }
}

/// Fails to write once the program was told to stop.
pub(crate) struct Stoppable<W>(pub(crate) W);

impl<W: Write> Write for Stoppable<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        check().map_err(io::Error::other)?;
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
