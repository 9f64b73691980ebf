#!/usr/bin/python3.11
"""Compares annotations as text with CPython's, over the standard library.

usage: compare_unparse.py PARSE_TEST_MAIN FILE_OR_FOLDER...

Every expression of the files is made the annotation of a variable under
`from __future__ import annotations`.
"""
import ast
import subprocess
import sys
import tempfile
import warnings

from compare_ast import collect

warnings.simplefilter("ignore")
REFUSED = (ast.NamedExpr, ast.Yield, ast.YieldFrom, ast.Await, ast.Starred)


def main():
    tool = sys.argv[1]
    texts = []
    for path in collect(sys.argv[2:]):
        with open(path, "rb") as f:
            source = f.read()
        try:
            tree = ast.parse(source)
        except SyntaxError:
            continue
        lines = source.split(b"\n")
        refused = set()
        for node in ast.walk(tree):
            if isinstance(node, (*REFUSED, ast.Slice)):
                refused.add(node.lineno)
        for node in ast.walk(tree):
            if (isinstance(node, ast.expr)
                    and not isinstance(getattr(node, "ctx", None),
                                       (ast.Store, ast.Del))
                    and node.lineno == node.end_lineno
                    and node.lineno not in refused
                    and 8 < node.end_col_offset - node.col_offset < 300):
                texts.append(lines[node.lineno - 1][
                    node.col_offset:node.end_col_offset].decode())
    texts = list(dict.fromkeys(texts))
    good = []
    for text in texts:
        try:
            ast.parse(f"x: ({text})")
            good.append(text)
        except SyntaxError:
            pass  # the inside of an f-string's format
    program = "from __future__ import annotations\n" + "".join(
        f"x{i}: ({text})\n" for i, text in enumerate(good))
    namespace = {}
    exec(compile(program, "x", "exec", dont_inherit=True), namespace)
    want = list(namespace["__annotations__"].values())
    with tempfile.NamedTemporaryFile("w", suffix=".py", encoding="utf-8") as f:
        f.write(program)
        f.flush()
        run = subprocess.run([tool, "unparse", f.name], capture_output=True)
    got = run.stdout.decode("utf-8", "surrogatepass").split("\n")[:-1]
    bad = [(g, w) for g, w in zip(got, want) if g != w]
    for g, w in bad[:10]:
        print(f"  ours    {g}\n  CPython {w}")
    print(f"{len(want) - len(bad)} the same, {len(bad)} different")
    return bool(bad) or len(got) != len(want)


if __name__ == "__main__":
    sys.exit(main())
