"""Writes the pages of this folder: one a stage, each with what pyc-run makes of
example.py at that stage.

usage: python3.11 docs/stages/regenerate.py [PYC-RUN]
"""
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
PYC = sys.argv[1] if len(sys.argv) > 1 else os.path.join(HERE, "../../build/bin/pyc-run")
PAGES = [
    ("tokens", "Tokens", """The lexer (`frontend/parse/Lexer.cpp`) turns the text into tokens: names, numbers,
strings, operators, and NEWLINE, INDENT and DEDENT for the shape of the lines. Each
knows its line and columns, which everything after it carries on: they end up in
tracebacks and their carets."""),
    ("ast", "Syntax tree", """The parser (`frontend/parse`) is a recursive-descent parser of the whole
grammar of Python 3.11. Its tree has CPython's node classes and positions, so
that `ast.dump` of CPython can be compared with it. Scope analysis then says of
each name whether it is a local, a cell, a free variable or a global. Errors get
CPython's text in a second pass, which runs only when there is one."""),
    ("py", "The py dialect", """`frontend/lower` writes one `py.func` per code object: blocks, expression
temporaries as SSA values, and locals, cells and globals through operations of
their own (they can be unbound, deleted and looked at). Every operation says what
it may read, write and raise in `dialects/Py/Py.td`. A `for` is a terminator with
two successors: the body, and what follows when the iterator ends."""),
    ("py-opt", "The py dialect, optimised", """`passes/py` folds constants, removes dead blocks and jumps to jumps, and
marks the loads of locals that are certainly assigned (they need no test for
unbound). Types are not guessed here: that is what traces are for."""),
    ("bytecode", "Bytecode", """`passes/lowering` allocates registers by liveness and emits 64-bit
instructions of a register machine: a 16-bit opcode and three 16-bit operands.
Compare-and-jump, add-immediate and the loop's end are single instructions.
Tables beside the code hold constants, inline caches, positions and exception
handlers. `runtime/interpreter` runs this, one function an opcode, each ending in
a tail call of the next."""),
    ("trace", "A recording", """When the counter of a loop's end reaches its threshold, the interpreter goes
on with a second dispatch table, whose entries append to a trace what each
instruction does with the values at hand, and then do it. Types that were seen
become guards; a call of a Python function is followed into it. A `snapshot` says
how the interpreter's registers look at that place, for leaving when the guard
that names it fails. Here the loop is a `range` over ints: the iterator's fields
are read and written directly."""),
    ("trace-opt", "The recording, optimised", """The passes of `passes/trace` work on this dialect, in this order and some
of them twice: folding and common subexpressions, guards, heap (loads from known
stores), virtuals (objects that need not be built), peeling, carry (what the loop
carries travels unboxed), ranges, cleaning. Peeling copies the first iteration in
front of the loop, so that guards which hold once and for all stay out of it:
compare the block `^bb1` with what is above it."""),
    ("llvm", "LLVM IR", """One walk over the trace writes LLVM IR. A trace is a function of the frame's
base and the thread, in the calling convention `preserve_none`, so that traces
can go on in each other by tail calls. An exit is a cold block that stores the
live values and returns the number of the exit; constants of the program are
symbols, resolved when the object is linked."""),
    ("llvm-opt", "LLVM IR, optimised", """Optimising happens in the trace dialect; of LLVM's passes only a few cheap
ones run."""),
    ("asm", "Machine code", """FastISel and LLVM's register allocator, on the compiler thread. ORC links
the object; the next time the interpreter comes to the loop's end it enters the
code. When a guard fails, `jit_orc/deopt` turns the snapshot into frames, and the
interpreter goes on. An exit that is taken often gets a trace of its own, a
bridge."""),
]
LIMIT = 150


def dump(stage):
    command = [PYC, "--emit=" + stage, "example.py"]
    if stage in ("trace", "trace-opt", "llvm", "llvm-opt", "asm"):
        command.insert(1, "--jit-threshold=50")
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True)
    if done.returncode:
        sys.exit("%s: %s" % (stage, done.stderr))
    lines = [line.rstrip() for line in done.stdout.replace(HERE + "/", "").splitlines()]
    shown = "    $ pyc-run %s\n" % " ".join(command[1:])
    shown += "".join("    " + line + "\n" if line else "\n" for line in lines[:LIMIT])
    if len(lines) > LIMIT:
        shown += "    ... (%d more lines)\n" % (len(lines) - LIMIT)
    return shown


def main():
    with open(os.path.join(HERE, "example.py")) as f:
        example = "".join("    " + line for line in f)
    index = ("# The stages\n\nThese pages follow one small program through pyc:\n\n%s\nThe dumps are what\n"
             "`pyc-run --emit=STAGE` writes; `regenerate.py` renews them.\n\n" % example)
    for i, (stage, title, text) in enumerate(PAGES):
        name = "%02d-%s.md" % (i + 1, stage)
        following = ""
        if i + 1 < len(PAGES):
            following = "\nNext: [%s](%02d-%s.md)\n" % (PAGES[i + 1][1].lower().replace("llvm ir", "LLVM IR"), i + 2, PAGES[i + 1][0])
        with open(os.path.join(HERE, name), "w") as page:
            page.write("# %s\n\n%s\n\n%s%s" % (title, text, dump(stage), following))
        index += "%d. [%s](%s)\n" % (i + 1, title, name)
    with open(os.path.join(HERE, "README.md"), "w") as page:
        page.write(index)


if __name__ == "__main__":
    main()
