#!/usr/bin/env bash
# Installs, makes and starts the real servers of the service-desk tests, both at once; does only what is missing. `down.sh` stops them.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
if [ -e "${PEERS_DIR:-/var/lib/certdesk-peers}/rt/made" ] && [ "$(id -u)" != 0 ]; then
  echo "Start the servers of the service-desk tests as root: sudo $HERE/up.sh" >&2
  exit 1
fi
mkdir -p "${PEERS_DIR:-/var/lib/certdesk-peers}" 2>/dev/null || true
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
