"""Random programs about control flow, evaluation order and variables.

usage: lowering_fuzz.py SEED [FUNCTIONS]   prints a program; what it prints is
the same under any Python 3.11. Loops are bounded, every value is an int, a
short tuple, a list or None, and what raises is caught at the top.
"""
import random
import sys


class Generator:
    def __init__(self, seed):
        self.r = random.Random(seed)
        self.lines = []
        self.plain = False  # no walrus: not allowed in a comprehension's iterable

    def out(self, depth, text):
        self.lines.append("    " * depth + text)

    def var(self):
        return self.r.choice(self.vars)

    def expr(self, depth=0):
        r = self.r
        if depth > 3 or r.random() < 0.3:
            k = r.randrange(8)
            if k < 4:
                return self.var()
            if k < 6:
                return str(r.choice([0, 1, 2, 3, 5, -1, 7, 100, 40000, 70000]))
            if k == 6:
                return r.choice(["None", "True", "False", "()", "(1, 2)", "'ab'", "1.5"])
            return f"K({r.randrange(20)})"
        k = r.randrange(24)
        e = lambda: self.expr(depth + 1)
        if k < 4:
            return f"({e()} {r.choice(['+', '-', '*'])} {e()})"
        if k == 4:
            return f"({e()} {r.choice(['//', '%', '&', '|', '^', '<<' if 0 else '-'])} {e()})"
        if k == 5:
            return f"({e()} {r.choice(['<', '<=', '==', '!=', '>', '>=', 'is', 'is not'])} {e()})"
        if k == 6:
            return f"({e()} < {e()} {r.choice(['<', '==', '>='])} {e()})"
        if k == 7:
            return f"({e()} {r.choice(['and', 'or'])} {e()})"
        if k == 8:
            return f"({e()} if {self.cond(depth + 1)} else {e()})"
        if k == 9:
            if self.plain:
                return self.var()
            return f"({self.assignable()} := {e()})"
        if k == 10:
            return f"F({', '.join(e() for _ in range(r.randrange(4)))})"
        if k == 11:
            return f"F({e()}, *({e()}, {e()}), k={e()})"
        if k == 12:
            return f"O.m({e()}, {e()})"
        if k == 13:
            return f"[{e()}, {e()}, {e()}]"
        if k == 14:
            return f"({e()}, {e()})"
        if k == 15:
            return f"[{e()}, *T({e()}), {e()}]"
        if k == 16:
            plain, self.plain = self.plain, True
            iterable = e()
            self.plain = plain
            return f"[({e()}, zz) for zz in T({iterable}) if {e()}]"
        if k == 17:
            return f"F(k={e()}, **{{'j': {e()}}})"
        if k == 18:
            return f"(not {e()})"
        if k == 19:
            return f"(lambda a={e()}: (a, {self.var()}))()"
        if k == 20:
            return f"f'{{{self.var()}}}x{{{self.var()}!r}}'"
        if k == 21:
            return f"O.m(F({e()}), {e()}).__class__.__name__"
        if k == 22:
            return f"{{{e()!s}: 1}}" if 0 else f"len([{e()}, {e()}])"
        return f"L[{e()} if 0 else -1]" if 0 else f"-K({e()})"

    def cond(self, depth=0):
        r = self.r
        k = r.randrange(5)
        if k == 0:
            return self.expr(depth + 2)
        if k == 1:
            return f"not {self.cond(depth + 1)}" if depth < 3 else "x"
        if k == 2 and depth < 3:
            return f"({self.cond(depth + 1)} {r.choice(['and', 'or'])} {self.cond(depth + 1)})"
        return f"K({self.expr(depth + 2)}) {r.choice(['<', '>', '==', '!='])} {r.randrange(5)}"

    def assignable(self):
        return self.r.choice([v for v in self.vars if v not in self.frozen])

    def body(self, depth, loop):
        for _ in range(self.r.randrange(1, 4)):
            self.stmt(depth, loop)

    def stmt(self, depth, loop):
        r = self.r
        k = r.randrange(30)
        if depth > 5:
            k = r.randrange(9)
        if k < 3:
            self.out(depth, f"{self.assignable()} = {self.expr()}")
        elif k == 3:
            self.out(depth, f"{self.assignable()}, {self.assignable()} = {self.expr()}, {self.expr()}")
        elif k == 4:
            self.out(depth, f"{self.assignable()} += {self.expr()}")
        elif k == 5:
            self.out(depth, f"P({self.expr()}, {self.expr()})")
        elif k == 6:
            self.out(depth, f"{self.assignable()} = {self.assignable()} = {self.expr()}")
        elif k == 7:
            self.out(depth, f"{self.assignable()}, *{self.assignable()} = T({self.expr()})")
        elif k == 8:
            c = r.randrange(8)
            if c == 0 and loop:
                self.out(depth, "break")
            elif c == 1 and loop:
                self.out(depth, "continue")
            elif c == 2:
                self.out(depth, f"return {self.expr()}")
            elif c == 3:
                self.out(depth, f"raise {r.choice(['ValueError', 'KeyError', 'TypeError'])}({self.expr()})")
            elif c == 4:
                self.out(depth, f"del {self.assignable()}")
            else:
                self.out(depth, f"O.x = {self.expr()}")
        elif k < 13:
            self.out(depth, f"if {self.cond()}:")
            self.body(depth + 1, loop)
            if r.random() < 0.3:
                self.out(depth, f"elif {self.cond()}:")
                self.body(depth + 1, loop)
            if r.random() < 0.5:
                self.out(depth, "else:")
                self.body(depth + 1, loop)
        elif k < 16:
            self.out(depth, f"for {self.assignable()} in T({self.expr()}):")
            self.out(depth + 1, "G()")
            self.body(depth + 1, True)
            if r.random() < 0.3:
                self.out(depth, "else:")
                self.body(depth + 1, loop)
        elif k < 18:
            self.out(depth, f"while G() and {self.cond()}:")
            self.body(depth + 1, True)
            if r.random() < 0.3:
                self.out(depth, "else:")
                self.body(depth + 1, loop)
        elif k < 23:
            self.out(depth, "try:")
            self.body(depth + 1, loop)
            handlers = r.randrange(3)
            for i in range(handlers):
                name = r.choice(["ValueError", "KeyError", "(TypeError, KeyError)", "Exception"])
                self.out(depth, f"except {name}{r.choice(['', ' as e'])}:")
                self.body(depth + 1, loop)
                if r.random() < 0.2:
                    self.out(depth + 1, "raise")
            if handlers and r.random() < 0.4:
                self.out(depth, "else:")
                self.body(depth + 1, loop)
            if not handlers or r.random() < 0.5:
                self.out(depth, "finally:")
                self.body(depth + 1, loop)
        elif k < 25:
            target = r.choice(["", f" as {self.assignable()}"])
            self.out(depth, f"with C({self.expr()}){target}:")
            self.body(depth + 1, loop)
        elif k == 25:
            self.out(depth, f"match {self.expr()}:")
            for pattern in r.sample(["1 | 2", "[a, b]", "(a, *b)", "None", "str(a)", "int(b) if K(b) < 3", "{'j': a}", "[1, (a, b)] | [a, b, _]"], 3):
                self.out(depth + 1, f"case {pattern}:")
                self.body(depth + 2, loop)
            if r.random() < 0.5:
                self.out(depth + 1, "case _:")
                self.body(depth + 2, loop)
        elif k == 26:
            self.plain = True
            self.out(depth, f"P(list(w for w in T({self.expr()}) if K(w) != {self.var()}))")
            self.plain = False
        elif k == 27 and depth < 3:
            name = self.assignable()
            self.out(depth, f"def inner(p={self.expr()}, *q):")
            self.out(depth + 1, f"nonlocal {self.cell}")
            saved = self.vars, self.frozen
            self.vars = ["p", "q", self.cell]
            self.frozen = set()
            self.body(depth + 1, False)
            self.out(depth + 1, f"return {self.expr()}")
            self.vars, self.frozen = saved
            self.out(depth, f"{name} = inner({self.expr()})")
        else:
            self.out(depth, f"assert K({self.expr()}) != {r.randrange(9)}, {self.expr()}")

    def function(self, n):
        self.vars = ["a", "b", "c", "d", "x", "y"]
        self.frozen = set()
        self.cell = self.r.choice(self.vars)
        generator = self.r.random() < 0.25
        self.out(0, f"def f{n}(a, b, c=3):")
        for v in ("d", "x", "y"):
            if self.r.random() < 0.7:
                self.out(1, f"{v} = {self.r.randrange(4)}")
        if self.r.random() < 0.5:
            self.out(1, f"def capture(): return {self.cell}")
        else:
            self.out(1, f"def capture():\n        nonlocal {self.cell}\n        {self.cell} = 8\n        return 1")
        # Every variable is bound somewhere, so that nonlocal is legal.
        self.out(1, "if not G(): a = b = c = d = x = y = e = 0")
        for _ in range(self.r.randrange(2, 6)):
            self.stmt(1, False)
        if generator:
            self.out(1, f"P((yield {self.expr()}))")
            self.stmt(1, False)
            self.out(1, f"x = yield from T({self.expr()})")
            self.stmt(1, False)
        self.out(1, f"return {self.expr()}")


