#!/usr/bin/env bash
# Stops what up.sh started, by process id; the data stays.
HERE=$(cd "$(dirname "$0")" && pwd)
"$HERE/rt.sh" stop
"$HERE/redmine.sh" stop
