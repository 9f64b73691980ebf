# stdin: first line\nsecond\n\n12 34\nlast without newline
import sys
print(); print(1, "a", None, sep="|", end="!\n"); print(*"abc", sep=""); print("x", end=""); print("y", flush=True)
print([1, "a\n", 'q"\''], ("é",), {"k": {1}}, b"\x00\xff", 1.0, 1e22, -0.0, 1 + 2j, ...)
name = input("prompt> ")
print(repr(name), repr(input()), repr(input()), sum(map(int, input().split())), repr(input()))
try: input("more? ")
except EOFError as e: print("EOFError", e)
print("to stderr", file=sys.stderr)
sys.stdout.write("written\n"); sys.stderr.write("err\n")
for f in (lambda: print(1, sep=5), lambda: print(1, foo=2), lambda: print(1, end=3), lambda: print(1, file=5), lambda: input(1, 2)):
    try: f()
    except (TypeError, AttributeError) as e: print(type(e).__name__, e)
print("no", "sep", sep=None, end=None); print("é日本😀", ascii("é日本😀"), repr("\x7f\u200b\ud800".encode("utf-8", "surrogatepass")))
class W:
    def write(self, s): sys.stdout.write("<%s>" % s)
print("custom", 5, file=W())
print()
print(sys.stdin.read() == "", sys.argv[1:], sys.stdout.encoding, sys.stdin.readline() == "")
