//! What one question may use: time, values held at once, characters made. Past a bound the evaluation is unwound from where it is.
//!
//! An evaluator asks for a stop only where it fetches triples; a product of two sets that it holds already, or a sort, goes on. But whatever it does,
//! it copies values of rows, and those count here. Unwinding is how a copy, which cannot fail, ends what is around it; [`within`] turns it into an error.

use std::{
    any::Any,
    cell::Cell,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    time::{Duration, Instant},
};

/// Why an evaluation was stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    /// Its time is up.
    Time,
    /// It holds more values than it may.
    Memory,
    /// It made a text that is too long, or too many.
    Text,
    /// Nobody waits for the answer any more.
    Unwanted,
}

impl Stop {
    /// What is said of it, and what asks for less; `time` is what the question was given.
    pub(crate) fn told(self, time: Duration) -> String {
        match self {
            Self::Time | Self::Unwanted => {
                format!("the query was stopped after {} s; LIMIT or fewer variables ask for less", time.as_secs_f64())
            }
            Self::Memory => "the query was stopped because it has to hold more rows at once than it may; patterns that share a variable, or LIMIT in an inner SELECT, need fewer".to_owned(),
            Self::Text => "the query was stopped because its functions make more text than they may".to_owned(),
        }
    }
}

/// Longest text that a question may make, in bytes.
pub(super) const LONGEST_TEXT: usize = 64 << 10;
/// How many copies pass between two looks at the clock.
const STRIDE: u32 = 256;
/// Bytes of a value in a row, and of a row beside its values.
const VALUE: usize = 24;
const ROW: usize = 64;

/// The use of one evaluation, which runs in one thread.
pub(crate) struct Meter<'a> {
    deadline: Instant,
    unwanted: &'a AtomicBool,
    /// The most values that fit into the memory of the evaluation, each counted as if it were alone in its row.
    most: usize,
    held: Cell<usize>,
    steps: Cell<u32>,
}

impl<'a> Meter<'a> {
    /// A meter for a question with so many variables, that may use `memory` bytes until `deadline`, and as long as it is not `unwanted`.
    pub(crate) fn new(deadline: Instant, memory: usize, variables: usize, unwanted: &'a AtomicBool) -> Self {
        let most = memory / (VALUE * variables.max(1) + ROW);
        Self { deadline, unwanted, most, held: Cell::new(0), steps: Cell::new(0) }
    }

    /// A meter without bounds, for what the program itself asks.
    pub(crate) fn boundless() -> Self {
        static NEVER: AtomicBool = AtomicBool::new(false);
        Self::new(Instant::now() + Duration::from_secs(1 << 30), usize::MAX, 1, &NEVER)
    }

    /// Counts values that are held from now on.
    pub(super) fn hold(&self, values: usize) {
        self.held.set(self.held.get() + values);
        if self.held.get() > self.most {
            stop(Stop::Memory);
        }
        self.step();
    }

    /// Counts values that are held no more.
    pub(super) fn release(&self, values: usize) {
        self.held.set(self.held.get().saturating_sub(values));
    }

    /// Counts a step; at every so many the clock is read.
    pub(crate) fn step(&self) {
        let steps = self.steps.get().wrapping_add(1);
        self.steps.set(steps);
        if steps.is_multiple_of(STRIDE) {
            if self.unwanted.load(Ordering::Relaxed) {
                stop(Stop::Unwanted);
            }
            if Instant::now() > self.deadline {
                stop(Stop::Time);
            }
        }
    }
}

/// Characters that the functions of one question may make, all together, in bytes.
const MOST_TEXT: usize = 256 << 20;

/// What functions of a question were given, which bounds what they make.
#[derive(Debug, Default)]
pub(crate) struct TextMeter(AtomicUsize);

impl TextMeter {
    /// Counts a text that a function is given; `longest` is what that function may be given.
    pub(crate) fn take(&self, length: usize, longest: usize) {
        if length > longest || self.0.fetch_add(length + 1, Ordering::Relaxed) > MOST_TEXT {
            stop(Stop::Text);
        }
    }
}

/// Ends the evaluation that this is called from.
pub(super) fn stop(why: Stop) -> ! {
    resume_unwind(Box::new(why))
}

/// Runs an evaluation; gives why it was stopped, where it was.
pub(crate) fn within<T>(evaluate: impl FnOnce() -> T) -> Result<T, Stop> {
    catch_unwind(AssertUnwindSafe(evaluate)).map_err(|ended: Box<dyn Any + Send>| match ended.downcast::<Stop>() {
        Ok(stop) => *stop,
        // A failure of the evaluator itself; it has told of it on standard error.
        Err(other) => resume_unwind(other),
    })
}
