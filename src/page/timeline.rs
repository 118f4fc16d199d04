//! The front page and the archives by year and month.
//!
//! Addresses are keyed by month, and parts of a long month are numbered from the oldest, so that adding an article
//! changes the pages of its month and leaves the others, and the links that readers made to them, alone.

use serde::Serialize;
use tera::Value;

use super::frame::{About, value, view};
use super::views::{Link, Month};
use super::{Page, Site, Subject, View};
use crate::digest::{Digest, EntryIndex, Year};
use crate::paths::OutPath;
use crate::when::month_name;

/// The front page shows whole months until it has this many entries.
const FRONT_ENTRIES: usize = 40;
/// And never more than this many.
const FRONT_ENTRIES_MAX: usize = 120;
/// Entries on a page of a month, a part or a tag.
pub(super) const PAGE_ENTRIES_MAX: usize = 100;
/// Entries of a month that the page of its year shows.
const YEAR_MONTH_ENTRIES_MAX: usize = 12;

/// Front page, years, months, undated.
pub(super) fn plan(digest: &Digest) -> Vec<Page> {
    let mut pages = vec![Page { path: OutPath::made("index.html"), subject: Subject::Timeline }];
    for (year, months) in &digest.timeline.years {
        pages.push(Page { path: year_path(*year), subject: Subject::Year(*year) });
        for (month, entries) in &months.months {
            pages.push(Page { path: month_path(*year, *month, None), subject: Subject::Month(*year, *month, None) });
            for part in 1..=part_count(entries.len()) {
                let subject = Subject::Month(*year, *month, Some(part));
                pages.push(Page { path: month_path(*year, *month, Some(part)), subject });
            }
        }
    }
    if !digest.timeline.undated.is_empty() {
        pages.push(Page { path: undated_path(), subject: Subject::Undated });
    }
    pages
}

/// A month that fits on one page has no parts.
fn part_count(count: usize) -> usize {
    if count <= PAGE_ENTRIES_MAX { 0 } else { count.div_ceil(PAGE_ENTRIES_MAX) }
}

/// The entries of a part, newest first: part 1 holds the oldest hundred.
fn part_entries(entries: &[EntryIndex], part: usize) -> &[EntryIndex] {
    let end = entries.len() - (part - 1) * PAGE_ENTRIES_MAX;
    &entries[end.saturating_sub(PAGE_ENTRIES_MAX)..end]
}

pub(super) fn year_path(year: i16) -> OutPath {
    OutPath::made(&format!("{year:04}/index.html"))
}

fn month_path(year: i16, month: i8, part: Option<usize>) -> OutPath {
    match part {
        None => OutPath::made(&format!("{year:04}/{month:02}/index.html")),
        Some(part) => OutPath::made(&format!("{year:04}/{month:02}/part-{part}/index.html")),
    }
}

fn undated_path() -> OutPath {
    OutPath::made("undated/index.html")
}

/// The cards of entries.
pub(super) fn cards(site: &Site<'_>, entries: &[EntryIndex]) -> Vec<Value> {
    entries.iter().map(|index| site.cards[*index].clone()).collect()
}

fn month_view(site: &Site<'_>, year: i16, month: i8, count: usize, shown: &[EntryIndex]) -> Month {
    Month {
        title: format!("{} {year}", month_name(month)),
        name: month_name(month),
        year,
        path: month_path(year, month, None).href(),
        anchor: format!("{year:04}-{month:02}"),
        count,
        entries: cards(site, shown),
        more: count - shown.len(),
    }
}

#[derive(Debug, Serialize)]
struct FrontView {
    years: Vec<FrontYear>,
    undated: Option<UndatedLink>,
    earlier: Option<Link>,
    total: usize,
}

#[derive(Debug, Serialize)]
struct FrontYear {
    year: i16,
    path: String,
    months: Vec<Month>,
    unknown_month: Vec<Value>,
}

#[derive(Debug, Serialize)]
struct UndatedLink {
    path: String,
    count: usize,
}

