//! `blotter new "Headline"`: an article to write, kept back as a draft.

use jiff::tz::TimeZone;

use super::{Ending, NewArgs, now, report};
use crate::article::Meta;
use crate::config;
use crate::error::{Error, Result};
use crate::front_matter;
use crate::fs;
use crate::ident::{short_hash, slugify};
use crate::paths::ContentPath;
use crate::source::SourceFile;
use crate::when::When;

/// Writes the file, and prints its path.
pub(super) fn run(args: &NewArgs) -> Result<Ending> {
    if !args.root.join("content").is_dir() && !args.root.join("blotter.yaml").is_file() {
        return Err(Error::NoSite { root: args.root.clone() });
    }
    let today = now(args.now.as_deref())?.to_zoned_datetime(zone(args)?).date();
    let headline = args.headline.trim();
    if headline.is_empty() {
        return Err(Error::Usage("the headline is empty".to_owned()));
    }
    let slug = Some(slugify(headline)).filter(|slug| crate::paths::check_part(slug).is_ok());
    let slug = slug.unwrap_or_else(|| format!("text-{}", short_hash(headline)));
    let path = args.root.join("content").join(today.year().to_string()).join(format!("{slug}.md"));
    if path.exists() {
        return Err(Error::Usage(format!("`{}` is there already", path.display())));
    }
    let meta = Meta { title: headline.to_owned(), date: Some(When::Day(today)), draft: true, ..Meta::default() };
    fs::write(&path, format!("{}\n", front_matter::write(&meta)).as_bytes())?;
    report::print(&format!("{}\n", path.display()));
    report::say("it is a draft: remove `draft: true` to publish it\n");
    Ok(Ending::Fine)
}

/// Today is a matter of the site's zone. A broken configuration is for `build` to report.
fn zone(args: &NewArgs) -> Result<TimeZone> {
    let bytes = fs::read_if_present(&args.root.join("blotter.yaml"))?;
    let file = bytes.map(|bytes| SourceFile { path: ContentPath("blotter.yaml".to_owned()), bytes });
    Ok(config::read(file.as_ref()).map_or(TimeZone::UTC, |config| config.timezone))
}
