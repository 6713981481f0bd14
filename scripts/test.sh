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
    DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 install -y -qq --no-install-recommends "$2" >/dev/null
  else
    echo "The tests need $1. Install it and run again: sudo apt-get install $2" >&2
    exit 1
  fi
}
# Real service desks take minutes to install: they come while code is checked. Their tests start them, or say why they cannot.
peers=test/support/peers
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  need curl curl
  "$peers/up.sh" &
fi
trap '"$peers/down.sh"' EXIT
need redis-server redis-server
need chromium chromium

step() { printf '\n== %s\n' "$1"; shift; "$@"; }
step 'lint' npx eslint . --max-warnings 0
step 'types' npx tsc --noEmit
step 'unused code' npx knip
step 'build' npx nest build
# The architecture rules are a unit test: test/architecture.
step 'tests' npx jest --maxWorkers=2 "$@"
