//! One file for each app whose exports are read: how its files are told, and what is in them.

#![expect(
    clippy::unnecessary_wraps,
    reason = "every reader stands in the table of formats with the same signature"
)]

pub(super) mod aegis;
pub(super) mod age_file;
pub(super) mod andotp;
mod android;
pub(super) mod archive;
pub(super) mod authy;
pub(super) mod battlenet;
pub(super) mod bitwarden;
pub(super) mod browser_extension;
pub(super) mod cotp;
pub(super) mod csv;
pub(super) mod duo;
pub(super) mod enpass;
pub(super) mod ente;
pub(super) mod exchange;
pub(super) mod freeotp;
pub(super) mod freeotp2;
pub(super) mod html;
mod java;
#[cfg(feature = "kdbx")]
pub(super) mod kdbx;
#[cfg(feature = "kdbx")]
mod kdbx_header;
pub(super) mod keepass;
pub(super) mod lastpass;
pub(super) mod one_password;
pub(super) mod otp_client;
pub(super) mod pass;
pub(super) mod proton;
pub(super) mod raivo;
pub(super) mod refused;
pub(super) mod rsc_2fa;
#[cfg(feature = "sqlite")]
pub(super) mod sqlcipher;
#[cfg(feature = "sqlite")]
pub(super) mod sqlite;
pub(super) mod steam;
pub(super) mod stratum;
pub(super) mod totp_authenticator;
pub(super) mod totp_cli;
pub(super) mod two_fas;
pub(super) mod uri_list;
#[cfg(feature = "sqlite")]
mod write_ahead;
