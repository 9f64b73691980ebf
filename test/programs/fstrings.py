# f-strings: conversions, specs, nested specs, =, quotes, escapes, expressions.
x, y, name = 3, 2.71828, "naïve"
width, prec = 12, 3
print(f"{x} {y} {name}", f"{x!r} {name!r} {name!a} {name!s}")
print(f"{y:{width}.{prec}}|{y:<{width}}|{y:^12.2f}|{x:>5}|{x:05}|{x:+}|{x:x}|{255:#b}|{1234567:,}|{0.25:%}")
print(f"{x=} {x = } {x=!r} {y=:.2f} {name=!s} {x+1=}")
print(f"{{literal}} {{{x}}} {'nested'} {'a' 'b'}", f"{x:{'>'}{10}}", f'{"quotes"}', f"""{
    x + 1
}""")
print(f"{(lambda v: v * 2)(4)} {[i for i in range(3)]} { {'a': 1}['a'] } {x if x > 2 else y} {x:=5}")
print(f"{'a' if x else 'b':>4}", f"{x!r:>5}", f"a" "b" f"{x}", rf"\n{x}\d", f"\t{x}\u00e9\N{BULLET}", f"{x}" + "%s" % 1)
print(f"{None} {True} {...} {[1, 'a']} {(1,)} {1e100} {2**70} {b'x'}")
print(f"{'%s'}", f"{x:%}", f"{x:.1%}")


class F:
    def __format__(self, spec): return "[" + spec + "]"
    def __repr__(self): return "F()"


f = F()
print(f"{f} {f:abc} {f!r:>6} {f:{x}{y}} {f:{{}}}" if False else f"{f} {f:abc} {f!r:>6} {f:{x}{y}}")
for code in ("f'{5:d}{5.0:d}'", "f'{\"a\":d}'", "f'{[]:>5}'", "f'{nope}'", "f'{1:{2}{\"q\"}}'", "f'{5:,_}'", "f'{\"x\":=5}'", "f'{1.5:x}'",
             "f'{3:c}'", "f'{1:.2}'", "f'{None:>5}'", "f'{2**70:c}'"):
    try:
        print(eval(code))
    except (TypeError, ValueError, NameError, OverflowError) as e:
        print(type(e).__name__, e)
for code in ("f'{'", "f'{}'", "f'}'", "f'{a!x}'", "f'{a b}'", "f'{!r}'", "f'{a:{b:{c}}}'", "f'{\\n}'", "f'{#}'", "f'{a['", "f'{*a}'", "f'{lambda x: 1}'"):
    try:
        compile(code, "<f>", "eval")
        print("ok", code)
    except SyntaxError as e:
        print(e.msg)
out = []
for i in range(2500):
    out.append(f"{i:04d}:{i / 7:.3f}{i!r:>6}{'even' if i % 2 == 0 else 'odd'}")
print(out[0], out[777], out[-1], sum(map(len, out)))
s = ""
for i in range(2000):
    s += f"{i},"
print(len(s), hash(s) == hash("".join(f"{i}," for i in range(2000))))
