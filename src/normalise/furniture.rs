//! Furniture of pages: lines that belong to the site and not to the article. Only whole lines are dropped.

use std::sync::LazyLock;

use regex::{Regex, RegexSet};

use crate::normalise::line::Line;

static FURNITURE: LazyLock<RegexSet> = LazyLock::new(|| {
    let lines = [
        r"(?:send|e-?mail|share) (?:a |this )?(?:link|story|article|page)(?: to a friend)?",
        r"(?:e-?mail|print|share|tweet|save|listen|copy|bookmark)(?: (?:this|the))?(?: (?:article|story|page|link))?(?: (?:on|via|by|with) \S.{0,40}|for later)?",
        r"facebook|twitter|x|whatsapp|linkedin|reddit|pinterest|telegram|messenger|instagram|youtube",
        r"advertisements?|sponsored(?: content)?|promoted|(?:story|article) continues below(?: advertisement)?|continue reading(?: below| the main story)?",
        r"related(?: articles?| stories| topics?| content| links?| coverage| news)?|most (?:read|popular|viewed|shared)|more (?:on this story|stories|news|from .{1,40})|recommended(?: stories| for you)?|trending(?: now)?|(?:you may|you might) also like|read next|up next|see also",
        r"sign up (?:for|to) .{1,80}|subscribe(?: .{0,60})?|(?:our )?newsletters?(?: sign-?up)?|log ?in|sign in|register(?: now)?|my account|get our .{1,60}newsletter.{0,60}",
        r"(?:we|this (?:web)?site|our (?:web)?site) uses? cookies.*|(?:accept|reject|manage)(?: all)?(?: cookies)?|cookie (?:policy|settings|preferences|notice)|privacy (?:policy|notice)|terms (?:of use|and conditions|of service)",
        r"\[email(?:\u{a0}| )protected\]|\d+ comments?|comments?(?: \(\d+\))?|(?:leave|post|add) a (?:comment|reply)|(?:view|show|load|hide|read) (?:all )?comments",
        r"skip to (?:main )?(?:content|navigation)|back to top|to top|menu|search|home(?:page)?|next(?: article)?|previous(?: article)?|close|news|sport|world|politics|business|opinion|weather|contact(?: us)?|about us|latest(?: news)?|breaking news",
        r"(?:tags?|filed under|topics?|keywords|categories|schlagworte|mots-clés|etiquetas)\s*:.*",
        r"\d+[- ]min(?:ute)?s? read|reading time:?.*|listen to this article.*|\(?\d+ (?:shares|views)\)?|text size.*|a ?a ?a\+?",
        r"home\s*[>»/›|].*|(?:[\w&]+ ?[>»›] ?)+[\w& ]+",
        r"follow (?:us|@?\w+(?: \w+)?) on \w+.*|like us on facebook.*|download (?:the|our) .{0,20}app.*|join (?:our|the) .{0,40}(?:channel|whatsapp).*",
        r"teilen|drucken|anzeige|werbung|merken|kommentare?|mehr zum thema|(?:lesen sie|mehr dazu) (?:auch|mehr).*|zum thema|startseite",
        r"partager(?: .{0,40})?|imprimer|publicité|(?:à )?lire aussi.*|sur le même sujet|réagir|s'abonner",
        r"compartir(?: .{0,40})?|imprimir|publicidad|lea también.*|le puede interesar.*|suscr[ií]bete.*",
        r"lees ook.*|delen|advertentie|artikel delen|meer over .{1,40}|condividi|pubblicità|leggi anche.*|stampa",
        r"(?:published |updated |posted )?(?:an?|\d+) (?:min(?:ute)?s?|hours?|days?) ago",
        r"clipped\s*:.*|printed from .{0,80}|https?://\S+|www\.\S+",
    ];
    RegexSet::new(lines.map(|line| format!("(?i)^[\\s•·|*]*(?:{line})[\\s:|»>…]*$"))).expect("fixed patterns")
});

