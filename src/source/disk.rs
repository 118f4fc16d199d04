//! Reading a site from a disk.
