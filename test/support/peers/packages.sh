#!/usr/bin/env bash
# Installs Request Tracker 5 and Redmine from Debian's packages, for the service-desk tests. Root and apt; does only what is missing.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8

PACKAGES=(request-tracker5 rt5-db-postgresql rt5-standalone starman postgresql-15 redmine redmine-sqlite puma curl)
missing=()
for package in "${PACKAGES[@]}"; do
  [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "The service-desk tests need real servers. Install them and run again: sudo test/support/peers/packages.sh (Debian 12: ${missing[*]})" >&2
  exit 1
fi
debconf-set-selections <<'SELECTIONS'
request-tracker5 request-tracker5/dbconfig-install boolean false
request-tracker5 request-tracker5/handle-siteconfig-permissions boolean false
redmine redmine/instances/default/dbconfig-install boolean false
SELECTIONS
# Nothing the packages bring may start by itself; the databases are made by rt.sh and redmine.sh, mail goes nowhere.
made_policy=
if [ ! -e /usr/sbin/policy-rc.d ]; then
  printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
  chmod 755 /usr/sbin/policy-rc.d
  made_policy=1
fi
trap '[ -z "$made_policy" ] || rm -f /usr/sbin/policy-rc.d' EXIT
extra=()
dpkg-query -W -f='${db:Status-Status}\n' dbconfig-pgsql dbconfig-sqlite3 2>/dev/null | grep -qx installed || extra+=(dbconfig-no-thanks)
dpkg-query -W -f='${Provides} ${db:Status-Status}\n' | grep -qE 'mail-transport-agent.* installed$' || extra+=(msmtp-mta)
install() {
  apt-get -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-unsafe-io install -y -qq --no-install-recommends "${missing[@]}" "${extra[@]}" >/dev/null
}
# Package lists of another day may name files that are gone.
install 2>/dev/null || { apt-get -o DPkg::Lock::Timeout=300 update -qq && install; }
