"""Classes, exceptions, with in small hot loops."""
from collections import namedtuple
from dataclasses import dataclass
from enum import Enum, IntEnum


class P:
    def __init__(self, x, y):
        self._x = x
        self.y = y

    @property
    def x(self):
        return self._x

    @x.setter
    def x(self, v):
        self._x = v

    @classmethod
    def make(cls, v):
        return cls(v, v + 1)

    @staticmethod
    def twice(v):
        return v * 2


def properties():
    p = P(1, 2)
    n = 0
    for i in range(40000):
        p.x = i
        n += p.x + p.y
    return n


def classmethods():
    n = 0
    for i in range(20000):
        p = P.make(i)
        n += p.x + p.twice(3) + P.twice(i)
    return n


class S:
    __slots__ = ("a", "b")
    count = 0

    def __init__(self, a, b):
        self.a = a
        self.b = b


def slots_objects():
    n = 0
    for i in range(40000):
        s = S(i, 2)
        s.a += s.b
        n += s.a
    return n


def class_attr_update():
    S.count = 0
    for i in range(20000):
        S.count += 1
    return S.count


class A:
    def __init__(self, v):
        self.v = v

    def area(self):
        return self.v


class B(A):
    def __init__(self, v, w):
        super().__init__(v)
        self.w = w

    def area(self):
        return super().area() * self.w


def super_calls():
    n = 0
    for i in range(20000):
        n += B(i, 2).area()
    return n


def polymorph():
    class C1:
        def f(self): return 1

    class C2(C1):
        def f(self): return 2

    class C3(C1):
        def f(self): return 3
    objs = [C1(), C2(), C3(), C2()] * 20
    n = 0
    for _ in range(300):
        for o in objs:
            n += o.f()
    return n


class Vec:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, o): return Vec(self.x + o.x, self.y + o.y)
    def __mul__(self, k): return Vec(self.x * k, self.y * k)
    def __eq__(self, o): return self.x == o.x and self.y == o.y
    def __hash__(self): return hash((self.x, self.y))
    def __lt__(self, o): return self.x < o.x
    def __neg__(self): return Vec(-self.x, -self.y)
    def __bool__(self): return self.x != 0
    def __getitem__(self, i): return self.x if i == 0 else self.y
    def __len__(self): return 2
    def __contains__(self, v): return v == self.x or v == self.y
    def __call__(self, k): return self.x + k
    def __iter__(self): return iter((self.x, self.y))
    def __repr__(self): return f"Vec({self.x}, {self.y})"


def dunder_arith():
    a = Vec(1, 2)
    d = Vec(1, 1)
    n = 0
    for i in range(15000):
        a = a + d * 2
        if a == d or a < d:
            n += 1
        n += (-a).x
    return n


def dunder_protocol():
    a = Vec(1, 2)
    n = 0
    for i in range(20000):
        n += a[i & 1] + len(a)
        if i in a:
            n += 1
        if a:
            n += a(3)
    return n


def dunder_hash():
    d = {}
    for i in range(8000):
        v = Vec(i % 50, i % 20)
        d[v] = d.get(v, 0) + 1
    return len(d)


def dunder_iter():
    n = 0
    for i in range(15000):
        x, y = Vec(i, 2)
        n += x + y
    return n


def dunder_repr():
    n = 0
    for i in range(8000):
        n += len(repr(Vec(i, 2))) + len(str(i))
    return n


class Color(Enum):
    RED = 1
    GREEN = 2
    BLUE = 3


class Level(IntEnum):
    LOW = 1
    HIGH = 2


def enums():
    n = 0
    cs = [Color.RED, Color.GREEN, Color.BLUE]
    for i in range(15000):
        c = cs[i % 3]
        if c is Color.RED:
            n += 1
        elif c == Color.GREEN:
            n += c.value
        if Level.HIGH > 1:
            n += 1
    return n


NT = namedtuple("NT", "a b c")


def namedtuples():
    n = 0
    for i in range(20000):
        t = NT(i, 2, 3)
        n += t.a + t.b
        a, b, c = t
        n += c
    return n


