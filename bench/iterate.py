"""Runs one benchmark's work() many times in this process and reports as JSON.

usage: iterate.py NAME SECONDS MIN_ITERATIONS MAX_ITERATIONS

Times each iteration alone, so that the first (cold) and the steady state can
be told apart. Prints one line: times in seconds, the result's text, the peak
resident memory in KiB.
"""
import sys
import time


def peak_kib():
    with open("/proc/self/status") as status:
        for line in status:
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    return 0


def main():
    name, seconds = sys.argv[1], float(sys.argv[2])
    least, most = int(sys.argv[3]), int(sys.argv[4])
    work = __import__(name).work
    clock = time.perf_counter
    times = []
    results = []
    begin = clock()
    while len(times) < least or (clock() - begin < seconds and len(times) < most):
        start = clock()
        result = work()
        times.append(clock() - start)
        if not results or repr(result) != results[-1]:
            results.append(repr(result))
    print('{"times": [%s], "results": %d, "digest": "%s", "peak_kib": %d}' % (
        ", ".join("%.6f" % t for t in times), len(results),
        results[0].encode().hex(), peak_kib()))


main()
