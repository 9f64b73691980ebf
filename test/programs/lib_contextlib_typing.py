# contextlib, typing, abc, copy, string, textwrap, bisect, heapq, io.
import abc, bisect, contextlib, copy, heapq, io, string, textwrap, typing
@contextlib.contextmanager
def tag(name):
    print("<%s>" % name)
    try: yield name
    except KeyError as e: print("caught", e)
    finally: print("</%s>" % name)
with tag("a") as t: print(t)
with tag("b"): raise KeyError("k")
try:
    with tag("c"): raise ValueError("v")
except ValueError as e: print("out", e)
with contextlib.suppress(ZeroDivisionError): 1 / 0
with contextlib.ExitStack() as st:
    st.enter_context(tag("x")); st.callback(print, "callback"); st.enter_context(tag("y"))
class Cl:
    def close(self): print("closed")
with contextlib.closing(Cl()): pass
buf = io.StringIO()
with contextlib.redirect_stdout(buf): print("hidden")
print(repr(buf.getvalue()), contextlib.nullcontext(5).__enter__())
class Shape(abc.ABC):
    @abc.abstractmethod
    def area(self): ...
    @property
    @abc.abstractmethod
    def name(self): ...
class Sq(Shape):
    def area(self): return 4
    name = "sq"
print(Sq().area(), Sq.name)
for f in (lambda: Shape(), lambda: type("X", (Shape,), {"name": 1})()):
    try: f()
    except TypeError as e: print(e)
@Shape.register
class Other: pass
print(isinstance(Other(), Shape), issubclass(Other, Shape))
T = typing.TypeVar("T")
class Box(typing.Generic[T]):
    def __init__(self, v: T): self.v = v
print(Box[int](5).v, typing.List[int], typing.Optional[str], typing.Union[int, str, None], typing.Dict[str, "int"], list[int], dict[str, list[int]], int | str | None, typing.get_type_hints(Box.__init__))
class NT(typing.NamedTuple):
    a: int
    b: str = "x"
print(NT(1), NT.__annotations__, typing.cast(int, "s"), isinstance(5, int | str))
@typing.runtime_checkable
class Pr(typing.Protocol):
    def area(self): ...
print(isinstance(Sq(), Pr), isinstance(5, Pr))
a = [1, [2, 3], {"k": [4]}]
b, c = copy.copy(a), copy.deepcopy(a)
a[1].append(9); print(b, c)
class Node:
    def __init__(self): self.me = self
n = copy.deepcopy(Node()); print(n.me is n)
h = []
for i in range(1000): heapq.heappush(h, i * 7919 % 1000)
print([heapq.heappop(h) for _ in range(5)], heapq.nlargest(3, h), heapq.nsmallest(2, h), list(heapq.merge([1, 4], [2, 3])))
l = []
for i in range(500): bisect.insort(l, i * 37 % 101)
print(l[:5], bisect.bisect_left(l, 50), bisect.bisect(l, 50))
print(string.ascii_lowercase, string.Template("$a ${b}").substitute(a=1, b=2), string.capwords("ab cd"))
print(textwrap.fill("the quick brown fox jumps over the lazy dog", 20)); print(textwrap.dedent("  a\n   b\n"), textwrap.shorten("hello world again", 12))
s = io.StringIO("l1\nl2\nl3"); print(s.readline(), s.read(2), list(s)); bio = io.BytesIO(); bio.write(b"abc"); bio.seek(1); print(bio.read(), bio.getvalue())
