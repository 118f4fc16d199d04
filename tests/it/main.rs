//! What a reader or an editor would notice, tested on whole sites. One binary, so that linking stays quick.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may fail by panicking, and touches files of its own"
)]

mod cli;
mod determinism;
mod documents;
mod gate;
mod golden;
mod hostile;
mod lists;
mod output;
mod support;
mod tidy;
