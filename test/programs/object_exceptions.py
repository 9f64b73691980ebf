import sys
def f(n):
    return g(n) + 1
def g(n):
    x = [1,2,3]
    return x[n] / 0
def show(fn, *a):
    try:
        fn(*a)
    except BaseException as e:
        import traceback
        traceback.print_exc()
try:
    f(1)
except ZeroDivisionError as e:
    tb = e.__traceback__
    while tb: print(tb.tb_lineno, tb.tb_frame.f_code.co_name); tb = tb.tb_next
try:
    try:
        f(1)
    except ZeroDivisionError as e:
        raise KeyError("x") from e
except KeyError as e:
    print(repr(e), repr(e.__cause__), repr(e.__context__), e.__suppress_context__)
try:
    try:
        f(1)
    except ZeroDivisionError as e:
        raise KeyError("x")
except KeyError as e:
    print(repr(e), repr(e.__cause__), repr(e.__context__), e.__suppress_context__)
e = OSError(2, "No such", "file.txt"); print(type(e), e, e.errno, e.filename, e.args)
print(type(OSError(17, "x")), OSError("a"), repr(OSError(1,2,3)), OSError(13, "p", "a", None, "b"))
class MyOS(OSError):
    def __init__(self, a): super().__init__(5, a); self.q = a
print(MyOS("zz"), MyOS("z").errno, MyOS("z").args)
print(ImportError("m", name="n", path="p").name, ModuleNotFoundError("x").msg, repr(ImportError("q")))
try: ImportError("x", foo=1)
except TypeError as e: print(e)
print(StopIteration(3).value, StopIteration().value, SystemExit(3).code, SystemExit().code, SystemExit(1,2).code)
print(str(KeyError("a")), str(KeyError()), str(KeyError(1,2)), KeyError("a"))
print(UnicodeDecodeError("utf-8", b"ab\xff", 2, 3, "bad"), UnicodeEncodeError("ascii", "a\u1234", 1, 2, "bad"), UnicodeTranslateError("abc", 0, 2, "r"))
se = SyntaxError("msg", ("f.py", 3, 4, "text", 3, 6)); print(se, se.lineno, se.offset, se.text, se.end_lineno, se.end_offset, se.filename, se.msg)
e = ValueError(1, 2); e.add_note("n1"); e.add_note("n2"); print(e.__notes__, e.args, str(e), repr(e))
try: e.add_note(3)
except TypeError as x: print(x)
try: raise 3
except TypeError as x: print(x)
try: raise ValueError from 3
except TypeError as x: print(x)
try: ValueError().__cause__ = 3
except TypeError as x: print(x)
eg = ExceptionGroup("eg", [ValueError(1), TypeError(2), ExceptionGroup("in", [ValueError(3), OSError(4)])])
print(repr(eg), str(eg), eg.message, eg.exceptions)
a, b = eg.split(ValueError); print(repr(a), repr(b)); print(eg.subgroup(lambda e: isinstance(e, OSError)), eg.subgroup(KeyError))
print(type(BaseExceptionGroup("x", [ValueError()])), type(BaseExceptionGroup("x", [KeyboardInterrupt()])))
for args in ((), ("a",), ("a", 1), ("a", []), ("a", [1]), (1, [ValueError()])):
    try: ExceptionGroup(*args)
    except Exception as x: print(type(x).__name__, x)
try: ExceptionGroup("x", [KeyboardInterrupt()])
except TypeError as x: print(x)
try:
    raise eg
except* ValueError as v: print("v", repr(v))
except* OSError as v: print("o", repr(v))
except* TypeError as v: print("t", repr(v))
class A(Exception): pass
print(A.__mro__, A("x", 1), A(), repr(A()))
def ff():
    try: return 1
    finally: print("fin")
print(ff())
try:
    foo_undefined
except NameError as e: print(e, e.name)
def loc():
    try: zz
    except UnboundLocalError as e: print(e)
    zz = 1
loc()
