#!/bin/sh
# The whole suite, in both Pythons at once: the bot's tests and the conversations, and the engine's, which are shown when they end.
set -u
cd "$(dirname "$0")/.."
export PYTHONDONTWRITEBYTECODE=1 TF_CPP_MIN_LOG_LEVEL=3 SQLALCHEMY_SILENCE_UBER_WARNING=1 RASA_TELEMETRY_ENABLED=false
failed=0
.venv/bin/python -m bot.commands.train || exit 1

# Rasa and TensorFlow of 2022 warn of much that is not ours to mend.
shown=$(mktemp)
.venv-engine/bin/python -W ignore -m pytest -o filterwarnings=ignore \
    tests/content tests/actions tests/nlu tests/engine tests/understanding tests/benchmarks "$@" >"$shown" 2>&1 &
engine=$!
trap 'kill "$engine" 2>/dev/null' INT TERM
trap 'rm -f "$shown"' EXIT

echo "== The bot, its store, the web chat, safety and conversations (Python 3.13)"
# A file stays in one process.
.venv/bin/python -m pytest -n auto --maxprocesses 4 --dist loadfile -rs tests/content tests/bot tests/storage tests/web tests/widget tests/desk tests/cases \
    tests/channels tests/browser tests/safety tests/encoder tests/whole tests/conversations "$@" || failed=1

echo "== The engine: actions, understanding, Rasa (Python 3.10)"
wait "$engine" || failed=1
cat "$shown"
exit "$failed"
