# Found by CPython's tests: weak references, range iterators' state, except*,
# signatures, signals to oneself, limits of int's digits.
import array
import collections
import copy
import dataclasses
import functools
import inspect
import io
import itertools
import os
import pickle
import signal
import sys
import time
import types
import weakref

for kind, o in [("array", array.array("b")), ("memoryview", memoryview(b"")), ("StringIO", io.StringIO()),
                ("deque", collections.deque()), ("partial", functools.partial(print)), ("code", (lambda: 0).__code__),
                ("tuple", ()), ("dict", {}), ("set", set())]:
    try:
        print(kind, weakref.ref(o)() is o)
    except TypeError as e:
        print(kind, e)

it = iter(range(2**32 + 2))
it.__setstate__(2**32)
print(next(pickle.loads(pickle.dumps(it))), list(copy.copy(it)))
it = iter(range(2**70, 2**70 + 9, 3))
next(it)
print(list(pickle.loads(pickle.dumps(it))))

for first in (ValueError, (ValueError, TypeError)):
    try:
        try:
            raise ExceptionGroup("eg", [ValueError(1), TypeError(2)])
        except* first:
            raise SyntaxError("3")
    except BaseException as e:
        print(repr(e), repr(e.__context__))
try:
    try:
        raise ValueError(1)
    except* ValueError:
        raise SyntaxError("3")
except BaseException as e:
    print(repr(e), repr(e.__context__))


@dataclasses.dataclass(init=False)
class Plain:
    x: int = 3


print(Plain().x, Plain.__doc__, inspect.signature(object), inspect.signature(list))


class Methods:
    @classmethod
    def cm(cls) -> int: "doc"

    @staticmethod
    def sm(x: int) -> str: "text"


print(Methods.__dict__["cm"].__annotations__, Methods.__dict__["sm"].__annotations__)


class Emptier:
    def __eq__(self, other):
        items.clear()
        return False

    def __hash__(self):
        return 1


items = {Emptier()}
items.add(Emptier())
items |= {Emptier(), 1}
print(len(items))


class Source:
    def __iter__(self):
        return self

    def __next__(self):
        return next(second)


first, second = itertools.tee(Source())
try:
    next(first)
except RuntimeError as e:
    print(e)


def on_signal(number, frame):
    print("signal", number == signal.SIGUSR1)
    raise KeyError("from the handler")


signal.signal(signal.SIGUSR1, on_signal)
try:
    os.kill(os.getpid(), signal.SIGUSR1)
    time.sleep(5)
except KeyError as e:
    print(e)

try:
    str(10**5000)
except ValueError as e:
    print(e)
sys.set_int_max_str_digits(6000)
print(len(str(10**5000)), sys.get_int_max_str_digits())
try:
    sys.set_int_max_str_digits(100)
except ValueError as e:
    print(e)


class Float(float):
    def __float__(self):
        return 42.0


print(float(Float(1)), types.SimpleNamespace(a=1))
try:
    int.from_bytes(0, "big")
except TypeError as e:
    print(e)
