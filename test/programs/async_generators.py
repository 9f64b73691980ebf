# Async generators: iteration, asend, athrow, aclose, comprehension over them.
class Trap:
    def __init__(self, v):
        self.v = v
    def __await__(self):
        return (yield self.v)


def drive(coro):
    seen = []
    try:
        while True:
            seen.append(coro.send(None))
    except StopIteration as e:
        return seen, e.value


async def count(n):
    try:
        for i in range(n):
            await Trap(("tick", i))
            got = yield i
            if got:
                print("got", got)
    finally:
        print("cleaned")


async def simple():
    out = []
    async for x in count(3):
        out.append(x)
    return out


print(drive(simple()))


async def sends():
    g = count(3)
    a = await g.asend(None)
    b = await g.asend("hello")
    await g.aclose()
    try:
        await g.__anext__()
    except StopAsyncIteration as e:
        return a, b, repr(e)


print(drive(sends()))


async def catcher():
    while True:
        try:
            yield "ready"
        except ValueError as e:
            yield "caught %s" % e


async def throws():
    g = catcher()
    a = await g.__anext__()
    b = await g.athrow(ValueError("x"))
    c = await g.__anext__()
    try:
        await g.athrow(KeyError("k"))
    except KeyError as e:
        d = repr(e)
    return a, b, c, d


print(drive(throws()))


async def comp():
    g = (x * 2 async for x in count(3) if x != 1)
    return [y async for y in g], {x async for x in count(2)}


print(drive(comp()))
print(type(count(1)).__name__)
try:
    count(1).asend(None).send(5)
except TypeError as e:
    print(e)


async def hot():
    t = 0
    async for i in plain(2500):
        t += i
    return t


async def plain(n):
    for i in range(n):
        yield i


print(drive(hot()))
try:
    for x in plain(1):
        pass
except TypeError as e:
    print(e)


async def stop():
    yield 1
    raise StopAsyncIteration


async def run():
    try:
        async for x in stop():
            print(x)
    except RuntimeError as e:
        print(e)


drive(run())
