"""Runs CPython's own tests (Debian's libpython3.11-testsuite, installed, never
copied) under pyc-run and tabulates what passes, module by module.

usage: cpython_suite.py [--build DIR] [--out DIR] [--flags F] [--table] [MODULE ...]

Without modules, those that exercise the language and the modules a program
uses most. --out keeps each module's output (by default a temporary folder that
is named at the end); --table prints the Markdown of docs/compatibility.md;
--flags are pyc-run's (say "--jit-threshold=2").
"""
import argparse
import collections
import os
import re
import subprocess
import sys
import tempfile
import time

LANGUAGE = """grammar syntax exceptions raise generators coroutines asyncgen
 yield_from genexps listcomps setcomps dictcomps with contextlib scope closure
 global funcattrs class descr descrtut super property decorators metaclass
 subclassinit typechecks isinstance unpack unpack_ex patma fstring format
 named_expressions positional_only_arg keywordonlyarg extcall call compile
 builtin bool int long float complex numeric_tower index range slice str
 unicode string bytes userstring list userlist tuple dict userdict set
 iter enumerate sort richcmp compare binop augassign opcodes pow
 except_star exception_group exception_variations exception_hierarchy
 baseexception traceback string_literals unary print dynamic types
 typing abc eof errno exec_locals hash long_future memoryview module
 ordered_dict weakref weakset copy copyreg dynamicclassattribute defaultdict
 deque structseq strtod flufl contains frozen getopt repr reprlib""".split()
LIBRARY = """functools itertools collections operator dataclasses enum json re
 heapq bisect array math cmath fractions decimal statistics random struct
 hashlib base64 binascii textwrap pprint csv datetime calendar time strptime
 string stringprep difflib argparse optparse logging shlex configparser
 io textio fileio bufio tempfile pathlib posixpath os glob fnmatch shutil
 pickle pickletools marshal contextvars asyncio queue sched threading thread
 threading_local inspect warnings unittest doctest gc sys userstring
 graphlib ipaddress urlparse uuid html htmlparser keyword tokenize ast
 numeric_tower secrets zlib timeit linecache dis code codecs pyclbr
 cmd zipfile gzip tarfile atexit signal concurrent_futures importlib runpy
 pkgutil subprocess""".split()


def chosen_modules(names):
    found = []
    for name in names or LANGUAGE + LIBRARY:
        name = name.removeprefix("test_")
        if name not in found and any(
                os.path.exists("/usr/lib/python3.11/test/test_" + name + end) for end in (".py", "")):
            found.append(name)
    return found


class Outcome:
    """What one module's run said."""

    def __init__(self, output, code, seconds):
        self.seconds = seconds
        ran = re.findall(r"^Ran (\d+) tests?", output, re.M)
        self.ran = int(ran[-1]) if ran else 0
        # One test may fail in several subtests: count tests, once each.
        blocks = re.findall(r"^(?:ERROR|FAIL): (.*?\))(?: .*)?$", output, re.M)
        self.bad = sorted(set(blocks) | set(re.findall(r"^UNEXPECTED SUCCESS: (.*)$", output, re.M)))
        skipped = re.findall(r"skipped=(\d+)", output)
        self.skipped = int(skipped[-1]) if skipped else 0
        if code == "timeout":
            self.state = "hangs"
        elif isinstance(code, int) and code < 0:
            self.state = "crashes (signal %d)" % -code
        elif not ran:
            self.state = "does not run"
        else:
            self.state = "ok" if not self.bad else ""
        self.passed = max(0, self.ran - self.skipped - len(self.bad))


def run_module(command, name, out, timeout):
    env = dict(os.environ, PYTHONDONTWRITEBYTECODE="1", LC_ALL="C.UTF-8")
    start = time.monotonic()
    path = os.path.join(out, name + ".txt")
    with tempfile.TemporaryDirectory() as scratch, open(path, "wb") as log:
        # Some modules ask CPython's internals whether columns are kept.
        with open(os.path.join(scratch, "_testinternalcapi.py"), "w") as stub:
            stub.write("def get_config():\n    return {'code_debug_ranges': True}\n")
        try:
            code = subprocess.run(command + ["-m", "unittest", "-v", "test.test_" + name], cwd=scratch, env=env,
                                  stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                                  timeout=timeout).returncode
        except subprocess.TimeoutExpired:
            code = "timeout"
    with open(path, encoding="utf-8", errors="replace") as log:
        return Outcome(log.read(), code, time.monotonic() - start)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default="build")
    parser.add_argument("--out")
    parser.add_argument("--flags", default="")
    parser.add_argument("--timeout", type=int, default=120)
    parser.add_argument("--table", action="store_true")
    parser.add_argument("modules", nargs="*")
    options = parser.parse_args()
    out = options.out or tempfile.mkdtemp(prefix="cpython-suite-")
    os.makedirs(out, exist_ok=True)
    command = [os.path.abspath(os.path.join(options.build, "bin", "pyc-run"))] + options.flags.split()
    total = collections.Counter()
    if options.table:
        print("| module | tests | passed | skipped | failed | |\n|---|---|---|---|---|---|")
    for name in chosen_modules(options.modules):
        result = run_module(command, name, out, options.timeout)
        total.update(tests=result.ran, passed=result.passed, skipped=result.skipped, failed=len(result.bad))
        form = "| %s | %d | %d | %d | %d | %s |" if options.table else "%-22s %4d tests %4d passed %3d skipped %3d failed  %s"
        print(form % ("test_" + name, result.ran, result.passed, result.skipped, len(result.bad), result.state),
              "" if options.table else "%.1fs" % result.seconds, flush=True)
    form = "| all | %d | %d | %d | %d | |" if options.table else "%-22s" % "all" + " %4d tests %4d passed %3d skipped %3d failed"
    print(form % (total["tests"], total["passed"], total["skipped"], total["failed"]))
    print("output in " + out, file=sys.stderr)


if __name__ == "__main__":
    main()
