#!/bin/sh
# Makes the pictures and the recording of the README anew: the real program on its demo, in a terminal in memory.
# Needs what the tests need, and half a minute; the recording runs in its own time.
set -eu
cd "$(dirname "$0")/.."
exec cargo test --locked --test integration -- --ignored make_the_
