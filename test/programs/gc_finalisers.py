# __del__ and weakref callbacks run after gc.collect(); exit runs the rest.
import gc, weakref
class D:
    log = []
    def __init__(self, n): self.n = n
    def __del__(self): D.log.append(self.n)
def make():
    for i in range(5): D(i)
    for i in range(100):
        a, b = D(i), D(-i)
        a.o, b.o = b, a
make(); gc.collect(); gc.collect()
# A stale word on the native stack may keep one or two alive.
print(len(D.log) > 190, len(set(D.log)) > 190)
calls = []
def scope():
    o = D("w")
    return weakref.ref(o, lambda r: calls.append(1)), weakref.finalize(o, calls.append, 2)
pairs = [scope() for _ in range(50)]; gc.collect()
print(sum(r() is None for r, f in pairs) > 45, sum(not f.alive for r, f in pairs) > 45, 90 < len(calls) <= 100)
print(sorted(set(calls)))
print(gc.isenabled(), gc.get_threshold() is not None)
