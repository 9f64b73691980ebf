# __del__ and weakref callbacks run after gc.collect(); exit runs the rest.
import gc, weakref
class D:
    log = []
    def __init__(self, n): self.n = n
    def __del__(self): D.log.append(self.n)
def make():
    for i in range(5): D(i)
    a, b = D("cycle a"), D("cycle b")
    a.o, b.o = b, a
make(); gc.collect(); gc.collect()
print(sorted(map(str, D.log)))
calls = []
def scope():
    o = D("w")
    return weakref.ref(o, lambda r: calls.append(1)), weakref.finalize(o, calls.append, 2)
r, f = scope(); gc.collect()
print(r(), sorted(calls), f.alive)
print(gc.isenabled(), gc.get_threshold() is not None)
