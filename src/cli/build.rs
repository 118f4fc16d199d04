//! `blotter build`.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::report::{self, Built};
use super::{BuildArgs, Ending, Format, now};
use crate::config;
use crate::error::{Error, Result};
use crate::output::{self, guard};
use crate::pipeline::{self, Outcome, Progress, Request};
use crate::source::disk;

/// Builds the site, and writes it if it is in order.
pub(super) fn run(args: &BuildArgs, format: Format) -> Result<Ending> {
    let started = Instant::now();
    let request =
        Request { now: now(args.now.as_deref())?, base_url: args.base_url.as_deref().map(base_url).transpose()? };
    let output = args.output.clone().unwrap_or_else(|| args.root.join("public"));
    let sources = disk::read(&args.root)?;
    // Before the work, so that a typing mistake costs no time.
    guard::check(&args.root, &output, std::env::home_dir().as_deref())?;
    let read_seconds = started.elapsed().as_secs_f64();

    let progress = Arc::new(Progress::default());
    let bar = Bar::start(&progress);
    let mut outcome = pipeline::build(sources, &request, &progress);
    outcome.timings.insert(0, ("read", read_seconds));
    let may_write = outcome.error_count() == 0 || args.keep_going && !outcome.pages.is_empty();
    let committed = if may_write { commit(&args.root, &output, &mut outcome)? } else { None };
    bar.stop();

    let ending = if outcome.error_count() == 0 { Ending::Fine } else { Ending::NeedsWork };
    let built = Built {
        outcome: &outcome,
        committed,
        output: format!("`{}`", output.display()),
        seconds: started.elapsed().as_secs_f64(),
        timings: args.timings,
    };
    report::build(&built, format);
    Ok(ending)
}

fn commit(root: &Path, output: &Path, outcome: &mut Outcome) -> Result<Option<output::Committed>> {
    let started = Instant::now();
    let committed = match output::commit(root, output, &outcome.pages)? {
        Ok(committed) => Some(committed),
        Err(foreign) => {
            outcome.diagnostics.extend(foreign.0);
            None
        }
    };
    outcome.timings.push(("commit", started.elapsed().as_secs_f64()));
    Ok(committed)
}

fn base_url(text: &str) -> Result<String> {
    config::check_base_url(text).map_err(|why| Error::Usage(format!("`--base-url {text}` is no base address: {why}")))
}

/// A bar for builds that take more than a second, on a terminal only.
struct Bar {
    stopped: Arc<AtomicBool>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Bar {
    fn start(progress: &Arc<Progress>) -> Self {
        let stopped = Arc::new(AtomicBool::new(false));
        let thread = std::thread::spawn({
            let (stopped, progress) = (Arc::clone(&stopped), Arc::clone(progress));
            move || draw(&progress, &stopped)
        });
        Bar { stopped, thread: Some(thread) }
    }

    fn stop(mut self) {
        self.stopped.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            // The bar has nothing to say that a panic in it could spoil.
            let _ = thread.join();
        }
    }
}

fn draw(progress: &Progress, stopped: &AtomicBool) {
    let started = Instant::now();
    while started.elapsed() < Duration::from_secs(1) {
        std::thread::park_timeout(Duration::from_secs(1));
        if stopped.load(Ordering::Relaxed) {
            return;
        }
    }
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{wide_bar} {human_pos}/{human_len}") {
        bar.set_style(style);
    }
    while !stopped.load(Ordering::Relaxed) {
        bar.set_length(progress.total.load(Ordering::Relaxed) as u64);
        bar.set_position(progress.done.load(Ordering::Relaxed) as u64);
        std::thread::park_timeout(Duration::from_millis(100));
    }
    bar.finish_and_clear();
}
