#!/usr/bin/env bash
# The README's test command: everything that must hold, in the order in which a fault is cheapest to find.
set -euo pipefail
cd "$(dirname "$0")/.."
export NODE_OPTIONS="--experimental-vm-modules --no-warnings"

need() { # program package
  command -v "$1" >/dev/null 2>&1 && return
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing $2 for the tests…"
    [ -n "${APT_READY:-}" ] || { apt-get update -qq; APT_READY=1; }
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$2" >/dev/null
  else
    echo "The tests need $1. Install it and run again: sudo apt-get install $2" >&2
    exit 1
  fi
}
need redis-server redis-server
[ -n "${CHROMIUM:-}" ] || need chromium-headless-shell chromium-headless-shell
# Real mail servers only start as root; elsewhere their tests say so.
[ "$(id -u)" != 0 ] || { need postfix postfix; need dovecot dovecot-imapd; }
# Real service desks take minutes to install: that goes on while code is checked. Their tests wait for them, or say what to install.
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  test/support/peers/up.sh &
  trap 'wait; test/support/peers/down.sh' EXIT
fi

step() { printf '\n== %s\n' "$1"; shift; "$@"; }
step 'lint' npx eslint . --max-warnings 0
step 'types' npx tsc --noEmit
step 'unused code' npx knip
step 'build' npx nest build
# The architecture rules are a unit test: test/architecture.
step 'tests' npx jest --maxWorkers=2 "$@"
