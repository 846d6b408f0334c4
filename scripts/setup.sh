#!/bin/sh
# Builds what is missing: uv, the two environments, the encoder's file, the language pipeline. Quick when nothing is.
set -eu
cd "$(dirname "$0")/.."
export UV_PYTHON_DOWNLOADS=never UV_NO_PROGRESS=1
# Trust what the machine trusts, also behind a company's proxy; older releases of uv know the second name.
export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-true}" UV_NATIVE_TLS="${UV_NATIVE_TLS:-true}"

say() { echo "$*" >&2; }
stop() { say "$*"; exit 1; }

find_uv() {
    for candidate in "$(command -v uv || true)" .uv/bin/uv; do
        if [ -n "$candidate" ] && "$candidate" --version >/dev/null 2>&1; then echo "$candidate"; return; fi
    done
    say "Installing uv ..."
    python3 -m venv .uv && .uv/bin/python -m pip install --quiet "uv>=0.5" >.uv/setup.log 2>&1 ||
        stop "uv could not be installed: is there a network and a package index? Install uv, then run again."
    echo .uv/bin/uv
}

# environment FOLDER PYTHON REQUIREMENTS...: builds the folder unless it was built from these very files.
environment() {
    folder=$1 python=$2
    shift 2
    stamp="$python $(cat "$@" | sha256sum)"
    if [ "$(cat "$folder/.built-from" 2>/dev/null)" = "$stamp" ]; then return; fi
    uv=$(find_uv)
    "$uv" python find "$python" >/dev/null 2>&1 ||
        stop "Python $python was not found. This project needs Python 3.13 and 3.10, for example by pyenv install."
    say "Building $folder (Python $python) ..."
    "$uv" venv --quiet --clear --python "$python" "$folder" || stop "The folder $folder could not be made."
    "$uv" pip sync --quiet --require-hashes --python "$folder/bin/python" "$@" 2>"$folder/setup.log" ||
        stop "The packages for $folder could not be installed: is there a network and a package index? ($folder/setup.log)"
    echo "$stamp" >"$folder/.built-from"
}

command -v python3 >/dev/null || stop "python3 was not found. This project needs Python 3.13 and 3.10."
environment .venv 3.13 requirements/bot.txt requirements/tokenizers.txt
environment .venv-engine 3.10 requirements/engine.txt requirements/encoder.txt requirements/tokenizers.txt

# made FOLDER MODULE SOURCES...: lets the module write the folder unless it was written by these very sources.
made() {
    folder=$1 module=$2
    shift 2
    stamp=$(cat "$@" | sha256sum)
    if [ "$(cat "$folder/.built-from" 2>/dev/null)" = "$stamp" ]; then return; fi
    say "Writing $folder ..."
    mkdir -p "$folder"
    TF_CPP_MIN_LOG_LEVEL=3 .venv-engine/bin/python -W ignore -m "$module" "$folder" 2>models/build.log ||
        stop "$folder could not be written: $(tail -n 1 models/build.log)"
    echo "$stamp" >"$folder/.built-from"
}

mkdir -p models
made models/encoder bot.encoder.file bot/encoder/file.py bot/encoder/graph.py requirements/encoder.txt
# About a minute: every message of data/safety is encoded and learned from.
made models/safety bot.safety.train_second_opinion data/safety/*.tsv bot/safety/*.py bot/safety/*.txt \
    bot/safety/lexicon/*.py bot/safety/lexicon/*.txt bot/safety/lexicon/*/*.txt bot/encoder/*.py requirements/encoder.txt
made models/language bot.nlu.pipeline bot/nlu/pipeline.py bot/nlu/references.py bot/nlu/emails.py \
    data/phrases/en/calendar.yml data/phrases/en/emails.yml data/phrases/en/other_codes.yml \
    data/phrases/en/pipeline.yml data/phrases/en/references.yml data/phrases/en/spoken_numbers.yml