@dataclass
class DC:
    x: int
    y: int = 5

    def total(self):
        return self.x + self.y


def dataclasses_():
    n = 0
    for i in range(20000):
        d = DC(i)
        n += d.total()
        if d == DC(3, 5):
            n += 1
    return n


def isinstance_chain():
    vals = [1, "a", 2.5, None, [1], (2,), {"k": 1}] * 10
    n = 0
    for _ in range(300):
        for v in vals:
            if isinstance(v, int):
                n += 1
            elif isinstance(v, str):
                n += 2
            elif isinstance(v, (float, list)):
                n += 3
            elif v is None:
                n += 4
            elif type(v) is tuple:
                n += 5
    return n


def try_raise():
    n = 0
    for i in range(20000):
        try:
            if i % 3 == 0:
                raise ValueError("bad")
            n += 1
        except ValueError:
            n += 2
    return n


def try_keyerror():
    d = {i: i for i in range(0, 100, 2)}
    n = 0
    for i in range(20000):
        try:
            n += d[i % 100]
        except KeyError:
            n += 1
    return n


class MyErr(Exception):
    def __init__(self, code):
        super().__init__(code)
        self.code = code


def check(i):
    if i & 1:
        raise MyErr(i)
    return i


def try_custom():
    n = 0
    for i in range(15000):
        try:
            n += check(i)
        except MyErr as e:
            n += e.code & 3
    return n


def try_finally():
    n = 0
    for i in range(30000):
        try:
            n += i
            if i & 1:
                continue
            n += 1
        finally:
            n += 2
    return n


def try_int_parse():
    vals = ["12", "x", "7", "99", "?"] * 20
    n = 0
    for _ in range(80):
        for v in vals:
            try:
                n += int(v)
            except ValueError:
                n -= 1
    return n


class Ctx:
    def __init__(self):
        self.n = 0

    def __enter__(self):
        self.n += 1
        return self

    def __exit__(self, t, v, tb):
        self.n += 1
        return False


def with_stmt():
    c = Ctx()
    for i in range(25000):
        with c as k:
            k.n += i & 1
    return c.n


def linked_list():
    class Node:
        def __init__(self, v, nxt):
            self.v = v
            self.next = nxt
    n = 0
    for r in range(60):
        head = None
        for i in range(200):
            head = Node(i, head)
        p = head
        while p is not None:
            n += p.v
            p = p.next
    return n


def tree_insert():
    class T:
        def __init__(self, k):
            self.k = k
            self.l = None
            self.r = None

        def insert(self, k):
            if k < self.k:
                if self.l is None:
                    self.l = T(k)
                else:
                    self.l.insert(k)
            else:
                if self.r is None:
                    self.r = T(k)
                else:
                    self.r.insert(k)

        def depth(self):
            return 1 + max(self.l.depth() if self.l else 0, self.r.depth() if self.r else 0)
    root = T(500)
    for i in range(1500):
        root.insert((i * 7919) % 1009)
    return root.depth()


def vm_loop():
    code = [("push", 0), ("store", "s"), ("push", 4000), ("store", "i"),
            ("load", "s"), ("load", "i"), ("add", None), ("store", "s"),
            ("load", "i"), ("push", 1), ("sub", None), ("store", "i"),
            ("load", "i"), ("jnz", 4)]
    st, env, pc = [], {}, 0
    while pc < len(code):
        op, arg = code[pc]
        pc += 1
        if op == "push":
            st.append(arg)
        elif op == "load":
            st.append(env[arg])
        elif op == "store":
            env[arg] = st.pop()
        elif op == "add":
            b = st.pop()
            a = st.pop()
            st.append(a + b)
        elif op == "sub":
            b = st.pop()
            a = st.pop()
            st.append(a - b)
        elif op == "jnz":
            if st.pop():
                pc = arg
    return env["s"]


def getattr_setattr():
    p = P(1, 2)
    n = 0
    for i in range(20000):
        setattr(p, "y", i)
        n += getattr(p, "y") + getattr(p, "zz", 3)
        if hasattr(p, "x"):
            n += 1
    return n
