#!/usr/bin/python3.11
"""Compares pyc's scope analysis with the code objects CPython makes.

usage: compare_scopes.py PARSE_TEST_MAIN FILE_OR_FOLDER...

For every code object: qualified name, co_flags, argument counts, co_varnames,
co_cellvars, co_freevars, in the order in which the source opens the scopes.
"""
import subprocess
import sys
import types
import warnings

from compare_ast import collect, split

warnings.simplefilter("ignore")
FUTURES = 0x1fe0000


def lines(code, out, is_module=False):
    """Ours lists children in source order; sort both the same way instead."""
    function = bool(code.co_flags & 1)
    text = f"{code.co_qualname} flags={code.co_flags & ~FUTURES & ~64}"
    if function:
        text += (f" args={code.co_posonlyargcount},{code.co_argcount},"
                 f"{code.co_kwonlyargcount}")
    for label, names in (("vars", code.co_varnames), ("cells", code.co_cellvars),
                         ("free", code.co_freevars)):
        if names:
            text += f" {label}={','.join(names)}"
    out.append(text)
    for const in code.co_consts:
        if isinstance(const, types.CodeType):
            lines(const, out)


def ours_lines(text):
    out = []
    for line in text.splitlines():
        words = line.split()
        name = words[1].rsplit(":", 1)[0]
        keep = [w for w in words[2:]
                if w.split("=")[0] in ("flags", "args", "vars", "cells", "free")]
        out.append(" ".join([name, *keep]))
    return out


def main():
    tool, paths = sys.argv[1], list(collect(sys.argv[2:]))
    same = different = skipped = 0
    for start in range(0, len(paths), 40):
        batch = paths[start:start + 40]
        run = subprocess.run([tool, "scopes", *batch], capture_output=True,
                             timeout=120)
        text = run.stdout.decode("utf-8", "surrogatepass")
        ours = ({batch[0]: text} if len(batch) == 1
                else dict(split(text, batch)))
        for path in batch:
            with open(path, "rb") as f:
                source = f.read()
            try:
                code = compile(source, path, "exec", dont_inherit=True,
                               optimize=0)
            except SyntaxError:
                skipped += 1
                continue
            want = []
            lines(code, want)
            got = ours_lines(ours[path])
            # CPython drops unreachable functions and may repeat those in
            # `finally` blocks: compare as sets.
            missing = sorted(set(want) - set(got))
            extra = sorted(set(got) - set(want)) if missing else []
            if not missing:
                same += 1
                continue
            different += 1
            print(path)
            for line in missing[:5]:
                print("  CPython", line[:500])
            for line in extra[:5]:
                print("  ours   ", line[:500])
    print(f"{same} the same, {different} different, {skipped} not Python 3.11")
    return different != 0


if __name__ == "__main__":
    sys.exit(main())
