# functions & argument errors
def t(f, *a, **k):
    try: print(f(*a, **k))
    except Exception as e: print(type(e).__name__, e)
def f(a, b, c=3, *, d, e=5): return a, b, c, d, e
t(f); t(f, 1); t(f, 1, 2); t(f, 1, 2, d=4); t(f, 1, 2, 3, 4, d=1); t(f, 1, 2, d=1, z=3); t(f, 1, b=2, a=3, d=1)
def g(a, /, b): return a, b
t(g, 1, a=3); t(g, a=1, b=2); t(g, 1, b=2)
def h(): pass
t(h, 1); t(h, x=1)
def v(*args, **kw): return args, kw
t(v, 1, *[2, 3], x=1, **{"y": 2}); t(lambda: v(**{"x": 1}, x=2)); t(lambda: v(*3)); t(lambda: v(**3)); t(lambda: v(**{1: 2}))
class A:
    def m(self, x): return x
t(A.m); t(A().m); t(A().m, 1, 2); t(A.m, 1, 2)
t(print, 1, end=3); t(len, [], x=1); t([].append, x=1); t("".join); t("".join, 1, 2); t({}.update, 1); t({}.pop); t({}.pop, 1); t([].pop); t([].pop, 1, 2); t([].insert, 1); t([].sort, 1); t([].sort, foo=1)
t(int, 1, 2, 3); t(int, x=1); t(float, 1, 2); t(str, x=1); t(bool, 1, 2); t(list, 1, 2); t(list, x=1); t(tuple, 1, 2); t(dict, 1, 2); t(set, 1, 2); t(range); t(range, 1, 2, 3, 4); t(range, "a"); t(slice); t(enumerate); t(zip, 1); t(map); t(map, 1); t(filter, 1); t(reversed, 1); t(type); t(type, 1, 2); t(object, 1); t(super, 1); t(property, 1, 2, 3, 4, 5); t(staticmethod); t(classmethod); t(complex, "x"); t(bytes, "x"); t(bytearray, 1.5); t(frozenset, 1)
t(isinstance, 1, (int, "x")); t(isinstance, 1, "x"); t(issubclass, int, 3); t(getattr, 1, 2); t(setattr, 1, 2); t(hasattr, 1); t(hasattr, 1, 2); t(delattr, 1, "x"); t(callable); t(chr, "a"); t(ord, "ab"); t(ord, 1); t(hash, {}); t(id); t(iter, 1, 2); t(next, []); t(sum, 1); t(sum, ["a"]); t(sum, "ab", ""); t(min, 1); t(min, []); t(max, 1, "a"); t(sorted, 1); t(sorted, [1, "a"]); t(abs); t(divmod, 1); t(pow, 1); t(round, "x"); t(round, 1.5, "x"); t(open); t(input, 1, 2); t(eval); t(exec, 3); t(compile, 1); t(vars, 1); t(dir, 1, 2); t(format, 1, 2); t(repr); t(ascii); t(bin, 1.5); t(hex, "a"); t(all, 1); t(any); t(globals, 1); t(__import__)
t((1).bit_length, 1); t((1).__add__, 1, 2); t([].__getitem__); t([].__len__, 1); t({}.__contains__); t("a".upper, 1); t("a".split, 1); t("a".replace, 1, 2); t("a".encode, 1); t("a".startswith, 1); t("a".find); t(b"a".decode, 1); t("{}".format); t("{a}".format); t("%d" .__mod__, "x"); t(lambda: "%d" % "x"); t(lambda: "%s %s" % 1); t(lambda: "%z" % 1); t("a".zfill); t("a".center); t("a".ljust, "x"); t("a".count, 1); t("abc".index, "z"); t("a".expandtabs, "x"); t("a".__contains__, 1)
