# What a stack walk shows while compiled code has inlined the callers: frames,
# lines, globals, warnings' stack levels, log records, zero-argument super.
import inspect, logging, sys, traceback, warnings


def spin(n):  # a loop keeps callers of this from being followed into it
    total = 0
    while total < n:
        total += 1
    return total


def who(k):
    spin(k % 3 + 12)
    one, two = sys._getframe(1), sys._getframe(2)
    return (one.f_code.co_name, one.f_lineno - one.f_code.co_firstlineno,
            two.f_code.co_name, two.f_lineno - two.f_code.co_firstlineno,
            one.f_back is not None, one.f_globals is globals())


def f(i):
    if i & 1:
        return who(i)
    return \
        who(i)


def direct(n):
    seen = {}
    for i in range(n):
        key = f(i)
        seen[key] = seen.get(key, 0) + 1
    for i in range(n):
        x = i
        key = who(x)
        seen[key] = seen.get(key, 0) + 1
    return sorted(seen.items())


for line in direct(600):
    print(line)


def stack():
    spin(13)
    return [s.name for s in traceback.extract_stack()]


def names():
    spin(12)
    return [s.function for s in inspect.stack(0)]


def g():
    return stack(), names()


def h():
    return g()


seen = {}
for i in range(300):
    a, b = h()
    seen[tuple(a), tuple(b)] = seen.get((tuple(a), tuple(b)), 0) + 1
print(seen)


def depth():
    spin(12)
    frame = sys._getframe()
    n = 0
    while frame:
        n += 1
        frame = frame.f_back
    return n


def deeper(k):
    return depth() if k == 0 else deeper(k - 1)


print({deeper(i % 2) + (i % 2 == 0) for i in range(500)})

lines = {}


def show(message, category, filename, lineno, file=None, line=None):
    lines[lineno] = lines.get(lineno, 0) + 1


warnings.showwarning = show
warnings.simplefilter("always")


def warny(level):
    spin(12)
    warnings.warn("x", stacklevel=level)


def caller(level):
    warny(level)


def outer():
    for i in range(400):
        caller(1 + i % 4)


outer()
print(sorted(lines.items()))


class Records(logging.Handler):
    seen = {}

    def emit(self, record):
        key = record.funcName, record.lineno, record.getMessage()
        self.seen[key] = self.seen.get(key, 0) + 1


log = logging.getLogger("walks")
log.propagate = False
log.setLevel(logging.INFO)
log.addHandler(Records())


def says(i):
    log.info("hello %d", i % 2)


def talk():
    for i in range(300):
        says(i)
        log.warning("direct")


talk()
print(sorted(Records.seen.items()))


class Base:
    def name(self):
        return "base"


class Derived(Base):
    def name(self):
        up = super()
        return "derived of " + up.name()

    def other(self):
        return self.name()


def supers():
    d = Derived()
    return {d.other() for i in range(300)}


print(supers())


def raises():
    spin(12)
    raise ValueError(sys._getframe(1).f_code.co_name)


def catches():
    try:
        raises()
    except ValueError as e:
        return e.args[0], [s.name for s in traceback.extract_tb(e.__traceback__)]


print({repr(catches()) for i in range(300)})