static MARK: LazyLock<Regex> = LazyLock::new(|| {
    let column = r"\[?(?:back )?to (?:the )?top of (?:the )?\w+ column\]?";
    let photo =
        r"\[(?:photo|picture|image|graphic|video|foto|bild)\]|(?:photo|picture|image|foto|bild)s?|\d{1,3} of \d{1,3}";
    let page = r"[\[(]?continued (?:on|from|in|below)\b.{0,40}|[\[(]?page \d+(?: of \d+)?[\])]?";
    Regex::new(&format!("(?i)^(?:{column}|{photo}|{page})$")).expect("a fixed pattern")
});

/// The counter of a picture gallery that runs into its caption: `1 of 3 | A boat …`.
static COUNTER: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^\d{1,3} of \d{1,3} \|\s+").expect("a fixed pattern"));

static READ_MORE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)^(?:read more|more|mehr|related)\s*:?$").expect("a fixed pattern"));

/// Longer lines are text.
const LINE_BYTES_MAX: usize = 200;

/// Whether a whole line is furniture.
pub(crate) fn is_furniture(text: &str) -> bool {
    text.len() <= LINE_BYTES_MAX && (FURNITURE.is_match(text) || READ_MORE.is_match(text))
}

/// Removes furniture, and marks what follows a column or photo mark. Halves of a paragraph that furniture parted are
/// joined later.
pub(crate) fn sweep(lines: Vec<Line<'_>>) -> Vec<Line<'_>> {
    let mut kept: Vec<Line<'_>> = Vec::with_capacity(lines.len());
    let (mut after_mark, mut after_gap, mut skip_next) = (false, false, false);
    for mut line in lines {
        if std::mem::take(&mut skip_next) && !line.is_blank() && line.text.len() <= LINE_BYTES_MAX {
            after_gap = true;
            continue;
        }
        if is_mark(&line) {
            (after_mark, after_gap) = (true, true);
            continue;
        }
        if !line.is_blank() && is_furniture(&line.text) {
            // The line below "Read more" is the headline of another article.
            skip_next = READ_MORE.is_match(&line.text);
            after_gap = true;
            continue;
        }
        if !line.is_blank() {
            cut_counter(&mut line);
            line.after_mark |= std::mem::take(&mut after_mark);
            line.starts_paragraph |= std::mem::take(&mut after_gap);
        }
        kept.push(line);
    }
    kept
}

fn is_mark(line: &Line<'_>) -> bool {
    line.text.len() <= LINE_BYTES_MAX && MARK.is_match(&line.text)
}

fn cut_counter(line: &mut Line<'_>) {
    if let Some(counter) = COUNTER.find(&line.text).map(|counter| counter.end()) {
        line.text = line.text[counter..].to_owned().into();
        line.span = line.span.take().map(|span| span.start + counter..span.end);
        line.markdown = None;
        (line.after_mark, line.starts_paragraph) = (true, true);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::line;

    #[test]
    fn whole_lines_go_and_sentences_stay() {
        for text in
            ["Send a link to a friend", "ADVERTISEMENT", "Share this article", "Home > News > Crime", "3 min read"]
        {
            assert!(is_furniture(text), "{text}");
        }
        for text in
            ["Search teams found the boat.", "Share prices fell.", "News of the arrest spread.", "Police", "Crime"]
        {
            assert!(!is_furniture(text), "{text}");
        }
    }

    #[test]
    fn marks_and_the_line_after_read_more_go() {
        let lines =
            sweep(line::of_text("A\n[to top of second column] |\nB\nRead more\nOther headline\n\n1 of 3 | C\n"));
        let shown: Vec<_> = lines.iter().map(|line| (&*line.text, line.after_mark)).collect();
        assert_eq!(shown, [("A", false), ("B", true), ("", false), ("C", true)]);
    }
}
