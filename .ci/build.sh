# Sourced by ./run, ./check and .ci/run: installs what a Debian 12 machine
# lacks, configures and builds into build/. Says in plain words what failed.

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
packages="clang-22 lld-22 llvm-22-dev llvm-22-tools libmlir-22-dev mlir-22-tools
  zlib1g-dev libbz2-dev libexpat1-dev libzstd-dev ninja-build cmake ccache libgmp-dev libicu-dev
  libpython3.11-stdlib"

fail() {
  printf '%s\n' "$@" >&2
  exit 1
}

# install_packages PACKAGE...: through apt, only what is missing.
install_packages() {
  local missing=() p
  for p in "$@"; do
    dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q 'install ok installed' || missing+=("$p")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  command -v apt-get >/dev/null || fail \
    "pyc builds on Debian 12 and needs these packages: ${missing[*]}" \
    "This system has no apt-get; please install them by hand and run this again."
  local sudo=
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || fail \
      "These packages are missing: ${missing[*]}" \
      "Please run as root:  apt-get install ${missing[*]}"
    sudo=sudo
  fi
  echo "pyc: installing ${missing[*]}" >&2
  local log
  log=$(mktemp)
  if ! { $sudo apt-get update && $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
    tail -5 "$log" >&2
    fail "Installing packages failed (the whole log: $log)." \
      "pyc needs Debian 12 (bookworm) with its security updates, where clang-22 and libmlir-22-dev are."
  fi
  rm -f "$log"
}

# build_pyc TARGET...: configure when needed, then build quietly.
build_pyc() {
  local log="$top/build/build.log"
  mkdir -p "$top/build"
  export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
  if [ ! -f "$top/build/build.ninja" ]; then
    cmake -S "$top" -B "$top/build" -G Ninja >"$log" 2>&1 || {
      tail -20 "$log" >&2
      fail "Configuring the build failed (the whole log: $log)."
    }
  fi
  ninja -C "$top/build" "$@" >"$log" 2>&1 || {
    grep -E 'error|FAILED' "$log" | head -20 >&2
    fail "Building failed (the whole log: $log)." \
      "If the tree was just updated, removing the folder build/ and trying again may help."
  }
}
