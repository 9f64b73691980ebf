"""Compares programs of lowering_fuzz.py under pyc-run and python3.11.

usage: run_lowering.py PYC-RUN FIRST LAST [pyc-run options]
A program that differs is kept as /tmp/lowering-SEED.py.
"""
import os
import subprocess
import sys

pyc_run, first, last, *options = sys.argv[1:]
here = os.path.dirname(os.path.abspath(__file__))
python = "/usr/bin/python3.11"
failed = 0
for seed in range(int(first), int(last) + 1):
    path = f"/tmp/lowering-{seed}.py"
    text = subprocess.run([python, f"{here}/lowering_fuzz.py", str(seed), "25"],
                          capture_output=True, text=True).stdout
    with open(path, "w") as file:
        file.write(text)
    try:
        wanted, got = [subprocess.run([*command, path], stdout=subprocess.PIPE,
                                      stderr=subprocess.DEVNULL, timeout=60)
                       for command in ([python], [pyc_run, *options])]
    except subprocess.TimeoutExpired:
        print(f"seed {seed}: too slow, not compared")
        continue
    if wanted.stdout == got.stdout and wanted.returncode == got.returncode:
        os.unlink(path)
    else:
        failed += 1
        print(f"seed {seed} differs: {path}")
sys.exit(failed != 0)
