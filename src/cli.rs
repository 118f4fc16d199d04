//! The command line: the only place that reads arguments, the clock and the environment, and that prints.

mod build;
mod init;
mod new;
mod normalise;
mod report;

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::Timestamp;

use crate::error::{Error, Result};

/// A static site generator for crime-reporting digests.
#[derive(Debug, Parser)]
#[command(name = "blotter", version, about, propagate_version = true, after_help = AFTER_HELP)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    /// How to report: for people (on stderr) or one JSON object a line (on stdout).
    #[arg(long, global = true, value_enum, default_value_t = Format::Human)]
    format: Format,
}

const AFTER_HELP: &str = "Exit codes: 0 fine, 1 the content needs work, 2 the run failed.";

/// How to report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Human,
    /// One JSON object a line.
    Json,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build the site into `public/`.
    Build(BuildArgs),
    /// Show what is understood of articles, or write it down as Markdown with front matter.
    Normalise(NormaliseArgs),
    /// Make a new site.
    Init(InitArgs),
    /// Start an article of your own, as a draft.
    New(NewArgs),
}

/// Options of `build`.
#[derive(Debug, Args)]
struct BuildArgs {
    /// Folder of the site.
    #[arg(long, default_value = ".", value_name = "DIR")]
    root: PathBuf,
    /// Where the site goes [default: `public` in the folder of the site].
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Public address of the site; overrules `base_url` of blotter.yaml.
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// The moment as of which the site is built, as RFC 3339 [default: `SOURCE_DATE_EPOCH`, else the clock].
    #[arg(long, value_name = "RFC3339")]
    now: Option<String>,
    /// Publish what is in order, even if some articles are not; the exit code is still 1.
    #[arg(long)]
    keep_going: bool,
    /// Show how long each stage took, and the peak of memory.
    #[arg(long)]
    timings: bool,
}

/// Options of `normalise`.
#[derive(Debug, Args)]
struct NormaliseArgs {
    /// Articles in any form.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// One JSON object a line, with provenance and diagnostics.
    #[arg(long, conflicts_with = "write")]
    json: bool,
    /// Write Markdown beside the file, and move the original to `clippings/`.
    #[arg(long)]
    write: bool,
}

/// Options of `init`.
#[derive(Debug, Args)]
struct InitArgs {
    /// Folder of the new site.
    #[arg(value_name = "DIR")]
    dir: PathBuf,
}

/// Options of `new`.
#[derive(Debug, Args)]
struct NewArgs {
    /// Headline of the article.
    headline: String,
    /// Folder of the site.
    #[arg(long, default_value = ".", value_name = "DIR")]
    root: PathBuf,
    /// Today, as RFC 3339 [default: the clock].
    #[arg(long, value_name = "RFC3339")]
    now: Option<String>,
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Ending {
    /// Fine.
    Fine,
    /// The content needs work.
    NeedsWork,
    /// A part of the run failed, and said so; the rest was done.
    Failed,
}

/// Runs the program.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let result = match &cli.command {
        None => {
            report::say(&guidance());
            Ok(Ending::Fine)
        }
        Some(Command::Build(args)) => build::run(args, cli.format),
        Some(Command::Normalise(args)) => Ok(normalise::run(args, cli.format)),
        Some(Command::Init(args)) => init::run(&args.dir),
        Some(Command::New(args)) => new::run(args),
    };
    match result {
        Ok(Ending::Fine) => ExitCode::SUCCESS,
        Ok(Ending::NeedsWork) => ExitCode::from(1),
        Ok(Ending::Failed) => ExitCode::from(2),
        Err(error) => {
            report::failure(&error, cli.format);
            ExitCode::from(2)
        }
    }
}

/// What to do next, for somebody who typed the bare name.
fn guidance() -> String {
    let is_site = Path::new("content").is_dir() || Path::new("blotter.yaml").is_file();
    let next = if is_site {
        "This folder is a site.\n\n  blotter build              build it into public/\n  blotter new \"Headline\"     start an article\n"
    } else {
        "There is no site in this folder.\n\n  blotter init my-digest     make one\n  blotter build --root DIR   build another one\n\nOr put an article into content/ (a clipping as .txt, a saved page as .html, Markdown as .md)\nand run `blotter build`.\n"
    };
    format!(
        "blotter {}: a static site generator for crime-reporting digests\n\n{next}\n`blotter --help` lists everything.\n",
        env!("CARGO_PKG_VERSION")
    )
}

/// The moment that was asked for, else that of `SOURCE_DATE_EPOCH`, else the clock's: read here, once.
#[expect(clippy::disallowed_methods, reason = "the one place that asks the clock")]
fn now(argument: Option<&str>) -> Result<Timestamp> {
    if let Some(text) = argument {
        return text.parse().map_err(|_| {
            Error::Usage(format!(
                "cannot read `--now {text}`: expected a moment with offset, such as 2024-05-17T09:00:00Z"
            ))
        });
    }
    match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(epoch) => epoch.parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok()).ok_or_else(|| {
            Error::Usage(format!("cannot read SOURCE_DATE_EPOCH `{epoch}`: expected seconds since 1970"))
        }),
        Err(_) => Ok(Timestamp::now()),
    }
}

/// Whether to colour what goes to stderr.
fn color() -> bool {
    std::io::stderr().is_terminal()
        && std::env::var_os("NO_COLOR").is_none()
        && std::env::var("TERM").as_deref() != Ok("dumb")
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        super::Cli::command().debug_assert();
    }
}
