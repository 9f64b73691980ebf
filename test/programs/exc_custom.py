# Custom exceptions: args, str, attributes, hierarchy, notes, with_traceback.
class AppError(Exception):
    """Base."""


class Coded(AppError):
    def __init__(self, code, *rest):
        super().__init__(code, *rest)
        self.code = code
    def __str__(self):
        return f"code {self.code}"


class NoSuper(Exception):
    def __init__(self, a, b=2):
        self.a = a


for e in (AppError(), AppError("m"), AppError("a", 1), Coded(5), Coded(6, "x"), NoSuper(1), KeyError("k"), KeyError(),
          KeyError("a", "b"), OSError(2, "No such", "f.txt"), OSError(1, "x"), OSError("only"), StopIteration(5),
          SystemExit(3), UnicodeDecodeError("utf-8", b"a\xff", 1, 2, "bad"), ImportError("m", name="n", path="p"),
          SyntaxError("bad", ("f.py", 1, 2, "text")), AttributeError("a", name="n", obj=5), NameError("x", name="y")):
    print(str(e), "|", repr(e), "|", e.args)
print(FileNotFoundError(2, "x").errno, type(OSError(2, "x")).__name__, type(OSError(13, "x")).__name__, type(OSError(9999, "x")).__name__)
e = OSError(2, "No such", "f.txt")
print(e.errno, e.strerror, e.filename, StopIteration(5).value, SystemExit(3).code)
e = ValueError("v")
e.add_note("note 1")
e.add_note("note 2")
print(e.__notes__)
try:
    e.add_note(5)
except TypeError as t:
    print(t)
e.extra = 1
print(e.__dict__)
try:
    raise Coded(7)
except AppError as e:
    print(type(e).__mro__[1].__name__, e, e.code, e.__traceback__ is not None, e.with_traceback(None) is e, e.__traceback__)
print(issubclass(KeyError, LookupError), issubclass(ZeroDivisionError, ArithmeticError), issubclass(RecursionError, RuntimeError),
      issubclass(FileNotFoundError, OSError), IOError is OSError, issubclass(SystemExit, Exception))
for bad in (lambda: Coded(), lambda: ValueError(x=1), lambda: NoSuper(), lambda: OSError(1, 2, 3, 4, 5, 6)):
    try:
        print(repr(bad()))
    except TypeError as e:
        print(e)
try:
    e = ValueError("a")
    e.args = (1, 2)
    print(e, repr(e))
    e.args = "xy"
    print(e.args)
    e.args = 5
except TypeError as t:
    print(t)
try:
    ValueError().__cause__ = 5
except TypeError as t:
    print(t)


class Weird(Exception):
    def __new__(cls, *a):
        self = super().__new__(cls, "from new")
        return self
    def __init__(self, *a):
        pass


print(repr(Weird(1, 2)))
count = {}
for i in range(1500):
    try:
        raise (Coded(i % 3) if i % 2 else NoSuper(i))
    except Coded as c:
        count[c.code] = count.get(c.code, 0) + 1
    except NoSuper as x:
        count["n"] = x.a
print(count)
