"""Runs each snippet (separated by ===) under pyc-run and python3.11, compares.

Positions in the bytecode decide what a traceback shows, to the caret.
usage: compare_tracebacks.py PYC-RUN SNIPPETS FOLDER
"""
import os
import subprocess
import sys

pyc_run, snippets, folder = sys.argv[1:]
os.makedirs(folder, exist_ok=True)
failed = 0
for number, text in enumerate(open(snippets, encoding="utf-8").read().split("\n===\n")):
    path = os.path.join(folder, f"snippet{number}.py")
    with open(path, "w", encoding="utf-8") as file:
        file.write(text.strip("\n") + "\n")
    outputs = [subprocess.run([*command, path], capture_output=True, text=True, timeout=20)
               for command in (["/usr/bin/python3.11"], [pyc_run, "--jit=off"])]
    wanted, got = [(o.stdout, o.stderr, o.returncode) for o in outputs]
    if wanted != got:
        failed += 1
        print(f"--- snippet {number}\n{text}\n--- python3.11\n{wanted}\n--- pyc\n{got}")
sys.exit(failed != 0)
