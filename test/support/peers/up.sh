#!/usr/bin/env bash
# Installs, makes and starts the real servers of the service-desk tests, both at once; does only what is missing. `down.sh` stops them.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
if [ "$(id -u)" != 0 ]; then
  answers() { curl -s -o /dev/null -m 10 "http://127.0.0.1:$1/"; }
  if answers "${RT_PORT:-8471}" && answers "${REDMINE_PORT:-8472}"; then exit 0; fi
  echo "The service-desk tests need a real RT and Redmine (Debian 12). Install and start them: sudo $HERE/up.sh" >&2
  exit 1
fi
# One at a time: the test command begins this early, in the background.
exec 9>"${TMPDIR:-/tmp}/certdesk-peers.lock"
flock 9
"$HERE/packages.sh" 9>&-
"$HERE/rt.sh" start 9>&- &
rt=$!
"$HERE/redmine.sh" start 9>&- &
redmine=$!
wait "$rt"
wait "$redmine"
