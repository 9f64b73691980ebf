# cmath, to twelve digits.
import cmath
def show(f):
    try:
        r = f()
        if isinstance(r, complex): return '%.11g %.11g' % (r.real, r.imag)
        if isinstance(r, float): return '%.11g' % r
        return repr(r)
    except Exception as e:
        return type(e).__name__ + ': ' + str(e)
vals = [0j, 1, -1, 1j, -1j, 1+1j, -1-1j, 0.5, 2.5-3j, 1e-3+1e-3j, 1e10, 700+1j, complex('inf'), complex(0.0, -0.0), complex(-2.0, 0.0), complex(-2.0, -0.0), 3]
for n in ('acos', 'acosh', 'asin', 'asinh', 'atan', 'atanh', 'cos', 'cosh', 'exp', 'sin', 'sinh', 'sqrt', 'tan', 'tanh', 'log', 'log10', 'phase', 'polar', 'isnan', 'isinf', 'isfinite'):
    f = getattr(cmath, n)
    print(n, [show(lambda: f(v)) for v in vals])
print(cmath.pi, cmath.e, cmath.tau, cmath.inf, cmath.nan, cmath.infj, cmath.nanj)
print(show(lambda: cmath.rect(2, 1)), show(lambda: cmath.rect(0, 5)), show(lambda: cmath.rect(1, float('inf'))), show(lambda: cmath.log(1+1j, 2)), show(lambda: cmath.log(0)), show(lambda: cmath.sqrt('a')), show(lambda: cmath.exp(1000)), cmath.isclose(1, 1+1e-10j), cmath.isclose(1, 2), show(lambda: cmath.isclose(1, 1, rel_tol=-1)))
class C:
    def __complex__(self): return 3+4j
class F:
    def __float__(self): return 4.0
print(show(lambda: cmath.sqrt(C())), show(lambda: cmath.sqrt(F())), show(lambda: cmath.polar(3+4j)))
