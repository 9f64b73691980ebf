"""Random Python programs for comparing engines: generate(seed) is a program
that always ends, prints what it computes, and gives every correct
implementation the same output.

The idea. A program is a tree of statement nodes (lists of [header, body...] or
single lines), so that shrink.py can drop pieces and keep it well-formed.
Values have rough kinds (int, float, str, list, dict, obj, any); expressions are
made for a wanted kind, but with some chance of the wrong one, so that types
change under the compiler's feet and TypeErrors are raised. Every statement of
a loop may raise; most are wrapped in try, and what is raised is printed.

What makes traces interesting is made likely: nested loops with loop-carried
ints and floats, ints that overflow 62 bits, branches that flip late, calls of
small functions, methods and closures, generators, attribute reads and writes on
instances of several classes, list and dict writes in loops, exceptions as
control flow.

Nothing depends on addresses, hashes of strings, set order, or time.
"""
import random

INT, FLOAT, STR, LIST, DICT, OBJ, BOOL, TUPLE, ANY = "int float str list dict obj bool tuple any".split()


class Generator:
    def __init__(self, seed):
        self.r = random.Random(seed)
        self.depth = 0          # of loops
        self.names = 0
        self.functions = []     # (name, number of parameters, result kind)
        self.generators = []    # (name, number of parameters)
        self.classes = []       # (name, attributes, methods)
        self.scope = [{}]       # name -> kind
        self.in_function = False
        self.loop_cost = 1      # iterations around this point

    # -- helpers --
    def pick(self, *options):
        return self.r.choice(options)

    def chance(self, p):
        return self.r.random() < p

    def fresh(self, prefix):
        self.names += 1
        return "%s%d" % (prefix, self.names)

    def known(self, kind):
        return [n for n, k in self.scope[-1].items() if k == kind or kind == ANY]

    def variable(self, kind):
        names = self.known(kind)
        return self.r.choice(names) if names else None

    # -- expressions --
    def literal(self, kind):
        r = self.r
        if kind == INT:
            return str(r.choice([0, 1, 2, 3, -1, 7, 10, 255, r.randint(-20, 20), r.randint(-10**6, 10**6), 2**31,
                                 2**61 - 1, -2**61, 2**62, 2**64 + 1])) if r.random() < 0.5 else str(r.randint(-5, 9))
        if kind == FLOAT:
            return r.choice(["0.0", "1.0", "-0.5", "2.5", "1e10", "3.0", "-0.0", "1e-300", "0.1", "float('inf')", "1e308",
                             repr(round(r.uniform(-10, 10), 3))])
        if kind == STR:
            return repr(r.choice(["", "a", "b", "ab", "xyz", "hello", "0", "12", "é", "λx", "A b"]))
        if kind == LIST:
            inner = r.choice([INT, INT, FLOAT, STR, INT])
            return "[%s]" % ", ".join(self.expr(inner, 1) for _ in range(r.randint(0, 4)))
        if kind == TUPLE:
            return "(%s)" % "".join(self.expr(ANY, 1) + ", " for _ in range(r.randint(0, 3)))
        if kind == DICT:
            return "{%s}" % ", ".join("%s: %s" % (self.literal(r.choice([INT, STR])), self.expr(INT, 1))
                                      for _ in range(r.randint(0, 3)))
        if kind == BOOL:
            loops = [n for n in self.scope[-1] if n.startswith("i")]
            if loops and r.random() < 0.7:
                return "%s %s %s" % (r.choice(loops), r.choice(["<", ">", "& 1 ==", "!=", "% 3 =="]), r.choice([0, 1, 2, 4, 20, 60]))
            return r.choice(["True", "False"])
        if kind == OBJ and self.classes:
            return "%s(%s)" % (r.choice(self.classes)[0], self.expr(INT, 1))
        return r.choice(["None", self.literal(INT), self.literal(STR), self.literal(FLOAT)])

    def expr(self, kind, depth=3):
        r = self.r
        if self.chance(0.008):
            kind = r.choice([INT, FLOAT, STR, LIST, DICT, ANY, BOOL, TUPLE])
        if depth <= 0 or self.chance(0.25):
            name = self.variable(kind)
            return name if name and self.chance(0.8) else self.literal(kind)
        sub = lambda k: self.expr(k, depth - 1)
        if self.chance(0.12) and self.loop_cost < 3000 and kind in USES:
            return self.use(r.choice(USES[kind]), depth)
        if self.chance(0.08):
            return "(%s if %s else %s)" % (sub(kind), sub(BOOL), sub(kind))
        if self.chance(0.08):
            calls = [f for f in self.functions if f[2] == kind or kind == ANY]
            if calls and self.loop_cost < 3000:
                f = r.choice(calls)
                return "%s(%s)" % (f[0], ", ".join(sub(r.choice([INT, INT, FLOAT])) for _ in range(f[1])))
        if kind in (INT, FLOAT) and self.chance(0.12):
            obj = self.variable(OBJ)
            if obj:
                c = r.choice(self.classes)
                if self.chance(0.6) or obj == "self":  # no recursion
                    return "%s.%s" % (obj, r.choice(c[1]))
                return "%s.%s(%s)" % (obj, r.choice(c[2]), sub(INT))
        if kind == INT:
            c = r.randrange(15)
            if c < 5:
                return "(%s %s %s)" % (sub(INT), self.pick("+", "-", "*"), sub(INT))
            if c == 5:
                return "(%s %s %s)" % (sub(INT), self.pick("//", "%"), self.divisor(sub(INT)))
            if c == 6:
                return "(%s %s %s)" % (sub(INT), self.pick("&", "|", "^"), sub(INT))
            if c == 7:
                return "(%s %s %d)" % (sub(INT), self.pick("<<", ">>"), r.choice([0, 1, 2, 5, 31, 62]))
            if c == 8:
                return "len(%s)" % sub(self.pick(LIST, STR, DICT, TUPLE))
            if c == 9:
                return self.item(sub)
            if c == 10:
                return "%s(%s)" % (self.pick("abs", "int", "-", "~", "abs", "+"), sub(self.pick(INT, INT, FLOAT)))
            if c == 11:
                return "%s(%s, %s)" % (self.pick("min", "max"), sub(INT), sub(INT))
            if c == 12:
                return "%s.get(%s, %s)" % (sub(DICT), sub(self.pick(INT, STR)), sub(INT))
            if c == 13:
                return "sum(%s for %s in range(%d)%s)" % self.comprehension(INT, depth)
            return "(%s %% 1000003)" % sub(INT)
        if kind == FLOAT:
            c = r.randrange(9)
            if c < 5:
                return "(%s %s %s)" % (sub(self.pick(FLOAT, FLOAT, INT)), self.pick("+", "-", "*"), sub(FLOAT))
            if c == 5:
                return "(%s / %s)" % (sub(self.pick(FLOAT, INT)), self.divisor(sub(self.pick(FLOAT, INT))))
            if c == 6:
                return "%s(%s)" % (self.pick("float", "abs", "-", "+"), sub(self.pick(FLOAT, INT)))
            if c == 7:
                return "(%s ** %s)" % (sub(self.pick(FLOAT, INT)), self.pick("2", "2", "0.5", "-1", "3"))
            return "(%s %s %s)" % (sub(FLOAT), self.pick("//", "%"), self.divisor(sub(FLOAT)))
        if kind == STR:
            c = r.randrange(8)
            if c == 0:
                return "(%s + %s)" % (sub(STR), sub(STR))
            if c == 1:
                return "(%s * %s)" % (sub(STR), self.pick("2", "3", "0", "-1"))
            if c == 2:
                return "str(%s)" % sub(self.pick(INT, FLOAT, BOOL))
            if c == 3:
                parts = [sub(INT), sub(self.pick(INT, FLOAT))]
                parts = ["7" if set(x) & set("{}'\\:!=") else x for x in parts]
                return "f'{%s}%s{%s!r}'" % (parts[0], self.pick("", "-", " "), parts[1])
            if c == 4:
                return "(%s + 'q')[%s]" % (sub(STR), self.slice_or_index())
            if c == 5:
                return "%s.%s()" % (sub(STR), self.pick("upper", "lower", "strip", "title", "swapcase"))
            if c == 6:
                return "%s.join(str(%s) for %s in range(%d)%s)" % ((self.pick("''", "','"),) + self.comprehension(INT, depth))
            return "('%%s|%%r' %% (%s, %s))" % (sub(ANY), sub(INT))
        if kind == LIST:
            c = r.randrange(7)
            if c == 0:
                return "[%s for %s in range(%d)%s]" % self.comprehension(self.pick(INT, FLOAT), depth)
            if c == 1:
                return "(%s + %s)" % (sub(LIST), sub(LIST))
            if c == 2:
                return "%s[%s:%s]" % (sub(LIST), self.pick("", "1", "-2"), self.pick("", "3", "-1"))
            if c == 3:
                return "sorted(%s)" % sub(LIST)
            if c == 4:
                return "list(%s)" % self.iterable(depth)
            if c == 5:
                return "%s[::%s]" % (sub(LIST), self.pick("-1", "2"))
            return self.literal(LIST)
        if kind == BOOL:
            c = r.randrange(6)
            if c < 3:
                k = self.pick(INT, INT, FLOAT, STR)
                return "(%s %s %s)" % (sub(k), self.pick("<", ">", "<=", ">=", "==", "!="), sub(k))
            if c == 3:
                return "(%s %s %s)" % (sub(BOOL), self.pick("and", "or"), sub(BOOL))
            if c == 4:
                return "(%s in %s)" % (sub(INT), sub(self.pick(LIST, DICT, TUPLE)))
            return "(not %s)" % sub(ANY)
        if kind == DICT:
            if self.chance(0.3):
                return self.dict_comprehension(depth)
            return self.literal(DICT)
        if kind == ANY:
            return sub(self.pick(INT, FLOAT, STR, BOOL, LIST, TUPLE))
        return self.literal(kind)

    def use(self, template, depth):
        """Fills I F S L D A (an expression of that kind), V (a known name), N (a small number) in."""
        kinds = {"I": INT, "F": FLOAT, "S": STR, "L": LIST, "D": DICT, "A": ANY, "B": BOOL}
        out = []
        for part in template.split("`"):
            if part in kinds:
                out.append(self.expr(kinds[part], min(depth - 1, 1)))
            elif part == "N":
                out.append(str(self.r.randint(0, 12)))
            elif part == "V":
                out.append(self.variable(INT) or "3")
            else:
                out.append(part)
        return "".join(out)

    def divisor(self, text):
        return text if self.chance(0.1) else "(%s or %s)" % (text, self.pick("1", "3", "2.5", "-7"))

    def item(self, sub):
        """A list's item, mostly one that exists."""
        name = self.variable(LIST)
        if not name or self.chance(0.1):
            return "%s[%s]" % (sub(LIST), sub(INT))
        if self.chance(0.5):
            return "(%s[%s %% len(%s)] if %s else %s)" % (name, sub(INT), name, name, self.literal(INT))
        loops = [n for n in self.scope[-1] if n.startswith("i")]
        i = self.r.choice(loops) if loops else "0"
        return "(%s[%s] if 0 <= %s < len(%s) else %s)" % (name, i, i, name, self.literal(INT))

    def slice_or_index(self):
        return self.pick("0", "-1", "0", "1:", "2:", "-2:", ":-1", "::-1", ":2", self.expr(INT, 1))

    def comprehension(self, kind, depth):
        x = self.fresh("x")
        self.scope.append({**self.scope[-1], x: INT})
        body = self.expr(kind, depth - 1)
        test = " if %s" % self.expr(BOOL, 1) if self.chance(0.3) else ""
        self.scope.pop()
        return body, x, self.r.randint(0, 8), test

    def dict_comprehension(self, depth):
        body, x, n, test = self.comprehension(INT, depth)
        return "{%s: %s for %s in range(%d)%s}" % (self.pick(x, "str(%s)" % x, "%s %% 3" % x), body, x, n, test)

    def iterable(self, depth):
        c = self.r.randrange(6)
        if c == 0 and self.generators and self.loop_cost < 3000:
            g = self.r.choice(self.generators)
            return "%s(%s)" % (g[0], ", ".join(str(self.r.randint(0, 9)) for _ in range(g[1])))
        if c == 1:
            return "reversed(%s)" % self.expr(LIST, depth - 1)
        if c == 2:
            return "range(%d, %d, %d)" % (self.r.randint(-3, 20), self.r.randint(-3, 20), self.pick(1, 2, -1, 3))
        if c == 3:
            return "map(lambda v: %s, %s)" % (self.pick("v", "v + 1", "v * 2", "[v]"), self.expr(LIST, depth - 1))
        return self.expr(self.pick(LIST, LIST, TUPLE, STR), depth - 1)

    # -- statements --
    def target(self, kind):
        """A variable to assign to: known or new."""
        name = self.variable(kind) if self.chance(0.7) else None
        if name and not name.startswith(("i", "x", "o")):
            return name
        name = self.fresh("v")
        return name

    def bind(self, name, kind):
        self.scope[-1][name] = kind

    def statement(self, budget):
        r = self.r
        if self.in_function and self.chance(0.05) and self.depth == 0:
            return ["return " + self.expr(self.result, 2)]
        c = r.randrange(22)
        if budget > 0 and c < 4 and self.depth < 3 and self.loop_cost < 20000:
            return [self.loop(budget)]
        if budget > 0 and c < 7:
            return [self.branch(budget)]
        if budget > 0 and c == 7:
            return [self.attempt(budget)]
        if c == 8:
            name = self.variable(LIST)
            if name:
                return [self.pick("%s.append(%s)" % (name, self.expr(self.pick(INT, INT, FLOAT), 2)),
                                  "if %s: %s[%s %% len(%s)] = %s" % (name, name, self.expr(INT, 1), name, self.expr(INT, 2)),
                                  "if %s: %s.pop()" % (name, name), "if %s: %s[-1] += %s" % (name, name, self.expr(INT, 1)),
                                  "if len(%s) > 40: %s.clear()" % (name, name),
                                  "%s.reverse()" % name, "del %s[3:]" % name,
                                  "%s.insert(%s, %s)" % (name, self.pick("0", "1", "-1"), self.expr(INT, 1)),
                                  "if %s: %s[0], %s[-1] = %s[-1], %s[0]" % (name, name, name, name, name))]
        if c == 9:
            name = self.variable(DICT)
            if name:
                return [self.pick("%s[%s] = %s" % (name, self.expr(self.pick(INT, STR), 1), self.expr(INT, 2)),
                                  "%s.pop(%s, None)" % (name, self.expr(INT, 1)),
                                  "%s.setdefault(%s, %s)" % (name, self.expr(STR, 1), self.expr(INT, 1)),
                                  "%s.update({%s: %s})" % (name, self.expr(INT, 1), self.expr(INT, 1)),
                                  "for i0 in %s: %s[i0] = %s" % (name, name, self.expr(INT, 1)),
                                  "if len(%s) > 30: %s.clear()" % (name, name))]
        if c in (10, 11):
            obj = self.variable(OBJ)
            if obj:
                cls = r.choice(self.classes)
                attr = r.choice(cls[1])
                return [self.pick("%s.%s = %s" % (obj, attr, self.expr(self.pick(INT, FLOAT), 2)),
                                  "%s.%s += %s" % (obj, attr, self.expr(INT, 1)))]
        if c == 12:
            a, b = self.variable(INT), self.variable(INT)
            if a and b and a != b and not a.startswith("i") and not b.startswith("i"):  # 3.11.2 gives `a, a = 1, 2` a = 1
                return ["%s, %s = %s, %s" % (a, b, self.expr(INT, 1), self.expr(INT, 1))]
        if c == 13 and self.depth and self.chance(0.4):
            return ["if %s: %s" % (self.expr(BOOL, 2), self.pick("break", "continue"))]
        if c in (16, 17) and self.loop_cost < 6000:
            text = self.use(r.choice(STATEMENTS), 2).split("\n")
            name = self.fresh("v")
            return [self.nest(line.replace("NEW", name).replace("OLD", self.variable(INT) or "Global.x")) for line in text]
        if c == 14:
            return ["show(%s)" % self.expr(ANY, 2)] if self.loop_cost < 200 else ["note(%s)" % self.expr(INT, 2)]
        if c == 15 and self.chance(0.2):
            return ["if %s: raise %s(%s)" % (self.expr(BOOL, 1), self.pick("ValueError", "KeyError", "IndexError"), self.expr(ANY, 1))]
        kind = self.pick(INT, INT, INT, FLOAT, FLOAT, STR, LIST, DICT, BOOL, OBJ if self.classes else INT)
        name = self.target(kind)
        if kind in (INT, FLOAT) and name in self.scope[-1] and self.chance(0.5):
            return ["%s %s= %s" % (name, self.pick("+", "-", "+", "*" if self.loop_cost < 5 else "+"), self.expr(kind, 2))]
        if kind == STR and self.loop_cost > 2:
            line = "%s = (%s)[:20]" % (name, self.expr(kind, 2))
        elif kind == LIST and self.loop_cost > 2:
            line = "%s = (%s)[:9]" % (name, self.expr(kind, 2))
        elif kind == INT and self.loop_cost > 10:
            line = "%s = (%s) %% %s" % (name, self.expr(kind, 2), self.pick("1000003", "(1 << 61)", "(1 << 70)", "97"))
        else:
            line = "%s = %s" % (name, self.expr(kind, 3))
        self.bind(name, kind)
        return [line]

    @staticmethod
    def nest(line):
        """A line of STATEMENTS as a node: ` » ` goes one level in, ` ¦ ` to the next part."""
        if " » " not in line:
            return line
        parts = []
        for part in line.split(" ¦ "):
            head, *body = part.split(" » ")
            node = [head] + [x for b in body[-1:] for x in b.split(" § ")]
            for h in reversed(body[:-1]):
                node = [head, [h] + node[1:]]
            parts.append(node)
        return parts[0] if len(parts) == 1 else ["if True:"] + parts

    def block(self, budget, least=1):
        body = []
        for _ in range(self.r.randint(least, max(least, min(6, budget + 1)))):
            body += self.statement(budget - 1)
        return body

    def loop(self, budget):
        r = self.r
        n = r.choice([3, 10, 25, 60]) if self.depth else r.choice([5, 30, 120, 400])
        if self.loop_cost * n > 30000:
            n = 3
        old, self.loop_cost, self.depth = self.loop_cost, self.loop_cost * n, self.depth + 1
        i = self.fresh("i")
        before = dict(self.scope[-1])
        if self.chance(0.6):
            header = "for %s in range(%s):" % (i, self.pick(str(n), str(n), "0, %d, 2" % n, "%d, 0, -1" % n))
            self.bind(i, INT)
        elif self.chance(0.4):
            w = self.fresh("i")
            header = "for %s in %s:" % (i, self.iterable(2))
            self.bind(i, INT if self.chance(0.8) else ANY)
        else:
            self.bind(i, INT)
            body = ["%s += 1" % i] + self.guarded(self.block(budget, 2))
            self.scope[-1] = before
            self.loop_cost, self.depth = old, self.depth - 1
            return ["if True:", "%s = 0" % i, ["while %s < %d:" % (i, n)] + body]
        body = self.guarded(self.block(budget, 2))
        self.scope[-1] = before
        self.loop_cost, self.depth = old, self.depth - 1
        return [header] + body

    def guarded(self, body):
        """Mostly what fails in an iteration is the end of that iteration only."""
        if self.depth == 1 or self.chance(0.4):
            return [["try:"] + body, [HANDLER, "caught(e)"]]
        return body

    def branch(self, budget):
        before = dict(self.scope[-1])
        test = self.expr(BOOL, 2)
        if self.depth and self.chance(0.4):
            loops = [n for n in before if n.startswith("i")]
            if loops:
                test = "%s %s %d" % (self.r.choice(loops), self.pick("<", ">", "==", "!=", "% 7 =="), self.r.choice([0, 3, 5, 17, 50, 90]))
        node = ["if %s:" % test] + self.block(budget)
        self.scope[-1] = dict(before)
        if self.chance(0.5):
            other = ["else:"] + self.block(budget)
            self.scope[-1] = before
            return ["if True:", node, other]
        return node

    def attempt(self, budget):
        before = dict(self.scope[-1])
        node = ["try:"] + self.block(budget)
        self.scope[-1] = dict(before)
        handler = [HANDLER, "caught(e)"]
        if self.chance(0.3):
            handler += self.block(budget - 1)
        parts = ["if True:", node, handler]
        self.scope[-1] = dict(before)
        if self.chance(0.2):
            parts.append(["finally:"] + self.block(0))
        self.scope[-1] = before
        return parts

    # -- definitions --
    def function(self, method_of=None):
        self.scope.append({})
        saved = self.depth, self.loop_cost, self.in_function
        self.depth, self.loop_cost, self.in_function = 0, 20, True
        params = [self.fresh("p") for _ in range(self.r.randint(1, 3))] if not method_of else [self.fresh("p")]
        self.result = self.pick(INT, INT, FLOAT)
        for p in params:
            self.bind(p, INT)
        if method_of:
            name = self.fresh("m")
            self.bind("self", OBJ)
            head = "def %s(self, %s):" % (name, params[0])
            self.classes.append(method_of)
        else:
            name = self.fresh("f")
            head = "def %s(%s):" % (name, ", ".join(params))
        body = self.block(self.pick(0, 1, 2))
        body.append("return " + self.expr(self.result, 2))
        if method_of:
            self.classes.pop()
        self.depth, self.loop_cost, self.in_function = saved
        self.scope.pop()
        if not method_of:
            self.functions.append((name, len(params), self.result))
        return name, [head] + body

    def closure(self):
        name, inner = self.fresh("f"), self.fresh("g")
        op = self.pick("+", "-", "^")
        self.functions.append((name, 1, INT))
        return ["def make_%s():" % name, "count = %s" % self.literal(INT),
                ["def %s(a):" % inner, "nonlocal count", "count = (count %s a) %% %s" % (op, self.pick("1009", "(1 << 63)")),
                 "return count"],
                "return %s" % inner], "%s = make_%s()" % (name, name)

    def generator(self):
        name = self.fresh("gen")
        p = self.fresh("p")
        self.scope.append({p: INT})
        self.depth, saved = 0, (self.depth, self.loop_cost)
        self.loop_cost = 20
        i = self.fresh("i")
        self.bind(i, INT)
        loop = ["for %s in range(%s):" % (i, self.pick(p, "5", p + " + 3"))]
        loop += self.statement(0)
        loop.append("yield " + self.expr(self.pick(INT, INT, FLOAT), 2))
        node = ["def %s(%s):" % (name, p), loop]
        if self.chance(0.3) and self.generators:
            node.append("yield from %s(%d)" % (self.r.choice(self.generators)[0], self.r.randint(0, 4)))
        self.scope.pop()
        self.depth, self.loop_cost = saved
        self.generators.append((name, 1))
        return node

    def make_class(self):
        name = "C%d" % len(self.classes)
        attrs = ["a", "b", "c"][:self.r.randint(2, 3)]
        self.r.shuffle(attrs)
        node = ["class %s%s:" % (name, "(%s)" % self.r.choice(self.classes)[0] if self.classes and self.chance(0.4) else "")]
        if self.chance(0.25) and "(" not in node[0]:
            node.append("__slots__ = ('a', 'b', 'c', 'd')")
        init = ["def __init__(self, n):"] + ["self.%s = %s" % (a, self.pick("n", "0", "1.5", "n + 1", "n * 2")) for a in attrs]
        node.append(init)
        methods = []
        cls = (name, attrs, methods)
        for m in ("get", "step"):
            method, definition = self.function(cls if methods else (name, attrs, ["get"]))
            definition[0] = definition[0].replace(method, m, 1)
            methods.append(m)
            node.append(definition)
        if self.chance(0.5):
            node.append(["def __%s__(self, other):" % self.pick("add", "mul", "sub"), "return %s(self.%s)" % (name, attrs[0])])
        if self.chance(0.3):
            node.append("@property")
            node.append(["def d(self):" if "__slots__" not in str(node) else "def e(self):", "return self.%s" % attrs[0]])
        node.append(["def __repr__(self):", "return '%s(%%r)' %% (self.%s,)" % (name, attrs[0])])
        self.classes.append(cls)
        return node

    def program(self):
        tree = [PRELUDE]
        for _ in range(self.r.randint(0, 2)):
            tree.append(self.make_class())
        for _ in range(self.r.randint(1, 4)):
            kind = self.r.randrange(5)
            if kind == 0:
                tree += self.closure()
            elif kind == 1:
                tree.append(self.generator())
            else:
                tree.append(self.function()[1])
        main = ["def main():"]
        self.scope.append({})
        self.result = INT
        for _ in range(self.r.randint(2, 4)):
            name = self.fresh("v")
            kind = self.pick(INT, FLOAT, LIST, INT, STR, DICT)
            main.append("%s = %s" % (name, self.literal(kind)))
            self.bind(name, kind)
        if self.classes:
            for _ in range(self.r.randint(1, 2)):
                o = self.fresh("o")
                main.append("%s = %s(%s)" % (o, self.r.choice(self.classes)[0], self.literal(INT)))
                self.bind(o, OBJ)
        stable = dict(self.scope[-1])
        for _ in range(self.r.randint(2, 4)):
            main.append(self.loop(4))
        main.append("final(%s)" % ", ".join(stable))
        tree.append(main)
        tree.append(["for _ in range(%d):" % self.pick(1, 2, 3),
                     ["try:", "main()"],
                     [HANDLER, "caught(e)"]])
        tree.append("print(log_sum, log_count)")
        return tree


