# dataclasses and enum.
from dataclasses import dataclass, field, fields, asdict, astuple, replace, FrozenInstanceError
import enum
@dataclass
class P:
    x: int
    y: int = 2
    tags: list = field(default_factory=list, compare=False)
    def norm(self): return self.x ** 2 + self.y ** 2
p = P(1)
print(p, p == P(1, 2, ["z"]), p.norm(), asdict(p), astuple(p), [f.name for f in fields(P)], replace(p, x=9))
@dataclass(order=True, frozen=True)
class V:
    a: int
    b: str = "b"
print(sorted([V(2), V(1, "z"), V(1)]), hash(V(1)) == hash(V(1)), {V(1): 5}[V(1, "b")])
for f in (lambda: setattr(V(1), "a", 2), lambda: P(), lambda: P(1, 2, 3, 4), lambda: V(1) < 5):
    try: f()
    except Exception as e: print(type(e).__name__, e)
@dataclass
class Q(P):
    z: float = 0.5
    total: float = field(init=False)
    def __post_init__(self): self.total = self.x + self.y + self.z
print(Q(1), Q(1, z=3).total)
@dataclass(slots=True, kw_only=True)
class S:
    a: int
    b: int = 5
print(S(a=1), S.__slots__)
try:
    @dataclass
    class Bad:
        a: list = []
except ValueError as e: print(e)
match P(3, 4):
    case P(x, y): print(x, y)
t = 0
for i in range(1500): t += P(i, 1).norm() + (P(i) == P(i))
print(t)
class Color(enum.Enum):
    RED = 1
    GREEN = 2
    ALIAS = 1
    def nice(self): return self.name.title()
print(Color.RED, repr(Color.GREEN), Color(2), Color["RED"], Color.ALIAS is Color.RED, list(Color), Color.RED.nice(), Color.GREEN.value, len(Color), Color.RED in Color)
for f in (lambda: Color(9), lambda: Color["X"], lambda: setattr(Color, "RED", 5), lambda: Color.RED < Color.GREEN):
    try: f()
    except Exception as e: print(type(e).__name__, e)
class N(enum.IntEnum):
    A = enum.auto()
    B = enum.auto()
print(N.A + 1, N.B > N.A, sorted([N.B, N.A]), f"{N.A} {N.B!r}", N.A == 1)
class F(enum.Flag):
    R = 4; W = 2; X = 1
print(F.R | F.W, (F.R | F.X) & F.X, F(7), ~F.R, F.R in F(6), bool(F(0)))
class S2(str, enum.Enum):
    A = "a"
print(S2.A == "a", S2.A.upper())
counts = {c: 0 for c in Color}
for i in range(2000): counts[Color.RED if i % 3 else Color.GREEN] += 1
print(counts)
