# stderr: ignore
# async def driven by send; await of awaitables; async with, for and errors.
class Trap:
    def __init__(self, v):
        self.v = v
    def __await__(self):
        got = yield self.v
        return ("resumed", got)


async def leaf(n):
    r = await Trap(n)
    return r


async def main():
    a = await leaf(1)
    b = await leaf(2)
    return a, b


c = main()
print(c.send(None), c.send("x"))
try:
    c.send("y")
except StopIteration as e:
    print(e.value)
try:
    c.send(None)
except RuntimeError as e:
    print(e)


class Ctx:
    def __init__(self, n):
        self.n = n
    async def __aenter__(self):
        print("enter", self.n)
        await Trap("in")
        return self.n
    async def __aexit__(self, t, v, tb):
        await Trap("out")
        print("exit", self.n, t and t.__name__)
        return self.n == 2


async def use():
    async with Ctx(1) as a, Ctx(2) as b:
        print(a, b)
        raise KeyError("inside")
    print("swallowed")
    try:
        async with Ctx(3):
            raise ValueError("v")
    except ValueError as e:
        print("outside", e)


def drive(coro):
    trace = []
    try:
        while True:
            trace.append(coro.send(None))
    except StopIteration as e:
        return trace, e.value


print(drive(use()))


class AIter:
    def __init__(self, n):
        self.n = n
    def __aiter__(self):
        return self
    async def __anext__(self):
        if self.n == 0:
            raise StopAsyncIteration
        self.n -= 1
        await Trap(self.n)
        return self.n


async def loop():
    out = []
    async for x in AIter(3):
        out.append(x)
    else:
        out.append("else")
    out += [x async for x in AIter(2)]
    out.append({x: await leaf(x) async for x in AIter(2) if x})
    return out


print(drive(loop()))


async def thrower():
    try:
        await Trap("t")
    except ValueError as e:
        return "caught %s" % e
    finally:
        print("finally")


c = thrower()
print(c.send(None))
try:
    c.throw(ValueError("into"))
except StopIteration as e:
    print(e.value)
c = thrower()
c.send(None)
c.close()


async def notawaitable():
    await 5


try:
    notawaitable().send(None)
except TypeError as e:
    print(e)


async def badwith():
    async with 5:
        pass


try:
    badwith().send(None)
except TypeError as e:
    print(e)


async def badfor():
    async for x in [1]:
        pass


try:
    badfor().send(None)
except TypeError as e:
    print(e)
c = leaf(1)
try:
    for x in c:
        pass
except TypeError as e:
    print(e)
c.close()
try:
    leaf(1)()
except TypeError as e:
    print(e)


async def twice(c):
    await c
    await c


try:
    drive(twice(leaf(0)))
except RuntimeError as e:
    print(e)


async def many():
    total = 0
    for i in range(2500):
        total += (await leaf(i))[1] or i
    return total


print(drive(many())[1])
print(leaf.__name__, leaf.__code__.co_flags & 0x80)
