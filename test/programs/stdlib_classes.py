from dataclasses import dataclass, field, asdict, replace, astuple, fields, FrozenInstanceError
@dataclass(order=True)
class P:
    x: int
    y: int = 0
    l: list = field(default_factory=list, compare=False)
p = P(1, 2); print(p, p == P(1, 2), P(1) < P(2), asdict(p), replace(p, x=5), astuple(p), [f.name for f in fields(P)])
@dataclass(frozen=True, slots=True)
class F: a: int
try: F(1).a = 2
except FrozenInstanceError as e: print(e)
print(F(1), hash(F(1)) == hash(F(1)), F.__slots__)
@dataclass
class Q(P): z: str = "z"
print(Q(1), Q.__match_args__)
try: P()
except TypeError as e: print(e)
import enum
class C(enum.Enum):
    R = 1; G = 2; B = enum.auto()
    def m(self): return self.name
print(C.R, repr(C.G), C(3), C["R"], list(C), C.R.m(), C.R is C(1), C.R == 1, len(C), C.B.value)
try: C(9)
except ValueError as e: print(e)
class I(enum.IntEnum): A = 1; B = 2
print(I.A + 1, I.A < I.B, repr(I.A), f"{I.A}", I(2))
class Fl(enum.Flag): X = 1; Y = 2; Z = 4
print(Fl.X | Fl.Y, repr(Fl.X | Fl.Y), Fl.X in (Fl.X | Fl.Z), ~Fl.X, Fl(5), list(Fl(5)))
try: C.R = 5
except AttributeError as e: print(e)
import abc
class Ab(abc.ABC):
    @abc.abstractmethod
    def f(self): ...
    @property
    @abc.abstractmethod
    def g(self): ...
try: Ab()
except TypeError as e: print(e)
class Co(Ab):
    def f(self): return 1
    g = 5
print(Co().f(), isinstance(Co(), Ab)); Ab.register(int); print(isinstance(3, Ab), issubclass(int, Ab))
import collections.abc as ca
print(isinstance([], ca.Sequence), isinstance({}, ca.Mapping), isinstance((), ca.Hashable), isinstance([], ca.Hashable), isinstance(iter([]), ca.Iterator), isinstance(lambda: 0, ca.Callable))
class Seq(ca.Sequence):
    def __len__(self): return 3
    def __getitem__(self, i):
        if i >= 3: raise IndexError
        return i
print(list(Seq()), 2 in Seq(), Seq().index(1), list(reversed(Seq())), Seq().count(1))
import typing as t
T = t.TypeVar("T")
class G(t.Generic[T]):
    def __init__(self, x: T): self.x = x
print(G[int](3).x, G[int], t.List[int], t.Optional[int], t.Union[int, str], t.get_type_hints(G.__init__), t.Dict[str, t.Any], t.Callable[[int], str], t.Tuple[int, ...])
class TD(t.TypedDict): a: int
print(TD(a=1), TD.__annotations__)
class NT(t.NamedTuple): a: int; b: str = "x"
print(NT(1), NT(1)._asdict(), NT._fields, NT(1)._replace(a=4))
@t.runtime_checkable
class Pr(t.Protocol):
    def foo(self): ...
class HasFoo:
    def foo(self): pass
print(isinstance(HasFoo(), Pr), isinstance(3, Pr))
import collections
N = collections.namedtuple("N", "a b c", defaults=[9]); print(N(1, 2), N(1, 2).c, N._make([1, 2, 3]), N(1, b=2) == (1, 2, 9))
print(collections.Counter("abracadabra").most_common(2), collections.defaultdict(list, a=[1]), collections.deque([1, 2, 3], maxlen=2), collections.OrderedDict([("a", 1)]), collections.ChainMap({"a": 1}, {"b": 2})["b"])
d = collections.defaultdict(int); d["x"] += 1; print(d, d["q"])
import functools
@functools.lru_cache(maxsize=None)
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(80), fib.cache_info(), functools.reduce(lambda a, b: a * b, range(1, 6)), functools.partial(pow, 2)(5))
@functools.total_ordering
class TO:
    def __init__(s, v): s.v = v
    def __eq__(s, o): return s.v == o.v
    def __lt__(s, o): return s.v < o.v
print(TO(1) <= TO(2), TO(3) > TO(2), TO(1) >= TO(1))
@functools.singledispatch
def sd(x): return "obj"
@sd.register
def _(x: int): return "int"
@sd.register(list)
def _(x): return "list"
print(sd(1), sd([]), sd("a"))
def deco(f):
    @functools.wraps(f)
    def w(*a): return f(*a)
    return w
@deco
def named(): "doc"
print(named.__name__, named.__doc__, named.__wrapped__.__name__)
class CP:
    @functools.cached_property
    def v(self): print("once"); return 5
c = CP(); print(c.v, c.v)
import itertools as it
print(list(it.chain([1], [2])), list(it.islice(it.count(), 3)), list(it.product("ab", repeat=2)), list(it.combinations(range(4), 2))[:3], [(k, list(g)) for k, g in it.groupby("aabb")], list(it.accumulate([1, 2, 3])), list(it.zip_longest([1], [2, 3])))
import contextlib
@contextlib.contextmanager
def cm():
    print("enter")
    try: yield 5
    except ValueError as e: print("exc", e)
    finally: print("exit")
with cm() as v: print(v); raise ValueError("q")
with contextlib.suppress(KeyError): {}["x"]
with contextlib.ExitStack() as st: st.callback(print, "cb"); st.enter_context(cm())
import io
with contextlib.redirect_stdout(io.StringIO()) as o: print("hidden")
print(repr(o.getvalue()))
import json
print(json.dumps({"a": [1, 2.5, None, True, "x\u1234"], "b": {}}, indent=1), json.loads('{"a": [1, 2.5e3, null, true, "\\u00e9"]}'), json.dumps([1, (2,)], separators=(",", ":")))
try: json.loads("{bad}")
except json.JSONDecodeError as e: print(e)
import copy, pickle
class Pk:
    def __init__(self): self.a = [1, {2: 3}]
    def __eq__(self, o): return self.a == o.a
o = Pk(); c = copy.deepcopy(o); print(c == o, c.a is o.a, copy.copy(o).a is o.a, pickle.loads(pickle.dumps(o)) == o, pickle.loads(pickle.dumps([1, "a", {3}, (4,), None, 2**100, 1.5, b"x", P(1, 2), C.R])))
class Sl:
    __slots__ = ("x", "y")
s = Sl(); s.x = 1; s2 = copy.copy(s); print(s2.x, hasattr(s2, "y"), pickle.loads(pickle.dumps(s)).x)
print(pickle.loads(pickle.dumps(ValueError("a", 1))), pickle.loads(pickle.dumps(OSError(2, "x", "f"))))
class L(list): pass
l = L([1, 2]); l.q = 5; m = copy.deepcopy(l); print(m, m.q, type(m))
