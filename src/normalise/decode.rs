//! Bytes as text: encodings, line ends, and what no reader sees.

use std::sync::LazyLock;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use regex::bytes::Regex;

use crate::diag::{Code, Diagnostic, Place, code};
use crate::source::{Format, SourceFile};

/// Longer files are no article.
const FILE_BYTES_MAX: usize = 32 * 1024 * 1024;
/// Files of more lines are no article.
const LINES_MAX: usize = 1_000_000;

/// A file as text: line feeds only, no byte-order mark.
#[derive(Debug)]
pub(crate) struct Decoded {
    /// The text; for clippings without invisible characters.
    pub(crate) text: String,
    /// What should be known.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Decodes by byte-order mark, then as strict UTF-8, then as the page declares, then as Windows-1252.
///
/// # Errors
/// Refuses files that are too large, empty or no text.
pub(crate) fn decode(file: &SourceFile, format: Format) -> Result<Decoded, Box<Diagnostic>> {
    let bytes = &file.bytes;
    if bytes.len() > FILE_BYTES_MAX {
        let size = format!("{} bytes are more than an article can be ({FILE_BYTES_MAX})", bytes.len());
        return Err(refusal(file, code::FILE_TOO_LARGE, &size));
    }
    let (encoding, is_guess, skip) = encoding_of(bytes, format);
    let is_wide = encoding == UTF_16LE || encoding == UTF_16BE;
    if !is_wide && bytes.contains(&0) {
        return Err(refusal(file, code::FILE_BINARY, "the file is not text: it holds zero bytes"));
    }
    let (text, had_errors) = encoding.decode_without_bom_handling(&bytes[skip..]);
    if text.trim().is_empty() {
        return Err(refusal(file, code::FILE_EMPTY, "the file holds no text"));
    }
    if is_mostly_control(&text) {
        return Err(refusal(file, code::FILE_BINARY, "the file is not text: it is full of control characters"));
    }
    let mut diagnostics = Vec::new();
    if is_guess || had_errors {
        let message = format!("the file is not valid {}; read as {}", claimed(is_guess, encoding), encoding.name());
        let warning = Diagnostic::warning(code::ENCODING_GUESSED, message)
            .at(Place::file(file.path.0.clone()))
            .with_hint("save the file as UTF-8");
        diagnostics.push(warning);
    }
    let text = if format == Format::Text { tidy(&text) } else { fold_line_ends(&text) };
    let line_count = text.bytes().filter(|byte| *byte == b'\n').count();
    if line_count > LINES_MAX {
        let size = format!("{line_count} lines are more than an article can have ({LINES_MAX})");
        return Err(refusal(file, code::FILE_TOO_LARGE, &size));
    }
    if text.trim().is_empty() {
        return Err(refusal(file, code::FILE_EMPTY, "the file holds no text"));
    }
    Ok(Decoded { text, diagnostics })
}

fn refusal(file: &SourceFile, code: Code, message: &str) -> Box<Diagnostic> {
    Box::new(Diagnostic::error(code, message).at(Place::file(file.path.0.clone())))
}

fn claimed(is_guess: bool, encoding: &'static Encoding) -> &'static str {
    if is_guess { "UTF-8" } else { encoding.name() }
}

/// The encoding, whether it is only a guess, and how many bytes the byte-order mark takes.
fn encoding_of(bytes: &[u8], format: Format) -> (&'static Encoding, bool, usize) {
    if let Some((encoding, skip)) = Encoding::for_bom(bytes) {
        return (encoding, false, skip);
    }
    if std::str::from_utf8(bytes).is_ok() {
        return (UTF_8, false, 0);
    }
    match declared(bytes).filter(|_| format == Format::Html) {
        Some(encoding) => (encoding, false, 0),
        None => (WINDOWS_1252, true, 0),
    }
}

/// What a `meta` element near the head of a page says; UTF-8 and UTF-16 have been tried by then.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    static CHARSET: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"(?i)<meta[^>]{0,200}charset\s*=\s*["']?\s*([a-z0-9_:.-]+)"#).expect("a fixed pattern")
    });
    let label = CHARSET.captures(&bytes[..bytes.len().min(8192)])?.get(1)?.as_bytes();
    Encoding::for_label(label).filter(|encoding| ![UTF_8, UTF_16LE, UTF_16BE].contains(encoding))
}

fn is_mostly_control(text: &str) -> bool {
    let is_odd = |c: char| c == '\u{fffd}' || (c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}'));
    let odd_count = text.chars().filter(|c| is_odd(*c)).count();
    text.contains('\0') || odd_count * 20 > text.chars().count()
}

