//! Names of months and days of the week in English, German, French, Spanish, Dutch and Italian.

use jiff::civil::Weekday;

/// Names and short forms, January first; what is spelt alike in several languages stands once.
const NAMES: [&[&str]; 12] = [
    &["january", "januar", "jänner", "janvier", "enero", "januari", "gennaio", "janv", "jän", "jan", "ene", "gen"],
    &["february", "februar", "février", "fevrier", "febrero", "februari", "febbraio", "févr", "fév", "feb"],
    &["march", "märz", "maerz", "mars", "marzo", "maart", "mär", "mrt", "mar"],
    &["april", "avril", "abril", "aprile", "apr", "avr", "abr"],
    &["may", "mai", "mayo", "mei", "maggio", "mag"],
    &["june", "juni", "juin", "junio", "giugno", "jun", "giu"],
    &["july", "juli", "juillet", "julio", "luglio", "juil", "jul", "lug"],
    &["august", "août", "aout", "agosto", "augustus", "aug", "ago"],
    &["september", "septembre", "septiembre", "setiembre", "settembre", "sept", "sep", "set"],
    &["october", "oktober", "octobre", "octubre", "ottobre", "oct", "okt", "ott"],
    &["november", "novembre", "noviembre", "nov"],
    &["december", "dezember", "décembre", "decembre", "diciembre", "dicembre", "dec", "dez", "déc", "dic"],
];

/// Names of the days, Monday first.
const DAYS: [&[&str]; 7] = [
    &["monday", "montag", "lundi", "lunes", "maandag", "lunedì", "mon"],
    &["tuesday", "dienstag", "mardi", "martes", "dinsdag", "martedì", "tue", "tues"],
    &["wednesday", "mittwoch", "mercredi", "miércoles", "woensdag", "mercoledì", "wed"],
    &["thursday", "donnerstag", "jeudi", "jueves", "donderdag", "giovedì", "thu", "thur", "thurs"],
    &["friday", "freitag", "vendredi", "viernes", "vrijdag", "venerdì", "fri"],
    &["saturday", "samstag", "sonnabend", "samedi", "sábado", "zaterdag", "sabato", "sat"],
    &["sunday", "sonntag", "dimanche", "domingo", "zondag", "domenica", "sun"],
];

/// All names as alternatives of a pattern, the longer before their beginnings.
pub(super) fn alternatives() -> String {
    let mut names: Vec<&str> = NAMES.concat();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    names.join("|")
}

/// The number of a month, from 1.
pub(super) fn number(name: &str) -> Option<i8> {
    let name = name.to_lowercase();
    let index = NAMES.iter().position(|names| names.contains(&name.as_str()))?;
    i8::try_from(index + 1).ok()
}

/// The day of the week that a word in lower case names.
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    let index = DAYS.iter().position(|names| names.contains(&word))?;
    Weekday::from_monday_zero_offset(i8::try_from(index).ok()?).ok()
}
