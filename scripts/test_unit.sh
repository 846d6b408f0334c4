#!/bin/sh
# The tests that need no trained model, server, socket, browser or database: a first answer in under 30 seconds.
set -u
cd "$(dirname "$0")/.."
export PYTHONDONTWRITEBYTECODE=1 SQLALCHEMY_SILENCE_UBER_WARNING=1
bot="assignment contact_service docs model_store opening_hours plain_words queue rate_limiter responses settings settings_table setup
    structure watcher"
desk="agent desk_settings ready_made wording"

files() {
    folder=$1
    shift
    for name in "$@"; do echo "tests/$folder/test_$name.py"; done
}

# Each list is words, not one argument.
# shellcheck disable=SC2086,SC2046
exec .venv/bin/python -m pytest tests/content \
    $(files bot $bot) $(files desk $desk) \
    tests/cases/test_case_settings.py tests/widget/test_texts.py \
    tests/safety/test_hygiene.py "$@"
