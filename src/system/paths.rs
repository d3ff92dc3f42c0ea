//! Where things are: the vault, this device's own state, the settings. Decided from variables alone.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use thiserror::Error;

use super::Environment;

/// File name of the vault inside its folder.
pub const VAULT_FILE: &str = "vault.age";

/// No place can be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PathsError {
    /// Neither a home folder nor a variable that says where to go.
    #[error("there is no home folder: neither HOME nor a variable like XDG_DATA_HOME is set")]
    NoHome,
    /// A relative one would put the vault wherever the program happens to be started.
    #[error("HOME is not an absolute path")]
    RelativeHome,
}

/// Whose conventions to follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Convention {
    /// The XDG base directory specification: Linux and the other Unixes.
    Xdg,
    /// `~/Library/Application Support`.
    Mac,
    /// `%APPDATA%` and `%LOCALAPPDATA%`.
    Windows,
}

impl Convention {
    /// That of the operating system the program was built for.
    pub const HERE: Self = if cfg!(windows) {
        Self::Windows
    } else if cfg!(target_os = "macos") {
        Self::Mac
    } else {
        Self::Xdg
    };
}

/// Every folder and file the program knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// Folder of the vault; may be a git work tree or a synced folder.
    pub vault_folder: PathBuf,
    /// `vault.age`; may be a symbolic link.
    pub vault: PathBuf,
    /// What belongs to this device alone; never synced.
    pub state_folder: PathBuf,
    /// The device's identity, wrapped by the passphrase.
    pub identity: PathBuf,
    /// What this device has last seen of the vault.
    pub seen: PathBuf,
    /// Encrypted copies of earlier states.
    pub backups: PathBuf,
    /// `config.toml`.
    pub settings: PathBuf,
}

impl Places {
    /// The places on this machine; `vault` is the folder given as `--vault`, if any. Touches nothing but looks
    /// through symbolic links.
    pub fn find(environment: &Environment, vault: Option<&Path>) -> Result<Self, PathsError> {
        Self::decide(Convention::HERE, environment, vault, &resolve)
    }

    /// For a vault in memory: no file can be made below these places, should anybody try.
    pub fn nowhere() -> Self {
        let folder = PathBuf::from("/dev/null/otp");
        Self::of(folder.clone(), folder.clone(), folder.join("config.toml"))
    }

    fn of(vault_folder: PathBuf, state_folder: PathBuf, settings: PathBuf) -> Self {
        Self {
            vault: vault_folder.join(VAULT_FILE),
            vault_folder,
            identity: state_folder.join("identity.age"),
            seen: state_folder.join("seen.toml"),
            backups: state_folder.join("backups"),
            state_folder,
            settings,
        }
    }

    /// The rules alone, for any convention. `resolve` makes a path absolute and free of links.
    pub fn decide(
        convention: Convention,
        environment: &Environment,
        vault: Option<&Path>,
        resolve: &dyn Fn(&Path) -> PathBuf,
    ) -> Result<Self, PathsError> {
        let bases = Bases {
            convention,
            environment,
        };
        let given = vault
            .map(Path::to_owned)
            .or_else(|| environment.get("OTP_VAULT").map(PathBuf::from));
        let usual = bases.data().map(|data| data.join("otp"));
        let vault_folder = match &given {
            // Absolute, so that a later change of the working folder changes nothing.
            Some(folder) => resolve(folder),
            None => usual.clone()?,
        };
        // The usual folder named explicitly is still the usual folder.
        let is_usual = usual.is_ok_and(|usual| given.is_none() || resolve(&usual) == vault_folder);
        let state_folder = match environment.get("OTP_STATE") {
            Some(folder) => resolve(Path::new(&folder)),
            None if is_usual => bases.state()?,
            None => bases.state()?.join(name_of(&vault_folder)),
        };
        let settings = bases.config()?.join("otp").join("config.toml");
        Ok(Self::of(vault_folder, state_folder, settings))
    }
}

struct Bases<'a> {
    convention: Convention,
    environment: &'a Environment,
}