fn fold_line_ends(text: &str) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() }
}

/// Folds line ends and spaces, and removes what cannot be seen: soft hyphens, zero-width and control characters.
pub(crate) fn tidy(text: &str) -> String {
    let text = fold_line_ends(text);
    let mut tidy = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\n' | '\t' => tidy.push(c),
            '\u{c}' | '\u{b}' | '\u{85}' | '\u{2028}' | '\u{2029}' => tidy.push('\n'),
            '\u{a0}' | '\u{2007}' | '\u{202f}' => tidy.push(' '),
            '\u{200c}'..='\u{200f}' => {
                let is_needed = tidy.chars().next_back().is_some_and(needs_joiners)
                    && (c > '\u{200d}' || chars.peek().copied().is_some_and(needs_joiners));
                if is_needed {
                    tidy.push(c);
                }
            }
            '\u{ad}' | '\u{200b}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' => {}
            c if c.is_control() => {}
            c => tidy.push(c),
        }
    }
    tidy
}

/// Scripts and emoji in which joiners and direction marks change what is read.
fn needs_joiners(c: char) -> bool {
    matches!(c,
        '\u{590}'..='\u{8ff}' | '\u{900}'..='\u{dff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{18af}'
        | '\u{2600}'..='\u{27bf}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe0f}' | '\u{fe70}'..='\u{fefc}' | '\u{1f000}'..='\u{1faff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paths::ContentPath;

    fn text_of(name: &str, bytes: &[u8]) -> Result<(String, usize), Code> {
        let file = SourceFile { path: ContentPath(format!("content/{name}")), bytes: bytes.to_vec() };
        let format = Format::of(&file.path).unwrap();
        decode(&file, format).map(|d| (d.text, d.diagnostics.len())).map_err(|refusal| refusal.code)
    }

    #[test]
    fn byte_order_marks_decide() {
        assert_eq!(text_of("a.txt", b"\xef\xbb\xbfA\r\nB\rC"), Ok(("A\nB\nC".to_owned(), 0)));
        assert_eq!(text_of("a.txt", b"\xff\xfeA\0\n\0"), Ok(("A\n".to_owned(), 0)));
        assert_eq!(text_of("a.txt", b"\xfe\xff\0A"), Ok(("A".to_owned(), 0)));
    }

    #[test]
    fn what_is_no_utf_8_is_guessed_and_said() {
        assert_eq!(text_of("a.txt", b"\x93Caf\xe9\x94"), Ok(("“Café”".to_owned(), 1)));
        let page = b"<meta charset=\"iso-8859-2\"><p>\xb3\xf3d\xbc";
        assert_eq!(text_of("a.html", page).unwrap(), ("<meta charset=\"iso-8859-2\"><p>łódź".to_owned(), 0));
    }

    #[test]
    fn no_text_is_refused() {
        assert_eq!(text_of("a.txt", b""), Err(code::FILE_EMPTY));
        assert_eq!(text_of("a.txt", b" \n\xc2\xa0\n"), Err(code::FILE_EMPTY));
        assert_eq!(text_of("a.txt", b"\xef\xbb\xbf"), Err(code::FILE_EMPTY));
        assert_eq!(text_of("a.txt", "\u{200b}\u{ad}".as_bytes()), Err(code::FILE_EMPTY));
        assert_eq!(text_of("a.md", b"PK\x03\x04\0\0\0"), Err(code::FILE_BINARY));
        assert_eq!(text_of("a.txt", b"\x01\x02\x03ab\x04\x05"), Err(code::FILE_BINARY));
        assert_eq!(text_of("a.txt", &vec![b'a'; FILE_BYTES_MAX + 1]), Err(code::FILE_TOO_LARGE));
        assert_eq!(text_of("a.txt", "a\n".repeat(LINES_MAX + 1).as_bytes()), Err(code::FILE_TOO_LARGE));
    }

    #[test]
    fn invisible_characters_go_unless_a_script_needs_them() {
        assert_eq!(tidy("Polizei\u{ad}bericht\u{200b} 5\u{a0}kg a\u{200d}b"), "Polizeibericht 5 kg ab");
        assert_eq!(tidy("می\u{200c}خواهم"), "می\u{200c}خواهم");
        assert_eq!(tidy("क\u{94d}\u{200d}ष"), "क\u{94d}\u{200d}ष");
        assert_eq!(tidy("a\u{202e}b"), "ab");
    }
}
