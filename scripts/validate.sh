#!/bin/sh
# `rasa data validate`, its words shown only when it fails.
cd "$(dirname "$0")/.." || exit 1
export TF_CPP_MIN_LOG_LEVEL=3 SQLALCHEMY_SILENCE_UBER_WARNING=1 RASA_TELEMETRY_ENABLED=false PYTHONWARNINGS=ignore
words=$(.venv-engine/bin/rasa data validate 2>&1) || { echo "$words" | tail -n 40; exit 1; }
