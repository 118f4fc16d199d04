//! The Atom feed (RFC 4287): the newest entries, with ids that no change of title, address or domain moves.

use jiff::Timestamp;
use quick_xml::events::{BytesDecl, BytesText, Event};
use quick_xml::writer::Writer;

use super::{Site, body, labels};
use crate::digest::Entry;
use crate::policy::PublicText;
use crate::when::rfc3339;

/// The bytes of the feed.
///
/// # Panics
/// Never: writing to memory does not fail.
pub(super) fn atom(site: &Site<'_>) -> Vec<u8> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
    write(site, &mut writer).expect("writing to memory does not fail");
    let mut bytes = writer.into_inner();
    bytes.push(b'\n');
    bytes
}

type Xml = Writer<Vec<u8>>;

fn write(site: &Site<'_>, xml: &mut Xml) -> std::io::Result<()> {
    // Atom asks for a date; what has none is not in the feed.
    let dated = site.digest.entries.iter().filter(|entry| entry.cleared.published_at().is_some());
    let entries: Vec<&Entry> = dated.take(site.config.feed_entries_max).collect();
    let newest = entries.iter().filter_map(|entry| updated(entry, site)).max().unwrap_or(Timestamp::UNIX_EPOCH);
    let base = site.config.base_url.as_deref().unwrap_or("");
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let language = site.config.language.as_str();
    xml.create_element("feed")
        .with_attributes([("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", language)])
        .write_inner_content(|xml| {
            text(xml, "id", &urn("feed", &site.config.id))?;
            text(xml, "title", &site.config.title)?;
            if let Some(description) = &site.config.description {
                text(xml, "subtitle", description)?;
            }
            text(xml, "updated", &rfc3339(newest, &site.config.timezone))?;
            link(xml, "self", &format!("{base}atom.xml"), Some("application/atom+xml"))?;
            link(xml, "alternate", if base.is_empty() { "index.html" } else { base }, Some("text/html"))?;
            person(xml, &site.config.publisher)?;
            xml.create_element("generator")
                .with_attribute(("version", env!("CARGO_PKG_VERSION")))
                .write_text_content(BytesText::new("blotter"))?;
            entries.iter().try_for_each(|entry| write_entry(site, entry, base, xml))
        })?;
    Ok(())
}

fn write_entry(site: &Site<'_>, entry: &Entry, base: &str, xml: &mut Xml) -> std::io::Result<()> {
    let meta = entry.cleared.meta();
    let zone = &site.config.timezone;
    let language = meta.lang.as_deref().unwrap_or(&site.config.language);
    xml.create_element("entry").with_attribute(("xml:lang", language)).write_inner_content(|xml| {
        text(xml, "id", &urn("entry", &entry.cleared.id().0))?;
        text(xml, "title", &meta.title)?;
        let address = if base.is_empty() { entry.path.href() } else { format!("{base}{}", entry.path.address()) };
        link(xml, "alternate", &address, Some("text/html"))?;
        if let Some(url) = meta.sources.first().and_then(|source| source.url.as_deref()) {
            link(xml, "via", url, None)?;
        }
        if let Some(published) = entry.cleared.published_at() {
            text(xml, "published", &rfc3339(published, zone))?;
        }
        if let Some(updated) = updated(entry, site) {
            text(xml, "updated", &rfc3339(updated, zone))?;
        }
        meta.authors.iter().try_for_each(|author| person(xml, author))?;
        for index in &entry.tags {
            let tag = &site.digest.tags[*index];
            xml.create_element("category")
                .with_attributes([("term", tag.slug.as_str()), ("label", tag.title.as_str())])
                .write_empty()?;
        }
        if let Some(rights) = rights(meta) {
            text(xml, "rights", &rights)?;
        }
        write_text(site, entry, base, xml)
    })?;
    Ok(())
}

/// The text itself only where it may be shown in full; else the summary, and why there is not more.
fn write_text(site: &Site<'_>, entry: &Entry, base: &str, xml: &mut Xml) -> std::io::Result<()> {
    let why = match entry.cleared.text() {
        PublicText::Full(_) => None,
        PublicText::Excerpt { why, .. } | PublicText::Withheld { why } => Some(why.as_str()),
    };
    let summary: Vec<&str> = entry.summary.as_deref().into_iter().chain(why).collect();
    if !summary.is_empty() {
        text(xml, "summary", &summary.join(" "))?;
    }
    // What is wrong with a body is reported by its own page.
    if let Some(html) = body::html(&entry.cleared, site, base, &mut Vec::new()) {
        xml.create_element("content")
            .with_attribute(("type", "html"))
            .write_text_content(BytesText::new(&printable(&html)))?;
    }
    Ok(())
}

/// A correction moves an entry up in readers; nothing that is held back moves anything.
fn updated(entry: &Entry, site: &Site<'_>) -> Option<Timestamp> {
    let meta = entry.cleared.meta();
    let zone = &site.config.timezone;
    let corrected = meta.corrections.iter().map(|correction| correction.date.start(zone)).max();
    let updated = meta.updated.map(|updated| updated.start(zone));
    [entry.cleared.published_at(), updated, corrected].into_iter().flatten().max()
}

fn rights(meta: &crate::article::Meta) -> Option<String> {
    let license = meta.rights.license.as_deref().map(|license| labels::license(license).0);
    let parts: Vec<String> = meta.rights.attribution.clone().into_iter().chain(license).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// A name for good, made from the id of an article (RFC 9562, version 8): the same on every machine and domain.
fn urn(kind: &str, id: &str) -> String {
    let hash = blake3::hash(format!("blotter {kind} {id}").as_bytes());
    let mut bytes: [u8; 16] = hash.as_bytes()[..16].try_into().expect("a hash has 32 bytes");
    bytes[6] = (bytes[6] & 0x0f) | 0x80;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let hex = format!("{:032x}", u128::from_be_bytes(bytes));
    format!("urn:uuid:{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

fn text(xml: &mut Xml, name: &str, content: &str) -> std::io::Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(&printable(content)))?;
    Ok(())
}

fn person(xml: &mut Xml, name: &str) -> std::io::Result<()> {
    xml.create_element("author").write_inner_content(|xml| text(xml, "name", name))?;
    Ok(())
}

fn link(xml: &mut Xml, rel: &str, href: &str, media_type: Option<&str>) -> std::io::Result<()> {
    let element = xml.create_element("link").with_attributes([("rel", rel), ("href", href)]);
    match media_type {
        Some(media_type) => element.with_attribute(("type", media_type)).write_empty()?,
        None => element.write_empty()?,
    };
    Ok(())
}

/// XML 1.0 cannot hold most control characters, not even escaped.
fn printable(text: &str) -> String {
    text.chars()
        .filter(|c| matches!(c, '\t' | '\n' | '\r') || !c.is_control())
        .filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}'))
        .collect()
}
