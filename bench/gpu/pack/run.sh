#!/bin/sh
# Unpacks what lies beside it into a temporary folder and checks this machine's graphics card.
# sh run.sh --help says more. Needs sh, tar, and gzip or xz or python3, whichever the pack was made for.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/entorhinal-pack-XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

unpacked() {
  if [ -f "$here/$1.gz" ]; then
    gzip -dc "$here/$1.gz"
  elif command -v xz >/dev/null; then
    xz -dc "$here/$1.xz"
  else
    python3 -c 'import lzma, shutil, sys
shutil.copyfileobj(lzma.open(sys.argv[1]), sys.stdout.buffer)' "$here/$1.xz"
  fi
}

unpacked bun >"$work/bun"
chmod +x "$work/bun"
unpacked files.tar | tar -xf - -C "$work"
# What Bun keeps of what it compiled would stay in the home folder.
export BUN_RUNTIME_TRANSPILER_CACHE_PATH="$work/cache"
status=0
"$work/bun" "$work/bench/gpu/run.ts" "$@" || status=$?
exit "$status"
