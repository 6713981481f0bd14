#!/usr/bin/env bash
# A Request Tracker 5 of our own on loopback: rt.sh make | start | stop. Root; `make` and `start` do only what is missing.
# PEERS_DIR/rt.json says how to reach it.
set -euo pipefail
export LC_ALL=C.UTF-8
HERE=$(cd "$(dirname "$0")" && pwd)
DATA=${PEERS_DIR:-/var/lib/certdesk-peers}/rt
PG_PORT=${RT_PG_PORT:-5471}
PORT=${RT_PORT:-8471}
PGBIN=/usr/lib/postgresql/15/bin
cd /

postgres_runs() { runuser -u postgres -- "$PGBIN/pg_ctl" -D "$DATA/pg" status >/dev/null 2>&1; }
start_postgres() {
  postgres_runs || runuser -u postgres -- "$PGBIN/pg_ctl" -D "$DATA/pg" -w -t 60 -l "$DATA/pg/server.log" start >/dev/null
}
as_admin() { runuser -u postgres -- psql -X -q -v ON_ERROR_STOP=1 -h "$DATA/run" -p "$PG_PORT" -U postgres "$@"; }
web_runs() { [ -s "$DATA/web/starman.pid" ] && kill -0 "$(cat "$DATA/web/starman.pid")" 2>/dev/null; }

make() {
  [ ! -e "$DATA/made" ] || return 0
  rm -rf "$DATA"
  install -d -m 755 "$(dirname "$DATA")" "$DATA"
  install -d -m 755 -o postgres -g postgres "$DATA/run"
  install -d -m 700 -o postgres -g postgres "$DATA/pg"
  install -d -m 755 -o www-data -g www-data "$DATA/log" "$DATA/web"
  runuser -u postgres -- "$PGBIN/initdb" -D "$DATA/pg" -U postgres --auth-local=peer --auth-host=scram-sha-256 -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null
  # Speed instead of durability: the data lives as long as the tests.
  cat >>"$DATA/pg/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
port = $PG_PORT
unix_socket_directories = '$DATA/run'
max_connections = 40
fsync = off
synchronous_commit = off
full_page_writes = off
CONF
  start_postgres
  local password
  password=$(head -c 18 /dev/urandom | base64 | tr '+/' 'ab')
  as_admin -d postgres -c "CREATE ROLE rt5 LOGIN PASSWORD '$password'"
  as_admin -d postgres -c "CREATE DATABASE rt5 OWNER rt5 ENCODING 'UTF8' TEMPLATE template0"
  local site=/etc/request-tracker5/RT_SiteConfig.d/90-certdesk-peer.pm
  cat >"$site" <<CONF
# written by certdesk's test/support/peers/rt.sh
use utf8;
Set(\$rtname, 'certdesk-peer');
Set(\$Organization, 'certdesk-peer');
Set(\$CorrespondAddress, 'rt\@peer.invalid');
Set(\$CommentAddress, 'rt-comment\@peer.invalid');
Set(\$WebDomain, '127.0.0.1');
Set(\$WebPort, $PORT);
Set(\$WebBaseURL, 'http://127.0.0.1:$PORT');
Set(\$WebPath, '');
Set(\$DatabaseType, 'Pg');
Set(\$DatabaseHost, '127.0.0.1');
Set(\$DatabaseRTHost, '127.0.0.1');
Set(\$DatabasePort, '$PG_PORT');
Set(\$DatabaseUser, 'rt5');
Set(\$DatabasePassword, '$password');
Set(\$DatabaseName, 'rt5');
Set(\$DatabaseAdmin, 'postgres');
Set(\$MailCommand, 'testfile');
Set(\$HTMLFormatter, 'core');
Set(\$LogToSyslog, undef);
Set(\$LogToSTDERR, 'warning');
1;
CONF
  # The package may leave its files to root alone; the web user reads them all.
  chgrp www-data /etc/request-tracker5/RT_SiteConfig.pm /etc/request-tracker5/RT_SiteConfig.d/*.pm
  chmod 640 /etc/request-tracker5/RT_SiteConfig.pm /etc/request-tracker5/RT_SiteConfig.d/*.pm
  rt-setup-database-5 --action init --skip-create --dba rt5 --dba-password "$password" >"$DATA/log/setup.log" 2>&1 || { tail -20 "$DATA/log/setup.log" >&2; exit 1; }
  PEER_TOKEN_FILE="$DATA/token" perl "$HERE/rt-seed.pl"
  printf '{"url":"http://127.0.0.1:%s","token":"%s","queue":"Intake","field":"ExternalId"}\n' "$PORT" "$(cat "$DATA/token")" >"$DATA/../rt.json"
  chown -R www-data /var/cache/request-tracker5 /var/lib/request-tracker5 2>/dev/null || true
  touch "$DATA/made"
}

start() {
  make
  start_postgres
  if ! web_runs; then
    rm -f "$DATA/web/starman.pid"
    # A worker serves one connection at a time: kept connections would starve every client beyond the number of workers.
    runuser -u www-data -- starman --daemonize --preload-app --disable-keepalive --pid "$DATA/web/starman.pid" --listen "127.0.0.1:$PORT" \
      --workers "${RT_WORKERS:-3}" --max-requests 10000 --error-log "$DATA/log/starman.log" /usr/share/request-tracker5/libexec/rt-server >/dev/null 2>&1
  fi
  for _ in $(seq 1 240); do
    [ "$(curl -s -o /dev/null -m 10 -w '%{http_code}' "http://127.0.0.1:$PORT/REST/2.0/rt" || true)" != 401 ] || return 0
    sleep 0.25
  done
  echo "RT does not answer; see $DATA/log/starman.log" >&2
  exit 1
}

stop() {
  if web_runs; then
    local pid
    pid=$(cat "$DATA/web/starman.pid")
    if tr '\0' ' ' <"/proc/$pid/cmdline" | grep -q starman; then
      kill -TERM "$pid"
      for _ in $(seq 1 40); do kill -0 "$pid" 2>/dev/null || break; sleep 0.25; done
    fi
  fi
  rm -f "$DATA/web/starman.pid"
  ! postgres_runs || runuser -u postgres -- "$PGBIN/pg_ctl" -D "$DATA/pg" -w -m immediate stop >/dev/null
}

case ${1:-} in make | start | stop) "$1" ;; *) echo "rt.sh make | start | stop" >&2; exit 2 ;; esac
