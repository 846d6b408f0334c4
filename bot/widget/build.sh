#!/bin/sh
# Writes static/chat.css from styles/ and nhsuk-frontend. Only for those who change styles/: the result is committed.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp package.json package-lock.json .npmrc "$work"
(cd "$work" && npm ci --ignore-scripts --silent)
"$work/node_modules/.bin/sass" --no-source-map --no-charset --style=compressed --quiet-deps \
  --load-path="$work/node_modules/nhsuk-frontend/dist" styles/chat.scss static/chat.css
