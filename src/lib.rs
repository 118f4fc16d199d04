//! `blotter`: a static site generator for crime-reporting digests.
//!
//! Articles in any form become front matter plus body, are cleared for publication, and are rendered into a
//! timeline-and-tag site. The modules are declared in ranks: each may use those above its own line, never those below.
//! `ARCHITECTURE.md` says what each is for.

// 0: nouns that know nothing of ours.
pub mod diag;
pub mod edtf;
pub mod error;
pub mod fs;
pub mod ident;
pub mod paths;
pub mod when;

// 1 to 3: what a site is made of, and what its texts say.
pub mod article;
pub mod source;

pub mod front_matter;

pub mod config;
pub mod normalise;
pub mod vocab;

// 4: the gate, the last that knows an uncleared article.
pub mod policy;

// 5 to 7: the digest, its pages, their bytes.
pub mod digest;

pub mod page;

pub mod render;

// 8: all of the above, and no I/O.
pub mod pipeline;

// 9: the only writer of the output folder.
pub mod output;

// 11: the edge.
pub mod cli;
