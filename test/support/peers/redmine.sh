#!/usr/bin/env bash
# A Redmine of our own on SQLite and loopback: redmine.sh make | start | stop. Root; `make` and `start` do only what is missing.
# PEERS_DIR/redmine.json says how to reach it.
set -euo pipefail
export LC_ALL=C.UTF-8
HERE=$(cd "$(dirname "$0")" && pwd)
DATA=${PEERS_DIR:-/var/lib/certdesk-peers}/redmine
PORT=${REDMINE_PORT:-8472}
INSTANCE=certdeskpeer
as_web() { runuser -u www-data -- env REDMINE_INSTANCE=$INSTANCE RAILS_ENV=production SCHEMA=/dev/null "$@"; }
web_runs() { [ -s "$DATA/puma.pid" ] && kill -0 "$(cat "$DATA/puma.pid")" 2>/dev/null; }

make() {
  [ ! -e "$DATA/made" ] || return 0
  rm -rf "$DATA"
  install -d -m 755 "$(dirname "$DATA")"
  install -d -m 755 -o www-data -g www-data "$DATA"
  [ -d "/etc/redmine/$INSTANCE" ] || /usr/share/redmine/bin/redmine-instances create $INSTANCE >/dev/null
  cat >"/etc/redmine/$INSTANCE/database.yml" <<CONF
production:
  adapter: sqlite3
  database: $DATA/redmine.sqlite3
  timeout: 20000
CONF
  head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n' >"/etc/redmine/$INSTANCE/secret_key.txt"
  chgrp www-data "/etc/redmine/$INSTANCE/"*
  chmod 640 "/etc/redmine/$INSTANCE/"*
  cd /usr/share/redmine
  as_web bundle exec rake db:migrate >"$DATA/setup.log" 2>&1 || { tail -20 "$DATA/setup.log" >&2; exit 1; }
  as_web PEER_KEY_FILE="$DATA/key" bundle exec rails runner "$HERE/redmine-seed.rb" >>"$DATA/setup.log" 2>&1 || { tail -20 "$DATA/setup.log" >&2; exit 1; }
  printf '{"url":"http://127.0.0.1:%s","token":"%s","queue":"intake","admin":"%s"}\n' "$PORT" "$(cat "$DATA/key")" "$(cat "$DATA/key.admin")" >"$DATA/../redmine.json"
  touch "$DATA/made"
}

start() {
  make
  if ! web_runs; then
    rm -f "$DATA/puma.pid"
    cd /usr/share/redmine
    as_web setsid puma -e production -b "tcp://127.0.0.1:$PORT" -t 1:4 --pidfile "$DATA/puma.pid" >>"$DATA/puma.log" 2>&1 </dev/null &
  fi
  for _ in $(seq 1 240); do
    [ "$(curl -s -o /dev/null -m 10 -w '%{http_code}' "http://127.0.0.1:$PORT/login" || true)" != 200 ] || return 0
    sleep 0.25
  done
  echo "Redmine does not answer; see $DATA/puma.log" >&2
  exit 1
}

stop() {
  if web_runs; then
    local pid
    pid=$(cat "$DATA/puma.pid")
    if tr '\0' ' ' <"/proc/$pid/cmdline" | grep -q puma; then
      kill -TERM "$pid"
      for _ in $(seq 1 40); do kill -0 "$pid" 2>/dev/null || break; sleep 0.25; done
    fi
  fi
  rm -f "$DATA/puma.pid"
}

case ${1:-} in make | start | stop) "$1" ;; *) echo "redmine.sh make | start | stop" >&2; exit 2 ;; esac
