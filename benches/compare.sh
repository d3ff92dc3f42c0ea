#!/usr/bin/env bash
# Compares the cold time of one code with other programs, in one run of hyperfine, as ratios to `true`.
# Usage: benches/compare.sh [OTP-BINARY]      (without one it builds what releases carry: `cargo static`)
# Needs hyperfine. Takes in oathtool, pass with pass-otp, keepassxc-cli, cotp and (under dbus-run-session)
# gnome-keyring-daemon where they are installed. Everything lies in a folder that is removed at the end.
# RUNS=100 says how often each program runs.
set -euo pipefail

here=$(cd "$(dirname "$0")/.." && pwd)
[ $# -gt 0 ] || (cd "$here" && cargo static) >&2
otp=$(realpath "${1:-$here/target/release/otp}")
[ -x "$otp" ] || { echo "no binary at $otp" >&2; exit 2; }
has() { command -v "$1" >/dev/null; }
has hyperfine || { echo "hyperfine is missing" >&2; exit 2; }
# Loading the system's mathematical library costs more than making a code.
if has readelf && readelf -d "$otp" | grep -q 'NEEDED.*libm\.so'; then
    echo "note: $otp loads libm: a dependency calls a function of it" >&2
fi

# A bus and a keyring of our own: the user's are left alone.
if [ -z "${OTP_COMPARE_BUS:-}" ] && has dbus-run-session && has gnome-keyring-daemon; then
    exec env OTP_COMPARE_BUS=own dbus-run-session -- "$0" "$otp"
fi

work=$(mktemp -d)
keyring_pid=
cleanup() {
    for vault in "$work"/vault-*; do
        [ -d "$vault" ] && "$otp" -q --vault "$vault" lock >/dev/null 2>&1 || true
    done
    [ -z "$keyring_pid" ] || kill "$keyring_pid" 2>/dev/null || true
    if has gpgconf; then gpgconf --homedir "$work/gnupg" --kill all 2>/dev/null || true; fi
    rm -rf "$work"
}
trap cleanup EXIT

# Exported instead of set per command: an `env` in front of each would be measured too.
unset OTP_VAULT OTP_STATE DISPLAY WAYLAND_DISPLAY
export HOME="$work/home" XDG_CONFIG_HOME="$work/config" XDG_DATA_HOME="$work/data" XDG_STATE_HOME="$work/state"
export XDG_RUNTIME_DIR="$work/run" XDG_CACHE_HOME="$work/cache"
mkdir -m 700 "$HOME" "$XDG_CONFIG_HOME" "$XDG_DATA_HOME" "$XDG_STATE_HOME" "$XDG_RUNTIME_DIR" "$XDG_CACHE_HOME"
umask 077
passphrase=bench-passphrase
printf '%s\n' "$passphrase" >"$work/passphrase"
secret=MFZXIZLSNFXWI2LOMFZXIZLSNFXWI2LO
uri="otpauth://totp/Issuer7:user7@example.org?secret=$secret&issuer=Issuer7"

# Each command must print digits before it is measured: a failure that is quick would win.
names=() commands=()
bench() {
    local name=$1 command=$2
    if [ "$name" != true ] && ! eval "$command" </dev/null 2>"$work/error" | grep -q '[0-9]\{6\}'; then
        printf 'left out: %s does not print a code: %s\n' "$name" "$(head -n 1 "$work/error")" >&2
        return
    fi
    names+=("$name")
    commands+=("$command")
}

# Programs that want a passphrase on stdin get it by a shell that becomes the program: half a millisecond more.
with_passphrase() {
    printf "sh -c 'exec %s <%s/passphrase'" "$*" "$work"
}

make_vault() {
    local vault=$1 accounts=$2
    "$otp" -q --vault "$vault" --passphrase-file "$work/passphrase" \
        init --work-factor 14 --recovery-file "$vault.key" </dev/null
    # The last six letters of each secret spell its number.
    awk -v n="$accounts" -v secret="${secret%??????}" 'BEGIN {
        for (i = 1; i <= n; i++) {
            number = sprintf("%06d", i); tail = ""
            for (j = 1; j <= 6; j++) tail = tail substr("ABCDEFGHIJ", substr(number, j, 1) + 1, 1)
            printf "otpauth://totp/Issuer%d:user%d@example.org?secret=%s%s&issuer=Issuer%d\n", i, i, secret, tail, i
        }
    }' | "$otp" -q --vault "$vault" --identity "$vault.key" add --yes - >/dev/null
}

