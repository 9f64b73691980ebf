# sys.settrace and sys.setprofile: events, their order, lines and arguments.
import sys
log = []
def tracer(frame, event, arg):
    if frame.f_code.co_filename != __file__: return None
    if event == 'exception': arg = (arg[0].__name__, str(arg[1]))
    log.append((frame.f_code.co_name, event, frame.f_lineno - frame.f_code.co_firstlineno, arg if not callable(arg) else None))
    return tracer
def show():
    sys.settrace(None)
    for x in log: print(*x)
    print('--'); log.clear()
def add(a, b):
    c = a + b
    return c
def loop(n):
    s = 0
    for i in range(n):
        s += add(i, 1)
    while s > 3:
        s -= 2
    return s
def gen(n):
    for i in range(n):
        yield i
    return 'done'
def usegen():
    return [x for x in gen(2)]
def bad():
    raise ValueError('x')
def catch():
    try:
        bad()
    except ValueError as e:
        return str(e)
    finally:
        pass
class C:
    def __init__(self):
        self.x = 1
    @property
    def p(self):
        return self.x
def cls():
    c = C()
    return c.p
def uncaught():
    bad()
for f, a in ((add, (1, 2)), (loop, (2,)), (cls, ())):
    sys.settrace(tracer)
    f(*a)
    show()
sys.settrace(tracer)
catch()
sys.settrace(None)
print([x[:2] + x[3:] for x in log if x[1] != 'line']); log.clear()
sys.settrace(tracer)
try: uncaught()
except ValueError: pass
show()
sys.settrace(tracer)
usegen()
sys.settrace(None)
print([x[:2] for x in log if x[1] in ('call', 'return')]); log.clear()
print(sys.gettrace())
# profile
def prof(frame, event, arg):
    if frame.f_code.co_filename == __file__:
        log.append((frame.f_code.co_name, event, getattr(arg, '__name__', arg) if event.startswith('c_') else arg))
def p1():
    x = len("abc")
    y = abs(-x)
    try: int("zz")
    except ValueError: pass
    return add(x, y)
sys.setprofile(prof)
p1()
sys.setprofile(None)
for x in log: print(*x)
# a tracer that raises ends tracing
def boom(frame, event, arg): raise RuntimeError('in tracer')
sys.settrace(boom)
try: add(1, 2)
except RuntimeError as e: print(e, sys.gettrace())
# changing locals through f_locals
def changer(frame, event, arg):
    if event == 'line' and frame.f_code.co_name == 'add' and 'c' in frame.f_locals:
        frame.f_locals['c'] = 99
    return changer
sys.settrace(changer)
r = add(1, 2)
sys.settrace(None)
print(r)
t = 0
for i in range(200000): t += add(i, 1)
print(t)
