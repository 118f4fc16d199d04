//! How the site is made: `blotter.yaml` as written, and [`Config`] as meant. Every key has a default.

use jiff::tz::TimeZone;
use serde::Deserialize;

use crate::diag::{Diagnostic, Place, code};
use crate::front_matter;
use crate::source::SourceFile;

/// The configuration, with every question answered.
#[derive(Debug, Clone)]
pub struct Config {
    /// Name of the site.
    pub title: String,
    /// Its name for good, from which the id of its feed is made; the title, if it was never given.
    pub id: String,
    /// One line about it.
    pub description: Option<String>,
    /// Public address with a `/` at its end; none if it is not known yet.
    pub base_url: Option<String>,
    /// Language of the site, BCP 47.
    pub language: String,
    /// Zone in which bare dates and times are meant.
    pub timezone: TimeZone,
    /// Its IANA name.
    pub timezone_name: String,
    /// The theme, below `themes/`; `default` is built in.
    pub theme: String,
    /// Who publishes the site; the author of its feeds.
    pub publisher: String,
    /// Newest entries in the feed.
    pub feed_entries_max: usize,
    /// Issuers of press releases whose texts may be shown in full.
    pub trusted_issuers: Vec<String>,
    /// Longest quotation of a text that may only be quoted, in words.
    pub excerpt_words_max: usize,
    /// For a site's own templates.
    pub extra: serde_json::Map<String, serde_json::Value>,
}

/// `blotter.yaml`, as typed.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ConfigFile {
    title: Option<String>,
    id: Option<String>,
    description: Option<String>,
    base_url: Option<String>,
    language: Option<String>,
    timezone: Option<String>,
    theme: Option<String>,
    publisher: Option<String>,
    feed: FeedFile,
    rights: RightsFile,
    extra: serde_json::Map<String, serde_json::Value>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct FeedFile {
    entries_max: Option<usize>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct RightsFile {
    trusted_issuers: Vec<String>,
    excerpt_words_max: Option<usize>,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            title: "Digest".to_owned(),
            id: "Digest".to_owned(),
            description: None,
            base_url: None,
            language: "en".to_owned(),
            timezone: TimeZone::UTC,
            timezone_name: "UTC".to_owned(),
            theme: "default".to_owned(),
            publisher: "Digest".to_owned(),
            feed_entries_max: 30,
            trusted_issuers: Vec::new(),
            excerpt_words_max: 60,
            extra: serde_json::Map::new(),
        }
    }
}

/// Reads `blotter.yaml`; without one, the defaults.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read(file: Option<&SourceFile>) -> Result<Config, Vec<Diagnostic>> {
    let Some(file) = file else { return Ok(Config::default()) };
    let path = file.path.0.as_str();
    let text = String::from_utf8(file.bytes.clone()).map_err(|_| {
        vec![
            Diagnostic::error(code::CONFIG_INVALID, "the configuration is not UTF-8")
                .at(Place::file(path))
                .with_hint("save it as UTF-8"),
        ]
    })?;
    let text = text.trim_start_matches('\u{feff}');
    if text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        return Ok(Config::default());
    }
    let written: ConfigFile =
        front_matter::read_document(path, text, code::CONFIG_INVALID).map_err(|diagnostic| vec![*diagnostic])?;
    resolve(written, path, text)
}

fn resolve(written: ConfigFile, path: &str, text: &str) -> Result<Config, Vec<Diagnostic>> {
    let mut diagnostics = Vec::new();
    let mut invalid = |key: &str, message: String, expected: &str| {
        let line_number = text.lines().position(|line| line.starts_with(key)).map_or(1, |index| index + 1);
        let place = Place::line(path, text, line_number, expected);
        diagnostics.push(Diagnostic::error(code::CONFIG_INVALID, message).at(place));
    };
    let defaults = Config::default();
    let timezone_name = written.timezone.unwrap_or(defaults.timezone_name);
    let timezone = TimeZone::get(&timezone_name).unwrap_or_else(|_| {
        invalid("timezone", format!("unknown time zone `{timezone_name}`"), "expected a name such as Europe/London");
        TimeZone::UTC
    });
    let base_url = written.base_url.and_then(|url| match check_base_url(&url) {
        Ok(url) => Some(url),
        Err(why) => {
            invalid(
                "base_url",
                format!("`{url}` is no base address: {why}"),
                "expected https://example.org/ or https://example.org/path/",
            );
            None
        }
    });
    let theme = written.theme.unwrap_or(defaults.theme);
    if crate::paths::check_part(&theme).is_err() {
        invalid("theme", format!("`{theme}` is no name of a theme"), "expected the name of a folder in themes/");
    }
    let title = written.title.unwrap_or(defaults.title);
    if diagnostics.is_empty() {
        Ok(Config {
            id: written.id.unwrap_or_else(|| title.clone()),
            description: written.description,
            base_url,
            language: written.language.unwrap_or(defaults.language),
            timezone,
            timezone_name,
            theme,
            publisher: written.publisher.unwrap_or_else(|| title.clone()),
            feed_entries_max: written.feed.entries_max.unwrap_or(defaults.feed_entries_max),
            trusted_issuers: written.rights.trusted_issuers,
            excerpt_words_max: written.rights.excerpt_words_max.unwrap_or(defaults.excerpt_words_max),
            extra: written.extra,
            title,
        })
    } else {
        Err(diagnostics)
    }
}

/// The address with a `/` at its end, without query or fragment.
///
/// # Errors
/// Says why it cannot be the address of a site.
pub fn check_base_url(text: &str) -> Result<String, String> {
    let url = url::Url::parse(text).map_err(|error| error.to_string())?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("it must start with https:// or http://".to_owned());
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("it must not have a query or fragment".to_owned());
    }
    let text = url.to_string();
    Ok(if text.ends_with('/') { text } else { text + "/" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paths::ContentPath;

    fn read_text(text: &str) -> Result<Config, Vec<Diagnostic>> {
        let file = SourceFile { path: ContentPath("blotter.yaml".to_owned()), bytes: text.as_bytes().to_vec() };
        read(Some(&file))
    }

    #[test]
    fn every_key_has_a_default() {
        assert_eq!(read_text("# nothing\n").unwrap().title, "Digest");
        let config = read_text("title: T\nbase_url: https://example.org/x\ntimezone: Europe/Paris\n").unwrap();
        assert_eq!(config.base_url.as_deref(), Some("https://example.org/x/"));
        assert_eq!(config.publisher, "T");
    }

    #[test]
    fn mistakes_are_named_with_their_line() {
        let lines = |text: &str| -> Vec<_> {
            read_text(text).unwrap_err().iter().map(|d| d.place.as_ref().unwrap().line_number).collect()
        };
        assert_eq!(lines("title: T\ntimezone: Mars/Olympus\nbase_url: ftp://x\n"), [2, 3]);
        assert_eq!(lines("title: T\ntitel: x\n"), [2]);
        assert_eq!(lines("title: T\ntheme: ../x\n"), [2]);
    }
}
