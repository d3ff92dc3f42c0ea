//! Moving in and moving out: other apps' files read, planned and added as one change; our accounts written for others.

pub mod choice;
pub mod export;
pub mod google;
pub mod import;
pub mod opening;
pub mod pass_store;
pub mod password;
pub mod sources;
pub mod standing;
