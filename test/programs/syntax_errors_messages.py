# Messages and positions of many syntax errors, through compile().
for src in ("x = = 1", "if x\n  pass", "def f(:\n pass", "(1, 2", "1 +", "f(a=1, 2)", "a b", "x = 5 5", "print 'a'", "else: pass", "return 1", "yield 1", "break", "continue", "def f():\n x\n  y",
            "'abc", "'''abc", "1 = x", "f() = 1", "(a, 1) = 2", "None = 1", "x + 1 = 2", "for 1 in x: pass", "del f()", "with x as 1: pass", "import", "from x import", "lambda: = 1", "a = *b", "*a", "f(**a, *b)", "f(a for a in b, c)",
            "def f(a, a): pass", "def f(a=1, b): pass", "def f(*): pass", "def f(**a, b): pass", "class A(: pass", "x: int: str", "global x\nx = 1\ndef f():\n y = 1\n global y", "nonlocal x", "def f():\n nonlocal q", "[x for x in]", "{1: 2, 3}",
            "{1, 2: 3}", "try: pass", "try:\n pass\nexcept:\n pass\nexcept A:\n pass", "0777", "1_000_", "0xg", "1.5j2", "\"\\x1\"", "x = $", "a ? b", "async x", "await x", "async def f(): [await x for x in y]\nq q", "if x = 1: pass", "while x = 1: pass",
            "assert (x, 'y')\n)", "match x:\n case 1 | a: pass", "match x:\n case a, a: pass", "match x:\n case {**r, 'a': 1}: pass", "f'{x'", "f'{x!}'", "x = (yield)", "def f(): x = yield = 1", "a, b += 1", "x := 1", "(x := 1) = 2", "[i := 0 for i in y]",
            "\tif x:\n        y\n\tz", "if 1:\npass", "  x", "x = 1\n  y = 2", "raise x from", "not = 1", "x if y", "x if y else", "class f(a=1, *): pass", "from . import *\ndef f():\n from x import *", "@\ndef f(): pass", "import a.b as c.d", "del *x", "u'a' b'c'",
            "{**a for a in b}", "f(x=1, x=2)", "f(1=2)", "f(True=1)", "def f(True): pass", "True += 1", "__debug__ = 1", "for x in *a: pass", "return", "a[1:2, *]", "a = b = 1 = c", "'a' = 1", "f'x' = 1", "(a for a in b) = 1", "{} = 1", "... = 1", "-x = 1", "a < b = 1", "a and b = 1", "lambda x: x = 1"):
    try:
        compile(src, "<s>", "exec")
        print("ok", repr(src))
    except SyntaxError as e:
        print(type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset, repr(e.text))
