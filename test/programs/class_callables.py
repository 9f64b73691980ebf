# __call__, __repr__/__str__/__format__/__bytes__, copies, __del__, name mangling.
class Adder:
    def __init__(self, n): self.n = n
    def __call__(self, x, *a, k=0, **kw): return self.n + x + sum(a) + k + len(kw)


add = Adder(10)
print(add(1), add(1, 2, 3), add(1, k=5, z=1), callable(add), callable(5), callable(Adder), callable(len))
print(list(map(add, [1, 2, 3])), sorted([3, 1, 2], key=Adder(0).__call__))


class T:
    def __repr__(self): return "repr!"
    def __str__(self): return "str!"
    def __format__(self, spec): return "format<%s>" % spec
    def __bytes__(self): return b"bytes!"


t = T()
print(t, repr(t), [t], {"k": t}, f"{t} {t!r} {t!s} {t:spec}", "%s %r" % (t, t), format(t), bytes(t), "{0:x} {0!r}".format(t))


class OnlyRepr:
    def __repr__(self): return "only"


print(str(OnlyRepr()), "%s" % OnlyRepr(), f"{OnlyRepr()}")


class BadRepr:
    def __repr__(self): return 5
    def __str__(self): return 6
    def __format__(self, s): return 7
    def __bytes__(self): return 8


for f in (lambda: repr(BadRepr()), lambda: str(BadRepr()), lambda: format(BadRepr()), lambda: bytes(BadRepr()),
          lambda: f"{OnlyRepr():>5}", lambda: object()()):
    try:
        f()
    except TypeError as e:
        print(e)


class Mangle:
    __private = 1
    def __init__(self):
        self.__x = 2
        self.__y__ = 3
    def get(self): return self.__x, self.__private, self.__y__
    def __hidden(self): return "hidden"
    def call(self): return self.__hidden()


m = Mangle()
print(m.get(), m.call(), sorted(m.__dict__), m._Mangle__hidden())


class __Odd:
    def f(self): self.__z = 1; return sorted(self.__dict__)


print(__Odd().f())
print([c.__qualname__ for c in (Mangle, T)], Mangle.get.__qualname__, add.__call__.__qualname__)


class Outer:
    class Inner:
        def f(self):
            def g(): pass
            return g


print(Outer.Inner.__qualname__, Outer.Inner().f().__qualname__, repr(Outer.Inner))


class Meth:
    def __call__(self): return "instance"
    @staticmethod
    def st(): return "static"


m = Meth()
m.__call__ = lambda: "shadow is ignored"
print(m(), m.__call__(), m.st(), Meth.st())
total = 0
for i in range(3000):
    total += add(i) + add(i, 1) + Adder(i)(1)
print(total)


class Recursive:
    def __init__(self): self.me = self
    def __call__(self, n): return n if n <= 1 else self.me(n - 1) + self(n - 2)


print(Recursive()(14))


class Ellip:
    def __getitem__(self, k): return k


print(Ellip()[...], Ellip()[..., 1], ...)
