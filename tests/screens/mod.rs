//! Screens: every screen as text and as a map of looks, at three sizes and fixed moments, without a terminal.

mod adding;
mod behaviour;
mod list;
mod locked;
mod pages;
mod pictures;
mod safety;
mod search;
mod settings;
mod sizes;
mod stage;
mod transfer;
