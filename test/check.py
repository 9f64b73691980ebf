"""All tests, as ./check calls them: unit tests, lit, differential programs.

Prints what fails and, last, `N passed, N failed`.
"""
import argparse
import glob
import os
import re
import subprocess
import sys
import time

import differential

HERE = os.path.dirname(os.path.abspath(__file__))
BENCH = os.path.join(HERE, "..", "bench")
# Arguments that keep a benchmark short under the stress modes.
SMALL = {"binary_trees": "6", "brainf": "1", "deltablue": "40", "fannkuch": "6", "functional": "300",
         "json_parser": "12", "levenshtein": "5", "life": "12", "mandelbrot": "20", "matmul": "10",
         "nbody": "60", "nqueens": "5", "pidigits": "60", "pipeline": "900", "raytrace": "8",
         "richards": "150", "sieve": "3000", "spectral_norm": "12", "sudoku": "1", "wordcount": "600"}


def unit_tests(build):
    passed = failed = 0
    for binary in sorted(glob.glob(os.path.join(build, "bin", "ut_*"))):
        if binary.endswith("ut_trace_api"):
            continue  # takes arguments: a lit test runs it
        try:
            code = subprocess.run([binary], capture_output=True, timeout=300).returncode
        except subprocess.TimeoutExpired:
            code = "timeout"
        passed += code == 0
        failed += code != 0
        if code:
            print("FAIL unit test %s: exit %s" % (os.path.basename(binary), code))
    return passed, failed


def lit_tests(build):
    command = ["/usr/lib/llvm-22/bin/lit", "-q", "-j2", "--timeout=120", os.path.join(build, "test")]
    done = subprocess.run(["/usr/bin/python3.11"] + [command[0], "-sv", "-j2", os.path.join(build, "test")],
                          capture_output=True, text=True)
    text = done.stdout + done.stderr

    def count(label):
        match = re.search(r"^\s*%s\s*:\s*(\d+)" % label, text, re.M)
        return int(match[1]) if match else 0
    bad = count("Failed") + count("Unresolved") + count("Timed Out") + count("Unexpectedly Passed")
    if bad or (done.returncode and not count("Passed")):
        print(text[-6000:])
        bad = bad or 1
    return count("Passed"), bad


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", required=True)
    parser.add_argument("--full", action="store_true")
    options = parser.parse_args()
    build = os.path.abspath(options.build)
    modes = list(differential.MODES)
    total = [0, 0]

    def section(title, result, begin):
        print("%-28s %5d passed, %3d failed  (%.0f s)" % (title, result[0], result[1], time.time() - begin), flush=True)
        total[0] += result[0]
        total[1] += result[1]

    begin = time.time()
    section("unit tests", unit_tests(build), begin)
    begin = time.time()
    section("lit", lit_tests(build), begin)
    begin = time.time()
    suite = differential.Suite(build)
    programs = sorted(glob.glob(os.path.join(HERE, "programs", "**", "*.py"), recursive=True))
    programs = [p for p in programs if "inputs" not in p.split(os.sep)]
    section("programs, all modes", differential.run(suite, programs, modes, 2), begin)
    begin = time.time()
    passed = failed = 0
    for name in sorted(SMALL):
        path = os.path.join(BENCH, name + ".py")
        small = differential.Suite(build, 300, SMALL[name])
        result = differential.run(small, [path], modes, 1)
        passed, failed = passed + result[0], failed + result[1]
        if options.full:
            result = differential.run(suite, [path], ["off", "on", "hot"], 1)
        else:
            result = differential.run(suite, [path], ["on"], 1)
        passed, failed = passed + result[0], failed + result[1]
    section("benchmarks, all modes", (passed, failed), begin)
    print("%d passed, %d failed" % tuple(total))
    sys.exit(1 if total[1] else 0)


if __name__ == "__main__":
    main()