impl Bases<'_> {
    fn data(&self) -> Result<PathBuf, PathsError> {
        match self.convention {
            Convention::Xdg => self.variable_or("XDG_DATA_HOME", ".local/share"),
            Convention::Mac => self.in_home("Library/Application Support"),
            Convention::Windows => self.variable_or("APPDATA", "AppData/Roaming"),
        }
    }

    fn config(&self) -> Result<PathBuf, PathsError> {
        match self.convention {
            Convention::Xdg => self.variable_or("XDG_CONFIG_HOME", ".config"),
            Convention::Mac | Convention::Windows => self.data(),
        }
    }

    /// The folder that holds the state of the usual vault and the subfolders of others.
    fn state(&self) -> Result<PathBuf, PathsError> {
        Ok(match self.convention {
            Convention::Xdg => self
                .variable_or("XDG_STATE_HOME", ".local/state")?
                .join("otp"),
            Convention::Mac => self.data()?.join("otp/state"),
            Convention::Windows => self
                .variable_or("LOCALAPPDATA", "AppData/Local")?
                .join("otp")
                .join("state"),
        })
    }

    /// "All paths set in these environment variables must be absolute"; others are ignored.
    fn variable_or(&self, name: &str, below_home: &str) -> Result<PathBuf, PathsError> {
        match self.environment.get(name).map(PathBuf::from) {
            Some(path) if path.is_absolute() => Ok(path),
            _ => self.in_home(below_home),
        }
    }

    fn in_home(&self, path: &str) -> Result<PathBuf, PathsError> {
        let home = self.environment.home().ok_or(PathsError::NoHome)?;
        if home.is_relative() {
            return Err(PathsError::RelativeHome);
        }
        Ok(home.join(path))
    }
}

/// A short name for a path: 16 hexadecimal digits of its SHA-256.
fn name_of(path: &Path) -> String {
    let digest = Sha256::digest(path.as_os_str().as_encoded_bytes());
    data_encoding::HEXLOWER.encode(digest.get(..8).unwrap_or_default())
}

