# Suggestions in the last line of a traceback.
import sys
counter = 1
class A:
    attribute = 1
for code in ("countr", "A.atribute", "A().attribut", "import maths", "sys.exitt", "prin(1)", "from math import sqr", "[].apend"):
    try: exec(code)
    except Exception as e: print(type(e).__name__, e, getattr(e, "name", None))
def f():
    total_count = 5
    return total_cout
f()
