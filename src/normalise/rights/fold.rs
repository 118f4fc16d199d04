//! Text as the patterns want it: compatibility forms, quotes, dashes and white space folded; and the way back.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A folded text that knows where each byte came from.
#[derive(Debug)]
pub(crate) struct Folded<'a> {
    /// The folded text.
    pub(crate) text: String,
    /// For each piece: where it starts in the folded text, and in the original.
    pieces: Vec<(usize, usize)>,
    original: &'a str,
}

/// Folds a text.
pub(crate) fn fold(original: &str) -> Folded<'_> {
    let mut folded = Folded { text: String::with_capacity(original.len()), pieces: Vec::new(), original };
    let mut rest = original.char_indices().peekable();
    while let Some((start, c)) = rest.next() {
        // Accents belong to the letter before them.
        let mut end = start + c.len_utf8();
        while let Some((at, mark)) = rest.next_if(|(_, next)| !c.is_ascii_whitespace() && is_combining_mark(*next)) {
            end = at + mark.len_utf8();
        }
        folded.push(start, &original[start..end]);
    }
    folded
}

impl Folded<'_> {
    fn push(&mut self, start: usize, piece: &str) {
        let is_space = piece.chars().all(char::is_whitespace);
        if is_space && (self.text.is_empty() || self.text.ends_with(' ')) {
            return;
        }
        // One entry for each run that maps byte by byte keeps the table small.
        let is_plain = piece.len() == 1 && !is_space;
        let goes_on = self.pieces.last().is_some_and(|(to, from)| is_plain && self.text.len() - to == start - from);
        if !goes_on {
            self.pieces.push((self.text.len(), start));
        }
        if is_space {
            self.text.push(' ');
        } else if is_plain {
            self.text.push_str(piece);
        } else {
            self.text.extend(piece.nfkc().map(plain));
        }
    }

    /// The place in the original that a span of the folded text stands for: whole characters.
    pub(crate) fn original(&self, span: &Range<usize>) -> Range<usize> {
        let start = self.original.floor_char_boundary(self.at(span.start));
        let end = if span.is_empty() { start } else { self.original.ceil_char_boundary(self.at(span.end - 1) + 1) };
        start..end.max(start)
    }

    /// The byte of the original that a folded byte stands for; somewhere within its character.
    fn at(&self, position: usize) -> usize {
        let index = self.pieces.partition_point(|(to, _)| *to <= position).saturating_sub(1);
        let Some((to, from)) = self.pieces.get(index).copied() else { return 0 };
        let next_from = self.pieces.get(index + 1).map_or(self.original.len(), |(_, from)| *from);
        (from + position - to).min(next_from.saturating_sub(1))
    }
}

fn plain(c: char) -> char {
    match c {
        '‘' | '’' | '‚' | '‛' | '′' | '´' | '`' => '\'',
        '“' | '”' | '„' | '‟' | '″' => '"',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => '-',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_lead_back() {
        let original = "Tous  droits\n re\u{301}serve\u{301}s – “ﬁn”";
        let folded = fold(original);
        assert_eq!(folded.text, "Tous droits réservés - \"fin\"");
        let span = |needle: &str| {
            let start = folded.text.find(needle).unwrap();
            &original[folded.original(&(start..start + needle.len()))]
        };
        assert_eq!(span("droits réservés"), "droits\n re\u{301}serve\u{301}s");
        assert_eq!(span("réservés -"), "re\u{301}serve\u{301}s –");
        assert_eq!(span("fin"), "ﬁn");
    }
}
