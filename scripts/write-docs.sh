#!/usr/bin/env bash
# Writes docs/jobs.md and docs/states.svg anew from the code; the same spec checks in every test run that they are up to date.
set -euo pipefail
cd "$(dirname "$0")/.."
WRITE_DOCS=1 npm run --silent jest -- --selectProjects unit --testPathPatterns generated-docs
