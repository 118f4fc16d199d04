//! What crawlers read: `sitemap.xml` (sitemaps.org protocol 0.9) and `robots.txt`.

use quick_xml::events::{BytesDecl, BytesText, Event};
use quick_xml::writer::Writer;

use super::{Page, Site, Subject};
use crate::paths::OutPath;
use crate::when::When;

/// The protocol allows no more addresses in one file.
const URLS_MAX: usize = 50_000;

/// The sitemap, or an index and its parts. It needs full addresses, so there is none without a `base_url`.
pub(super) fn plan(site: &Site<'_>, page_count: usize) -> Vec<Page> {
    if site.config.base_url.is_none() {
        return Vec::new();
    }
    let page = |path: &str, number| Page { path: OutPath::made(path), subject: Subject::Sitemap(number) };
    let mut pages = vec![page("sitemap.xml", 0)];
    // An upper bound of what will be listed: parts may be less than full, never more.
    if page_count > URLS_MAX {
        let parts = urls(site).len().div_ceil(URLS_MAX);
        pages.extend((1..=parts).map(|number| page(&format!("sitemap-{number}.xml"), number)));
    }
    pages
}

/// The address of a page and the day of its last change, if it has one.
type Url = (String, Option<String>);

/// All pages that readers should find, articles first by date, then lists, in a fixed order.
fn urls(site: &Site<'_>) -> Vec<Url> {
    let digest = site.digest;
    let entries = digest.entries.iter().map(|entry| {
        let meta = entry.cleared.meta();
        let changed = meta.updated.or(meta.date).filter(|when| !matches!(when, When::Local(_)));
        (entry.path.address(), changed.map(|when| when.first_day().to_string()))
    });
    let pages = digest.pages.iter().map(|page| (page.path.address(), None));
    let lists = super::lists(digest).map(|page| (page.path.address(), None));
    let mut urls: Vec<Url> = lists.chain(pages).chain(entries).collect();
    urls.sort();
    urls
}

/// The bytes of the sitemap, or of its part `number`.
///
/// # Panics
/// Never: writing to memory does not fail.
pub(super) fn xml(site: &Site<'_>, number: usize) -> Vec<u8> {
    let base = site.config.base_url.as_deref().unwrap_or("");
    let urls = urls(site);
    let parts = urls.len().div_ceil(URLS_MAX);
    if number == 0 && parts > 1 {
        let parts = (1..=parts).map(|part| (format!("sitemap-{part}.xml"), None));
        return document("sitemapindex", "sitemap", base, parts);
    }
    let part = urls.chunks(URLS_MAX).nth(number.saturating_sub(1)).unwrap_or(&[]);
    document("urlset", "url", base, part.iter().cloned())
}

fn document(root: &str, item: &str, base: &str, urls: impl Iterator<Item = Url>) -> Vec<u8> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 1);
    let write = || -> std::io::Result<()> {
        xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
        xml.create_element(root)
            .with_attribute(("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"))
            .write_inner_content(|xml| {
                for (address, changed) in urls {
                    xml.create_element(item).write_inner_content(|xml| {
                        xml.create_element("loc").write_text_content(BytesText::new(&format!("{base}{address}")))?;
                        if let Some(changed) = changed {
                            xml.create_element("lastmod").write_text_content(BytesText::new(&changed))?;
                        }
                        Ok(())
                    })?;
                }
                Ok(())
            })?;
        Ok(())
    };
    write().expect("writing to memory does not fail");
    let mut bytes = xml.into_inner();
    bytes.push(b'\n');
    bytes
}

/// `robots.txt`: everything may be read; no path is named, because a list of private paths tells where to look.
pub(super) fn robots(site: &Site<'_>) -> Vec<u8> {
    let sitemap = site.config.base_url.as_ref().map_or(String::new(), |base| format!("\nSitemap: {base}sitemap.xml\n"));
    format!("User-agent: *\nAllow: /\n{sitemap}").into_bytes()
}