/// The newest entries.
pub(super) fn front(site: &Site<'_>, page: &Page) -> View {
    let timeline = &site.digest.timeline;
    let mut years: Vec<FrontYear> = Vec::new();
    let mut shown = 0;
    let mut earlier = None;
    'years: for (year, months) in timeline.years.iter().rev() {
        let mut front_year =
            FrontYear { year: *year, path: year_path(*year).href(), months: Vec::new(), unknown_month: Vec::new() };
        for (month, entries) in months.months.iter().rev() {
            if shown >= FRONT_ENTRIES {
                let title = format!("{} {year}", month_name(*month));
                earlier = Some(Link::new(title, &month_path(*year, *month, None)));
                if !front_year.months.is_empty() {
                    years.push(front_year);
                }
                break 'years;
            }
            let visible = &entries[..entries.len().min(FRONT_ENTRIES_MAX - shown)];
            front_year.months.push(month_view(site, *year, *month, entries.len(), visible));
            shown += visible.len();
        }
        if shown < FRONT_ENTRIES_MAX {
            let unknown = &months.unknown_month[..months.unknown_month.len().min(FRONT_ENTRIES_MAX - shown)];
            front_year.unknown_month = cards(site, unknown);
            shown += unknown.len();
        }
        years.push(front_year);
    }
    let undated = (!timeline.undated.is_empty())
        .then(|| UndatedLink { path: undated_path().href(), count: timeline.undated.len() });
    let front = FrontView { years, undated, earlier, total: site.digest.entries.len() };
    let mut about = About::new("timeline.html", "timeline", &site.config.title);
    about.description = site.config.description.as_deref();
    view(site, page, &about, [("timeline", value(&front)), ("density", density(site, None, None))])
}

#[derive(Debug, Serialize)]
struct YearView {
    year: i16,
    count: usize,
    months: Vec<Month>,
    unknown_month: Vec<Value>,
    newer: Option<Link>,
    older: Option<Link>,
}

/// A year: its months, newest first, each with its newest entries.
pub(super) fn year(site: &Site<'_>, page: &Page, year: i16) -> View {
    let years = &site.digest.timeline.years;
    let this: &Year = &years[&year];
    let months = this.months.iter().rev().map(|(month, entries)| {
        let shown = &entries[..entries.len().min(YEAR_MONTH_ENTRIES_MAX)];
        month_view(site, year, *month, entries.len(), shown)
    });
    let link = |year: Option<&i16>| year.map(|year| Link::new(year.to_string(), &year_path(*year)));
    let year_view = YearView {
        year,
        count: this.count(),
        months: months.collect(),
        unknown_month: cards(site, &this.unknown_month),
        newer: link(years.range(year + 1..).map(|(year, _)| year).next()),
        older: link(years.range(..year).map(|(year, _)| year).next_back()),
    };
    let title = year.to_string();
    let about = About::new("year.html", "timeline", &title);
    view(site, page, &about, [("year", value(&year_view)), ("density", density(site, Some(year), None))])
}

#[derive(Debug, Serialize)]
struct MonthView {
    #[serde(flatten)]
    month: Month,
    part: Option<usize>,
    parts: Vec<PartLink>,
    newer: Option<Link>,
    older: Option<Link>,
    year_link: Link,
}

#[derive(Debug, Serialize)]
struct PartLink {
    #[serde(flatten)]
    link: Link,
    current: bool,
}

