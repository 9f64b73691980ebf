# ExceptionGroup and except*: split, subgroup, derive, nesting, re-raise.
g = ExceptionGroup("top", [ValueError(1), TypeError("t"), ExceptionGroup("nested", [ValueError(2), KeyError("k")])])
print(g, repr(g), g.message, len(g.exceptions))
m, rest = g.split(ValueError)
print(repr(m), repr(rest))
print(repr(g.subgroup(KeyError)), g.subgroup(OSError), repr(g.subgroup(lambda e: isinstance(e, TypeError))))
try:
    raise g
except* ValueError as e:
    print("values", [type(x).__name__ for x in e.exceptions])
except* (TypeError, KeyError) as e:
    print("others", repr(e))
else:
    print("no")
finally:
    print("finally")
try:
    try:
        raise g
    except* ValueError:
        pass
except ExceptionGroup as e:
    print("left", repr(e))
try:
    raise KeyError("plain")
except* KeyError as e:
    print(type(e).__name__, e.exceptions)
try:
    try:
        raise ExceptionGroup("a", [ValueError(1), OSError(2)])
    except* ValueError:
        raise RuntimeError("new")
    except* OSError as e:
        raise
except ExceptionGroup as e:
    print(repr(e))
try:
    pass
except* ValueError:
    pass
else:
    print("else")
for bad in (lambda: ExceptionGroup("x", []), lambda: ExceptionGroup("x", [1]), lambda: ExceptionGroup(1, [ValueError()]),
            lambda: ExceptionGroup("x"), lambda: ExceptionGroup("x", [KeyboardInterrupt()]), lambda: ExceptionGroup("x", 5)):
    try:
        bad()
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
b = BaseExceptionGroup("b", [KeyboardInterrupt(), ValueError()])
print(type(b).__name__, type(BaseExceptionGroup("b", [ValueError()])).__name__)
print([repr(x) for x in b.split(ValueError)])


class My(ExceptionGroup):
    def derive(self, excs):
        return My("derived", excs)


x, y = My("m", [ValueError(1), TypeError(2)]).split(TypeError)
print(type(x).__name__, x.message, y.exceptions)
try:
    try:
        raise ExceptionGroup("g", [ValueError()])
    except* ExceptionGroup:
        pass
except TypeError as e:
    print(e)
n = 0
for i in range(800):
    try:
        raise ExceptionGroup("loop", [ValueError(i), TypeError(i)] if i % 2 else [TypeError(i)])
    except* ValueError as e:
        n += e.exceptions[0].args[0]
    except* TypeError as e:
        n += 1
print(n)
raise ExceptionGroup("uncaught", [ValueError("one"), ExceptionGroup("in", [KeyError("two")])])
