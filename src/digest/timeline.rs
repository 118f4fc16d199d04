//! Entries by year and month.

use std::collections::BTreeMap;

use super::{Entry, EntryIndex};

/// All years, and what has no date.
#[derive(Debug, Default)]
pub struct Timeline {
    /// By year.
    pub years: BTreeMap<i16, Year>,
    /// Entries without a date, by id.
    pub undated: Vec<EntryIndex>,
}

/// One year.
#[derive(Debug, Default)]
pub struct Year {
    /// By month, 1 to 12; newest entry first.
    pub months: BTreeMap<i8, Vec<EntryIndex>>,
    /// Entries of which only the year is known.
    pub unknown_month: Vec<EntryIndex>,
}

impl Year {
    /// How many entries it has.
    pub fn count(&self) -> usize {
        self.months.values().map(Vec::len).sum::<usize>() + self.unknown_month.len()
    }
}

impl Timeline {
    /// The months that have entries, oldest first.
    pub fn months(&self) -> impl DoubleEndedIterator<Item = (i16, i8)> + '_ {
        self.years.iter().flat_map(|(year, months)| months.months.keys().map(move |month| (*year, *month)))
    }
}

/// Groups sorted entries.
pub(super) fn group(entries: &[Entry]) -> Timeline {
    let mut timeline = Timeline::default();
    for (index, entry) in entries.iter().enumerate() {
        let Some(date) = entry.cleared.meta().date else {
            timeline.undated.push(index);
            continue;
        };
        let year = timeline.years.entry(date.year()).or_default();
        match date.month() {
            Some(month) => year.months.entry(month).or_default().push(index),
            None => year.unknown_month.push(index),
        }
    }
    timeline
}
