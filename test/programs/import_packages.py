# Own modules and packages: relative imports, stars, reload, errors, cycles.
import os
import sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "inputs"))
import pkg
import pkg.first as f
from pkg import second, public
from pkg.first import VALUE, late as renamed
print(pkg.first is f, VALUE, renamed(), public, second.VALUE, second.same is f)
print(second.computed)
try:
    second.nothing
except AttributeError as e:
    print(e)
ns = {}
exec("from pkg import *", ns)
print(sorted(k for k in ns if k != "__builtins__"))
print(pkg.__name__, pkg.__package__, pkg.__doc__, f.__package__, pkg.sub.deep.HERE, os.path.basename(pkg.__file__))
print(sorted(m for m in sys.modules if m.startswith("pkg")))
for bad in ("import pkg.nothing", "import nothing", "from pkg import nothing", "from nothing import x", "import pkg.first.x",
            "from . import x", "from pkg.sub import q", "from math import nothing_here"):
    try:
        exec(bad)
    except ImportError as e:
        print(type(e).__name__, str(e).split(" (/")[0], "|", e.name)
try:
    import broken
except ValueError as e:
    print(e, "broken" in sys.modules)
try:
    import bad_syntax
except SyntaxError as e:
    print(e.msg, os.path.basename(e.filename), e.lineno, e.offset)
import cycle_a
print(cycle_a.A, cycle_a.cycle_b.B)
sys.modules["fake"] = 5
import fake
print(fake)
sys.modules["blocked"] = None
try:
    import blocked
except ImportError as e:
    print(e)
import importlib
print(importlib.import_module("pkg.second") is second, importlib.import_module(".first", "pkg") is f)
importlib.reload(f)
import types
m = types.ModuleType("made", "doc")
m.x = 1
print(m, m.x, m.__doc__, sorted(vars(m))[:3])
import builtins
print(__name__, __builtins__ is builtins, type(sys).__name__, __spec__)
def inner():
    import math as m2
    from math import pi
    return m2.pi == pi
print(inner(), all(inner() for _ in range(300)))
