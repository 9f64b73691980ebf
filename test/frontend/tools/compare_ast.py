#!/usr/bin/python3.11
"""Compares pyc's AST dump with CPython's, attributes included.

usage: compare_ast.py PARSE_TEST_MAIN [--jobs N] FILE_OR_FOLDER...

Folders are searched for *.py. Files that python3.11 itself rejects are left
out. Prints the first difference of each file that differs.
"""
import ast
import os
import subprocess
import sys
import warnings

warnings.simplefilter("ignore")
sys.setrecursionlimit(20000)


def collect(paths):
    for path in paths:
        if os.path.isdir(path):
            for folder, _, names in os.walk(path):
                for name in sorted(names):
                    if name.endswith(".py"):
                        yield os.path.join(folder, name)
        else:
            yield path


def expected(path):
    with open(path, "rb") as f:
        source = f.read()
    try:
        return ast.dump(ast.parse(source), indent=2, include_attributes=True)
    except SyntaxError:
        return None


def main():
    tool, paths = sys.argv[1], list(collect(sys.argv[2:]))
    same = different = skipped = 0
    for start in range(0, len(paths), 40):
        batch = paths[start:start + 40]
        run = subprocess.run([tool, "ast-attributes", *batch],
                             capture_output=True, timeout=120)
        text = run.stdout.decode("utf-8", "surrogatepass")
        if run.returncode not in (0, 1):
            print("tool failed:", run.returncode, run.stderr.decode())
            return 1
        ours = {}
        if len(batch) == 1:
            ours[batch[0]] = text
        else:
            for part in split(text, batch):
                ours[part[0]] = part[1]
        for path in batch:
            want = expected(path)
            if want is None:
                skipped += 1
                continue
            got = ours.get(path, "").rstrip("\n")
            if got == want:
                same += 1
                continue
            different += 1
            a, b = got.split("\n"), want.split("\n")
            for i in range(max(len(a), len(b))):
                x = a[i] if i < len(a) else "<end>"
                y = b[i] if i < len(b) else "<end>"
                if x != y:
                    print(f"{path}: line {i + 1} of the dump\n"
                          f"  ours    {x[:300]}\n  CPython {y[:300]}")
                    break
    print(f"{same} the same, {different} different, {skipped} not Python 3.11")
    return different != 0


def split(text, batch):
    """The dumps of a batch: each begins with a line `=== path`."""
    pos = 0
    for i, path in enumerate(batch):
        head = f"=== {path}\n"
        assert text.startswith(head, pos), (path, text[pos:pos + 80])
        pos += len(head)
        if i + 1 < len(batch):
            end = text.find(f"\n=== {batch[i + 1]}\n", pos - 1)
            end = end + 1 if end >= 0 else len(text)
        else:
            end = len(text)
        yield path, text[pos:end]
        pos = end


if __name__ == "__main__":
    sys.exit(main())
