# Completions of otp for fish: `otp completions --install fish` puts them in place.
# At each Tab the program itself says what fits; account names come while the vault is open.
function __otp_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l program $words[1]
    set -e words[1]
    set -l lines (printf '%s\0' $words "$current" | $program complete fish 2>/dev/null)
    set -l kind $lines[1]
    set -e lines[1]
    set -l before ''
    if string match -q -- '--*=*' "$current"
        set before (string replace -r '=.*' '=' -- "$current")
        set current (string replace -r '^[^=]*=' '' -- "$current")
    end
    switch "$kind"
        case files
            for path in (__fish_complete_path "$current")
                echo -- $before$path
            end
        case folders
            for path in (__fish_complete_directories "$current" '')
                echo -- $before$path
            end
        case '*'
            printf '%s\n' $lines
    end
end
complete -c otp -f -a '(__otp_complete)'
