"""Runs Python programs under pyc-run in several modes and under python3.11,
and prints only what differs.

usage: differential.py [--build DIR] [--modes off,on,...] [-j N] [--args A] PROGRAM ...

stdout, stderr and the exit code must agree to the letter. Lines at the top of
a program may say:
  # args: A B        arguments for every mode
  # stdin: TEXT      what it reads (\\n for line ends)
  # gc-stress: N     a coarser stress for a long program
  # stderr: ignore   for programs whose stderr is not deterministic
"""
import argparse
import concurrent.futures
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
MODES = {
    "off": ["--jit=off"],
    "on": [],
    "hot": ["--jit-threshold=2"],
    "deopt": ["--jit-threshold=2", "--jit-stress=deopt:7"],
    "gc": ["--gc-stress=%(gc)d"],
}


def directives(path):
    found = {"args": "", "stdin": "", "gc-stress": "101", "stderr": "exact"}
    with open(path, encoding="utf-8", errors="replace") as source:
        for _ in range(12):
            match = re.match(r"#\s*([a-z-]+):\s*(.*)", source.readline())
            if match and match[1] in found:
                found[match[1]] = match[2].strip()
    return found


def execute(command, stdin, timeout):
    env = dict(os.environ, PYTHONHASHSEED="0", PYTHONDONTWRITEBYTECODE="1", TZ="UTC", LC_ALL="C.UTF-8")
    try:
        done = subprocess.run(command, input=stdin, capture_output=True, timeout=timeout, env=env)
        return done.stdout, done.stderr, done.returncode
    except subprocess.TimeoutExpired:
        return b"", b"timeout", "timeout"


class Suite:
    def __init__(self, build, timeout=120, extra_args=None):
        self.pyc = os.path.join(build, "bin", "pyc-run")
        self.timeout = timeout
        self.extra_args = extra_args

    def check(self, path, modes):
        """Returns a list of (mode, message); message None where all agrees."""
        d = directives(path)
        args = (self.extra_args or d["args"]).split()
        stdin = d["stdin"].encode().decode("unicode_escape").encode("latin-1")
        expected = execute(["/usr/bin/python3.11", path] + args, stdin, self.timeout)
        results = []
        for mode in modes:
            flags = [f % {"gc": int(d["gc-stress"])} for f in MODES[mode]]
            actual = execute([self.pyc] + flags + [path] + args, stdin, self.timeout)
            results.append((mode, self.compare(expected, actual, d)))
        return results

    def compare(self, expected, actual, d):
        if expected[0] != actual[0]:
            return self.first_difference("stdout", expected[0], actual[0]) + self.tail(actual)
        if expected[2] != actual[2]:
            return "exit code %s instead of %s" % (actual[2], expected[2]) + self.tail(actual)
        if d["stderr"] == "exact" and expected[1] != actual[1]:
            return self.first_difference("stderr", expected[1], actual[1])
        return None

    @staticmethod
    def tail(actual):
        lines = actual[1].decode("utf-8", "replace").strip().splitlines()
        return "\n    stderr: " + " / ".join(lines[-3:])[:300] if lines else ""

    @staticmethod
    def first_difference(what, expected, actual):
        want = expected.decode("utf-8", "replace").splitlines()
        got = actual.decode("utf-8", "replace").splitlines()
        for i in range(max(len(want), len(got))):
            w = want[i] if i < len(want) else "<end>"
            g = got[i] if i < len(got) else "<end>"
            if w != g:
                return "%s line %d:\n    python3.11: %s\n    pyc:        %s" % (what, i + 1, w[:200], g[:200])
        return what + " differs in line ends"


def run(suite, paths, modes, jobs, report=print):
    passed = failed = 0
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for path, results in zip(paths, pool.map(lambda p: suite.check(p, modes), paths)):
            for mode, message in results:
                if message is None:
                    passed += 1
                else:
                    failed += 1
                    report("FAIL %s [%s]: %s" % (os.path.relpath(path, HERE), mode, message))
    return passed, failed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default=os.path.join(HERE, "..", "build"))
    parser.add_argument("--modes", default=",".join(MODES))
    parser.add_argument("--args")
    parser.add_argument("--timeout", type=float, default=120)
    parser.add_argument("-j", type=int, default=2)
    parser.add_argument("programs", nargs="+")
    options = parser.parse_args()
    suite = Suite(os.path.abspath(options.build), options.timeout, options.args)
    passed, failed = run(suite, options.programs, options.modes.split(","), options.j)
    print("%d passed, %d failed" % (passed, failed))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
