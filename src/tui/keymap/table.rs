//! The table itself: every key of every mode, with its help line and, if it is worth a hint, one word.

use super::action::{Action, Action as A, Group, Group as G, Mode, Mode as M};

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Binding {
    /// Where it applies.
    pub mode: Mode,
    /// Names of keys, the one to be shown first.
    pub keys: &'static [&'static str],
    /// What they do.
    pub action: Action,
    /// Heading in the help.
    pub group: Group,
    /// Line in the help.
    pub help: &'static str,
    /// Word in the hints bar; empty when it is not worth one.
    pub hint: &'static str,
    /// The lower, the earlier among the hints; what does not fit is left out from the end.
    pub weight: u8,
}

const fn key(
    mode: Mode,
    keys: &'static [&'static str],
    action: Action,
    group: Group,
    help: &'static str,
) -> Binding {
    Binding {
        mode,
        keys,
        action,
        group,
        help,
        hint: "",
        weight: 0,
    }
}

impl Binding {
    const fn hint(self, weight: u8, hint: &'static str) -> Self {
        Self {
            hint,
            weight,
            ..self
        }
    }
}

/// Every binding there is.
#[rustfmt::skip] // A table reads best with one row a line.
pub const TABLE: &[Binding] = &[
    // The list.
    key(M::List, &["j", "down", "ctrl-n"], A::Next, G::Move, "next account"),
    key(M::List, &["k", "up", "ctrl-p"], A::Previous, G::Move, "previous account"),
    key(M::List, &["left", "h"], A::Left, G::Move, "card to the left"),
    key(M::List, &["right", "l"], A::Right, G::Move, "card to the right; else details"),
    key(M::List, &["g", "home"], A::First, G::Move, "first account"),
    key(M::List, &["G", "end"], A::Last, G::Move, "last account"),
    key(M::List, &["ctrl-d"], A::HalfDown, G::Move, "half a page down"),
    key(M::List, &["ctrl-u"], A::HalfUp, G::Move, "half a page up"),
    key(M::List, &["pagedown"], A::PageDown, G::Move, "page down"),
    key(M::List, &["pageup"], A::PageUp, G::Move, "page up"),
    key(M::List, &["esc"], A::Back, G::Move, "show all accounts again").hint(2, "show all"),
    key(M::List, &["enter", "y", "c"], A::Copy, G::Codes, "copy the code").hint(1, "copy"),
    key(M::List, &["n"], A::CopyNext, G::Codes, "copy the next code"),
    key(M::List, &["+"], A::UseCounter, G::Codes, "use the next code of a counter"),
    key(M::List, &["v"], A::Peek, G::Codes, "show a hidden code for 10 s"),
    key(M::List, &["."], A::Hide, G::Codes, "hide or show all codes"),
    key(M::List, &["P"], A::Present, G::Codes, "presenting: hide names too"),
    key(M::List, &["space"], A::Details, G::Accounts, "details").hint(5, "details"),
    key(M::List, &["a"], A::Add, G::Accounts, "add: link, picture, by hand").hint(3, "add"),
    key(M::List, &["i"], A::Import, G::Accounts, "import another app's export"),
    key(M::List, &["X"], A::Export, G::Accounts, "export all in view"),
    key(M::List, &["e"], A::EditAccount, G::Accounts, "edit").hint(6, "edit"),
    key(M::List, &["d", "delete"], A::Delete, G::Accounts, "delete (goes to the bin)"),
    key(M::List, &["u"], A::Undo, G::Accounts, "undo"),
    key(M::List, &["ctrl-r"], A::Redo, G::Accounts, "redo"),
    key(M::List, &["s"], A::Star, G::Accounts, "star: sorted first"),
    key(M::List, &["Q"], A::Qr, G::Accounts, "QR code for a phone"),
    key(M::List, &["E"], A::QrAll, G::Accounts, "QR codes of all in view"),
    key(M::List, &["B"], A::Bin, G::Accounts, "open the bin"),
    key(M::List, &["/", "ctrl-f"], A::Search, G::Find, "search; #work finds a tag").hint(2, "search"),
    key(M::List, &["t"], A::Tags, G::Find, "choose tags"),
    key(M::List, &["]"], A::NextTab, G::Find, "next tab: the accounts with a tag"),
    key(M::List, &["["], A::PreviousTab, G::Find, "tab before"),
    key(M::List, &["1", "2", "3", "4", "5", "6", "7", "8", "9"], A::Tab, G::Find, "that tab; 1 is all"),
    key(M::List, &["o"], A::Order, G::Find, "order: issuer, last used, tag, own"),
    key(M::List, &["J"], A::MoveDown, G::Find, "move down in own order"),
    key(M::List, &["K"], A::MoveUp, G::Find, "move up in own order"),
    key(M::List, &["?", "f1"], A::Help, G::Program, "all keys").hint(4, "help"),
    key(M::List, &["L"], A::Lock, G::Program, "lock"),
    key(M::List, &["ctrl-z"], A::Suspend, G::Program, "back to the shell until fg"),
    key(M::List, &["ctrl-l"], A::Redraw, G::Program, "draw everything anew"),
    key(M::List, &["q", "ctrl-c"], A::Quit, G::Program, "quit").hint(7, "quit"),
    // The search line.
    key(M::Search, &["enter"], A::Copy, G::Codes, "copy the code and leave the search").hint(1, "copy"),
    key(M::Search, &["down", "ctrl-n"], A::Next, G::Move, "next account").hint(2, "move"),
    key(M::Search, &["up", "ctrl-p"], A::Previous, G::Move, "previous account"),
    key(M::Search, &["tab"], A::Accept, G::Find, "keep the search, back to the list").hint(3, "list"),
    key(M::Search, &["pagedown"], A::PageDown, G::Move, "page down"),
    key(M::Search, &["pageup"], A::PageUp, G::Move, "page up"),
    key(M::Search, &["esc"], A::Back, G::Find, "show all accounts again").hint(5, "back"),
    key(M::Search, &["f1"], A::Help, G::Program, "all keys"),
    key(M::Search, &["ctrl-l"], A::Redraw, G::Program, "draw everything anew"),
    key(M::Search, &["ctrl-z"], A::Suspend, G::Program, "back to the shell until fg"),
    key(M::Search, &["ctrl-c"], A::Quit, G::Program, "quit"),
    // The picker.
    key(M::Pick, &["enter"], A::Copy, G::Codes, "print the code").hint(1, "print"),
    key(M::Pick, &["down", "ctrl-n"], A::Next, G::Move, "next account").hint(2, "move"),
    key(M::Pick, &["up", "ctrl-p"], A::Previous, G::Move, "previous account"),
    key(M::Pick, &["pagedown"], A::PageDown, G::Move, "page down"),
    key(M::Pick, &["pageup"], A::PageUp, G::Move, "page up"),
    key(M::Pick, &["ctrl-l"], A::Redraw, G::Program, "draw everything anew"),
    key(M::Pick, &["ctrl-z"], A::Suspend, G::Program, "back to the shell until fg"),
    key(M::Pick, &["esc", "ctrl-c"], A::Quit, G::Program, "leave without a code").hint(3, "leave"),
    // One account over the whole screen.
    key(M::Details, &["enter", "y", "c"], A::Copy, G::Codes, "copy the code").hint(1, "copy"),
    key(M::Details, &["n"], A::CopyNext, G::Codes, "copy the next code"),
    key(M::Details, &["+"], A::UseCounter, G::Codes, "use the next code of a counter"),
    key(M::Details, &["v"], A::Peek, G::Codes, "show a hidden code for 10 s"),
    key(M::Details, &["."], A::Hide, G::Codes, "hide or show all codes"),
    key(M::Details, &["j", "down", "ctrl-n"], A::Next, G::Move, "next account"),
    key(M::Details, &["k", "up", "ctrl-p"], A::Previous, G::Move, "previous account"),
    key(M::Details, &["pagedown", "ctrl-d"], A::PageDown, G::Move, "scroll down"),
    key(M::Details, &["pageup", "ctrl-u"], A::PageUp, G::Move, "scroll up"),
    key(M::Details, &["e"], A::EditAccount, G::Accounts, "edit").hint(3, "edit"),
    key(M::Details, &["d", "delete"], A::Delete, G::Accounts, "delete (goes to the bin)").hint(4, "delete"),
    key(M::Details, &["u"], A::Undo, G::Accounts, "undo"),
    key(M::Details, &["ctrl-r"], A::Redo, G::Accounts, "redo"),
    key(M::Details, &["s"], A::Star, G::Accounts, "star: sorted first"),
    key(M::Details, &["Q"], A::Qr, G::Accounts, "QR code for a phone").hint(5, "QR code"),
    key(M::Details, &["esc", "q", "space", "left", "h"], A::Back, G::Move, "back to the list").hint(2, "back"),
    key(M::Details, &["?", "f1"], A::Help, G::Program, "all keys").hint(6, "help"),
    key(M::Details, &["L"], A::Lock, G::Program, "lock"),
    key(M::Details, &["ctrl-z"], A::Suspend, G::Program, "back to the shell until fg"),
    key(M::Details, &["ctrl-l"], A::Redraw, G::Program, "draw everything anew"),
    key(M::Details, &["ctrl-c"], A::Quit, G::Program, "quit"),
    // The add field.
    key(M::Add, &["enter"], A::Accept, G::Accounts, "read it; then add what is ticked").hint(1, "add"),
    key(M::Add, &["down", "ctrl-n"], A::Next, G::Move, "next one found"),
    key(M::Add, &["up", "ctrl-p"], A::Previous, G::Move, "previous one found"),
    key(M::Add, &["ctrl-t"], A::Tick, G::Accounts, "tick or untick").hint(2, "tick"),
    key(M::Add, &["tab"], A::ByHand, G::Accounts, "fill in a form instead").hint(3, "by hand"),
    key(M::Add, &["ctrl-g"], A::Scan, G::Accounts, "scan the screen for QR codes").hint(5, "scan the screen"),
    key(M::Add, &["ctrl-v"], A::Clipboard, G::Accounts, "take what is on the clipboard, a picture too").hint(6, "clipboard"),
    key(M::Add, &["esc"], A::Back, G::Move, "back without adding").hint(4, "cancel"),
    key(M::Add, &["ctrl-c"], A::Quit, G::Program, "quit"),
    // Moving in and out.
    key(M::Import, &["enter"], A::Accept, G::Accounts, "read it").hint(1, "read"),
    key(M::Import, &["esc"], A::Back, G::Move, "back").hint(2, "back"),
    key(M::Import, &["ctrl-c"], A::Quit, G::Program, "quit"),
    key(M::Report, &["enter"], A::Accept, G::Accounts, "add what is ticked").hint(1, "add"),
    key(M::Report, &["space"], A::Tick, G::Accounts, "tick or untick").hint(2, "tick"),
    key(M::Report, &["a"], A::TickAll, G::Accounts, "tick all or none").hint(3, "all"),
    key(M::Report, &["j", "down", "ctrl-n"], A::Next, G::Move, "next one"),
    key(M::Report, &["k", "up", "ctrl-p"], A::Previous, G::Move, "previous one"),
    key(M::Report, &["pagedown"], A::PageDown, G::Move, "page down"),
    key(M::Report, &["pageup"], A::PageUp, G::Move, "page up"),
    key(M::Report, &["esc", "q"], A::Back, G::Move, "back without adding").hint(4, "cancel"),
    key(M::Report, &["ctrl-c"], A::Quit, G::Program, "quit"),
    key(M::Targets, &["enter"], A::Accept, G::Accounts, "for this one").hint(1, "choose"),
    key(M::Targets, &["j", "down", "ctrl-n"], A::Next, G::Move, "next target"),
    key(M::Targets, &["k", "up", "ctrl-p"], A::Previous, G::Move, "previous target"),
    key(M::Targets, &["esc", "q"], A::Back, G::Move, "back to the list").hint(2, "back"),
    key(M::Targets, &["ctrl-c"], A::Quit, G::Program, "quit"),
    // Without Enter: pressed twice on the page before, it would say yes here too.
    key(M::Plain, &["y"], A::Accept, G::Accounts, "yes, in plain text").hint(1, "yes"),
    key(M::Plain, &["esc", "n", "q"], A::Back, G::Move, "no").hint(2, "no"),
    key(M::Plain, &["ctrl-c"], A::Quit, G::Program, "quit"),
    key(M::Export, &["enter"], A::Accept, G::Accounts, "go on").hint(1, "go on"),
    key(M::Export, &["esc"], A::Back, G::Move, "back to the targets").hint(2, "back"),
    key(M::Export, &["ctrl-c"], A::Quit, G::Program, "quit"),
    key(M::Working, &["enter"], A::Accept, G::Program, "close").hint(1, "close"),
    key(M::Working, &["esc", "q"], A::Back, G::Program, "do not wait for it").hint(2, "back"),
    key(M::Working, &["ctrl-c"], A::Quit, G::Program, "quit"),
    // The form.
    key(M::Form, &["enter"], A::Accept, G::Accounts, "save").hint(1, "save"),
    key(M::Form, &["tab", "down", "ctrl-n"], A::NextField, G::Move, "next field").hint(2, "next"),
    key(M::Form, &["backtab", "up", "ctrl-p"], A::PreviousField, G::Move, "field before"),
    key(M::Form, &["ctrl-t"], A::Tick, G::Accounts, "more or fewer fields").hint(4, "more"),
    key(M::Form, &["right"], A::NextValue, G::Accounts, "next value, or cursor right"),
    key(M::Form, &["left"], A::PreviousValue, G::Accounts, "value before, or cursor left"),
    key(M::Form, &["esc"], A::Back, G::Move, "back without saving").hint(3, "cancel"),
    key(M::Form, &["ctrl-c"], A::Quit, G::Program, "quit"),
    // The tags.
    key(M::Tags, &["j", "down", "ctrl-n"], A::Next, G::Move, "next tag"),
    key(M::Tags, &["k", "up", "ctrl-p"], A::Previous, G::Move, "previous tag"),
    key(M::Tags, &["space", "t"], A::Tick, G::Find, "choose or leave out").hint(1, "choose"),
    key(M::Tags, &["enter"], A::Accept, G::Find, "only this tag").hint(2, "only this"),
    key(M::Tags, &["c"], A::Clear, G::Find, "all accounts again").hint(3, "clear"),
    key(M::Tags, &["esc", "q", "left", "h"], A::Back, G::Move, "back to the list").hint(4, "back"),
    key(M::Tags, &["ctrl-c"], A::Quit, G::Program, "quit"),
    // The bin.
    key(M::Bin, &["j", "down", "ctrl-n"], A::Next, G::Move, "next account"),
    key(M::Bin, &["k", "up", "ctrl-p"], A::Previous, G::Move, "previous account"),
    key(M::Bin, &["enter", "r"], A::Restore, G::Accounts, "bring it back").hint(1, "bring back"),
    key(M::Bin, &["esc", "q", "left", "h"], A::Back, G::Move, "back to the list").hint(2, "back"),
    key(M::Bin, &["ctrl-c"], A::Quit, G::Program, "quit"),
    // The help.
    key(M::Help, &["down", "ctrl-n"], A::Next, G::Move, "next key"),
    key(M::Help, &["up", "ctrl-p"], A::Previous, G::Move, "previous key"),
    key(M::Help, &["pagedown"], A::PageDown, G::Move, "page down"),
    key(M::Help, &["pageup"], A::PageUp, G::Move, "page up"),
    key(M::Help, &["enter"], A::Accept, G::Program, "do it").hint(1, "do it"),
    key(M::Help, &["esc", "f1"], A::Back, G::Move, "back").hint(2, "back"),
    key(M::Help, &["ctrl-c"], A::Quit, G::Program, "quit"),
    // A question.
    key(M::Ask, &["enter", "y"], A::Accept, G::Program, "yes").hint(1, "yes"),
    key(M::Ask, &["esc", "n", "q"], A::Back, G::Program, "no").hint(2, "no"),
    key(M::Ask, &["ctrl-c"], A::Quit, G::Program, "quit"),
    // What is to be added is like an account that is there. No Enter: each answer is one of its own.
    key(M::Twin, &["c", "r"], A::Replace, G::Accounts, "put it in place of the old one").hint(1, "correct the old one"),
    key(M::Twin, &["b", "k"], A::Beside, G::Accounts, "add it beside the old one").hint(2, "keep both"),
    key(M::Twin, &["esc", "s", "q"], A::Back, G::Accounts, "back to the form").hint(3, "back"),
    key(M::Twin, &["ctrl-c"], A::Quit, G::Program, "quit"),
    // Without Enter: pressed twice on the page before, it would say yes here too.
    key(M::Offer, &["y"], A::Accept, G::Program, "yes").hint(1, "yes"),
    key(M::Offer, &["esc", "n", "q"], A::Back, G::Program, "no").hint(2, "no"),
    key(M::Offer, &["ctrl-c"], A::Quit, G::Program, "quit"),
    key(M::Again, &["enter"], A::Accept, G::Program, "go on").hint(1, "go on"),
    key(M::Again, &["esc"], A::Back, G::Program, "back").hint(2, "back"),
    key(M::Again, &["ctrl-c"], A::Quit, G::Program, "quit"),
    // A QR code.
    key(M::Qr, &["right", "space", "enter"], A::Next, G::Move, "next QR code").hint(1, "next"),
    key(M::Qr, &["left", "backspace"], A::Previous, G::Move, "QR code before"),
    key(M::Qr, &["s"], A::SaveFile, G::Move, "save as a picture").hint(2, "save a picture"),
    key(M::Qr, &["esc", "q"], A::Back, G::Move, "close").hint(3, "close"),
    key(M::Qr, &["ctrl-c"], A::Quit, G::Program, "quit"),
    // The name of a file.
    key(M::Save, &["enter"], A::Accept, G::Program, "write the file").hint(1, "save"),
    key(M::Save, &["esc"], A::Back, G::Program, "back without a file").hint(2, "back"),
    key(M::Save, &["ctrl-c"], A::Quit, G::Program, "quit"),
    // The passphrase.
    key(M::Lock, &["enter"], A::Accept, G::Program, "unlock").hint(1, "unlock"),
    key(M::Lock, &["ctrl-k"], A::Keyring, G::Program, "use the keyring").hint(3, "keyring"),
    key(M::Lock, &["ctrl-l"], A::Redraw, G::Program, "draw everything anew"),
    key(M::Lock, &["ctrl-z"], A::Suspend, G::Program, "back to the shell until fg"),
    key(M::Lock, &["ctrl-c", "ctrl-d"], A::Quit, G::Program, "quit").hint(2, "quit"),
    // The first start.
    key(M::Welcome, &["enter"], A::Accept, G::Program, "go on").hint(1, "go on"),
    key(M::Welcome, &["ctrl-g"], A::Words, G::Program, "random words for a passphrase").hint(2, "words for me"),
    key(M::Welcome, &["tab", "down"], A::NextField, G::Move, "next field"),
    key(M::Welcome, &["backtab", "up"], A::PreviousField, G::Move, "field before"),
    key(M::Welcome, &["ctrl-l"], A::Redraw, G::Program, "draw everything anew"),
    key(M::Welcome, &["ctrl-z"], A::Suspend, G::Program, "back to the shell until fg"),
    key(M::Welcome, &["ctrl-c", "ctrl-d"], A::Quit, G::Program, "quit").hint(3, "quit"),
    key(M::Recovery, &["enter"], A::Accept, G::Program, "check what was typed").hint(1, "check"),
    key(M::Recovery, &["ctrl-f"], A::SaveFile, G::Program, "save the key to a file").hint(2, "save to a file"),
    key(M::Recovery, &["ctrl-g"], A::Qr, G::Program, "show the key as a QR code").hint(3, "as a QR code"),
    key(M::Recovery, &["esc"], A::Back, G::Program, "go on without; the vault says so").hint(4, "later"),
    key(M::Recovery, &["down", "pagedown"], A::Next, G::Move, "the next part"),
    key(M::Recovery, &["up", "pageup"], A::Previous, G::Move, "the part before"),
    key(M::Recovery, &["ctrl-l"], A::Redraw, G::Program, "draw everything anew"),
    key(M::Recovery, &["ctrl-c"], A::Quit, G::Program, "quit"),
    // Lines being written.
    key(M::Edit, &["left", "ctrl-b"], A::Left, G::Editing, "left"),
    key(M::Edit, &["right"], A::Right, G::Editing, "right"),
    key(M::Edit, &["home", "ctrl-a"], A::Home, G::Editing, "to the beginning"),
    key(M::Edit, &["end", "ctrl-e"], A::End, G::Editing, "to the end"),
    key(M::Edit, &["backspace"], A::Backspace, G::Editing, "remove the letter before"),
    key(M::Edit, &["delete"], A::DeleteLetter, G::Editing, "remove the letter under the cursor"),
    key(M::Edit, &["ctrl-w"], A::DeleteWord, G::Editing, "remove the word before"),
    key(M::Edit, &["ctrl-u"], A::Clear, G::Editing, "remove everything before"),
];
