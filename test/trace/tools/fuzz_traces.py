#!/usr/bin/env python3
"""Random traces, compiled with and without optimising, must leave in the same
place with the same registers.

    fuzz_traces.py BUILD_DIR [FIRST_SEED [COUNT]]

A trace keeps a few variables in registers (ints, floats, objects of two
fields), does random things to them and leaves when its counter reaches its
limit or a guard fails. Prints the seeds that differ and keeps their files.
"""
import random
import subprocess
import sys
import os

VARS = 6


class Trace:
    def __init__(self, seed):
        self.r = random.Random(seed)
        self.lines = []
        self.n = 0
        self.pc = 1
        self.kind = {}

    def new(self, text):
        self.n += 1
        self.lines.append(f"  %t{self.n} = {text}")
        return f"%t{self.n}"

    def emit(self, text):
        self.lines.append("  " + text)

    def snapshot(self, inner=False):
        regs = ", ".join(f"{i} = {v}" for i, v in enumerate(self.vars))
        self.pc += 1
        s = self.new(f"snapshot @f:{self.pc} [{regs}]")
        if inner and self.r.random() < 0.3:
            v = self.r.choice(self.vars)
            s = self.new(f"snapshot @g:{self.pc} [0 = {v}] parent {s} offset 12")
        self.s = s
        return s

    def int_of(self, i):
        return self.new(f"guard_int {self.vars[i]} else {self.s}")

    def float_of(self, i):
        return self.new(f"guard_float {self.vars[i]} else {self.s}")

    def step(self):
        r = self.r
        self.snapshot(inner=True)
        ints = [i for i in range(VARS) if self.types[i] == "i"]
        floats = [i for i in range(VARS) if self.types[i] == "f"]
        points = [i for i in range(VARS) if self.types[i] == "p"]
        choice = r.random()
        # Register 0 is the counter and only counts; 1 is the limit.
        target = r.randrange(2, VARS)
        if choice < 0.25:
            a, b = self.int_of(r.choice(ints)), self.int_of(r.choice(ints))
            op = r.choice(["int_add_ovf", "int_sub_ovf", "int_and", "int_or",
                           "int_xor", "int_mod_ovf", "int_floordiv_ovf",
                           "int_mul_ovf", "int_shr_ovf"])
            if r.random() < 0.5:
                b = self.new(f"const_int {r.choice([1, 2, 3, 7, -1, -2, 0, 8])}")
            tail = f" else {self.s}" if op.endswith("ovf") else ""
            x = self.new(f"{op} {a}, {b}{tail}")
            # Keep numbers small: what overflows differs where the result is
            # not wanted.
            m = self.new("const_int 1023")
            x = self.new(f"int_and {x}, {m}")
            self.vars[target], self.types[target] = self.new(f"box_int {x}"), "i"
        elif choice < 0.4 and floats:
            a, b = self.float_of(r.choice(floats)), self.float_of(r.choice(floats))
            op = r.choice(["float_add", "float_sub"])
            if r.random() < 0.4:
                # Not by variables: boxed floats of extreme magnitude fail
                # guard_float where unboxed ones do not.
                b = self.new(f"const_float {r.choice([0.5, 1.0, -0.75])}")
                op = "float_mul"
            elif r.random() < 0.3:
                b = self.new(f"const_float {r.choice([2.0, 1.0, -4.0, 3.0])}")
                op = "float_div"
            x = self.new(f"{op} {a}, {b}")
            if r.random() < 0.2:
                x = self.new(f"{r.choice(['float_neg', 'float_abs'])} {x}")
            self.vars[target], self.types[target] = self.new(f"box_float {x}"), "f"
        elif choice < 0.5:
            x = self.new(f"int_to_float {self.int_of(r.choice(ints))}")
            self.vars[target], self.types[target] = self.new(f"box_float {x}"), "f"
        elif choice < 0.62:
            o = self.new(f"new @P{r.randrange(2)} size 24 else {self.s}")
            shape = self.lines[-1].split("@")[1].split()[0]
            for off in (8, 16):
                if r.random() < 0.8:
                    v = r.choice(self.vars)
                    self.emit(f"setfield {o}[{off}] = {v} class 1 as value")
            self.vars[target], self.types[target] = o, "p"
            self.shape[o] = shape
        elif choice < 0.74 and points:
            i = r.choice(points)
            self.emit(f"guard_shape {self.vars[i]}, @{self.shape[self.vars[i]]} else {self.s}")
            x = self.new(f"getfield {self.vars[i]}[{r.choice([8, 16])}] class 1 as value")
            k = r.random()
            if k < 0.5:
                x = self.new(f"guard_int {x} else {self.s}")
                x, t = self.new(f"box_int {x}"), "i"
            else:
                x = self.new(f"guard_float {x} else {self.s}")
                x, t = self.new(f"box_float {x}"), "f"
            self.vars[target], self.types[target] = x, t
        elif choice < 0.84 and points:
            i = r.choice(points)
            v = r.choice(self.vars)
            self.emit(f"setfield {self.vars[i]}[{r.choice([8, 16])}] = {v} class 1 as value")
            self.snapshot()
        elif choice < 0.94:
            a, b = self.int_of(r.choice(ints)), self.int_of(r.choice(ints))
            c = self.new(f"{r.choice(['int_lt', 'int_le', 'int_eq', 'int_ne', 'int_gt', 'int_ge'])} {a}, {b}")
            k = r.random()
            if k < 0.3:
                self.emit(f"guard_{r.choice(['true', 'false'])} {c} else {self.s}")
            elif k < 0.7:
                self.vars[target], self.types[target] = self.new(f"box_bool {c}"), "b"
            else:
                x = self.new(f"bool_to_int {c}")
                self.vars[target], self.types[target] = self.new(f"box_int {x}"), "i"
        elif choice < 0.97 and points:
            # Through an index, as lists are.
            i = r.choice(points)
            x = self.int_of(r.choice(ints))
            one = self.new("const_int 1")
            x = self.new(f"int_and {x}, {one}")
            x = self.new(f"int_to_raw {x}")
            if r.random() < 0.5:
                self.emit(f"setitem {self.vars[i]}[{x}] = {r.choice(self.vars)} from 8 class 1 as value")
                self.snapshot()
            else:
                y = self.new(f"getitem {self.vars[i]}[{x}] from 8 class 1 as value")
                y = self.new(f"guard_int {y} else {self.s}")
                self.vars[target], self.types[target] = self.new(f"box_int {y}"), "i"
        elif points:
            self.emit(f"call @test_id({self.vars[r.choice(points)]}) reads -1 writes 2")
            self.snapshot()
        else:
            self.vars[target], self.types[target] = self.vars[r.randrange(VARS)], None
            src = self.vars.index(self.vars[target])
            self.types[target] = self.types[src] if src != target else "x"

    def build(self):
        r = self.r
        # Types at the loop's header must be what the loop leaves: fix them up
        # at the end by converting.
        start = ["i", "i"] + [r.choice("iffp") for _ in range(VARS - 2)]
        self.shape = {}
        self.vars = []
        self.types = list(start)
        self.lines.append("trace.trace loop @t {")
        for i in range(VARS):
            self.vars.append(self.new(f"arg {i}"))
        self.snapshot()
        made = {}
        for i in range(VARS):
            if start[i] == "p":
                o = self.new(f"new @P0 size 24 else {self.s}")
                self.emit(f"setfield {o}[8] = {self.vars[0]} class 1 as value")
                self.emit(f"setfield {o}[16] = {self.vars[1]} class 1 as value")
                self.vars[i] = o
        types = ", ".join(["!trace.value"] * VARS)
        self.emit(f"jump ^loop({', '.join(self.vars)} : {types})")
        self.lines.append("^loop(" + ", ".join(
            f"%v{i}: !trace.value" for i in range(VARS)) + "):")
        self.vars = [f"%v{i}" for i in range(VARS)]
        for i in range(VARS):
            if start[i] == "p":
                self.shape[f"%v{i}"] = "P0"
        for _ in range(r.randrange(1, 14)):
            self.step()
        # Counter, limit, types back to the start's.
        self.snapshot()
        i, n = self.int_of(0), self.int_of(1)
        lt = self.new(f"int_lt {i}, {n}")
        self.emit(f"guard_true {lt} else {self.s}")
        one = self.new("const_int 1")
        j = self.new(f"int_add_ovf {i}, {one} else {self.s}")
        self.vars[0] = self.new(f"box_int {j}")
        for k in range(2, VARS):
            if self.types[k] == start[k]:
                if start[k] == "p" and self.shape[self.vars[k]] != "P0":
                    pass
                else:
                    continue
            if start[k] == "p":
                o = self.new(f"new @P0 size 24 else {self.s}")
                self.emit(f"setfield {o}[8] = {self.vars[0]} class 1 as value")
                self.vars[k] = o
            elif start[k] == "f":
                x = self.new(f"int_to_float {j}")
                self.vars[k] = self.new(f"box_float {x}")
            else:
                self.vars[k] = self.vars[0]
        self.snapshot()
        self.emit(f"guard_breaker else {self.s}")
        self.emit(f"jump ^loop({', '.join(self.vars)} : {types})")
        self.lines.append("}")
        regs = [0, r.randrange(0, 30)]
        for k in range(2, VARS):
            regs.append(r.randrange(-5, 50) if start[k] == "i"
                        else round(r.uniform(-10, 10), 2) if start[k] == "f" else 0)
        return "\n".join(self.lines) + "\n", regs


def main():
    build = sys.argv[1]
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 100
    bad = 0
    for seed in range(first, first + count):
        text, regs = Trace(seed).build()
        path = f"/tmp/trace_fuzz_{os.getpid()}_{seed}.mlir"
        with open(path, "w") as f:
            f.write(text)
        args = [f"{build}/bin/trace-run", path, "--run=@t", "--plain"]
        for i, v in enumerate(regs):
            args += ["--reg", f"{i}={v}"]
        runs = [subprocess.run(args + extra, capture_output=True, text=True,
                               timeout=20)
                for extra in (["--no-opt"], [])]
        if runs[0].returncode or (runs[0].returncode, runs[0].stdout) != (
                runs[1].returncode, runs[1].stdout):
            bad += 1
            print(f"seed {seed} differs: {' '.join(args[1:])}")
            print(runs[0].returncode, runs[1].returncode, runs[0].stderr[-300:],
                  runs[1].stderr[-600:])
            if bad > 5:
                break
        else:
            os.unlink(path)
    print(f"{bad} of {count} differ")
    return bad != 0


sys.exit(main())