/// Absolute and without symbolic links as far as the path exists; the rest is appended as written.
pub fn resolve(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    for ancestor in absolute.ancestors() {
        let Ok(real) = ancestor.canonicalize() else {
            continue;
        };
        return match absolute.strip_prefix(ancestor) {
            Ok(rest) if rest.as_os_str().is_empty() => real,
            Ok(rest) => real.join(rest),
            Err(_) => absolute,
        };
    }
    absolute
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decide(variables: &[(&str, &str)], vault: Option<&str>) -> Result<Places, PathsError> {
        let environment = Environment::of(variables.iter().copied());
        Places::decide(
            Convention::Xdg,
            &environment,
            vault.map(Path::new),
            &Path::to_owned,
        )
    }

    #[test]
    fn xdg_defaults_hang_below_home() {
        let places = decide(&[("HOME", "/home/a")], None).expect("places");
        assert_eq!(
            places.vault,
            Path::new("/home/a/.local/share/otp/vault.age")
        );
        assert_eq!(
            places.identity,
            Path::new("/home/a/.local/state/otp/identity.age")
        );
        assert_eq!(places.seen, Path::new("/home/a/.local/state/otp/seen.toml"));
        assert_eq!(
            places.backups,
            Path::new("/home/a/.local/state/otp/backups")
        );
        assert_eq!(
            places.settings,
            Path::new("/home/a/.config/otp/config.toml")
        );
    }

    #[test]
    fn xdg_variables_win_unless_they_are_relative_or_empty() {
        let variables = [
            ("HOME", "/home/a"),
            ("XDG_DATA_HOME", "/d"),
            ("XDG_STATE_HOME", "relative/path"),
            ("XDG_CONFIG_HOME", ""),
        ];
        let places = decide(&variables, None).expect("places");
        assert_eq!(places.vault, Path::new("/d/otp/vault.age"));
        assert_eq!(places.state_folder, Path::new("/home/a/.local/state/otp"));
        assert_eq!(
            places.settings,
            Path::new("/home/a/.config/otp/config.toml")
        );
    }

    #[test]
    fn another_vault_has_a_state_folder_of_its_own() {
        let home = [("HOME", "/home/a")];
        let work = decide(&home, Some("/srv/second")).expect("places");
        let play = decide(&home, Some("/srv/play")).expect("places");
        assert_eq!(work.vault, Path::new("/srv/second/vault.age"));
        assert_eq!(
            work.state_folder.parent(),
            Some(Path::new("/home/a/.local/state/otp"))
        );
        assert_ne!(work.state_folder, play.state_folder);
        // The name must never change between versions: it leads to the identity.
        assert_eq!(
            work.state_folder.file_name().and_then(|name| name.to_str()),
            Some("5f80ec7a10dc93ed")
        );
        let named =
            decide(&[("HOME", "/home/a"), ("OTP_VAULT", "/srv/second")], None).expect("places");
        assert_eq!(named, work);
    }

    #[test]
    fn the_option_beats_the_variable_and_the_usual_folder_stays_usual() {
        let variables = [("HOME", "/home/a"), ("OTP_VAULT", "/srv/second")];
        let places = decide(&variables, Some("/home/a/.local/share/otp")).expect("places");
        assert_eq!(
            places,
            decide(&[("HOME", "/home/a")], None).expect("places")
        );
    }

    #[test]
    fn the_state_folder_can_be_named() {
        let variables = [
            ("HOME", "/home/a"),
            ("OTP_STATE", "/s"),
            ("OTP_VAULT", "/v"),
        ];
        let places = decide(&variables, None).expect("places");
        assert_eq!(places.identity, Path::new("/s/identity.age"));
    }

    #[test]
    fn without_a_home_somebody_must_say_where() {
        assert_eq!(decide(&[], None), Err(PathsError::NoHome));
        let all = [
            ("XDG_DATA_HOME", "/d"),
            ("XDG_STATE_HOME", "/s"),
            ("XDG_CONFIG_HOME", "/c"),
        ];
        assert!(decide(&all, None).is_ok());
    }

    #[test]
    fn a_relative_home_is_refused_as_long_as_something_hangs_below_it() {
        let relative = [("HOME", "home/a")];
        assert_eq!(decide(&relative, None), Err(PathsError::RelativeHome));
        let all = [
            ("HOME", "home/a"),
            ("XDG_DATA_HOME", "/d"),
            ("XDG_STATE_HOME", "/s"),
            ("XDG_CONFIG_HOME", "/c"),
        ];
        assert!(decide(&all, None).is_ok());
    }

    #[test]
    fn macs_keep_everything_in_the_library() {
        let environment = Environment::of([("HOME", "/Users/a"), ("USERPROFILE", "/Users/a")]);
        let places =
            Places::decide(Convention::Mac, &environment, None, &Path::to_owned).expect("places");
        let library = Path::new("/Users/a/Library/Application Support/otp");
        assert_eq!(places.vault, library.join("vault.age"));
        assert_eq!(places.identity, library.join("state/identity.age"));
        assert_eq!(places.settings, library.join("config.toml"));
    }

    #[test]
    fn windows_has_roaming_and_local_data() {
        let environment = Environment::of([("APPDATA", "/roaming"), ("LOCALAPPDATA", "/local")]);
        let places = Places::decide(Convention::Windows, &environment, None, &Path::to_owned)
            .expect("places");
        assert_eq!(places.vault, Path::new("/roaming/otp/vault.age"));
        assert_eq!(places.identity, Path::new("/local/otp/state/identity.age"));
        assert_eq!(places.settings, Path::new("/roaming/otp/config.toml"));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_looked_through_as_far_as_the_path_exists() {
        let folder = tempfile::tempdir().expect("folder");
        let real = folder.path().canonicalize().expect("real path");
        std::fs::create_dir(real.join("vaults")).expect("folder");
        std::os::unix::fs::symlink(real.join("vaults"), real.join("link")).expect("link");
        assert_eq!(resolve(&real.join("link")), real.join("vaults"));
        assert_eq!(
            resolve(&real.join("link/not/yet")),
            real.join("vaults/not/yet")
        );
    }
}
