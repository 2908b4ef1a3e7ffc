# Sourced by ./run and ./check: makes the virtual environment and installs what the lock files name.
#
# Everything a fresh Debian 12 machine lacks is installed from here, so that no document has to
# list it. A stamp of the inputs makes the second start cost nothing (one cksum).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export PYTHONUTF8=1
VENV="${XIEZUO_VENV:-$PWD/.venv}"

say() { printf '%s\n' "$*" >&2; }

# need PACKAGE...: install missing Debian packages when we may, say which ones are missing when we may not.
need() {
  command -v dpkg-query >/dev/null || return 0
  local missing=() name
  for name in "$@"; do
    dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q 'install ok installed' || missing+=("$name")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  if [ "$(id -u)" -ne 0 ]; then
    say "缺少系统软件包 / missing system packages: ${missing[*]}"
    say "请执行 / please run: sudo apt-get install ${missing[*]}"
    return 0
  fi
  say "安装系统软件包 / installing system packages: ${missing[*]}"
  apt-get update -qq >&2 || true
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
}

# What Qt needs to open a window (found one by one on a bare Debian 12).
WINDOW_PACKAGES=(libgl1 libegl1 libxkbcommon0 libxkbcommon-x11-0 libglib2.0-0 libfreetype6 libfontconfig1
  libdbus-1-3 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0)

# prepare LOCKFILE PACKAGE...: bring the environment to the state the lock file describes.
prepare() {
  local lock="$1"; shift
  local stamp want
  stamp="$VENV/.prepared-$(basename "$lock")"
  want="$(cat "$lock" setup.sh <(printf '%s ' "$@") | cksum)"
  if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$want" ]; then return 0; fi
  need "$@"
  local python="${PYTHON:-}"
  if [ -z "$python" ]; then
    for python in python3.11 python3; do command -v "$python" >/dev/null && break; done
  fi
  if [ ! -x "$VENV/bin/python" ]; then
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
      || { say "需要 Python 3.11 / Python 3.11 is needed"; exit 2; }
    "$python" -c 'import ensurepip, venv' 2>/dev/null || need python3-venv
    say "建立运行环境 / making the environment …"
    "$python" -m venv "$VENV"
  fi
  [ -x "$VENV/bin/uv" ] || "$VENV/bin/python" -m pip install -q --disable-pip-version-check uv 2>/dev/null
  say "安装依赖 / installing dependencies from $lock …"
  local uv=("$VENV/bin/uv" pip install -q --python "$VENV/bin/python" --require-hashes -r "$lock")
  "${uv[@]}" || { say "再试一次 / trying once more"; "${uv[@]}"; }
  printf '%s' "$want" > "$stamp"
}
