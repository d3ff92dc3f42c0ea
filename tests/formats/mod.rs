//! Exports of real apps and texts that people paste: what must come out of each.

mod apps;
mod codes;
mod corner_files;
mod corners;
mod databases;
mod exports;
mod messages;
mod otp_client;
mod properties;
mod samples;