bench true true

if has oathtool; then
    printf '%s\n' "$secret" >"$work/secret"
    bench "oathtool (no vault)" "oathtool -b --totp @$work/secret"
fi

for accounts in 10 100 1000 10000; do
    vault=$work/vault-$accounts
    make_vault "$vault" "$accounts"
    bench "otp: identity file; $accounts accounts" "$otp --vault $vault --identity $vault.key code Issuer7"
done
for accounts in 10 100 1000 10000; do
    vault=$work/vault-$accounts
    if "$otp" -q --vault "$vault" --passphrase-file "$work/passphrase" unlock --for 15m 2>"$work/error"; then
        bench "otp: session; $accounts accounts" "$otp --vault $vault --no-keyring code Issuer7"
    else
        printf 'left out: no session: %s\n' "$(head -n 1 "$work/error")" >&2
        break
    fi
done

if [ -n "${OTP_COMPARE_BUS:-}" ]; then
    printf '%s' "$passphrase" | gnome-keyring-daemon --foreground --unlock --components=secrets >/dev/null 2>&1 &
    keyring_pid=$!
    vault=$work/vault-keyring
    make_vault "$vault" 10
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        "$otp" -q --vault "$vault" --passphrase-file "$work/passphrase" unlock --for 1s --remember \
            >/dev/null 2>"$work/error" && break
        sleep 0.3
    done
    "$otp" -q --vault "$vault" lock >/dev/null 2>&1 || true
    bench "otp: Secret Service; 10 accounts" "$otp --vault $vault code Issuer7"
fi

if has pass && has gpg && pass otp --help >/dev/null 2>&1; then
    export GNUPGHOME="$work/gnupg" PASSWORD_STORE_DIR="$work/store"
    mkdir "$GNUPGHOME"
    gpg --batch --quiet --pinentry-mode loopback --passphrase '' \
        --quick-gen-key bench@example.org default default never 2>/dev/null
    pass init bench@example.org >/dev/null
    printf '%s\n' "$uri" | pass otp insert -f issuer7 >/dev/null
    bench "pass otp (gpg-agent warm)" "pass otp code issuer7"
fi

if has keepassxc-cli; then
    cat >"$work/bench.xml" <<XML
<?xml version="1.0" encoding="UTF-8"?>
<KeePassFile><Root><Group><UUID>AAAAAAAAAAAAAAAAAAAAAQ==</UUID><Name>Root</Name><Entry><UUID>AAAAAAAAAAAAAAAAAAAAAg==</UUID><String><Key>Title</Key><Value>issuer7</Value></String><String><Key>otp</Key><Value>${uri//&/&amp;}</Value></String></Entry></Group></Root></KeePassFile>
XML
    printf '%s\n%s\n' "$passphrase" "$passphrase" |
        keepassxc-cli import -q -p "$work/bench.xml" "$work/bench.kdbx" >/dev/null 2>&1 || true
    bench "keepassxc-cli show -t" "$(with_passphrase keepassxc-cli show -q -t "$work/bench.kdbx" issuer7)"
fi

# cotp asks for its passphrase twice and for the link on a terminal, and throws away what was typed before it asked.
if has cotp && has script; then
    for answer in "$passphrase" "$passphrase" "$uri"; do
        sleep 1
        printf '%s\n' "$answer"
    done | script -qec "cotp add --otpuri" /dev/null >/dev/null 2>&1 || true
    bench "cotp extract" "$(with_passphrase cotp --password-stdin extract -s Issuer7)"
fi

arguments=()
for i in "${!commands[@]}"; do
    arguments+=(-n "${names[$i]}" "${commands[$i]}")
done
hyperfine -N --style none --warmup 5 --runs "${RUNS:-100}" \
    --export-csv "$work/result.csv" "${arguments[@]}" >/dev/null 2>"$work/error" || { cat "$work/error" >&2; exit 1; }

# command,mean,stddev,median,user,system,min,max
awk -F, '
    NR == 1 { print "| program | median ms | fastest ms | ratio to `true` | of the fastest |"; print "|---|---:|---:|---:|---:|"; next }
    NR == 2 { median = $4; min = $7 }
    { printf "| %s | %.2f | %.2f | %.1f | %.1f |\n", $1, $4 * 1000, $7 * 1000, $4 / median, $7 / min }
' "$work/result.csv"
