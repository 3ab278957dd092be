# Sourced by ./run and ./test. After `environment_ready runtime` (or `test`) the folder .venv of the checkout holds exactly
# the libraries of requirements/<name>.txt and PYTHON names its interpreter. Needs no root, and no network when nothing changed.
# shellcheck shell=bash

CHECKOUT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
PIP_WHEEL="$CHECKOUT/tools/bootstrap/pip-26.3-py3-none-any.whl"
PIP_DIGEST=f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13

# The environment is ours alone: nothing of the caller's Python leaks in, and what was compiled once is kept.
unset PYTHONHOME PYTHONPATH PYTHONDONTWRITEBYTECODE

say() { printf '%s\n' "$*"; }

refuse() {
    printf '\n' >&2
    printf '%s\n' "$@" >&2
    exit 1
}

# The interpreter to build on: Python 3.11 first (what the pins were tried with), else a newer one.
python_find() {
    local name
    for name in ${TOUYAN_PYTHON:-} python3.11 python3 python3.12 python3.13 /usr/bin/python3; do
        if "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))' 2>/dev/null; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

digest() { "$1" -c 'import hashlib,sys; print(hashlib.sha256(open(sys.argv[1],"rb").read()).hexdigest())' "$2"; }

# Turns pip's words into one line that counts: on a terminal it is rewritten, in a log every tenth package is named.
progress() {
    awk -v total="$1" -v terminal="$([ -t 1 ] && echo 1 || echo 0)" '
        /^(Collecting|Processing) / { n++; sub(/.*\//, "", $2); split($2, name, /[=<>;\[]|-[0-9]/)
            if (terminal) { printf "\r\033[K  下载 downloading %d/%d %s", n, total, name[1]; fflush() }
            else if (n % 10 == 1) { printf "  下载 downloading %d/%d %s\n", n, total, name[1]; fflush() } }
        /^Installing collected/ { if (terminal) printf "\r\033[K"
            printf "  安装 unpacking %d libraries …\n", n; fflush() }
        /^(ERROR|error)/ { if (terminal) printf "\r\033[K"; print; fflush() }'
}

install() { # requirements file
    local total
    local -a source=()
    total=$(grep -c '^[a-zA-Z0-9._-]*==' "$1")
    [ -d "$CHECKOUT/wheelhouse" ] && source=(--no-index --find-links "$CHECKOUT/wheelhouse")
    if command -v uv >/dev/null 2>&1 && [ -z "${TOUYAN_NO_UV:-}" ] &&
        uv pip install --python "$PYTHON" --require-hashes "${source[@]}" -r "$1"; then
        return 0
    fi
    [ "$(digest "$PYTHON" "$PIP_WHEEL")" = "$PIP_DIGEST" ] || refuse \
        "tools/bootstrap 中的 pip 与登记的摘要不符，未安装。请重新获取代码。" \
        "The pip in tools/bootstrap is not the one recorded; nothing was installed. Fetch the code again."
    "$PYTHON" "$PIP_WHEEL/pip" install --disable-pip-version-check --no-input --no-compile --progress-bar off --root-user-action ignore \
        --require-hashes --only-binary :all: "${source[@]}" -r "$1" 2>&1 | progress "$total"
    return "${PIPESTATUS[0]}"
}

environment_ready() { # runtime | test
    local wanted="$CHECKOUT/requirements/$1.txt" base stamp mark started=$SECONDS
    local venv="$CHECKOUT/.venv"
    PYTHON="$venv/bin/python"
    mark="$venv/installed-$1"
    if ! "$PYTHON" -c '' 2>/dev/null; then
        base=$(python_find) || refuse \
            "需要 Python 3.11 或更高版本，这台机器上没有找到。请安装：sudo apt-get install python3" \
            "Python 3.11 or newer is needed and was not found. Install it: sudo apt-get install python3" \
            "（也可以用 TOUYAN_PYTHON 指明解释器的位置 / or name one in TOUYAN_PYTHON）"
        [ -L "$venv" ] && refuse ".venv 指向的环境不能用 / .venv points to an environment that does not work: $(readlink "$venv")"
        rm -rf "$venv"
        "$base" -m venv --without-pip "$venv" || refuse \
            "不能建立运行环境（$venv），请看上面的原因：目录是否可写、磁盘是否已满。" \
            "The environment could not be made in $venv; see the reason above (writable? disk full?)."
    fi
    stamp="$("$PYTHON" -V) $(digest "$PYTHON" "$wanted")"
    [ "$(cat "$mark" 2>/dev/null)" = "$stamp" ] && return 0
    say "准备运行环境 / preparing the environment (requirements/$1.txt)"
    install "$wanted" || refuse \
        "依赖没有装好，原因见上。没有网络时，可把安装包放进 wheelhouse/ 目录再试（见 docs/operations.md）。" \
        "The libraries were not installed; the reason stands above. Without a network put their files into wheelhouse/ (docs/operations.md)."
    local site
    site=$("$PYTHON" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    # `import touyan` and `touyan-score` work from any directory without building a package.
    printf '%s\n' "$CHECKOUT" >"$site/touyan-checkout.pth"
    printf '#!%s\nimport sys\nfrom touyan.scoring.cli import main\nsys.exit(main())\n' "$PYTHON" >"$venv/bin/touyan-score"
    chmod +x "$venv/bin/touyan-score"
    printf '%s\n' "$stamp" >"$mark"
    # The test set contains the runtime set with the same pins, so ./run need not look again.
    if [ "$1" = test ]; then
        printf '%s %s\n' "$("$PYTHON" -V)" "$(digest "$PYTHON" "$CHECKOUT/requirements/runtime.txt")" >"$venv/installed-runtime"
    fi
    say "  环境已备好 / environment ready in $((SECONDS - started)) s"
}
