//! Exports of real apps and texts that people paste: what must come out of each.

mod apps;
mod codes;
mod corners;
mod exports;
mod messages;
mod properties;
mod samples;