PRELUDE = '''
log = []
fuel = 0
class Stop(BaseException): pass
def G():
    global fuel
    fuel -= 1
    if fuel < 0: raise Stop
    return True
def show(v, depth=0):
    if depth > 3: return '...'
    if isinstance(v, int): return str(v % 1000003)
    if isinstance(v, (list, tuple)): return type(v).__name__ + '(' + ', '.join([show(x, depth + 1) for x in v[:9]]) + ')'
    if v is None or isinstance(v, (str, float)): return repr(v)[:80]
    if isinstance(v, BaseException): return type(v).__name__
    return '<' + type(v).__name__ + '>'
def P(*a):
    if len(log) < 60: log.append(' '.join([show(x) for x in a]))
def K(v):
    if isinstance(v, int): return v % 7
    if isinstance(v, (list, tuple, str)): return len(v)
    return 3
def F(*a, **k):
    P('F', *a, *[x for p in k.items() for x in p])
    if len(a) > 2 and K(a[0]) == 5: raise ValueError('F')
    return K(a[0]) if a else 4
def T(v):
    if isinstance(v, (list, tuple)): return v[:4]
    if isinstance(v, int): return [v % 5, 1]
    return []
class Obj:
    x = 1
    def m(self, a, b):
        P('m', a, b)
        return K(a) + K(b) + (self.x if isinstance(self.x, int) else 0) % 9
O = Obj()
class C:
    def __init__(self, v): self.v = v
    def __enter__(self): P('enter', self.v); return K(self.v)
    def __exit__(self, t, v, tb):
        P('exit', t and t.__name__)
        return K(self.v) == 1 and t is not Stop
def run(f, *a):
    global fuel
    fuel = 60
    O.x = 1
    log.clear()
    try:
        r = f(*a)
        if hasattr(r, 'send'):
            out = []
            try:
                out.append(next(r))
                while True: out.append(r.send(len(out)))
            except StopIteration as s: r = (out, s.value)
        P('->', r)
    except (Exception, Stop) as e:
        P('!', type(e).__name__, [show(x) for x in e.args] if type(e) is ValueError else 0, e.__context__)
    print(f.__name__, a, *log, sep='\\n  ')
'''


def main():
    g = Generator(int(sys.argv[1]))
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 30
    for n in range(count):
        g.function(n)
    print(PRELUDE)
    print("\n".join(g.lines))
    for n in range(count):
        for args in ("1, 2", "(1, 2), [3]", "None, 5, 'abc'"):
            print(f"run(f{n}, {args})")


main()
