#!/bin/bash
# Makes jit_orc/compiler.order.gz: the functions of libpyc-compiler.so that
# ordinary runs call, one name a line. The linker puts them side by side, so
# that few pages are touched: resident memory of `-c pass` went from 20.0 to
# 10.2 MB, of a run with the JIT from 31.3 to 20.9 MB, start-up from 11 to 6 ms.
# Run it when the set of functions has changed much. Needs valgrind and a build.
#   jit_orc/tools/order.sh build
set -eu
build=$1
top=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
mkdir "$work/bin" "$work/lib"
# valgrind does not read clang 22's line tables.
llvm-strip-22 --strip-debug -o "$work/bin/pyc-run" "$build/bin/pyc-run"
llvm-strip-22 --strip-debug -o "$work/lib/libpyc-compiler.so" "$build/lib/libpyc-compiler.so"
run() {
  valgrind --tool=callgrind --demangle=no --callgrind-out-file="$work/$1.out" \
    "$work/bin/pyc-run" --jit-threshold=99 "$top/bench/$1.py" "$2" >/dev/null 2>&1 || true
}
run richards 60; run raytrace 8; run json_parser 20; run wordcount 500
run deltablue 30; run sudoku 1; run pidigits 50; run functional 200
/usr/bin/python3.11 - "$work" <<'PY' | LC_ALL=C sort -u | gzip -9n >"$top/jit_orc/compiler.order.gz"
import glob, re, sys
# callgrind names a function or object once, `(7) name`, and then by number.
for path in glob.glob(sys.argv[1] + "/*.out"):
    functions, objects, current = {}, {}, None
    for line in open(path):
        m = re.match(r"(c?ob|c?fn)=\((\d+)\)(?: (.*))?", line)
        if not m:
            continue
        table = objects if m[1].endswith("ob") else functions
        if m[3]:
            table[m[2]] = m[3].strip()
        if m[1] == "ob":
            current = objects.get(m[2], "")
        elif m[1] == "fn" and "libpyc-compiler" in (current or ""):
            name = re.sub(r"'\d+$", "", functions.get(m[2], ""))
            if name and not name.startswith("0x") and "(below" not in name:
                print(name)
PY
rm -rf "$work"
