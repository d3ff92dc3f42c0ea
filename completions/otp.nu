module completions {

  def "nu-complete otp color" [] {
    [ "auto" "always" "never" ]
  }

  export extern otp [
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --search(-s): string      # Begin with a search
    --lock-after: string      # Lock after this time without a key, such as 90s or 5m; off: never
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete otp init color" [] {
    [ "auto" "always" "never" ]
  }

  # Make the vault, or join one with the recovery key
  export extern "otp init" [
    --recovery-file: path     # Write the recovery key to this new file (0600) instead of the terminal
    --recovery-sheet: path    # Write it to this new file (0600) as a page to print (HTML), with a QR code
    --recover                 # Join the vault that is already in the folder, with the recovery key
    --device: string          # What to call this device
    --work-factor: string     # Cost of guessing the passphrase: scrypt log2(N); each step doubles time and memory (18: 256 MiB)
    --remember                # Keep the key in the keyring of the operating system
    --weak-passphrase         # Accept a passphrase that is easy to guess
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp init color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete otp code color" [] {
    [ "auto" "always" "never" ]
  }

  # Print the current code of an account
  export extern "otp code" [
    --next                    # Print the code of the next period instead
    --at: string              # Code at a moment: Unix seconds or RFC 3339
    --min-ttl: string         # If the code lasts less than this, wait for the next one
    --fresh                   # A code that was not handed out on this device before; if the current one was, wait for the next
    --skip                    # Leave one code of a counter out and print the one behind it
    --copy                    # Copy to the clipboard instead of printing; cleared after 20 s
    --type                    # Type into the window that has the focus instead of printing
    --height: string          # Lines that the picker takes: 15, 40% or full
    --json                    # Print a JSON object
    --source: string          # Only accounts of this source
    --own                     # Only accounts of your own vault, none of sources
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp code color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
    ...name: string           # Issuer, name or part of them; without it a picker opens on a terminal
  ]

  def "nu-complete otp add color" [] {
    [ "auto" "always" "never" ]
  }

  # Enrol accounts from pictures, links, text, the clipboard or by hand
  export extern "otp add" [
    --qr: path                # Pictures with QR codes (`-` reads stdin)
    --uri                     # Take WHAT (or stdin, or the prompt) as an otpauth link
    --clipboard               # Take the picture or text on the clipboard
    --screen                  # Take a picture of the screen
    --manual                  # Give the parts by hand; the secret comes from the prompt or stdin
    --issuer: string          # Who runs the service
    --name: string            # Name of the account there
    --algorithm: string       # SHA1, SHA256 or SHA512
    --digits: string          # Digits of the codes, 4 to 10
    --period: string          # Seconds between codes
    --counter: string         # Next counter value of a counter-based account
    --note: string            # Free text; `-` reads stdin
    --hotp                    # Counter-based instead of time-based
    --steam                   # Steam Guard
    --motp                    # Mobile-OTP: the secret is hexadecimal, and the PIN is asked for behind it
    --yandex                  # Yandex Key: the PIN is asked for behind the secret
    --hex                     # Secrets are hexadecimal
    --tag: string             # Tag for what is added; may be given several times
    --dry-run                 # Tell what was found and change nothing
    --yes(-y)                 # Answer yes to every question
    --allow-duplicate         # Add even what is in the vault already
    --delete-image            # Remove the pictures after their accounts were added
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp add color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
    ...what: path             # Links, pictures, folders of pictures, or `-` for stdin; by default a hidden prompt
  ]

  def "nu-complete otp import color" [] {
    [ "auto" "always" "never" ]
  }

  # Take over the accounts of another app: its export, backup or QR codes
  export extern "otp import" [
    --pass: path              # Read the store of pass, passage or gopass in this folder, or in its usual place
    --source: string          # Take over the accounts of this source, which become your own
    --format: string          # Take the files to be of this format (see --list) instead of looking at their content
    --password-file: path     # Read the password of the files from this file
    --password-fd: string     # Read the password of the files from this open file descriptor
    --tag: string             # Tag for what is added; may be given several times
    --dry-run                 # Tell what would be done with each entry and change nothing
    --yes(-y)                 # Add entries beside accounts of the same name without asking
    --list                    # List the formats that can be read
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp import color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
    ...files: path            # Exports, folders of them, pictures of an app's QR codes; `-` reads stdin
  ]

  def "nu-complete otp source color" [] {
    [ "auto" "always" "never" ]
  }

  # Other programs' vaults, shown beside your own and never changed
  export extern "otp source" [
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp source color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete otp source add color" [] {
    [ "auto" "always" "never" ]
  }

  # Show the accounts of another program's vault beside yours; it is only read
  export extern "otp source add" [
    --name: string            # What to call it; by default it is called like its program
    --password-file: path     # Read the password of the file from this file
    --password-fd: string     # Read the password of the file from this open file descriptor
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp source add color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
    path: path                # The file, or a folder of backups whose newest fitting file counts
  ]

  def "nu-complete otp source list color" [] {
    [ "auto" "always" "never" ]
  }

  # List the sources, where they are, and what is wrong with them
  export extern "otp source list" [
    --json                    # Print a JSON array
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp source list color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete otp source rename color" [] {
    [ "auto" "always" "never" ]
  }

  # Give a source another name
  export extern "otp source rename" [
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp source rename color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
    old: string               # The name or id of a source
    new: string               # Its new name
  ]

  def "nu-complete otp source rm color" [] {
    [ "auto" "always" "never" ]
  }

  # Show a source no more; its file stays as it is
  export extern "otp source rm" [
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp source rm color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
    name: string              # The name or id of a source
  ]

  def "nu-complete otp source at color" [] {
    [ "auto" "always" "never" ]
  }

  # Say where a source is on this device
  export extern "otp source at" [
    --password-file: path     # Read the password of the file from this file
    --password-fd: string     # Read the password of the file from this open file descriptor
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp source at color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
    name: string              # The name or id of a source
    path: path                # Its file, or the folder of its backups
  ]

  def "nu-complete otp export color" [] {
    [ "auto" "always" "never" ]
  }

  # Write accounts for another app, or as a sheet of paper
  export extern "otp export" [
    --to: string              # For whom: otpauth, aegis, aegis-encrypted, 2fas, ente, bitwarden, keepassxc-csv, cxf, google, html or age
    --output(-o): path        # The new file; `-` is stdout
    --tag: string             # Only accounts with this tag
    --source: string          # Only accounts of this source
    --own                     # Only accounts of your own vault, none of sources
    --plain                   # Write the secrets unencrypted: whoever reads the file can make your codes
    --password-file: path     # Read the password of an encrypted export from this file
    --password-fd: string     # Read the password of an encrypted export from this open file descriptor
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp export color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
    ...name: string           # Only accounts that match
  ]

  def "nu-complete otp scan color" [] {
    [ "auto" "always" "never" ]
  }

  # Print the text of every QR code in pictures; needs no vault
  export extern "otp scan" [
    --null(-0)                # End each text with a NUL byte instead of a line end
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp scan color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
    ...files: path            # Pictures (`-` reads stdin)
  ]

  def "nu-complete otp run color" [] {
    [ "auto" "always" "never" ]
  }

  # Run a program and type the code when it asks for one
  export extern "otp run" [
    --account: string         # Whose code; else by `[[run]]` in config.toml, or the one account that fits the machine's name
    --append                  # You type the password, and the code is put behind it
    --prompt: string          # The prompt to answer, as a regular expression, instead of those that are known
    --at: string              # Answer the Nth question that hides what is typed
    --timeout: string         # Answer no prompt that comes later than this after the start; off: any
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp run color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
    ...program: string        # The program with its arguments
  ]

  def "nu-complete otp askpass color" [] {
    [ "auto" "always" "never" ]
  }

  # Answer a prompt of ssh, sudo or git that asks for a code
  export extern "otp askpass" [
    --link: directory         # Make the link otp-askpass in this folder, for `SSH_ASKPASS`, `SUDO_ASKPASS` and `GIT_ASKPASS`
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp askpass color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
    ...prompt: string         # The prompt to answer on stdout
  ]

  def "nu-complete otp verify color" [] {
    [ "auto" "always" "never" ]
  }

  # Check a code as a server would; exit 10 when it is wrong
  export extern "otp verify" [
    --window: string          # Steps accepted before and after now (1), or counter values ahead (10)
    --resync: string          # Find two codes in a row within the next 1000 of a counter, and go on behind them
    --json                    # Print a JSON object
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp verify color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
    name: string              # Issuer, name or part of them
    ...code: string           # The code; by default from a hidden prompt, or stdin
  ]

  def "nu-complete otp challenge color" [] {
    [ "auto" "always" "never" ]
  }

  # Send somebody a code and check it when it comes back; needs no vault
  export extern "otp challenge" [
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp challenge color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete otp challenge new color" [] {
    [ "auto" "always" "never" ]
  }

  # Make a code and a session, deliver the code, print the session's id
  export extern "otp challenge new" [
    --to: string              # To whom: +49 170 1234567, a mail address, or another name of one line
    --via: string             # Command that delivers it: gets the message on stdin, DEST in `OTP_DESTINATION`; without it the code is printed
    --digits: string          # Length of the code, 4 to 10
    --alphanumeric            # Letters too, without those that are mistaken for digits
    --expires: string         # How long the code lives, such as 90s or 10m; 30m at the most
    --template: path          # The message, with {code}, {minutes} and {to} in it
    --language: string        # Language of the message: en, de, fr, es, it, pt, nl or pl
    --channel: string         # What answers call the way it goes (sms, email, …); else by DEST
    --json                    # Print a JSON object
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp challenge new color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete otp challenge verify color" [] {
    [ "auto" "always" "never" ]
  }

  # Check a code that came back; exit 10 when it is wrong
  export extern "otp challenge verify" [
    --json                    # Print a JSON object
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp challenge verify color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
    id: string                # The session
    ...code: string           # The code; by default from a hidden prompt, or stdin
  ]

  def "nu-complete otp challenge status color" [] {
    [ "auto" "always" "never" ]
  }

  # Tell where a session stands
  export extern "otp challenge status" [
    --json                    # Print a JSON object
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp challenge status color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
    id: string                # The session
  ]

  def "nu-complete otp challenge cancel color" [] {
    [ "auto" "always" "never" ]
  }

  # End a session before its code comes
  export extern "otp challenge cancel" [
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp challenge cancel color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
    id: string                # The session
  ]

  def "nu-complete otp menu color" [] {
    [ "auto" "always" "never" ]
  }

  # Choose an account in a menu program and copy its code
  export extern "otp menu" [
    --with: string            # rofi, wofi, fuzzel, dmenu, fzf, or a command that reads lines and prints the chosen one
    --type                    # Type the code into the window that has the focus instead of copying it
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp menu color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete otp shell shell" [] {
    [ "bash" "zsh" "fish" ]
  }

  def "nu-complete otp shell color" [] {
    [ "auto" "always" "never" ]
  }

  # Print a widget that puts a code at the cursor of the shell's command line
  export extern "otp shell" [
    --key: string             # The key, such as ctrl-o or alt-o
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp shell color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
    shell: string@"nu-complete otp shell shell" # For this shell
  ]

  def "nu-complete otp share color" [] {
    [ "auto" "always" "never" ]
  }

  # Print the next codes of an account for a colleague, never its secret
  export extern "otp share" [
    --for: string             # For how long, such as 30m or 8h; 24h at the most
    --to: string              # Encrypt it to age1…, an SSH public key, or a file of them; may be given several times
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp share color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
    ...name: string           # Issuer, name or part of them
  ]

  def "nu-complete otp extract color" [] {
    [ "auto" "always" "never" ]
  }

  # Print the one-time code in a mail or message; needs no vault
  export extern "otp extract" [
    --clipboard               # Read the message from the clipboard
    --copy(-c)                # Copy the code instead of printing it; it is cleared later
    --json                    # Print a JSON object
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp extract color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
    file?: path               # The message: a mail, an SMS, a push text, a transcript; by default, or with `-`, stdin
  ]

  def "nu-complete otp list color" [] {
    [ "auto" "always" "never" ]
  }

  # List the accounts
  export extern "otp list" [
    --codes                   # Add the codes and the seconds they have left
    --watch                   # Draw the table with its codes again each second; q or ^C ends it
    --json                    # Print a JSON array
    --csv                     # Print comma-separated values with a header
    --names                   # Print one name a line
    --tag: string             # Only accounts with this tag; several: with all of them
    --source: string          # Only accounts of this source
    --own                     # Only accounts of your own vault, none of sources
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp list color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
    ...name: string           # Only accounts that match
  ]

  def "nu-complete otp show color" [] {
    [ "auto" "always" "never" ]
  }

  # Show an account; its secret only when asked for
  export extern "otp show" [
    --secret                  # Print the secret
    --uri                     # Print the otpauth link, which holds the secret
    --qr                      # Draw the QR code, which holds the secret
    --qr-file: path           # Write the QR code to a new picture, .png or .svg
    --source: string          # Only accounts of this source
    --own                     # Only accounts of your own vault, none of sources
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp show color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
    ...name: string           # Issuer, name or part of them
  ]

  def "nu-complete otp edit color" [] {
    [ "auto" "always" "never" ]
  }

  # Change an account
  export extern "otp edit" [
    --issuer: string          # Who runs the service
    --name: string            # Name of the account there
    --algorithm: string       # SHA1, SHA256 or SHA512
    --digits: string          # Digits of the codes, 4 to 10
    --period: string          # Seconds between codes
    --counter: string         # Next counter value of a counter-based account
    --note: string            # Free text; `-` reads stdin
    --tag: string             # Add a tag; may be given several times
    --untag: string           # Take a tag off; may be given several times
    --pin                     # Sort it first
    --unpin                   # Sort it among the others
    --secret                  # Give a new secret (or a link with its settings), from the prompt or stdin
    --hex                     # The new secret is hexadecimal
    --new-pin                 # Give an mOTP or Yandex account a new PIN, from the prompt or stdin
    --yes(-y)                 # Go on even if another account is called so
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp edit color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
    ...name: string           # Issuer, name or part of them
  ]

  def "nu-complete otp rename color" [] {
    [ "auto" "always" "never" ]
  }

  # Give an account another name
  export extern "otp rename" [
    --yes(-y)                 # Go on even if another account is called so
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp rename color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
    old: string               # Issuer, name or part of them
    new: string               # The new name, or `ISSUER:NAME` for both
  ]

  def "nu-complete otp rm color" [] {
    [ "auto" "always" "never" ]
  }

  # Move an account to the bin
  export extern "otp rm" [
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp rm color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
    ...name: string           # Issuer, name or part of them
  ]

  def "nu-complete otp undo color" [] {
    [ "auto" "always" "never" ]
  }

  # Take back the last change of this device; again for the one before
  export extern "otp undo" [
    --others                  # Take back what another device saved last
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp undo color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete otp redo color" [] {
    [ "auto" "always" "never" ]
  }

  # Redo the change that was taken back last
  export extern "otp redo" [
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp redo color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete otp history color" [] {
    [ "auto" "always" "never" ]
  }

  # Show the last changes
  export extern "otp history" [
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp history color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
    ...name: string           # Only changes of accounts that match
  ]

  def "nu-complete otp restore color" [] {
    [ "auto" "always" "never" ]
  }

  # Bring an account back from the bin
  export extern "otp restore" [
    --from: path              # Fold a backup (or any copy of this vault) into the vault, losing nothing; replaces a vault that is damaged
    --merge                   # After an older vault was put back: fold the newest backup in
    --accept                  # Take the vault as it is, although it is older than before or another device changed its keys
    --words: string           # The vault's words as the other device shows them (`otp key list`); asked for on the terminal otherwise
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp restore color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
    ...name: string           # Issuer, name or part of them, among the accounts in the bin; without it the bin is listed
  ]

  def "nu-complete otp unlock color" [] {
    [ "auto" "always" "never" ]
  }

  # Keep the vault open for a while, or in the keyring of the operating system
  export extern "otp unlock" [
    --for: string             # How long, such as 90s, 15m or 8h; 24h at the most
    --remember                # Keep the key in the keyring of the operating system
    --forget                  # Take the key out of the keyring of the operating system
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp unlock color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete otp lock color" [] {
    [ "auto" "always" "never" ]
  }

  # Close the vault everywhere: session, clipboard
  export extern "otp lock" [
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp lock color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete otp status color" [] {
    [ "auto" "always" "never" ]
  }

  # Tell what opens the vault now, and for how long
  export extern "otp status" [
    --json                    # Print a JSON object
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp status color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete otp passwd color" [] {
    [ "auto" "always" "never" ]
  }

  # Change the passphrase
  export extern "otp passwd" [
    --work-factor: string     # Cost of guessing the passphrase: scrypt log2(N); each step doubles time and memory (18: 256 MiB)
    --new-passphrase-file: path # Read the new passphrase from this file
    --weak-passphrase         # Accept a passphrase that is easy to guess
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp passwd color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete otp key color" [] {
    [ "auto" "always" "never" ]
  }

  # Devices and keys that open the vault
  export extern "otp key" [
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp key color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete otp key list color" [] {
    [ "auto" "always" "never" ]
  }

  # List the devices and keys that open the vault
  export extern "otp key list" [
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp key list color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete otp key add color" [] {
    [ "auto" "always" "never" ]
  }

  # Let another key open the vault: age1… of a device, or of an age plugin
  export extern "otp key add" [
    --name: string            # What to call it
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp key add color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
    recipient: string         # The age recipient, `age1…`
  ]

  def "nu-complete otp key remove color" [] {
    [ "auto" "always" "never" ]
  }

  # Shut a key out; the vault's token is changed
  export extern "otp key remove" [
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp key remove color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
    name: string              # Its name or recipient
  ]

  def "nu-complete otp key recovery color" [] {
    [ "auto" "always" "never" ]
  }

  # Make a new recovery key; the old one stops working
  export extern "otp key recovery" [
    --recovery-file: path     # Write it to this new file (0600) instead of the terminal
    --recovery-sheet: path    # Write it to this new file (0600) as a page to print (HTML), with a QR code
    --qr                      # Draw it as a QR code too
    --check                   # Make none, but check the one you have: it is asked for, or read from standard input
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp key recovery color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete otp backup color" [] {
    [ "auto" "always" "never" ]
  }

  # Write a copy of the vault and check that it opens
  export extern "otp backup" [
    --verify                  # Open the copy again and compare every account and code with the vault
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp backup color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
    file?: path               # Where to write the copy; by default the folder of backups
  ]

  def "nu-complete otp doctor color" [] {
    [ "auto" "always" "never" ]
  }

  # Check the installation and say how to fix what is wrong
  export extern "otp doctor" [
    --json                    # Print a JSON array
    --mend                    # Bring back times that another device's wrong clock put into the future; this machine's clock must be right
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp doctor color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete otp demo color" [] {
    [ "auto" "always" "never" ]
  }

  # Try the interface with made-up accounts; nothing touches the disk
  export extern "otp demo" [
    --search(-s): string      # Begin with a search
    --lock-after: string      # Lock after this time without a key, such as 90s or 5m; off: never
    --at: string              # Begin at this Unix time instead of now, for pictures
    --first                   # Begin without a vault, as on a first start
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp demo color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete otp config color" [] {
    [ "auto" "always" "never" ]
  }

  # Show the settings and where they come from; change one, or edit the file
  export extern "otp config" [
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp config color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete otp config show color" [] {
    [ "auto" "always" "never" ]
  }

  # Show every setting, its value and where that comes from
  export extern "otp config show" [
    --json                    # Print a JSON array
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp config show color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
    key?: string              # Only this setting
  ]

  def "nu-complete otp config edit color" [] {
    [ "auto" "always" "never" ]
  }

  # Open the file in your editor ($VISUAL, $EDITOR) and check it afterwards
  export extern "otp config edit" [
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp config edit color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete otp config path color" [] {
    [ "auto" "always" "never" ]
  }

  # Print where the file is
  export extern "otp config path" [
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp config path color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete otp config default color" [] {
    [ "auto" "always" "never" ]
  }

  # Print a commented file with every setting and its default
  export extern "otp config default" [
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp config default color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete otp config set color" [] {
    [ "auto" "always" "never" ]
  }

  # Set a setting in the file; comments stay
  export extern "otp config set" [
    --default                 # Take the setting out of the file: the default applies again
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp config set color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
    key: string               # The setting, such as theme; or keys.ACTION for a key of your own
    value?: string            # Its value, such as dark, true or 5m; keys are separated by spaces
  ]

  def "nu-complete otp completions shell" [] {
    [ "bash" "zsh" "fish" "powershell" "elvish" "nushell" ]
  }

  def "nu-complete otp completions color" [] {
    [ "auto" "always" "never" ]
  }

  # Print the completion script for a shell, or install it
  export extern "otp completions" [
    --install                 # Put the script where the shell looks for it, and say what is left to do
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp completions color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
    shell?: string@"nu-complete otp completions shell" # The shell; with --install the one you use by default
  ]

  def "nu-complete otp man color" [] {
    [ "auto" "always" "never" ]
  }

  # Print a page of the manual
  export extern "otp man" [
    --output(-o): path        # Write every page into this folder
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp man color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
    ...command: string        # The page of this command; by default that of the program
  ]

  def "nu-complete otp help color" [] {
    [ "auto" "always" "never" ]
  }

  # Explain a command, or show a chapter of the manual
  export extern "otp help" [
    --vault: path             # Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
    --identity: path          # Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    --passphrase-file: path   # Read the passphrase from this file
    --passphrase-fd: string   # Read the passphrase from this open file descriptor
    --no-keyring              # Leave the keyring of the operating system alone
    --color: string@"nu-complete otp help color" # When to use colours
    --quiet(-q)               # Say nothing but answers and errors
    --verbose(-v)             # Say more: what opened the vault, and why nothing before it did
    --help(-h)                # Print help (see more with '--help')
    ...command: string        # A command, or a chapter: names, unlocking, files, environment, configuration, keys, exit, examples
  ]

}

export use completions *
