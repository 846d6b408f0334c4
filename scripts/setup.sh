#!/bin/sh
# Builds what is missing: uv, the two environments, the encoder's file, the language pipeline. Quick when nothing is.
# A Python that is missing is fetched by uv; UV_PYTHON_DOWNLOADS=never forbids it. Those that are there are used.
set -eu
cd "$(dirname "$0")/.."
export UV_PYTHON_DOWNLOADS="${UV_PYTHON_DOWNLOADS:-automatic}" UV_NO_PROGRESS=1
# Trust what the machine trusts, also behind a company's proxy; older releases of uv know the second name.
export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-true}" UV_NATIVE_TLS="${UV_NATIVE_TLS:-true}"

say() { echo "$*" >&2; }
stop() { say "$*"; exit 1; }

find_uv() {
    for candidate in "$(command -v uv || true)" .uv/bin/uv; do
        if [ -n "$candidate" ] && "$candidate" --version >/dev/null 2>&1; then echo "$candidate"; return; fi
    done
    command -v python3 >/dev/null ||
        stop "python3 is missing; it installs uv. On Debian: apt-get install python3 python3-venv"
    python3 -c "import ensurepip, venv" 2>/dev/null ||
        stop "python3-venv is missing; it installs uv. On Debian: apt-get install python3-venv"
    say "Installing uv ..."
    python3 -m venv .uv || stop "The folder .uv could not be made."
    .uv/bin/python -m pip install --quiet "uv>=0.5" >.uv/setup.log 2>&1 ||
        stop "uv could not be installed: is there a network and a package index? (.uv/setup.log)"
    echo .uv/bin/uv
}

# have_python UV VERSION: fetches it when it is missing.
have_python() {
    if "$1" python find "$2" >/dev/null 2>&1; then return; fi
    if [ "$UV_PYTHON_DOWNLOADS" = never ]; then
        stop "Python $2 is missing, and UV_PYTHON_DOWNLOADS=never forbids fetching it. Install it: pyenv install $2"
    fi
    say "Fetching Python $2 ..."
    said=$("$1" python install "$2" 2>&1) || stop "Python $2 is missing, and uv could not fetch it from github.com:
$(echo "$said" | tail -n 1)
Install it: pyenv install $2. Or name a mirror of uv's downloads: UV_PYTHON_INSTALL_MIRROR=https://..."
}

# environment FOLDER PYTHON REQUIREMENTS...: builds the folder unless it was built from these very files.
environment() {
    folder=$1 python=$2
    shift 2
    stamp="$python $(cat "$@" | sha256sum)"
    if [ "$(cat "$folder/.built-from" 2>/dev/null)" = "$stamp" ]; then return; fi
    uv=$(find_uv)
    have_python "$uv" "$python"
    say "Building $folder (Python $python) ..."
    "$uv" venv --quiet --clear --python "$python" "$folder" || stop "The folder $folder could not be made."
    "$uv" pip sync --quiet --require-hashes --python "$folder/bin/python" "$@" 2>"$folder/setup.log" ||
        stop "The packages for $folder could not be installed: is there a network and a package index? ($folder/setup.log)"
    echo "$stamp" >"$folder/.built-from"
}

command -v sha256sum >/dev/null || stop "sha256sum is missing. On Debian: apt-get install coreutils"
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
