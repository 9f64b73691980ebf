# KeyboardInterrupt raised by the program: exit code 130 and the traceback.
import signal
print("start", flush=True)
try:
    raise KeyboardInterrupt
except KeyboardInterrupt as e:
    print(repr(e), isinstance(e, Exception))
def handler(): raise KeyboardInterrupt("mine")
try: handler()
finally: print("finally")
