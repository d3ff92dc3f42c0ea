//! Exports of real apps and texts that people paste: what must come out of each.

mod properties;
mod samples;
