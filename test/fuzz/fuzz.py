"""Runs random programs under pyc-run in several modes and under python3.11.

usage: fuzz.py [--build DIR] [--seed N] [--count N] [--seconds S] [--modes hot,deopt,...] [--keep DIR]

What differs is shrunk (pieces of the program's tree are dropped as long as the
same mode still differs) and written to --keep as SEED-MODE.py. Exit code 1 when
something differed. One process at a time.
"""
import argparse
import os
import subprocess
import sys
import tempfile
import time
import warnings

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from generate import generate, render  # noqa: E402

MODES = {
    "off": ["--jit=off"],
    "on": [],
    "hot": ["--jit-threshold=2"],
    "warm": ["--jit-threshold=20"],
    "deopt": ["--jit-threshold=2", "--jit-stress=deopt:7"],
    "deopt3": ["--jit-threshold=5", "--jit-stress=deopt:3"],
    "gc": ["--gc-stress=53"],
    "gchot": ["--gc-stress=97", "--jit-threshold=2"],
}


class Engines:
    def __init__(self, build):
        self.pyc = os.path.join(build, "bin", "pyc-run")
        self.folder = tempfile.mkdtemp(prefix="pyc-fuzz-")

    def run(self, command, text, timeout):
        path = os.path.join(self.folder, "program.py")
        with open(path, "w", encoding="utf-8") as out:
            out.write(text + "\n")
        env = dict(os.environ, PYTHONHASHSEED="0", PYTHONDONTWRITEBYTECODE="1", LC_ALL="C.UTF-8")
        try:
            done = subprocess.run(command + [path], capture_output=True, timeout=timeout, env=env)
            return done.stdout, done.stderr, done.returncode
        except subprocess.TimeoutExpired:
            return b"", b"", "timeout"

    def expected(self, text):
        return self.run(["/usr/bin/python3.11"], text, 5)

    def differs(self, text, mode):
        expected = self.expected(text)
        # What takes CPython long (or too much memory) says nothing.
        if expected[2] not in (0, 1) or b"MemoryError" in expected[1] or b"Syntax" in expected[1]:
            return False
        return self.run([self.pyc] + MODES[mode], text, 30) != expected


def smaller(tree):
    """Trees with one piece less, big pieces first."""
    for i in range(len(tree) - 1, -1, -1):
        node = tree[i]
        if i and isinstance(node, str) or isinstance(node, list) and node:
            if not (isinstance(node, str) and i == 0):
                yield tree[:i] + tree[i + 1:]
        if isinstance(node, list):
            # The body in place of a compound statement.
            if len(node) > 1 and not node[0].startswith(("def", "class", "except", "finally", "else")):
                yield tree[:i] + [n for n in node[1:] if not (isinstance(n, list) and n[0].startswith(("except", "else", "finally")))] + tree[i + 1:]
            for less in smaller(node[1:]):
                yield tree[:i] + [[node[0]] + less] + tree[i + 1:]


def shrink(engines, tree, mode, seconds=60):
    limit = time.monotonic() + seconds
    again = True
    while again and time.monotonic() < limit:
        again = False
        for less in smaller(tree):
            if time.monotonic() > limit:
                break
            try:
                text = render(less)
                compile(text, "?", "exec")
            except SyntaxError:
                continue
            if engines.differs(text, mode):
                tree, again = less, True
                break
    return tree


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default="build")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=1e9)
    parser.add_argument("--modes", default="off,hot,deopt,gchot")
    parser.add_argument("--keep", default=None)
    parser.add_argument("--no-shrink", action="store_true")
    options = parser.parse_args()
    warnings.simplefilter("ignore")  # of shrinking
    engines = Engines(os.path.abspath(options.build))
    limit = time.monotonic() + options.seconds
    bad = ran = 0
    for seed in range(options.seed, options.seed + options.count):
        if time.monotonic() > limit:
            break
        tree = generate(seed)
        text = render(tree)
        expected = engines.expected(text)
        if expected[2] not in (0, 1) or b"SyntaxError" in expected[1]:
            continue
        ran += 1
        for mode in options.modes.split(","):
            if engines.run([engines.pyc] + MODES[mode], text, 30) == expected:
                continue
            bad += 1
            print("seed %d, %s: differs" % (seed, mode), flush=True)
            if options.keep:
                os.makedirs(options.keep, exist_ok=True)
                if not options.no_shrink:
                    tree = shrink(engines, tree, mode)
                with open(os.path.join(options.keep, "%d-%s.py" % (seed, mode)), "w", encoding="utf-8") as out:
                    out.write(render(tree) + "\n")
            break
    print("%d programs, %d differ" % (ran, bad))
    return bad != 0


if __name__ == "__main__":
    sys.exit(main())
