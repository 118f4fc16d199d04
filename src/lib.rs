//! `blotter`: a static site generator for crime-reporting digests.
//!
//! Articles in any form become front matter plus body, are cleared for publication, and are rendered into a
//! timeline-and-tag site. The modules are declared in the order in which a file passes through them.

pub mod diag;
pub mod edtf;
pub mod error;
pub mod fs;
pub mod ident;
pub mod paths;
pub mod when;

pub mod article;
pub mod front_matter;
pub mod source;
