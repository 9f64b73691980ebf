# Decorators: order, with arguments, classes, on methods, expressions, wraps.
def log(tag):
    print("make", tag)
    def deco(f):
        print("apply", tag, f.__name__)
        def wrapper(*a, **k):
            return (tag, f(*a, **k))
        wrapper.__name__ = f.__name__
        return wrapper
    return deco


@log("outer")
@log("inner")
def f(x):
    return x


print(f(1), f.__name__)


def add_method(cls):
    cls.extra = lambda self: "extra " + cls.__name__
    return cls


@add_method
class C:
    @staticmethod
    def s(): return "s"
    @classmethod
    @property
    def cp(cls): return cls.__name__
    @log("method")
    def m(self): return self.__class__.__name__


print(C().extra(), C.s(), C().m(), C.cp)
decos = [lambda f: f, lambda f: 42]


@decos[1]
def g(): pass


@(lambda f: [f])
def h(): pass


print(g, h[0].__name__)


class Memo:
    def __init__(self, f):
        self.f, self.cache, self.hits = f, {}, 0
    def __call__(self, n):
        if n in self.cache:
            self.hits += 1
        else:
            self.cache[n] = self.f(n)
        return self.cache[n]


@Memo
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(200), fib.hits)


class Bound:
    def __init__(self, f): self.f = f
    def __get__(self, obj, cls):
        return lambda *a: ("bound", self.f(obj, *a))


class D:
    @Bound
    def m(self, x): return x + 1


print(D().m(4))
try:
    @5
    def bad(): pass
except TypeError as e:
    print(e)


def counted(f):
    def w(*a):
        w.calls += 1
        return f(*a)
    w.calls = 0
    return w


@counted
def inc(x): return x + 1


v = 0
for _ in range(3000):
    v = inc(v)
print(v, inc.calls)
f.attr = 1
f.__doc__ = "doc"
print(f.__dict__, f.__doc__, f.__module__)
