#!/usr/bin/python3.11
"""Mutates pieces of the standard library and compares the errors.

usage: fuzz_errors.py PARSE_TEST_MAIN [SEED [COUNT]]

Takes random functions and classes of /usr/lib/python3.11, deletes, doubles,
swaps, replaces and inserts tokens or characters, and compares what CPython's
compile() says with what we say, as compare_errors.py does. Prints a summary by
kind of difference and the first few programs of each; exits with 1 only when
the tool crashed or hung.
"""
import glob
import random
import subprocess
import sys
import tempfile
import tokenize
import io
import warnings

import compare_errors

warnings.simplefilter("ignore")
EXTRA = """( ) [ ] { } : , ; . + - * / ** // = == := -> @ ! ? $ \\ ' " \"\"\" # \n
if else elif for in while def class lambda return yield await async not and or
is None True del import from as try except finally with raise global nonlocal
pass break continue match case _ print x 1 0x 1.5j 'a' b'a' f'{x}' f'{' é
""".split(" ") + ["\n", "    ", "\t", "  "]


def pieces(rng):
    paths = glob.glob("/usr/lib/python3.11/**/*.py", recursive=True)
    while True:
        with open(rng.choice(paths), encoding="utf-8", errors="replace") as f:
            lines = f.read().split("\n")
        tops = [i for i, line in enumerate(lines)
                if line and not line[0].isspace() and line[0] not in "#)]}\"'"]
        if len(tops) < 3:
            continue
        k = rng.randrange(len(tops) - 1)
        piece = lines[tops[k]:tops[min(k + rng.randint(1, 3), len(tops) - 1)]]
        if len(piece) < 60:
            yield "\n".join(piece) + "\n"


def tokens_of(source):
    out, last = [], (1, 0)
    lines = source.split("\n")
    try:
        for t in tokenize.generate_tokens(io.StringIO(source).readline):
            if t.start > last:
                if t.start[0] == last[0]:
                    out.append(lines[last[0] - 1][last[1]:t.start[1]])
                else:
                    out.append(lines[last[0] - 1][last[1]:] + "\n")
                    out.append(lines[t.start[0] - 1][:t.start[1]])
            out.append(t.string)
            last = t.end
    except (tokenize.TokenError, IndentationError, IndexError):
        return list(source)
    return [t for t in out if t]


def mutate(rng, source):
    if rng.random() < 0.15:
        cut = rng.randrange(len(source) + 1)
        return source[:cut]
    parts = tokens_of(source) if rng.random() < 0.8 else list(source)
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        if not parts:
            break
        i = rng.randrange(len(parts))
        what = rng.randrange(6)
        if what == 0:
            del parts[i]
        elif what == 1:
            parts.insert(i, parts[i])
        elif what == 2:
            j = rng.randrange(len(parts))
            parts[i], parts[j] = parts[j], parts[i]
        elif what == 3:
            parts[i] = rng.choice(EXTRA)
        elif what == 4:
            parts.insert(i, " " + rng.choice(EXTRA) + " ")
        else:
            parts.insert(i, rng.choice(parts))
    return "".join(parts)


def main():
    tool = sys.argv[1]
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 2000
    rng = random.Random(seed)
    source_of = pieces(rng)
    snippets = []
    while len(snippets) < count:
        s = mutate(rng, next(source_of))
        if "\0" not in s and "##----" not in s and "\r" not in s:
            snippets.append(s)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="\n",
                                     suffix=".txt", errors="replace") as f:
        f.write("##----\n".join(snippets))
        f.flush()
        with open(f.name, encoding="utf-8", newline="\n") as g:
            snippets = g.read().split("##----\n")
        try:
            run = subprocess.run([tool, "snippets", f.name],
                                 capture_output=True, timeout=300)
        except subprocess.TimeoutExpired:
            print("the tool hangs")
            return 1
    ours = run.stdout.decode("utf-8", "replace").split("\n")
    groups, same = {}, 0
    for i, source in enumerate(snippets):
        if i + 1 >= len(ours):
            print(f"the tool died ({run.returncode}) at:\n{source}")
            return 1
        want = compare_errors.expected(source)
        want[1], want[6] = map(compare_errors.escape, (want[1], want[6]))
        line = "\t".join(map(str, want))
        if ours[i] == line:
            same += 1
            continue
        got = ours[i].split("\t")
        kind = next((k for k in range(7) if got[k] != str(want[k])), 0)
        names = ("type", "message", "lineno", "offset", "end_lineno",
                 "end_offset", "text")
        groups.setdefault(names[kind], []).append((source, ours[i], line))
    for name, cases in groups.items():
        print(f"=== {name}: {len(cases)}")
        for source, got, want in cases[:int(sys.argv[4]) if len(sys.argv) > 4
                                       else 3]:
            print(f"{source.rstrip()}\n  ours    {got}\n  CPython {want}\n---")
    print(f"{same} of {len(snippets)} the same")
    return 0


if __name__ == "__main__":
    sys.exit(main())
