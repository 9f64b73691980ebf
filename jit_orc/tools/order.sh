#!/bin/bash
# Makes jit_orc/compiler.order.gz: the functions of libpyc-compiler.so that
# ordinary runs call, one name a line. The linker puts them side by side, so
# that few pages are touched. First those that compiling a script needs, then
# what all traces need, and so on to what few do. Resident code of the library:
# 3.1 MB (alphabetical order of the same functions) to 1.4 MB for a script
# without the JIT, 9.7 to 6.6 MB for bench/raytrace.py with it.
# Run it when the set of functions has changed much. Needs valgrind, a build and
# ten minutes.
#   jit_orc/tools/order.sh build
set -eu
build=$1
top=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
mkdir "$work/bin" "$work/lib"
# valgrind does not read clang 22's line tables.
llvm-strip-22 --strip-debug -o "$work/bin/pyc-run" "$build/bin/pyc-run"
llvm-strip-22 --strip-debug -o "$work/lib/libpyc-compiler.so" "$build/lib/libpyc-compiler.so"
run() { # name of the output, options
  local out=$1
  shift
  # An interrupted run has compiled what it will.
  timeout -k 10 -s INT 20 valgrind --tool=callgrind --demangle=no \
    --callgrind-out-file="$work/$out.out" "$work/bin/pyc-run" -B "$@" >/dev/null 2>&1 </dev/null || true
}
for file in "$top"/bench/*.py; do
  name=$(basename "$file" .py)
  [ "$name" = iterate ] || run "b_$name" --jit-threshold=99 "$file"
done
for name in async_generators builtin_loops bytes_methods class_operators class_properties class_slots closures \
            comprehensions control_flow decorators dict_basic exc_flow generators; do
  [ ! -f "$top/test/programs/$name.py" ] || run "t_$name" --jit-threshold=3 "$top/test/programs/$name.py"
done
run off --jit=off -c 'print(1)'
run off_ast --jit=off "$top/test/programs/ast_module.py"
/usr/bin/python3.11 - "$work" <<'PY' | gzip -9n >"$top/jit_orc/compiler.order.gz"
import glob, re, sys
# callgrind names a function or object once, `(7) name`, and then by number.
def called(path):
    functions, objects, current, names = {}, {}, None, set()
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
                names.add(name)
    return names
sources, traces = set(), {}
paths = glob.glob(sys.argv[1] + "/*.out")
jit = 0
for path in paths:
    names = called(path)
    if path.rsplit("/", 1)[1].startswith("off"):
        sources |= names
        continue
    jit += 1
    for n in names:
        traces[n] = traces.get(n, 0) + 1
def rank(n):
    if n in sources: return 0
    return 1 + sum(traces[n] < jit * part for part in (0.9, 0.6, 0.3, 0.1))
for n in sorted(sources | traces.keys(), key=lambda n: (rank(n), n)):
    print(n)
PY
rm -rf "$work"
