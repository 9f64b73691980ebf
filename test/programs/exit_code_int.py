# sys.exit in its forms; this one ends with 7, running finally blocks.
import sys, atexit
for arg in (None, 0, 3, "text", (1,), True, 2 ** 40):
    try: sys.exit(arg)
    except SystemExit as e: print(repr(e), e.code)
try: exit(4)
except SystemExit as e: print(e.code)
try: raise SystemExit
except SystemExit as e: print(e.code)
atexit.register(print, "atexit 1")
atexit.register(lambda: print("atexit 2"))
try:
    try: sys.exit(7)
    finally: print("finally")
except Exception: print("never")
