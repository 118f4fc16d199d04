//! The words that pages use for kinds, levels and certainties.

use crate::article::Certainty;

/// How the date of an event is known, for readers.
pub(super) fn certainty(certainty: Certainty) -> (&'static str, &'static str) {
    match certainty {
        Certainty::Exact => ("exact", "date as stated"),
        Certainty::Inferred => ("inferred", "date inferred from the report"),
        Certainty::Approx => ("approx", "date approximate"),
    }
}

/// The name of a kind of figure; kinds that we do not know are shown as they are written.
pub(super) fn figure(kind: &str) -> String {
    let known = match kind {
        "cash-seized" => "Cash seized",
        "assets-frozen" => "Assets frozen",
        "fraud-loss" => "Loss by fraud",
        "street-value" => "Street value",
        "threats-averted" => "Threats to life averted",
        "counterfeit-notes" => "Counterfeit notes",
        "explosives-kg" => "Explosives",
        _ => "",
    };
    if known.is_empty() { sentence_case(&kind.replace(['-', '_'], " ")) } else { known.to_owned() }
}

/// The name of a kind of correction.
pub(super) fn correction(kind: &str) -> String {
    sentence_case(&kind.replace(['-', '_'], " "))
}

fn sentence_case(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

/// A licence by its SPDX id or address: name and address.
pub(super) fn license(license: &str) -> (String, Option<String>) {
    if license.starts_with("https://") || license.starts_with("http://") {
        return (license.to_owned(), Some(license.to_owned()));
    }
    let lower = license.to_lowercase();
    if let Some(rest) = lower.strip_prefix("cc-by")
        && let Some((variant, version)) = rest.rsplit_once('-')
    {
        let url = format!("https://creativecommons.org/licenses/by{variant}/{version}/");
        return (format!("CC BY{} {version}", variant.to_uppercase()), Some(url));
    }
    match lower.as_str() {
        "cc0-1.0" => ("CC0 1.0".to_owned(), Some("https://creativecommons.org/publicdomain/zero/1.0/".to_owned())),
        "ogl-uk-3.0" => (
            "Open Government Licence v3.0".to_owned(),
            Some("https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/".to_owned()),
        ),
        _ => (license.to_owned(), None),
    }
}

/// A number with commas between thousands, and at most two decimals: `1,903`.
pub fn number(value: f64) -> String {
    let text = if value.fract() == 0.0 {
        format!("{value:.0}")
    } else {
        format!("{value:.2}").trim_end_matches('0').to_owned()
    };
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').map_or((digits, ""), |(whole, _)| (whole, &digits[whole.len()..]));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{sign}{grouped}{fraction}")
}

/// Whether a language is written from right to left.
pub(super) fn direction(language: &str) -> &'static str {
    let primary = language.split('-').next().unwrap_or(language).to_lowercase();
    match primary.as_str() {
        "ar" | "he" | "fa" | "ur" | "ps" | "sd" | "ug" | "yi" | "dv" | "ckb" => "rtl",
        _ => "ltr",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn licences_have_names_and_addresses() {
        assert_eq!(
            license("CC-BY-NC-SA-4.0"),
            ("CC BY-NC-SA 4.0".to_owned(), Some("https://creativecommons.org/licenses/by-nc-sa/4.0/".to_owned()))
        );
        assert_eq!(license("LicenseRef-x"), ("LicenseRef-x".to_owned(), None));
        assert_eq!(figure("some-thing"), "Some thing");
    }

    #[test]
    fn numbers_are_grouped() {
        for (value, text) in [
            (0.0, "0"),
            (999.0, "999"),
            (1903.0, "1,903"),
            (54_000_000.0, "54,000,000"),
            (13.4, "13.4"),
            (-1234.5, "-1,234.5"),
        ] {
            assert_eq!(number(value), text);
        }
    }
}
