#!/usr/bin/env bash
# Makes the pictures of the README from the real program: otp demo in tmux, captured with its colours, as SVG.
# Usage: assets/make-pictures.sh [OTP-BINARY]     (default: target/release/otp; needs tmux and python3)
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
otp=$(realpath "${1:-$here/target/release/otp}")
[ -x "$otp" ] || { echo "no binary at $otp: run cargo build --release --locked" >&2; exit 2; }
socket=pictures-$$
home=$(mktemp -d)
cleanup() {
    tmux -L "$socket" kill-server 2>/dev/null || true
    rm -rf "$home"
}
trap cleanup EXIT

# shoot NAME COLUMNS ROWS AT WAIT-FOR [KEYS...]: waits until the screen shows WAIT-FOR, then draws it.
shoot() {
    local name=$1 columns=$2 rows=$3 at=$4 wanted=$5
    shift 5
    tmux -L "$socket" -f /dev/null new-session -d -s "$name" -x "$columns" -y "$rows" \
        "env -i HOME=$home PATH=$PATH TERM=xterm-256color LC_ALL=C.UTF-8 $otp demo --at $at"
    tmux -L "$socket" set-option -t "$name" status off >/dev/null
    await "$name" GitHub
    for key in "$@"; do tmux -L "$socket" send-keys -t "$name" "$key"; done
    await "$name" "$wanted"
    tmux -L "$socket" capture-pane -t "$name" -e -p | python3 "$here/assets/ansi-to-svg.py" "$columns" "$rows" >"$here/assets/$name.svg"
    tmux -L "$socket" kill-session -t "$name"
    echo "assets/$name.svg"
}

await() {
    for _ in $(seq 200); do
        tmux -L "$socket" capture-pane -t "$1" -p | grep -q -- "$2" && return
        read -rt 0.05 <> <(:) || true
    done
    echo "the screen never showed: $2" >&2
    tmux -L "$socket" capture-pane -t "$1" -p >&2
    exit 1
}

shoot list 80 18 1780000002 'Steam'
shoot details 124 22 1780000002 'Changes in'
shoot search 80 8 1780000002 '1/13' / h e t
shoot add 80 18 1780000002 'does the site accept' a 'otpauth://totp/Mastodon:@octavia?secret=MFZXIZLSNFXWI2LO&issuer=Mastodon'
