#!/usr/bin/env bash
# Compares the cold time of one code with other programs, in one run with hyperfine, as ratios to `true`.
# Usage: benches/compare.sh [OTP-BINARY]      (default: target/release/otp)
# Needs hyperfine; uses oathtool, pass with pass-otp, keepassxc-cli, cotp and a keyring daemon where they are installed.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
otp=$(realpath "${1:-$here/target/release/otp}")
[ -x "$otp" ] || { echo "no binary at $otp: run cargo build --release --locked" >&2; exit 2; }
command -v hyperfine >/dev/null || { echo "hyperfine is missing" >&2; exit 2; }

work=$(mktemp -d)
cleanup() {
    for n in 10 100 1000 10000; do
        [ -d "$work/$n" ] && run_otp "$n" lock >/dev/null 2>&1 || true
    done
    gpgconf --homedir "$work/gnupg" --kill all 2>/dev/null || true
    rm -rf "$work"
}
trap cleanup EXIT
export XDG_CONFIG_HOME="$work/config" HOME="$work/home"
mkdir -p "$HOME" "$XDG_CONFIG_HOME"
secret=MFZXIZLSNFXWI2LOMFZXIZLSNFXWI2LO
printf 'bench passphrase\n' >"$work/passphrase"
chmod 600 "$work/passphrase"

# Each size has its own vault and state folder, so that each has its own session.
run_otp() {
    local n=$1
    shift
    OTP_VAULT="$work/$n/vault" OTP_STATE="$work/$n/state" "$otp" "$@"
}

names=() commands=()
bench() {
    names+=("$1")
    commands+=("$2")
}

bench true "true"
if command -v oathtool >/dev/null; then
    printf '%s\n' "$secret" >"$work/secret"
    bench "oathtool (no vault)" "oathtool -b --totp - < $work/secret"
fi

sizes=(10 100 1000 10000)
for n in "${sizes[@]}"; do
    mkdir -p "$work/$n"
    run_otp "$n" -q --passphrase-file "$work/passphrase" init --work-factor 14 --recovery-file "$work/$n/recovery.txt"
    for ((i = 1; i <= n; i++)); do
        printf 'otpauth://totp/Issuer%d:user%d@example.org?secret=%s&issuer=Issuer%d\n' "$i" "$i" "$(printf '%s%06d' "$secret" "$i" | tr '0189' 'OIBG')" "$i"
    done | run_otp "$n" -q --identity "$work/$n/recovery.txt" add --yes -
    wrapper="$work/otp-$n"
    if run_otp "$n" -q --passphrase-file "$work/passphrase" unlock --for 1h 2>/dev/null; then
        how=session
        options=""
    else
        how="identity file"
        options="--identity $work/$n/recovery.txt"
    fi
    bench "otp, $how, $n accounts" "$otp --vault $work/$n/vault $options code Issuer7:user7@example.org"
done

if [ -n "${DBUS_SESSION_BUS_ADDRESS:-}" ] && run_otp 10 -q --passphrase-file "$work/passphrase" unlock --remember 2>/dev/null; then
    run_otp 10 -q lock || true
    bench "otp, keyring, 10 accounts" "$otp --vault $work/10/vault code Issuer7:user7@example.org"
fi

if command -v pass >/dev/null && pass otp --help >/dev/null 2>&1; then
    export GNUPGHOME="$work/gnupg" PASSWORD_STORE_DIR="$work/store"
    mkdir -m 700 "$GNUPGHOME"
    gpg --batch --quiet --passphrase '' --quick-gen-key bench@example.org default default never 2>/dev/null
    pass init bench@example.org >/dev/null
    printf 'otpauth://totp/Issuer7:user7?secret=%s&issuer=Issuer7\n' "$secret" | pass otp insert -f issuer7 >/dev/null
    bench "pass otp" "pass otp code issuer7"
fi

if command -v keepassxc-cli >/dev/null; then
    printf 'bench\nbench\n' | keepassxc-cli db-create -q -p "$work/bench.kdbx" >/dev/null 2>&1
    cat >"$work/bench.xml" <<XML
<KeePassFile><Root><Group><Name>Root</Name><Entry><String><Key>Title</Key><Value>issuer7</Value></String><String><Key>otp</Key><Value>otpauth://totp/Issuer7:user7?secret=$secret&amp;issuer=Issuer7</Value></String></Entry></Group></Root></KeePassFile>
XML
    rm -f "$work/bench.kdbx"
    printf 'bench\nbench\n' | keepassxc-cli import -q -p "$work/bench.xml" "$work/bench.kdbx" >/dev/null 2>&1 || true
    [ -f "$work/bench.kdbx" ] && bench "keepassxc-cli" "printf 'bench\n' | keepassxc-cli show -q -t $work/bench.kdbx issuer7"
fi

if command -v cotp >/dev/null; then
    export COTP_DB_PATH="$work/cotp.db"
    printf 'bench passphrase\n' | cotp --password-stdin add --otpuri <<<"otpauth://totp/Issuer7:user7?secret=$secret&issuer=Issuer7" >/dev/null 2>&1 || true
    [ -f "$COTP_DB_PATH" ] && bench "cotp" "printf 'bench passphrase\n' | cotp --password-stdin extract -i 0"
fi

export OTP_STATE_ROOT="$work"
arguments=()
for i in "${!commands[@]}"; do
    command=${commands[$i]}
    # The state folder goes with the vault; hyperfine's own shell start-up is measured and taken off.
    case "$command" in "$otp"*) n=$(sed -n "s|.*$work/\([0-9]*\)/vault.*|\1|p" <<<"$command"); command="OTP_STATE=$work/$n/state $command" ;; esac
    arguments+=(-n "${names[$i]}" "$command")
done
hyperfine --warmup 5 --min-runs 40 --export-json "$work/result.json" "${arguments[@]}" >/dev/null 2>"$work/errors" || { cat "$work/errors" >&2; exit 1; }

python3 - "$work/result.json" <<'PY'
import json, sys
results = json.load(open(sys.argv[1]))["results"]
base = results[0]["median"]
print(f"| {'program':<32} | median ms | ratio to true |")
print(f"|{'-' * 34}|----------:|--------------:|")
for row in results:
    print(f"| {row['command']:<32} | {row['median'] * 1000:9.2f} | {row['median'] / base:13.1f} |")
PY
