#!/usr/bin/python3.11
"""Compares the errors for broken snippets with those of CPython's compile().

usage: compare_errors.py PARSE_TEST_MAIN [--warnings | --eval | --single] SNIPPETS...

A snippet file holds programs separated by lines "##----". For each one the
error's type, message, lineno, offset, end_lineno, end_offset and text must be
the same (or there is no error in both). With --warnings the warnings of
programs without errors are compared instead; --eval and --single choose
compile()'s mode.
"""
import subprocess
import sys
import warnings

warnings.simplefilter("ignore")


def expected(source, mode="exec"):
    try:
        compile(source, "<snippet>", mode, dont_inherit=True)
    except SyntaxError as e:
        def number(n):
            return -1 if n is None else n
        return [type(e).__name__, e.msg, number(e.lineno), number(e.offset),
                number(e.end_lineno), number(e.end_offset), e.text]
    except (MemoryError, RecursionError) as e:
        return [type(e).__name__, str(e), -1, -1, -1, -1, None]
    return ["ok", "", -1, -1, -1, -1, None]


def expected_warnings(source):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            compile(source, "<snippet>", "exec", dont_inherit=True)
        except SyntaxError:
            return ""
    return "".join(f"{w.lineno} {w.category.__name__} "
                   f"{escape(str(w.message))}; " for w in caught)


def escape(text):
    if text is None:
        return "None"
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")


def main():
    tool = sys.argv[1]
    warn = sys.argv[2] == "--warnings"
    mode = sys.argv[2][2:] if sys.argv[2] in ("--eval", "--single") else "exec"
    same = different = 0
    for path in sys.argv[2 + sys.argv[2].startswith('--'):]:
        with open(path, encoding="utf-8", newline="\n") as f:
            snippets = f.read().split("##----\n")
        how = ("warnings" if warn
               else "snippets" if mode == "exec" else f"snippets-{mode}")
        run = subprocess.run([tool, how, path], capture_output=True,
                             timeout=60)
        if run.returncode:
            print(f"{path}: tool failed with {run.returncode}")
            different += 1
        ours = run.stdout.decode("utf-8", "replace").split("\n")
        for i, source in enumerate(snippets):
            if warn:
                line = expected_warnings(source)
            else:
                want = expected(source, mode)
                want[1] = escape(want[1])
                want[6] = escape(want[6])
                line = "\t".join(map(str, want))
            got = ours[i] if i < len(ours) else "<nothing>"
            if got == line:
                same += 1
                continue
            different += 1
            print(f"--- {path} #{i}\n{source.rstrip()[:400]}\n"
                  f"  ours    {got}\n  CPython {line}")
    print(f"{same} the same, {different} different")
    return different != 0


if __name__ == "__main__":
    sys.exit(main())
