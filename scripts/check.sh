#!/bin/sh
# What can be checked without running the product: form, lint, types, data, plain words, lock files.
set -u
cd "$(dirname "$0")/.."
failed=0
check() {
    echo "== $1"
    shift
    "$@" || failed=1
}
no_addresses() { ! grep -nE '(--(extra-)?index-url|--find-links|https?://)' requirements/*.txt; }

check "Python: form" .venv/bin/python -m ruff format --check --quiet .
check "Python: lint" .venv/bin/python -m ruff check --quiet .
check "Python: types" .venv/bin/python -m mypy bot actions
check "YAML: form" .venv/bin/python scripts/format_yaml.py --check
check "Plain words" .venv/bin/python scripts/plain_words.py
check "Phrases" .venv/bin/python scripts/check_phrases.py
check "Lock files without addresses" no_addresses
check "Rasa's own check of the data" scripts/validate.sh
[ "$failed" = 0 ] && echo "All checks pass."
exit "$failed"