/// A month; the page of a long one shows its newest part.
pub(super) fn month(site: &Site<'_>, page: &Page, year: i16, month: i8, part: Option<usize>) -> View {
    let timeline = &site.digest.timeline;
    let entries = &timeline.years[&year].months[&month];
    let count = part_count(entries.len());
    let shown = match part {
        Some(part) => part_entries(entries, part),
        None if count == 0 => entries,
        None => &entries[..PAGE_ENTRIES_MAX.min(entries.len())],
    };
    let months: Vec<_> = timeline.months().collect();
    let at = months.binary_search(&(year, month)).expect("a planned month has entries");
    let link = |index: Option<usize>| {
        let (year, month) = *months.get(index?)?;
        Some(Link::new(format!("{} {year}", month_name(month)), &month_path(year, month, None)))
    };
    let parts = (1..=count).map(|number| PartLink {
        link: Link::new(format!("Part {number}"), &month_path(year, month, Some(number))),
        current: part == Some(number),
    });
    let month_view = MonthView {
        month: month_view(site, year, month, entries.len(), shown),
        part,
        parts: parts.collect(),
        newer: link(at.checked_add(1)),
        older: link(at.checked_sub(1)),
        year_link: Link::new(year.to_string(), &year_path(year)),
    };
    let title = match part {
        None => month_view.month.title.clone(),
        Some(part) => format!("{}, part {part}", month_view.month.title),
    };
    let about = About::new("month.html", "timeline", &title);
    view(site, page, &about, [("month", value(&month_view)), ("density", density(site, Some(year), Some(month)))])
}

#[derive(Debug, Serialize)]
struct UndatedView {
    count: usize,
    entries: Vec<Value>,
}

/// Entries without a date.
pub(super) fn undated(site: &Site<'_>, page: &Page) -> View {
    let entries = cards(site, &site.digest.timeline.undated);
    let undated = UndatedView { count: entries.len(), entries };
    let about = About::new("undated.html", "timeline", "Undated");
    view(site, page, &about, [("undated", value(&undated))])
}

#[derive(Debug, Serialize)]
struct Density {
    years: Vec<DensityYear>,
    max: usize,
    total: usize,
    current: Option<String>,
}

#[derive(Debug, Serialize)]
struct DensityYear {
    year: i16,
    path: Option<String>,
    count: usize,
    months: Vec<DensityMonth>,
}

#[derive(Debug, Serialize)]
struct DensityMonth {
    label: String,
    name: &'static str,
    path: Option<String>,
    count: usize,
    level: usize,
}

/// Years with nothing in them are shown up to this long a gap, so that a misdated article does not draw centuries.
const DENSITY_GAP_YEARS_MAX: i16 = 10;

/// How much was reported in each month.
fn density(site: &Site<'_>, year: Option<i16>, month: Option<i8>) -> Value {
    let years = &site.digest.timeline.years;
    let max = years.values().flat_map(|year| year.months.values()).map(Vec::len).max().unwrap_or(0);
    let mut shown = Vec::new();
    let mut before: Option<i16> = None;
    for (year, months) in years {
        let gap = before.map_or(*year, |before| before + 1)..*year;
        if gap.len() <= usize::from(DENSITY_GAP_YEARS_MAX.unsigned_abs()) {
            shown.extend(gap.map(|empty| density_year(empty, None, max)));
        }
        shown.push(density_year(*year, Some(months), max));
        before = Some(*year);
    }
    let current = year.map(|year| month.map_or_else(|| format!("{year:04}"), |month| format!("{year:04}-{month:02}")));
    value(&Density { years: shown, max, total: site.digest.entries.len(), current })
}

fn density_year(year: i16, months: Option<&Year>, max: usize) -> DensityYear {
    let cell = |month: i8| {
        let count = months.and_then(|months| months.months.get(&month)).map_or(0, Vec::len);
        DensityMonth {
            label: format!("{} {year}", month_name(month)),
            name: &month_name(month)[..3],
            path: (count > 0).then(|| month_path(year, month, None).href()),
            count,
            level: (count * 4).div_ceil(max.max(1)),
        }
    };
    DensityYear {
        year,
        path: months.map(|_| year_path(year).href()),
        count: months.map_or(0, Year::count),
        months: (1..=12).map(cell).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_numbered_from_the_oldest_and_do_not_move() {
        let newest_first: Vec<usize> = (0..250).collect();
        assert_eq!(part_count(100), 0);
        assert_eq!(part_count(250), 3);
        assert_eq!(part_entries(&newest_first, 1), &newest_first[150..250]);
        assert_eq!(part_entries(&newest_first, 2), &newest_first[50..150]);
        assert_eq!(part_entries(&newest_first, 3), &newest_first[0..50]);
    }
}
