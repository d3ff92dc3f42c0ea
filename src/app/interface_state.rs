//! Interface state: what the interface remembers on this device between runs. `config.toml` is written when the user
//! changes a setting, never for this.

use serde::{Deserialize, Serialize};

use crate::account::order::Order;
use crate::app::App;
use crate::system::files;

/// The order of the list, as long as the settings say what they said when it was chosen.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Kept {
    order: Order,
    instead_of: Order,
}

impl App {
    /// The order chosen last in the interface; that of the settings if they were changed since.
    pub fn kept_order(&self) -> Order {
        let wanted = self.settings().order;
        if self.memory.is_some() {
            return wanted;
        }
        let read = files::read(&self.kept(), 4096).ok().flatten();
        let text = read.and_then(|(bytes, _)| String::from_utf8(bytes).ok());
        let kept: Option<Kept> = text.and_then(|text| toml::from_str(&text).ok());
        kept.filter(|kept| kept.instead_of == wanted)
            .map_or(wanted, |kept| kept.order)
    }

    /// Keeps it. Where that fails, the next start begins with the order of the settings: not worth a word.
    pub fn keep_order(&self, order: Order) {
        if self.memory.is_some() {
            return;
        }
        let kept = Kept {
            order,
            instead_of: self.settings().order,
        };
        if let Ok(text) = toml::to_string(&kept) {
            let _ = files::write(&self.kept(), ".interface-", text.as_bytes());
        }
    }

    fn kept(&self) -> std::path::PathBuf {
        self.places.state_folder.join("interface.toml")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{Options, Settings};
    use crate::system::Environment;
    use crate::system::fake::World;

    fn app(home: &tempfile::TempDir) -> App {
        let mut system = World::default().system();
        let home = home.path().to_str().expect("text");
        system.environment = Environment::of([("HOME", home)]);
        App::new(system, Options::default()).expect("an app")
    }

    #[test]
    fn an_order_is_kept_until_the_settings_name_another() {
        let home = tempfile::tempdir().expect("a folder");
        let app = app(&home);
        app.keep_order(Order::Own);
        assert_eq!(app.kept_order(), Order::Issuer, "no folder, no note");
        files::create_folder(&app.places.state_folder).expect("made");
        app.keep_order(Order::Own);
        assert_eq!(app.kept_order(), Order::Own);
        app.serve(Settings {
            order: Order::LastUsed,
            ..Settings::default()
        });
        assert_eq!(app.kept_order(), Order::LastUsed);
        app.keep_order(Order::Issuer);
        assert_eq!(app.kept_order(), Order::Issuer);
        std::fs::write(app.kept(), "order = 7").expect("written");
        assert_eq!(app.kept_order(), Order::LastUsed);
    }
}
