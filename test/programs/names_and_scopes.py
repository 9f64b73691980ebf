# global, nonlocal, del, builtins shadowed, exec/eval namespaces, locals().
count = 0


def bump():
    global count
    count += 1
    return count


for _ in range(2500):
    bump()
print(count)


def shadow():
    len = lambda x: "shadowed"
    return len([1])


print(shadow(), len([1]))
len = lambda x: -1
print(len("abc"))
del len
print(len("abc"))
try:
    del undefined
except NameError as e:
    print(e)
ns = {"a": 1}
exec("b = a + 1\ndef f(): return b", ns)
print(ns["b"], ns["f"](), eval("a * 10", ns), eval("x + y", {"x": 1}, {"y": 2}))


def loc(a, b=2):
    c = a + b
    return sorted(locals().items())


print(loc(1))


class K:
    v = 1
    w = locals()["v"] + 1


print(K.w, globals()["count"], "K" in globals(), __name__)
x = 1


def outer():
    x = 2
    class Inner:
        y = x
        x = 3
        z = x
    def inner():
        global x
        x = 10
    inner()
    return Inner.y, Inner.z, x


print(outer(), x)


class Del:
    a = 1
    del a
    try:
        a
    except NameError as e:
        print(e)


def dels():
    v = [1, 2]
    del v[0]
    w = v
    del v
    return w


print(dels())
import builtins
builtins.injected = "from builtins"
print(injected)
del builtins.injected
try:
    injected
except NameError as e:
    print(e)
try:
    prnt
except NameError as e:
    print(e)
for i in range(3):
    pass
print(i, [i for i in "ab"], i)
code = compile("q = 1\nq + 1", "<s>", "exec")
exec(code)
print(q, eval(compile("q + 5", "<s>", "eval")))
def f():
    exec("hidden = 1")
    try:
        return hidden
    except NameError as e:
        return str(e)
print(f())
print((lambda: x)(), (lambda x: x)(5), [lambda: x][0]())
