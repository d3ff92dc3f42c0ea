//! Action: everything a key can do, by the name the settings use.

/// Where keys are pressed: each mode has its own bindings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mode {
    /// The list of accounts.
    List,
    /// Writing into the search line.
    Search,
    /// Picking an account for a script: the search line, and nothing that changes anything.
    Pick,
    /// One account, over the whole screen.
    Details,
    /// The add field.
    Add,
    /// The path or password of an import.
    Import,
    /// What an import found.
    Report,
    /// The targets of an export.
    Targets,
    /// The question before secrets are written in plain text.
    Plain,
    /// The password or file of an export.
    Export,
    /// The worker is waited for, or is done.
    Working,
    /// The form for adding by hand and for editing.
    Form,
    /// The list of tags.
    Tags,
    /// The bin.
    Bin,
    /// The list of keys.
    Help,
    /// A question that can be answered with yes.
    Ask,
    /// What is to be added is like an account that is there.
    Twin,
    /// An undo, where another device made the last change.
    Others,
    /// The keyring at the first start.
    Offer,
    /// The passphrase once more.
    Again,
    /// A QR code for a phone.
    Qr,
    /// The name of a file that is to be written.
    Save,
    /// The passphrase of the vault.
    Lock,
    /// Choosing a passphrase at the first start.
    Welcome,
    /// The recovery key, shown once.
    Recovery,
    /// The settings.
    Settings,
    /// One of the words that a setting takes.
    Choice,
    /// The value of a setting, written.
    Value,
    /// Whatever key is pressed next is the value.
    Press,
    /// Editing a line; applies in every mode that has one.
    Edit,
}

impl Mode {
    /// True where the list or an account of it is what is looked at.
    pub const fn shows_the_list(self) -> bool {
        matches!(self, Self::List | Self::Search | Self::Pick | Self::Details)
    }

    /// True when letters are text and not commands.
    pub const fn has_field(self) -> bool {
        matches!(
            self,
            Self::Search
                | Self::Pick
                | Self::Add
                | Self::Import
                | Self::Export
                | Self::Form
                | Self::Help
                | Self::Again
                | Self::Lock
                | Self::Welcome
                | Self::Recovery
                | Self::Save
                | Self::Settings
                | Self::Value
        )
    }
}

/// The heading an action stands under in the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Getting around.
    Move,
    /// Taking and hiding codes.
    Codes,
    /// Changing what is in the vault.
    Accounts,
    /// Finding and sorting.
    Find,
    /// The program itself.
    Program,
    /// Editing a line.
    Editing,
}

impl Group {
    /// The heading.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Move => "Move",
            Self::Codes => "Codes",
            Self::Accounts => "Accounts",
            Self::Find => "Find and sort",
            Self::Program => "Program",
            Self::Editing => "Editing a line",
        }
    }
}

macro_rules! actions {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal,)+) => {
        /// What a key does.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Action {
            /// All of them, in the order of this file.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The name in the settings.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }
        }
    };
}

actions! {
    /// One row down.
    Next = "next",
    /// One row up.
    Previous = "previous",
    /// To the first row.
    First = "first",
    /// To the last row.
    Last = "last",
    /// Half a page down.
    HalfDown = "half-page-down",
    /// Half a page up.
    HalfUp = "half-page-up",
    /// A page down.
    PageDown = "page-down",
    /// A page up.
    PageUp = "page-up",
    /// Copies the code.
    Copy = "copy",
    /// Copies the code after this one.
    CopyNext = "copy-next",
    /// Uses the next value of a counter.
    UseCounter = "use-counter",
    /// Shows the selected code for ten seconds while codes are hidden.
    Peek = "peek",
    /// Hides all codes, or shows them again.
    Hide = "hide-codes",
    /// Hides codes and names, or shows them again.
    Present = "present",
    /// Opens or closes the details.
    Details = "details",
    /// Opens the add field.
    Add = "add",
    /// Opens the add field for a file of another app.
    Import = "import",
    /// Exports the accounts in view.
    Export = "export",
    /// Opens the form.
    EditAccount = "edit",
    /// Moves the account to the bin.
    Delete = "delete",
    /// Takes the last change back.
    Undo = "undo",
    /// Does it again.
    Redo = "redo",
    /// Sorts the account first, or no longer.
    Pin = "pin",
    /// Shows a QR code of the account.
    Qr = "qr",
    /// Shows the QR codes of all accounts in view.
    QrAll = "qr-all",
    /// Opens the bin.
    Bin = "bin",
    /// Brings an account back from the bin.
    Restore = "restore",
    /// Starts the search.
    Search = "search",
    /// Opens the tags.
    Tags = "tags",
    /// The accounts with the next tag.
    NextTab = "next-tab",
    /// The accounts with the tag before.
    PreviousTab = "previous-tab",
    /// All accounts with its first key, those with a tag with each of the others.
    Tab = "tab",
    /// The next way of sorting.
    Order = "order",
    /// Moves the row down in the user's own order.
    MoveDown = "move-down",
    /// Moves the row up in the user's own order.
    MoveUp = "move-up",
    /// Ticks or unticks.
    Tick = "tick",
    /// Ticks all, or none.
    TickAll = "tick-all",
    /// To the next field.
    NextField = "next-field",
    /// To the field before.
    PreviousField = "previous-field",
    /// The next value of a choice.
    NextValue = "next-value",
    /// The value before.
    PreviousValue = "previous-value",
    /// Fills in the form instead.
    ByHand = "by-hand",
    /// Reads the QR codes on the screen.
    Scan = "scan-screen",
    /// Takes what is on the clipboard.
    Clipboard = "clipboard",
    /// Makes a passphrase of random words.
    Words = "random-words",
    /// Writes it into a file.
    SaveFile = "save-file",
    /// Writes it into a file to be printed.
    Sheet = "print-sheet",
    /// Puts it in place of what is there.
    Replace = "replace",
    /// Adds it beside what is there.
    Beside = "add-beside",
    /// Goes on with what is selected.
    Accept = "accept",
    /// Opens the vault through the system's keyring.
    Keyring = "keyring",
    /// Locks the vault.
    Lock = "lock",
    /// Opens the settings.
    Settings = "settings",
    /// Takes a setting out of the file: the default serves again.
    Reset = "reset-setting",
    /// Waits for a key, to name it.
    Press = "press-key",
    /// Back to the shell until `fg`.
    Suspend = "suspend",
    /// Draws everything anew.
    Redraw = "redraw",
    /// Shows the keys.
    Help = "help",
    /// One step back; never out of the program.
    Back = "back",
    /// Ends the program.
    Quit = "quit",
    /// Cursor left.
    Left = "left",
    /// Cursor right.
    Right = "right",
    /// Cursor to the beginning.
    Home = "line-start",
    /// Cursor to the end.
    End = "line-end",
    /// Removes the letter before the cursor.
    Backspace = "backspace",
    /// Removes the letter under the cursor.
    DeleteLetter = "delete-letter",
    /// Removes the word before the cursor.
    DeleteWord = "delete-word",
    /// Removes everything before the cursor.
    Clear = "clear",
}

impl Action {
    /// By its name in the settings.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|action| action.name() == name)
    }
}
