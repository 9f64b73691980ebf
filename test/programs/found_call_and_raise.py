# Found by CPython's tests: callables that call themselves, contexts that are a
# cycle, code objects run as functions, anext with a default, throw() of a class
# that makes no exception.
import asyncio
from types import FunctionType


class Itself:
    pass


Itself.__call__ = Itself()
try:
    Itself()()
except RecursionError as e:
    print(e)


def cycle():
    try:
        raise ValueError(1)
    except ValueError as e:
        e.__context__ = e
        raise TypeError(2)


try:
    cycle()
except TypeError as e:
    print(repr(e), repr(e.__context__), e.__context__.__context__ is e.__context__)

names = {}
FunctionType(compile("x = 1\nprint(x, locals() is globals())", "?", "exec"), names)()
print(names["x"])


class NoException(Exception):
    def __new__(cls, *args):
        return object


def generator():
    yield 1


g = generator()
next(g)
try:
    g.throw(NoException)
except TypeError as e:
    print(e)


async def numbers():
    yield 1
    await asyncio.sleep(0)
    yield 2


class Slow:
    left = 2

    async def __anext__(self):
        await asyncio.sleep(0)
        if not self.left:
            raise StopAsyncIteration
        self.left -= 1
        return self.left

    def __aiter__(self):
        return self


async def main():
    it = numbers()
    print([await anext(it, "end") for _ in range(4)])
    it = aiter(Slow())
    print([await anext(it, "end") for _ in range(4)])
    a = anext(numbers(), 5)
    print(type(a).__name__)
    try:
        a.throw(KeyError("thrown"))
    except KeyError as e:
        print(repr(e))
    try:
        await anext(Slow().__aiter__())
        await anext(3, 4)
    except TypeError as e:
        print(e)


asyncio.run(main())

for template, args in [("%.*d", (2**63 - 1, 1)), ("%.10000000000d", (1,)), ("%.*f", (2**31, 1.5))]:
    try:
        print(template % args)
    except (OverflowError, ValueError) as e:
        print(type(e).__name__, e)
