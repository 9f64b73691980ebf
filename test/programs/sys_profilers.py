# cProfile and trace on sys.setprofile and sys.settrace; bdb's breakpoints.
import bdb, cProfile, io, pstats, trace


def leaf(x):
    return abs(x) + 1


def work(n):
    return sum([leaf(i) for i in range(n)])


def fact(n):
    return 1 if n < 2 else n * fact(n - 1)


p = cProfile.Profile()
p.enable()
work(10)
fact(6)
p.disable()
stats = pstats.Stats(p, stream=io.StringIO()).stats
for (file, line, name), (cc, nc, tt, ct, callers) in sorted(stats.items()):
    if 'disable' not in name and 'setprofile' not in name:
        print(line, name, cc, nc, sorted(k[2] for k in callers))
t = trace.Trace(count=1, trace=0, countfuncs=0)
print(t.runfunc(work, 3))
print(sorted((line, n) for (f, line), n in t.results().counts.items() if f == __file__))


class Debugger(bdb.Bdb):
    def user_line(self, frame):
        print('line', frame.f_lineno, frame.f_code.co_name, frame.f_locals.get('x'))
        self.set_continue()

    def user_return(self, frame, value):
        print('return', value)


d = Debugger()
d.set_break(__file__, leaf.__code__.co_firstlineno + 1)
d.runcall(work, 2)
