# Truth of every kind of value in hot loops: builtin objects without a length,
# __bool__ and __len__ in Python and inherited, and those that go wrong.
import itertools, re, sys


class Box:
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n


class Flag:
    def __init__(self, on):
        self.on = on

    def __bool__(self):
        return self.on


class Both(Box):
    def __bool__(self):
        return self.n > 5


class Text(str):
    pass


class Number(int):
    pass


class Upside(int):
    def __bool__(self):
        return not int.__bool__(self)


class Meta(type):
    def __bool__(cls):
        return cls.__name__ == "Yes"


class Yes(metaclass=Meta):
    pass


class No(metaclass=Meta):
    pass


def count(values, rounds=40):
    yes = no = 0
    for _ in range(rounds):
        for v in values:
            if v:
                yes += 1
            else:
                no += 1
            if not v:
                no += 1
            yes += (not v) + bool(v)
            while v:
                yes += 1
                break
    return yes, no


print(count([b"", b"x", bytearray(), bytearray(b"y"), memoryview(b"z"), memoryview(b"")]))
print(count([len, print, type, int, Box, sys, count, [].append, "".join]))
print(count([2**70, -2**80, 0, 1, 0.0, -0.0, 1e300, float("nan"), 0j, 1j]))
print(count([Box(0), Box(3), Flag(True), Flag(False), Both(3), Both(7)]))
print(count([Text(), Text("a"), Number(0), Number(4), Upside(0), Upside(3)]))
print(count([Yes, No, object(), re.compile("x"), range(0), range(3), iter([]), None, ...]))
print(count([{}.keys(), {1: 2}.items(), {}.values(), frozenset(), {1}, itertools.count()]))
print(count([("a" * i) + "b" * i for i in range(50)]))


class Bad:
    def __init__(self, result):
        self.result = result

    def __len__(self):
        return self.result


class BadFlag(Bad):
    def __bool__(self):
        return self.result


for make in (Bad, BadFlag):
    for result in (-1, "no", 1.5, True, 2**70):
        hits = 0
        try:
            for i in range(200):
                if make(result if i == 150 else True):
                    hits += 1
            print(hits)
        except Exception as e:
            print(hits, type(e).__name__, e)


class Raises:
    def __init__(self, at):
        self.at = at

    def __bool__(self):
        if self.at == 170:
            raise ValueError("no truth at 170")
        return self.at % 3 == 0


def scan():
    total = 0
    for i in range(300):
        try:
            if not Raises(i):
                total += i
        except ValueError as e:
            total += 1000
            print(e, e.__traceback__.tb_next.tb_lineno - scan.__code__.co_firstlineno)
    return total


print(scan())
