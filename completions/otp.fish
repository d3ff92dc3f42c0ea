# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_otp_global_optspecs
    string join \n vault= identity= passphrase-file= passphrase-fd= no-keyring color= q/quiet v/verbose s/search= lock-after= h/help V/version
end

function __fish_otp_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_otp_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_otp_using_subcommand
    set -l cmd (__fish_otp_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c otp -n "__fish_otp_needs_command" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_needs_command" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_needs_command" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_needs_command" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_needs_command" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_needs_command" -s s -l search -d 'Begin with a search' -r
complete -c otp -n "__fish_otp_needs_command" -l lock-after -d 'Lock after this time without a key, as 90s or 5m; off never does' -r
complete -c otp -n "__fish_otp_needs_command" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_needs_command" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_needs_command" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_needs_command" -s V -l version -d 'Print version'
complete -c otp -n "__fish_otp_needs_command" -f -a "init" -d 'Make the vault, or join one with the recovery key'
complete -c otp -n "__fish_otp_needs_command" -f -a "code" -d 'Print the current code of an account'
complete -c otp -n "__fish_otp_needs_command" -f -a "add" -d 'Enrol accounts from pictures, links, text, the clipboard or by hand'
complete -c otp -n "__fish_otp_needs_command" -f -a "import" -d 'Take over the accounts of another app: its export, backup or QR codes'
complete -c otp -n "__fish_otp_needs_command" -f -a "source" -d 'Other programs\' vaults, shown beside your own and never changed'
complete -c otp -n "__fish_otp_needs_command" -f -a "export" -d 'Write accounts for another app, or as a sheet of paper'
complete -c otp -n "__fish_otp_needs_command" -f -a "scan" -d 'Print the text of every QR code in pictures; needs no vault'
complete -c otp -n "__fish_otp_needs_command" -f -a "run" -d 'Run a program and type the code when it asks for one'
complete -c otp -n "__fish_otp_needs_command" -f -a "askpass" -d 'Answer a prompt of ssh, sudo or git that asks for a code'
complete -c otp -n "__fish_otp_needs_command" -f -a "verify" -d 'Check a code as a server would; exit 10 when it is wrong'
complete -c otp -n "__fish_otp_needs_command" -f -a "challenge" -d 'Send somebody a code and check it when it comes back; needs no vault'
complete -c otp -n "__fish_otp_needs_command" -f -a "menu" -d 'Choose an account in a menu program and copy its code'
complete -c otp -n "__fish_otp_needs_command" -f -a "shell" -d 'Print a widget that puts a code at the cursor of the shell\'s command line'
complete -c otp -n "__fish_otp_needs_command" -f -a "share" -d 'Print the next codes of an account for a colleague, never its secret'
complete -c otp -n "__fish_otp_needs_command" -f -a "extract" -d 'Print the one-time code in a mail or message; needs no vault'
complete -c otp -n "__fish_otp_needs_command" -f -a "list" -d 'List the accounts'
complete -c otp -n "__fish_otp_needs_command" -f -a "ls" -d 'List the accounts'
complete -c otp -n "__fish_otp_needs_command" -f -a "show" -d 'Show an account; its secret only when asked for'
complete -c otp -n "__fish_otp_needs_command" -f -a "edit" -d 'Change an account'
complete -c otp -n "__fish_otp_needs_command" -f -a "rename" -d 'Give an account another name'
complete -c otp -n "__fish_otp_needs_command" -f -a "mv" -d 'Give an account another name'
complete -c otp -n "__fish_otp_needs_command" -f -a "rm" -d 'Move an account to the bin'
complete -c otp -n "__fish_otp_needs_command" -f -a "remove" -d 'Move an account to the bin'
complete -c otp -n "__fish_otp_needs_command" -f -a "undo" -d 'Take back what this device changed last; again: the one before'
complete -c otp -n "__fish_otp_needs_command" -f -a "redo" -d 'Make the change again that was taken back'
complete -c otp -n "__fish_otp_needs_command" -f -a "history" -d 'Show the last changes'
complete -c otp -n "__fish_otp_needs_command" -f -a "restore" -d 'Bring an account back from the bin'
complete -c otp -n "__fish_otp_needs_command" -f -a "unlock" -d 'Keep the vault open for a while, or in the keyring of the operating system'
complete -c otp -n "__fish_otp_needs_command" -f -a "lock" -d 'Close the vault everywhere: session, clipboard'
complete -c otp -n "__fish_otp_needs_command" -f -a "status" -d 'Tell which source opens the vault now, and for how long'
complete -c otp -n "__fish_otp_needs_command" -f -a "passwd" -d 'Change the passphrase'
complete -c otp -n "__fish_otp_needs_command" -f -a "key" -d 'Devices and keys that open the vault'
complete -c otp -n "__fish_otp_needs_command" -f -a "backup" -d 'Write a copy of the vault and check that it opens'
complete -c otp -n "__fish_otp_needs_command" -f -a "doctor" -d 'Check the installation and say how to mend what is wrong'
complete -c otp -n "__fish_otp_needs_command" -f -a "demo" -d 'Try the interface with made-up accounts; nothing touches the disk'
complete -c otp -n "__fish_otp_needs_command" -f -a "config" -d 'Settings: which serve and where they come from; change one, or the file'
complete -c otp -n "__fish_otp_needs_command" -f -a "completions" -d 'Print the completion script for a shell'
complete -c otp -n "__fish_otp_needs_command" -f -a "man" -d 'Print the manual page'
complete -c otp -n "__fish_otp_needs_command" -f -a "complete-names" -d 'Print the names of the accounts if that needs no question (used by the completions)'
complete -c otp -n "__fish_otp_needs_command" -f -a "clipboard-holder" -d 'Hold the clipboard for the copy that was just made (used by otp itself)'
complete -c otp -n "__fish_otp_needs_command" -f -a "program-holder" -d 'Hold the terminal of a program that was started by `otp run` (used by otp itself)'
complete -c otp -n "__fish_otp_using_subcommand init" -l recovery-file -d 'Write the recovery key to this new file (0600) instead of the terminal' -r -F
complete -c otp -n "__fish_otp_using_subcommand init" -l device -d 'What to call this device' -r
complete -c otp -n "__fish_otp_using_subcommand init" -l work-factor -d 'Cost of guessing the passphrase: scrypt log2(N); each step doubles time and memory (18: 256 MiB)' -r
complete -c otp -n "__fish_otp_using_subcommand init" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand init" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand init" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand init" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand init" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand init" -l recover -d 'Join the vault that is already in the folder, with the recovery key'
complete -c otp -n "__fish_otp_using_subcommand init" -l remember -d 'Keep the key in the keyring of the operating system'
complete -c otp -n "__fish_otp_using_subcommand init" -l weak-passphrase -d 'Take a passphrase that is easy to guess'
complete -c otp -n "__fish_otp_using_subcommand init" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand init" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand init" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand init" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand code" -l at -d 'Code at a moment: Unix seconds or RFC 3339' -r
complete -c otp -n "__fish_otp_using_subcommand code" -l min-ttl -d 'If the code lives shorter than this, wait for the next one' -r
complete -c otp -n "__fish_otp_using_subcommand code" -l height -d 'Lines that the picker takes: 15, 40% or full' -r
complete -c otp -n "__fish_otp_using_subcommand code" -l source -d 'Only accounts of this source' -r
complete -c otp -n "__fish_otp_using_subcommand code" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand code" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand code" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand code" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand code" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand code" -l next -d 'Print the code of the next period instead'
complete -c otp -n "__fish_otp_using_subcommand code" -l fresh -d 'A code that was not handed out on this device before; if that of now was, wait for the next one'
complete -c otp -n "__fish_otp_using_subcommand code" -l skip -d 'Leave one code of a counter out and print the one behind it'
complete -c otp -n "__fish_otp_using_subcommand code" -l copy -d 'Copy to the clipboard instead of printing; cleared after 20 s'
complete -c otp -n "__fish_otp_using_subcommand code" -l type -d 'Type into the window that has the focus instead of printing'
complete -c otp -n "__fish_otp_using_subcommand code" -l json -d 'Print a JSON object'
complete -c otp -n "__fish_otp_using_subcommand code" -l own -d 'Only accounts of your own vault, none of sources'
complete -c otp -n "__fish_otp_using_subcommand code" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand code" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand code" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand code" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand add" -l qr -d 'Pictures with QR codes (`-` reads stdin)' -r -F
complete -c otp -n "__fish_otp_using_subcommand add" -l issuer -d 'Who runs the service' -r
complete -c otp -n "__fish_otp_using_subcommand add" -l name -d 'Name of the account there' -r
complete -c otp -n "__fish_otp_using_subcommand add" -l algorithm -d 'SHA1, SHA256 or SHA512' -r
complete -c otp -n "__fish_otp_using_subcommand add" -l digits -d 'Length of the codes, 4 to 10' -r
complete -c otp -n "__fish_otp_using_subcommand add" -l period -d 'Seconds between codes' -r
complete -c otp -n "__fish_otp_using_subcommand add" -l counter -d 'Next counter value of a counter-based account' -r
complete -c otp -n "__fish_otp_using_subcommand add" -l note -d 'Free text; `-` reads stdin' -r
complete -c otp -n "__fish_otp_using_subcommand add" -l tag -d 'Tag for what is added; may be given several times' -r
complete -c otp -n "__fish_otp_using_subcommand add" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand add" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand add" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand add" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand add" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand add" -l uri -d 'Take WHAT (or stdin, or the prompt) as an otpauth link'
complete -c otp -n "__fish_otp_using_subcommand add" -l clipboard -d 'Take the picture or text on the clipboard'
complete -c otp -n "__fish_otp_using_subcommand add" -l screen -d 'Take a picture of the screen'
complete -c otp -n "__fish_otp_using_subcommand add" -l manual -d 'Give the parts by hand; the secret comes from the prompt or stdin'
complete -c otp -n "__fish_otp_using_subcommand add" -l hotp -d 'Counter-based instead of time-based'
complete -c otp -n "__fish_otp_using_subcommand add" -l steam -d 'Steam Guard'
complete -c otp -n "__fish_otp_using_subcommand add" -l motp -d 'Mobile-OTP: the secret is hexadecimal, and the PIN is asked for behind it'
complete -c otp -n "__fish_otp_using_subcommand add" -l yandex -d 'Yandex Key: the PIN is asked for behind the secret'
complete -c otp -n "__fish_otp_using_subcommand add" -l hex -d 'Secrets are hexadecimal'
complete -c otp -n "__fish_otp_using_subcommand add" -l dry-run -d 'Tell what was found and change nothing'
complete -c otp -n "__fish_otp_using_subcommand add" -s y -l yes -d 'Answer yes to every question'
complete -c otp -n "__fish_otp_using_subcommand add" -l allow-duplicate -d 'Add even what is in the vault already'
complete -c otp -n "__fish_otp_using_subcommand add" -l delete-image -d 'Remove the pictures after their accounts were added'
complete -c otp -n "__fish_otp_using_subcommand add" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand add" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand add" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand import" -l pass -d 'Read the store of pass, passage or gopass in this folder, or in its usual place' -r -F
complete -c otp -n "__fish_otp_using_subcommand import" -l source -d 'Take over the accounts of this source, which become your own' -r
complete -c otp -n "__fish_otp_using_subcommand import" -l format -d 'Take the files to be of this format (see --list) instead of looking at their content' -r
complete -c otp -n "__fish_otp_using_subcommand import" -l password-file -d 'Read the password of the files from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand import" -l password-fd -d 'Read the password of the files from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand import" -l tag -d 'Tag for what is added; may be given several times' -r
complete -c otp -n "__fish_otp_using_subcommand import" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand import" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand import" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand import" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand import" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand import" -l dry-run -d 'Tell what would be done with each entry and change nothing'
complete -c otp -n "__fish_otp_using_subcommand import" -s y -l yes -d 'Add entries beside accounts of the same name without asking'
complete -c otp -n "__fish_otp_using_subcommand import" -l list -d 'List the formats that can be read'
complete -c otp -n "__fish_otp_using_subcommand import" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand import" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand import" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand import" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand source; and not __fish_seen_subcommand_from add list ls rename mv rm remove at" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand source; and not __fish_seen_subcommand_from add list ls rename mv rm remove at" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand source; and not __fish_seen_subcommand_from add list ls rename mv rm remove at" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand source; and not __fish_seen_subcommand_from add list ls rename mv rm remove at" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand source; and not __fish_seen_subcommand_from add list ls rename mv rm remove at" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand source; and not __fish_seen_subcommand_from add list ls rename mv rm remove at" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand source; and not __fish_seen_subcommand_from add list ls rename mv rm remove at" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand source; and not __fish_seen_subcommand_from add list ls rename mv rm remove at" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand source; and not __fish_seen_subcommand_from add list ls rename mv rm remove at" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand source; and not __fish_seen_subcommand_from add list ls rename mv rm remove at" -f -a "add" -d 'Show the accounts of another program\'s vault beside yours; it is only read'
complete -c otp -n "__fish_otp_using_subcommand source; and not __fish_seen_subcommand_from add list ls rename mv rm remove at" -f -a "list" -d 'List the sources, where they lie, and what is wrong with them'
complete -c otp -n "__fish_otp_using_subcommand source; and not __fish_seen_subcommand_from add list ls rename mv rm remove at" -f -a "ls" -d 'List the sources, where they lie, and what is wrong with them'
complete -c otp -n "__fish_otp_using_subcommand source; and not __fish_seen_subcommand_from add list ls rename mv rm remove at" -f -a "rename" -d 'Give a source another name'
complete -c otp -n "__fish_otp_using_subcommand source; and not __fish_seen_subcommand_from add list ls rename mv rm remove at" -f -a "mv" -d 'Give a source another name'
complete -c otp -n "__fish_otp_using_subcommand source; and not __fish_seen_subcommand_from add list ls rename mv rm remove at" -f -a "rm" -d 'Show a source no more; its file stays as it is'
complete -c otp -n "__fish_otp_using_subcommand source; and not __fish_seen_subcommand_from add list ls rename mv rm remove at" -f -a "remove" -d 'Show a source no more; its file stays as it is'
complete -c otp -n "__fish_otp_using_subcommand source; and not __fish_seen_subcommand_from add list ls rename mv rm remove at" -f -a "at" -d 'Say where a source lies on this device'
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from add" -l name -d 'What to call it; else it is called like its program' -r
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from add" -l password-file -d 'Read the password of the file from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from add" -l password-fd -d 'Read the password of the file from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from add" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from add" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from add" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from add" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from add" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from add" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from add" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from list" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from list" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from list" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from list" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from list" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from list" -l json -d 'Print a JSON array'
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from list" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from ls" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from ls" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from ls" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from ls" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from ls" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from ls" -l json -d 'Print a JSON array'
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from ls" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from ls" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from rename" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from rename" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from rename" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from rename" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from rename" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from rename" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from rename" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from rename" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from rename" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from mv" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from mv" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from mv" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from mv" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from mv" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from mv" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from mv" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from mv" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from mv" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from rm" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from rm" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from rm" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from rm" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from rm" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from rm" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from rm" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from rm" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from rm" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from remove" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from remove" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from remove" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from remove" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from remove" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from remove" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from remove" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from remove" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from at" -l password-file -d 'Read the password of the file from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from at" -l password-fd -d 'Read the password of the file from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from at" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from at" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from at" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from at" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from at" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from at" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from at" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from at" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand source; and __fish_seen_subcommand_from at" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand export" -l to -d 'For whom: otpauth, aegis, aegis-encrypted, 2fas, ente, bitwarden, keepassxc-csv, cxf, google, html or age' -r
complete -c otp -n "__fish_otp_using_subcommand export" -s o -l output -d 'The new file; `-` is stdout' -r -F
complete -c otp -n "__fish_otp_using_subcommand export" -l tag -d 'Only accounts with this tag' -r
complete -c otp -n "__fish_otp_using_subcommand export" -l password-file -d 'Read the password of an encrypted export from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand export" -l password-fd -d 'Read the password of an encrypted export from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand export" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand export" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand export" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand export" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand export" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand export" -l plain -d 'Write the secrets unencrypted: whoever reads the file can make your codes'
complete -c otp -n "__fish_otp_using_subcommand export" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand export" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand export" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand scan" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand scan" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand scan" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand scan" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand scan" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand scan" -s 0 -l null -d 'End each text with a NUL byte instead of a line end'
complete -c otp -n "__fish_otp_using_subcommand scan" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand scan" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand scan" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand scan" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand run" -l account -d 'Whose code; else by [[run]] in config.toml, or the one account that fits the machine\'s name' -r
complete -c otp -n "__fish_otp_using_subcommand run" -l prompt -d 'The prompt to answer, as a regular expression, instead of those that are known' -r
complete -c otp -n "__fish_otp_using_subcommand run" -l at -d 'Answer the Nth question that hides what is typed' -r
complete -c otp -n "__fish_otp_using_subcommand run" -l timeout -d 'Answer no prompt that comes later than this after the start; off: any' -r
complete -c otp -n "__fish_otp_using_subcommand run" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand run" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand run" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand run" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand run" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand run" -l append -d 'You type the password, and the code is put behind it'
complete -c otp -n "__fish_otp_using_subcommand run" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand run" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand run" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand run" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand askpass" -l link -d 'Make the link otp-askpass in this folder, for `SSH_ASKPASS`, `SUDO_ASKPASS` and `GIT_ASKPASS`' -r -f -a "(__fish_complete_directories)"
complete -c otp -n "__fish_otp_using_subcommand askpass" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand askpass" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand askpass" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand askpass" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand askpass" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand askpass" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand askpass" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand askpass" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand askpass" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand verify" -l window -d 'Steps accepted before and after now (1), or counter values ahead (10)' -r
complete -c otp -n "__fish_otp_using_subcommand verify" -l resync -d 'Find two codes in a row within the next 1000 of a counter, and go on behind them' -r
complete -c otp -n "__fish_otp_using_subcommand verify" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand verify" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand verify" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand verify" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand verify" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand verify" -l json -d 'Print a JSON object'
complete -c otp -n "__fish_otp_using_subcommand verify" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand verify" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand verify" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand challenge; and not __fish_seen_subcommand_from new verify status cancel" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand challenge; and not __fish_seen_subcommand_from new verify status cancel" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand challenge; and not __fish_seen_subcommand_from new verify status cancel" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand challenge; and not __fish_seen_subcommand_from new verify status cancel" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand challenge; and not __fish_seen_subcommand_from new verify status cancel" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand challenge; and not __fish_seen_subcommand_from new verify status cancel" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand challenge; and not __fish_seen_subcommand_from new verify status cancel" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand challenge; and not __fish_seen_subcommand_from new verify status cancel" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand challenge; and not __fish_seen_subcommand_from new verify status cancel" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand challenge; and not __fish_seen_subcommand_from new verify status cancel" -f -a "new" -d 'Make a code and a session, deliver the code, print the session\'s id'
complete -c otp -n "__fish_otp_using_subcommand challenge; and not __fish_seen_subcommand_from new verify status cancel" -f -a "verify" -d 'Check a code that came back; exit 10 when it is wrong'
complete -c otp -n "__fish_otp_using_subcommand challenge; and not __fish_seen_subcommand_from new verify status cancel" -f -a "status" -d 'Tell where a session stands'
complete -c otp -n "__fish_otp_using_subcommand challenge; and not __fish_seen_subcommand_from new verify status cancel" -f -a "cancel" -d 'End a session before its code comes'
complete -c otp -n "__fish_otp_using_subcommand challenge; and __fish_seen_subcommand_from new" -l to -d 'To whom: +49 170 1234567, a mail address, or another name of one line' -r
complete -c otp -n "__fish_otp_using_subcommand challenge; and __fish_seen_subcommand_from new" -l via -d 'Command that delivers it: gets the message on stdin, DEST in `OTP_DESTINATION`; without it the code is printed' -r
complete -c otp -n "__fish_otp_using_subcommand challenge; and __fish_seen_subcommand_from new" -l digits -d 'Length of the code, 4 to 10' -r
complete -c otp -n "__fish_otp_using_subcommand challenge; and __fish_seen_subcommand_from new" -l expires -d 'How long the code lives, as 90s or 10m; 30m at the most' -r
complete -c otp -n "__fish_otp_using_subcommand challenge; and __fish_seen_subcommand_from new" -l template -d 'The message, with {code}, {minutes} and {to} in it' -r -F
complete -c otp -n "__fish_otp_using_subcommand challenge; and __fish_seen_subcommand_from new" -l language -d 'Language of the message: en, de, fr, es, it, pt, nl or pl' -r
complete -c otp -n "__fish_otp_using_subcommand challenge; and __fish_seen_subcommand_from new" -l channel -d 'What answers call the way it goes (sms, email, …); else by DEST' -r
complete -c otp -n "__fish_otp_using_subcommand challenge; and __fish_seen_subcommand_from new" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand challenge; and __fish_seen_subcommand_from new" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand challenge; and __fish_seen_subcommand_from new" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand challenge; and __fish_seen_subcommand_from new" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand challenge; and __fish_seen_subcommand_from new" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand challenge; and __fish_seen_subcommand_from new" -l alphanumeric -d 'Letters too, without those that are mistaken for digits'
complete -c otp -n "__fish_otp_using_subcommand challenge; and __fish_seen_subcommand_from new" -l json -d 'Print a JSON object'
complete -c otp -n "__fish_otp_using_subcommand challenge; and __fish_seen_subcommand_from new" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand challenge; and __fish_seen_subcommand_from new" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand challenge; and __fish_seen_subcommand_from new" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand challenge; and __fish_seen_subcommand_from new" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand challenge; and __fish_seen_subcommand_from verify" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand challenge; and __fish_seen_subcommand_from verify" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand challenge; and __fish_seen_subcommand_from verify" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand challenge; and __fish_seen_subcommand_from verify" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand challenge; and __fish_seen_subcommand_from verify" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand challenge; and __fish_seen_subcommand_from verify" -l json -d 'Print a JSON object'
complete -c otp -n "__fish_otp_using_subcommand challenge; and __fish_seen_subcommand_from verify" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand challenge; and __fish_seen_subcommand_from verify" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand challenge; and __fish_seen_subcommand_from verify" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand challenge; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand challenge; and __fish_seen_subcommand_from status" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand challenge; and __fish_seen_subcommand_from status" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand challenge; and __fish_seen_subcommand_from status" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand challenge; and __fish_seen_subcommand_from status" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand challenge; and __fish_seen_subcommand_from status" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand challenge; and __fish_seen_subcommand_from status" -l json -d 'Print a JSON object'
complete -c otp -n "__fish_otp_using_subcommand challenge; and __fish_seen_subcommand_from status" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand challenge; and __fish_seen_subcommand_from status" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand challenge; and __fish_seen_subcommand_from status" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand challenge; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand challenge; and __fish_seen_subcommand_from cancel" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand challenge; and __fish_seen_subcommand_from cancel" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand challenge; and __fish_seen_subcommand_from cancel" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand challenge; and __fish_seen_subcommand_from cancel" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand challenge; and __fish_seen_subcommand_from cancel" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand challenge; and __fish_seen_subcommand_from cancel" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand challenge; and __fish_seen_subcommand_from cancel" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand challenge; and __fish_seen_subcommand_from cancel" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand challenge; and __fish_seen_subcommand_from cancel" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand menu" -l with -d 'rofi, wofi, fuzzel, dmenu, fzf, or a command that reads lines and prints the chosen one' -r
complete -c otp -n "__fish_otp_using_subcommand menu" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand menu" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand menu" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand menu" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand menu" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand menu" -l type -d 'Type the code into the window that has the focus instead of copying it'
complete -c otp -n "__fish_otp_using_subcommand menu" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand menu" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand menu" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand menu" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand shell" -l key -d 'The key, as ctrl-o or alt-o' -r
complete -c otp -n "__fish_otp_using_subcommand shell" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand shell" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand shell" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand shell" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand shell" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand shell" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand shell" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand shell" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand shell" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand share" -l for -d 'For how long, as 30m or 8h; 24h at the most' -r
complete -c otp -n "__fish_otp_using_subcommand share" -l to -d 'Encrypt it to age1…, an SSH public key, or a file of them; may be given several times' -r
complete -c otp -n "__fish_otp_using_subcommand share" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand share" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand share" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand share" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand share" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand share" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand share" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand share" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand share" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand extract" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand extract" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand extract" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand extract" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand extract" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand extract" -l clipboard -d 'Read the message from the clipboard'
complete -c otp -n "__fish_otp_using_subcommand extract" -s c -l copy -d 'Copy the code instead of printing it; it is cleared later'
complete -c otp -n "__fish_otp_using_subcommand extract" -l json -d 'Print a JSON object'
complete -c otp -n "__fish_otp_using_subcommand extract" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand extract" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand extract" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand extract" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand list" -l tag -d 'Only accounts with this tag; several: with all of them' -r
complete -c otp -n "__fish_otp_using_subcommand list" -l source -d 'Only accounts of this source' -r
complete -c otp -n "__fish_otp_using_subcommand list" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand list" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand list" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand list" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand list" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand list" -l codes -d 'Add the codes and the seconds they have left'
complete -c otp -n "__fish_otp_using_subcommand list" -l json -d 'Print a JSON array'
complete -c otp -n "__fish_otp_using_subcommand list" -l csv -d 'Print comma-separated values with a header'
complete -c otp -n "__fish_otp_using_subcommand list" -l names -d 'Print one name a line'
complete -c otp -n "__fish_otp_using_subcommand list" -l own -d 'Only accounts of your own vault, none of sources'
complete -c otp -n "__fish_otp_using_subcommand list" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand list" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand list" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand ls" -l tag -d 'Only accounts with this tag; several: with all of them' -r
complete -c otp -n "__fish_otp_using_subcommand ls" -l source -d 'Only accounts of this source' -r
complete -c otp -n "__fish_otp_using_subcommand ls" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand ls" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand ls" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand ls" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand ls" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand ls" -l codes -d 'Add the codes and the seconds they have left'
complete -c otp -n "__fish_otp_using_subcommand ls" -l json -d 'Print a JSON array'
complete -c otp -n "__fish_otp_using_subcommand ls" -l csv -d 'Print comma-separated values with a header'
complete -c otp -n "__fish_otp_using_subcommand ls" -l names -d 'Print one name a line'
complete -c otp -n "__fish_otp_using_subcommand ls" -l own -d 'Only accounts of your own vault, none of sources'
complete -c otp -n "__fish_otp_using_subcommand ls" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand ls" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand ls" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand ls" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand show" -l qr-file -d 'Write the QR code to a new picture, .png or .svg' -r -F
complete -c otp -n "__fish_otp_using_subcommand show" -l source -d 'Only accounts of this source' -r
complete -c otp -n "__fish_otp_using_subcommand show" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand show" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand show" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand show" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand show" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand show" -l secret -d 'Print the secret'
complete -c otp -n "__fish_otp_using_subcommand show" -l uri -d 'Print the otpauth link, which holds the secret'
complete -c otp -n "__fish_otp_using_subcommand show" -l qr -d 'Draw the QR code, which holds the secret'
complete -c otp -n "__fish_otp_using_subcommand show" -l own -d 'Only accounts of your own vault, none of sources'
complete -c otp -n "__fish_otp_using_subcommand show" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand show" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand show" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand edit" -l issuer -d 'Who runs the service' -r
complete -c otp -n "__fish_otp_using_subcommand edit" -l name -d 'Name of the account there' -r
complete -c otp -n "__fish_otp_using_subcommand edit" -l algorithm -d 'SHA1, SHA256 or SHA512' -r
complete -c otp -n "__fish_otp_using_subcommand edit" -l digits -d 'Length of the codes, 4 to 10' -r
complete -c otp -n "__fish_otp_using_subcommand edit" -l period -d 'Seconds between codes' -r
complete -c otp -n "__fish_otp_using_subcommand edit" -l counter -d 'Next counter value of a counter-based account' -r
complete -c otp -n "__fish_otp_using_subcommand edit" -l note -d 'Free text; `-` reads stdin' -r
complete -c otp -n "__fish_otp_using_subcommand edit" -l tag -d 'Add a tag; may be given several times' -r
complete -c otp -n "__fish_otp_using_subcommand edit" -l untag -d 'Take a tag off; may be given several times' -r
complete -c otp -n "__fish_otp_using_subcommand edit" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand edit" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand edit" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand edit" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand edit" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand edit" -l pin -d 'Sort it first'
complete -c otp -n "__fish_otp_using_subcommand edit" -l unpin -d 'Sort it among the others'
complete -c otp -n "__fish_otp_using_subcommand edit" -l secret -d 'Give a new secret (or a link with its settings), from the prompt or stdin'
complete -c otp -n "__fish_otp_using_subcommand edit" -l hex -d 'The new secret is hexadecimal'
complete -c otp -n "__fish_otp_using_subcommand edit" -l new-pin -d 'Give the PIN of an mOTP or Yandex account anew, from the prompt or stdin'
complete -c otp -n "__fish_otp_using_subcommand edit" -s y -l yes -d 'Go on even if another account is called so'
complete -c otp -n "__fish_otp_using_subcommand edit" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand edit" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand edit" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand edit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand rename" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand rename" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand rename" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand rename" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand rename" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand rename" -s y -l yes -d 'Go on even if another account is called so'
complete -c otp -n "__fish_otp_using_subcommand rename" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand rename" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand rename" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand rename" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand mv" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand mv" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand mv" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand mv" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand mv" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand mv" -s y -l yes -d 'Go on even if another account is called so'
complete -c otp -n "__fish_otp_using_subcommand mv" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand mv" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand mv" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand mv" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand rm" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand rm" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand rm" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand rm" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand rm" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand rm" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand rm" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand rm" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand rm" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand remove" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand remove" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand remove" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand remove" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand remove" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand remove" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand remove" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand remove" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand remove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand undo" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand undo" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand undo" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand undo" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand undo" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand undo" -l others -d 'Take back what another device saved last'
complete -c otp -n "__fish_otp_using_subcommand undo" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand undo" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand undo" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand undo" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand redo" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand redo" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand redo" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand redo" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand redo" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand redo" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand redo" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand redo" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand redo" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand history" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand history" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand history" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand history" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand history" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand history" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand history" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand history" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand history" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand restore" -l from -d 'Fold a backup (or any copy of this vault) into the vault, losing nothing; replaces a vault that is damaged' -r -F
complete -c otp -n "__fish_otp_using_subcommand restore" -l words -d 'The vault\'s words as the other device shows them (`otp key list`); asked for on the terminal otherwise' -r
complete -c otp -n "__fish_otp_using_subcommand restore" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand restore" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand restore" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand restore" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand restore" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand restore" -l merge -d 'After an older vault was put back: fold the newest backup in'
complete -c otp -n "__fish_otp_using_subcommand restore" -l accept -d 'Take the vault as it is, although it is older than before or another device changed its keys'
complete -c otp -n "__fish_otp_using_subcommand restore" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand restore" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand restore" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand restore" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand unlock" -l for -d 'How long, as 90s, 15m or 8h; 24h at the most' -r
complete -c otp -n "__fish_otp_using_subcommand unlock" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand unlock" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand unlock" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand unlock" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand unlock" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand unlock" -l remember -d 'Keep the key in the keyring of the operating system'
complete -c otp -n "__fish_otp_using_subcommand unlock" -l forget -d 'Take the key out of the keyring of the operating system'
complete -c otp -n "__fish_otp_using_subcommand unlock" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand unlock" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand unlock" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand unlock" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand lock" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand lock" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand lock" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand lock" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand lock" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand lock" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand lock" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand lock" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand lock" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand status" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand status" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand status" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand status" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand status" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand status" -l json -d 'Print a JSON object'
complete -c otp -n "__fish_otp_using_subcommand status" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand status" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand status" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand passwd" -l work-factor -d 'Cost of guessing the passphrase: scrypt log2(N); each step doubles time and memory (18: 256 MiB)' -r
complete -c otp -n "__fish_otp_using_subcommand passwd" -l new-passphrase-file -d 'Read the new passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand passwd" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand passwd" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand passwd" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand passwd" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand passwd" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand passwd" -l weak-passphrase -d 'Take a passphrase that is easy to guess'
complete -c otp -n "__fish_otp_using_subcommand passwd" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand passwd" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand passwd" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand passwd" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand key; and not __fish_seen_subcommand_from list ls add remove rm recovery" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand key; and not __fish_seen_subcommand_from list ls add remove rm recovery" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand key; and not __fish_seen_subcommand_from list ls add remove rm recovery" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand key; and not __fish_seen_subcommand_from list ls add remove rm recovery" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand key; and not __fish_seen_subcommand_from list ls add remove rm recovery" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand key; and not __fish_seen_subcommand_from list ls add remove rm recovery" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand key; and not __fish_seen_subcommand_from list ls add remove rm recovery" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand key; and not __fish_seen_subcommand_from list ls add remove rm recovery" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand key; and not __fish_seen_subcommand_from list ls add remove rm recovery" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand key; and not __fish_seen_subcommand_from list ls add remove rm recovery" -f -a "list" -d 'List the devices and keys that open the vault'
complete -c otp -n "__fish_otp_using_subcommand key; and not __fish_seen_subcommand_from list ls add remove rm recovery" -f -a "ls" -d 'List the devices and keys that open the vault'
complete -c otp -n "__fish_otp_using_subcommand key; and not __fish_seen_subcommand_from list ls add remove rm recovery" -f -a "add" -d 'Let another key open the vault: age1… of a device, or of an age plugin'
complete -c otp -n "__fish_otp_using_subcommand key; and not __fish_seen_subcommand_from list ls add remove rm recovery" -f -a "remove" -d 'Shut a key out; the vault\'s token is changed'
complete -c otp -n "__fish_otp_using_subcommand key; and not __fish_seen_subcommand_from list ls add remove rm recovery" -f -a "rm" -d 'Shut a key out; the vault\'s token is changed'
complete -c otp -n "__fish_otp_using_subcommand key; and not __fish_seen_subcommand_from list ls add remove rm recovery" -f -a "recovery" -d 'Make a new recovery key; the old one stops working'
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from list" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from list" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from list" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from list" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from list" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from list" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from ls" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from ls" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from ls" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from ls" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from ls" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from ls" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from ls" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from add" -l name -d 'What to call it' -r
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from add" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from add" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from add" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from add" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from add" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from add" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from add" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from remove" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from remove" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from remove" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from remove" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from remove" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from remove" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from remove" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from remove" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from rm" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from rm" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from rm" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from rm" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from rm" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from rm" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from rm" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from rm" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from rm" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from recovery" -l recovery-file -d 'Write it to this new file (0600) instead of the terminal' -r -F
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from recovery" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from recovery" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from recovery" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from recovery" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from recovery" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from recovery" -l qr -d 'Draw it as a QR code too'
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from recovery" -l check -d 'Make none, but check the one you have: it is asked for, or read from standard input'
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from recovery" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from recovery" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from recovery" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand key; and __fish_seen_subcommand_from recovery" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand backup" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand backup" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand backup" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand backup" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand backup" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand backup" -l verify -d 'Open the copy again and compare every account and code with the vault'
complete -c otp -n "__fish_otp_using_subcommand backup" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand backup" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand backup" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand backup" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand doctor" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand doctor" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand doctor" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand doctor" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand doctor" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand doctor" -l json -d 'Print a JSON array'
complete -c otp -n "__fish_otp_using_subcommand doctor" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand doctor" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand doctor" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand doctor" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand demo" -s s -l search -d 'Begin with a search' -r
complete -c otp -n "__fish_otp_using_subcommand demo" -l lock-after -d 'Lock after this time without a key, as 90s or 5m; off never does' -r
complete -c otp -n "__fish_otp_using_subcommand demo" -l at -d 'Begin at this Unix time instead of now, for pictures' -r
complete -c otp -n "__fish_otp_using_subcommand demo" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand demo" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand demo" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand demo" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand demo" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand demo" -l first -d 'Begin without a vault, as on a first start'
complete -c otp -n "__fish_otp_using_subcommand demo" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand demo" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand demo" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand demo" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand config; and not __fish_seen_subcommand_from show edit path default set" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand config; and not __fish_seen_subcommand_from show edit path default set" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand config; and not __fish_seen_subcommand_from show edit path default set" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand config; and not __fish_seen_subcommand_from show edit path default set" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand config; and not __fish_seen_subcommand_from show edit path default set" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand config; and not __fish_seen_subcommand_from show edit path default set" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand config; and not __fish_seen_subcommand_from show edit path default set" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand config; and not __fish_seen_subcommand_from show edit path default set" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand config; and not __fish_seen_subcommand_from show edit path default set" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand config; and not __fish_seen_subcommand_from show edit path default set" -f -a "show" -d 'Show every setting, its value and where that comes from'
complete -c otp -n "__fish_otp_using_subcommand config; and not __fish_seen_subcommand_from show edit path default set" -f -a "edit" -d 'Open the file in your editor ($VISUAL, $EDITOR) and check it afterwards'
complete -c otp -n "__fish_otp_using_subcommand config; and not __fish_seen_subcommand_from show edit path default set" -f -a "path" -d 'Print where the file is'
complete -c otp -n "__fish_otp_using_subcommand config; and not __fish_seen_subcommand_from show edit path default set" -f -a "default" -d 'Print a commented file with every setting and its default'
complete -c otp -n "__fish_otp_using_subcommand config; and not __fish_seen_subcommand_from show edit path default set" -f -a "set" -d 'Set a setting in the file; comments stay'
complete -c otp -n "__fish_otp_using_subcommand config; and __fish_seen_subcommand_from show" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand config; and __fish_seen_subcommand_from show" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand config; and __fish_seen_subcommand_from show" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand config; and __fish_seen_subcommand_from show" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand config; and __fish_seen_subcommand_from show" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand config; and __fish_seen_subcommand_from show" -l json -d 'Print a JSON array'
complete -c otp -n "__fish_otp_using_subcommand config; and __fish_seen_subcommand_from show" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand config; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand config; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand config; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand config; and __fish_seen_subcommand_from edit" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand config; and __fish_seen_subcommand_from edit" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand config; and __fish_seen_subcommand_from edit" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand config; and __fish_seen_subcommand_from edit" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand config; and __fish_seen_subcommand_from edit" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand config; and __fish_seen_subcommand_from edit" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand config; and __fish_seen_subcommand_from edit" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand config; and __fish_seen_subcommand_from edit" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand config; and __fish_seen_subcommand_from edit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand config; and __fish_seen_subcommand_from path" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand config; and __fish_seen_subcommand_from path" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand config; and __fish_seen_subcommand_from path" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand config; and __fish_seen_subcommand_from path" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand config; and __fish_seen_subcommand_from path" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand config; and __fish_seen_subcommand_from path" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand config; and __fish_seen_subcommand_from path" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand config; and __fish_seen_subcommand_from path" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand config; and __fish_seen_subcommand_from path" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand config; and __fish_seen_subcommand_from default" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand config; and __fish_seen_subcommand_from default" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand config; and __fish_seen_subcommand_from default" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand config; and __fish_seen_subcommand_from default" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand config; and __fish_seen_subcommand_from default" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand config; and __fish_seen_subcommand_from default" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand config; and __fish_seen_subcommand_from default" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand config; and __fish_seen_subcommand_from default" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand config; and __fish_seen_subcommand_from default" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand config; and __fish_seen_subcommand_from set" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand config; and __fish_seen_subcommand_from set" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand config; and __fish_seen_subcommand_from set" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand config; and __fish_seen_subcommand_from set" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand config; and __fish_seen_subcommand_from set" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand config; and __fish_seen_subcommand_from set" -l default -d 'Take the setting out of the file: the default serves again'
complete -c otp -n "__fish_otp_using_subcommand config; and __fish_seen_subcommand_from set" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand config; and __fish_seen_subcommand_from set" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand config; and __fish_seen_subcommand_from set" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand config; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand completions" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand completions" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand completions" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand completions" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand completions" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand completions" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand completions" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand completions" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand man" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand man" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand man" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand man" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand man" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand man" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand man" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand man" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand man" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand complete-names" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand complete-names" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand complete-names" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand complete-names" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand complete-names" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand complete-names" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand complete-names" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand complete-names" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand complete-names" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand clipboard-holder" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand clipboard-holder" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand clipboard-holder" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand clipboard-holder" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand clipboard-holder" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand clipboard-holder" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand clipboard-holder" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand clipboard-holder" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand clipboard-holder" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c otp -n "__fish_otp_using_subcommand program-holder" -l vault -d 'Folder that holds vault.age; else that of `OTP_VAULT` or the usual one' -r -F
complete -c otp -n "__fish_otp_using_subcommand program-holder" -l identity -d 'Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone' -r -F
complete -c otp -n "__fish_otp_using_subcommand program-holder" -l passphrase-file -d 'Read the passphrase from this file' -r -F
complete -c otp -n "__fish_otp_using_subcommand program-holder" -l passphrase-fd -d 'Read the passphrase from this open file descriptor' -r
complete -c otp -n "__fish_otp_using_subcommand program-holder" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c otp -n "__fish_otp_using_subcommand program-holder" -l no-keyring -d 'Leave the keyring of the operating system alone'
complete -c otp -n "__fish_otp_using_subcommand program-holder" -s q -l quiet -d 'Say nothing but answers and errors'
complete -c otp -n "__fish_otp_using_subcommand program-holder" -s v -l verbose -d 'Say more: which source opened the vault and why others did not'
complete -c otp -n "__fish_otp_using_subcommand program-holder" -s h -l help -d 'Print help (see more with \'--help\')'

# Account names, while the vault is open.
complete -c otp -n "__fish_use_subcommand; or __fish_seen_subcommand_from code list ls show edit rename mv rm remove history verify share" -f -a "(otp complete-names 2>/dev/null)"
