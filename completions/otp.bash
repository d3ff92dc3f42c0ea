# Completions of otp for bash: `otp completions --install bash` puts them in place.
# At each Tab the program itself says what fits; account names come while the vault is open.
_otp() {
    local kind="" line
    COMPREPLY=()
    while IFS= read -r line; do
        if [ -z "$kind" ]; then kind=$line; else COMPREPLY+=("$line"); fi
    done < <(printf '%s\n%s' "${COMP_WORDBREAKS//$'\n'/}" "${COMP_LINE:0:COMP_POINT}" |
        "${1/#\~\//$HOME/}" complete bash 2>/dev/null)
    case $kind in
        files) compopt -o default 2>/dev/null || COMPREPLY=($(compgen -f -- "$2")) ;;
        folders) compopt -o filenames -o dirnames 2>/dev/null || COMPREPLY=($(compgen -d -- "$2")) ;;
    esac
}
complete -o nosort -F _otp otp 2>/dev/null || complete -F _otp otp