# What else programs do: helpers of LIBRARY, builtins, unpacking, managers ...
USES = {
    INT: ["fib(`N`)", "gcd(`I`, `I`)", "apply(lambda a, b=2: a + b, `I`)", "apply(add3, `I`, c=`I`)", "add3(`I`, b=`I`)",
          "add3(*(`I`, 2))", "add3(**{'a': `I`, 'c': 3})", "Global.x", "Box(`I`)[`N`]", "len(Box(`I`))", "Box(`I`).half",
          "(Box(`I`) + Box(`I`)).v", "sum(x for x in Box(`N`))", "ord((`S` + 'z')[0])", "(`S`).count('a')", "(`S`).find('b')",
          "first(x for x in `L` if x)", "divmod(`I`, `V` or 1)[1]", "pow(`I`, 3, 1009)", "(`I`).bit_length()",
          "next(countdown(`N`), -1)", "sum(i * v for i, v in enumerate(`L`))", "sum(a * b for a, b in zip(`L`, range(9)))",
          "max(`L`, default=0)", "len(set(`L`))", "len({*`L`, 1})", "int(`B`)", "(lambda: `I`)()", "[*`L`, 5][0]",
          "(w := `I`) + w", "Box.total(`I`, `I`)", "Box(`I`)(2)", "int(str(`I`)[-3:].strip('-') or 0)", "sum(map(abs, `L`))",
          "len(list(filter(None, `L`)))", "bytes([1, 2, `N`])[2]", "(`I` if isinstance(`A`, int) else 0)", "dispatch(`A`)",
          "[n for n in countdown(`N`)][-1]", "Box(`I`).missing", "len(Global.seen)", "helper_raise(`I`)", "deep(`N`, `I`)"],
    FLOAT: ["mean(`L`)", "round(`F`, 2)", "apply(lambda a: a / 3, `I`)", "float(`I` % 1000)", "sum([0.5 * x for x in `L`], 0.0)",
            "Box(`F`).v", "abs(`F`)", "min(`F`, `F`, 1.5)", "divmod(`F`, 2.5)[1]"],
    STR: ["'-'.join(map(str, `L`))", "''.join(reversed(`S`))", "(`S`).replace('a', 'bb')[:9]", "'%05d' % (`I` % 1000)", "f'{`V` % 99:>5}'",
          "chr(97 + `N`)", "str(Box(`N`))", "''.join([c for c in `S` if c != 'b'])", "(`S`).split('l')[0]", "('a' if `B` else 'b')"],
    LIST: ["list(countdown(`N`))", "[a for a, *b in [(1, 2), (`I`, 3)]]", "sorted(`L`, key=lambda v: -v)", "list(zip(`L`, `L`))[:2]",
           "list(range(`N`))", "[[j for j in range(i)] for i in range(3)]", "list(accumulate(`L`))", "list(Box(`N`))", "[0] * (`N` % 5)",
           "list({k: 1 for k in `L`})", "list(`D`.values())"],
    DICT: ["{k: v for k, v in enumerate(`L`)}", "dict(a=`I`, b=2)", "{**`D`, 'z': `I`}", "tally(`S`)"],
    BOOL: ["Box(`I`) == Box(`I`)", "Box(`I`) < Box(3)", "`I` in Box(5)", "any(v > 2 for v in `L`)", "all(`L`)", "`S` in 'hello'",
           "isinstance(`A`, (int, str))", "`A` is None", "`I` < `V` < `I`", "bool(Box(`I`))", "(`S`).isdigit()"],
}
STATEMENTS = [
    "NEW, *rest = `L` + [`I`]", "(NEW, b), c = (`I`, 1), 2", "Global.x = `I` % 100", "Global.x += 1", "Global.seen[`V` % 7] = `I`",
    "for k, v in `D`.items(): » note(v)", "for i0, v in enumerate(`L`): » note(i0) § OLD = i0", "while True: » OLD = OLD // 3 § if abs(OLD) < 9: break",
    "with Manager(`V`) as NEW: » note(`I`)", "with Manager(3): » if `B`: raise KeyError(`I`)", "for NEW in countdown(`N`): » if NEW == 2: break ¦ else: » note(7)",
    "try: » OLD = quit_early(`N`) ¦ finally: » note(2)", "Box.half = property(lambda self: self.v // `N` if `N` else 0)",
    "Box.scale = `N`", "g = accumulator()\nnext(g)\nNEW = g.send(`I`) + g.send(2)", "NEW = lambda z=`I`: z + 1\nnote(NEW())",
    "NEW = Box(`I`)\nNEW.extra = `I`\nNEW.v += 1\nnote(NEW.extra)", "NEW = Box(`I`)\nNEW[`V` % 3] = `I`", "NEW = Box(1)\nNEW += 2\nnote(NEW.v)",
    "del Global.seen[0]", "NEW = set(`L`)\nNEW.add(`I`)\nNEW.discard(1)", "NEW = `L`\nNEW[1:2] = [`I`, 2]\nnote(len(NEW))",
    "note(finally_loop(`N`))",
    "NEW = bytearray(b'abc')\nNEW[1] = `N`\nnote(sum(NEW))", "assert `B`, `S`", "match `A`: » case int(): note(1)",
    "match `L`: » case [x, *_]: note(2)", "show((`A`, `V`))",
]
HANDLER = "except (TypeError, ValueError, ArithmeticError, LookupError, NameError, AttributeError) as e:"
PRELUDE = '''log_sum = log_count = 0
def short(v):
    try:
        text = repr(v)
    except ValueError:
        text = hex(v)
    text = text.split(" at 0x")[0]
    return text if len(text) < 300 else text[:140] + "..." + text[-140:]
def show(v):
    global log_count
    log_count += 1
    if log_count < 400:
        print(short(v))
def note(v):
    global log_sum, log_count
    log_count += 1
    log_sum = (log_sum * 31 + (v if isinstance(v, int) else len(short(v)))) % 1000000007
def caught(e):
    show((type(e).__name__, str(e)))
def final(*values):
    print(*map(short, values))
class Global:
    x = 1
    seen = {}
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
def gcd(a, b):
    while b:
        a, b = b, a % b
    return a
def deep(n, v):
    if n <= 0:
        return v + 1
    return deep(n - 1, v) - 1
def add3(a, b=10, *, c=100):
    return a + b * 2 + c
def apply(f, *args, **kw):
    return f(*args, **kw)
def first(it):
    for v in it:
        return v
    return -1
def countdown(n):
    while n > 0:
        yield n
        n -= 1
def accumulator():
    total = 0
    while True:
        total += yield total
def accumulate(values):
    total = 0
    for v in values:
        total += v
        yield total
def mean(values):
    return sum(values) / len(values)
def tally(text):
    d = {}
    for c in text:
        d[c] = d.get(c, 0) + 1
    return d
def dispatch(v):
    if isinstance(v, bool):
        return 1
    elif isinstance(v, int):
        return 2
    elif isinstance(v, (float, str)):
        return 3
    elif v is None:
        return 4
    return len(v)
def helper_raise(v):
    try:
        if v % 3 == 1:
            raise ValueError(v)
        if v % 3 == 2:
            return v // (v % 2)
    except ValueError as e:
        return e.args[0] + 1
    finally:
        Global.x ^= 1
    return v
def quit_early(n):
    for i in range(n):
        try:
            if i == 5:
                return i * 10
            if i == 3:
                continue
        finally:
            Global.x = i
    else:
        return -n
def finally_loop(n):
    out = 0
    for i in range(n):
        try:
            if i % 4 == 1:
                continue
            if i == 9:
                break
            out += i
        finally:
            out += 100
    return out
class Manager:
    def __init__(self, v):
        self.v = v
    def __enter__(self):
        return self.v
    def __exit__(self, kind, e, tb):
        Global.x += 1
        return kind is KeyError
class Box:
    scale = 2
    def __init__(self, v):
        self.v = v
    def __len__(self):
        return abs(self.v) % 5
    def __getitem__(self, i):
        if i > 6:
            raise IndexError(i)
        return self.v + i
    def __setitem__(self, i, v):
        self.v = i
    def __iter__(self):
        for i in range(abs(self.v) % 7):
            yield i * self.scale
    def __add__(self, other):
        return Box(self.v + other.v) if isinstance(other, Box) else NotImplemented
    def __iadd__(self, other):
        self.v += other
        return self
    def __eq__(self, other):
        return self.v == other.v
    def __lt__(self, other):
        return self.v < other.v
    def __hash__(self):
        return 7
    def __contains__(self, i):
        return i == self.v
    def __call__(self, k):
        return self.v * k
    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return len(name)
    def __repr__(self):
        return "Box(%r)" % (self.v,)
    @property
    def half(self):
        return self.v // 2
    @staticmethod
    def total(a, b):
        return a + b
class SubBox(Box):
    scale = 3
    def __call__(self, k):
        return super().__call__(k) + 1'''


def render(tree, indent=0):
    lines = []
    for node in tree:
        if isinstance(node, str):
            lines += ["    " * indent + line for line in node.split("\n")]
        elif node[0] == "if True:":
            # A group: its parts side by side (an else needs its if).
            lines += render(node[1:], indent).split("\n") if len(node) > 1 else []
        else:
            lines.append("    " * indent + node[0])
            body = render(node[1:], indent + 1)
            lines += body.split("\n") if body else ["    " * (indent + 1) + "pass"]
    return "\n".join(lines)


def generate(seed):
    return Generator(seed).program()


if __name__ == "__main__":
    import sys
    print(render(generate(int(sys.argv[1]))))
