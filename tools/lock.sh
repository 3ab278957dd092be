#!/usr/bin/env bash
# Makes requirements/*.txt from pyproject.toml: exact versions with the digest of every file, and no address in them,
# so that an office installs from whichever index its own pip is set to. Needs uv (pip install uv).
#   tools/lock.sh             keeps the versions that are there, adds and removes what pyproject.toml asks for
#   tools/lock.sh --upgrade   takes the newest versions that fit
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
command -v uv >/dev/null || { echo "tools/lock.sh needs uv: pip install uv" >&2; exit 1; }

compile() { # output file, then what to compile
    local out=$1
    shift
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
        --custom-compile-command "tools/lock.sh" --output-file "$out" "${upgrade[@]}" "$@"
    if grep -nE '(https?|file|git\+[a-z]+)://|^--(index|extra|find|trusted)' "$out"; then
        echo "$out names an address; it must not" >&2
        exit 1
    fi
}

upgrade=("$@")
compile requirements/runtime.txt pyproject.toml
# One file per purpose, each complete in itself and equal where they overlap.
compile requirements/test.txt pyproject.toml --group test --constraints requirements/runtime.txt
compile requirements/spark.txt pyproject.toml --extra spark --constraints requirements/runtime.txt
