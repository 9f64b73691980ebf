# The math module over edge values.
import math
def show(f):
    try:
        return repr(f())
    except Exception as e:
        return type(e).__name__ + ': ' + str(e)
vals = [0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2.0, 3.0, 10.0, 100.0, 0.1, 1e-5, 1e5, 1e300, -1e300, 1e-300, 5e-324, 709.0, 710.0, -745.0, -746.0, 171.0, 172.0, 22.0, 23.5, 24.0, -1.5, -2.5, -170.5, 20.5, 150.25, 1e-21, float('inf'), float('-inf'), float('nan'), 3.141592653589793, 1.5707963267948966]
for name in ['acos', 'acosh', 'asin', 'asinh', 'atan', 'atanh', 'cbrt', 'cos', 'cosh', 'degrees', 'erf', 'erfc', 'exp', 'exp2', 'expm1', 'fabs', 'log1p', 'radians', 'sin', 'sinh', 'sqrt', 'tan', 'tanh', 'gamma', 'lgamma', 'log', 'log2', 'log10', 'frexp', 'modf', 'ulp', 'floor', 'ceil', 'trunc', 'isnan', 'isinf', 'isfinite']:
    f = getattr(math, name)
    print(name, [show(lambda: f(v)) for v in vals])
    print('   ', [show(lambda: f(v)) for v in (True, 5, 2**70, 10**400, 'a', None, 1j)])
pairs = [0.0, -0.0, 1.0, -1.0, 2.5, -2.5, 1e300, 1e-300, float('inf'), float('-inf'), float('nan'), 3, 0.1]
for name in ['atan2', 'copysign', 'nextafter', 'remainder', 'fmod', 'pow', 'log', 'hypot', 'isclose']:
    f = getattr(math, name)
    for a in pairs:
        print(name, a, [show(lambda: f(a, b)) for b in pairs])
print(math.pi, math.e, math.tau, math.inf, math.nan)
print([math.factorial(n) for n in range(25)], math.factorial(100), show(lambda: math.factorial(-1)), show(lambda: math.factorial(1.5)), show(lambda: math.factorial(10**30)))
print([math.comb(n, k) for n in range(8) for k in range(9)], math.comb(100, 50), math.comb(10**20, 3), show(lambda: math.comb(-1, 2)), show(lambda: math.comb(2, -1)), show(lambda: math.comb(1.5, 1)))
print([math.perm(n, k) for n in range(6) for k in range(7)], math.perm(5), math.perm(100, 10), show(lambda: math.perm(-1)), show(lambda: math.perm(2, -1)))
print([math.isqrt(n) for n in (0, 1, 2, 3, 4, 15, 16, 10**20, 10**40 + 1, 2**200 - 1)], show(lambda: math.isqrt(-1)), show(lambda: math.isqrt(1.5)))
print(math.gcd(), math.gcd(12, 18), math.gcd(-12, 18, 27), math.gcd(0, 0), math.gcd(2**100, 6**50), math.lcm(), math.lcm(4, 6), math.lcm(0, 5), math.lcm(-4, 6), math.lcm(2**70, 3**50), show(lambda: math.gcd(1.5)), show(lambda: math.lcm('a')))
print(math.fsum([0.1] * 10), math.fsum([1e100, 1.0, -1e100]), math.fsum([]), math.fsum([1e308, 1e308, -1e308] if 0 else [1.5, 2]), show(lambda: math.fsum([1e308, 1e308])), show(lambda: math.fsum([float('inf'), float('-inf')])), math.fsum([float('inf'), 1]), show(lambda: math.fsum(['a'])), math.fsum(0.1 * i for i in range(1000)))
print(math.hypot(), math.hypot(3), math.hypot(3, 4), math.hypot(1, 2, 3), math.hypot(1e200, 1e200), math.hypot(1e-200, 1e-200), math.dist((1, 2), (4, 6)), math.dist([0, 0, 0], [1, 1, 1]), show(lambda: math.dist((1,), (1, 2))), show(lambda: math.hypot('a')))
print([math.hypot(0.1 * i, 0.37 * i + 1) for i in range(40)])
print(math.prod([]), math.prod([1, 2, 3, 4]), math.prod([1.5, 2]), math.prod(range(1, 25)), math.prod([2], start=5), show(lambda: math.prod(['a', 'b'])), show(lambda: math.prod(5)))
print(math.ldexp(1.0, 10), math.ldexp(0.5, -1074), show(lambda: math.ldexp(1.0, 5000)), math.ldexp(1.0, -5000), math.ldexp(0.0, 10**30), show(lambda: math.ldexp(1.0, 10**30)), math.ldexp(1.0, -10**30), show(lambda: math.ldexp(1, 1.5)))
print(math.isclose(1, 1 + 1e-10), math.isclose(1, 1.1, rel_tol=0.2), math.isclose(0, 1e-10, abs_tol=1e-9), show(lambda: math.isclose(1, 1, rel_tol=-1)), math.log(8, 2), math.log(10**400), math.log2(2**1000), math.log10(10**500), show(lambda: math.log(0)), show(lambda: math.log(-5)), show(lambda: math.log(0, 10)), show(lambda: math.log(10, 1)), show(lambda: math.log(2**2000, 2)))
class A:
    def __floor__(self): return 'f'
    def __ceil__(self): return 'c'
    def __trunc__(self): return 't'
    def __float__(self): return 2.0
print(math.floor(A()), math.ceil(A()), math.trunc(A()), math.sqrt(A()), show(lambda: math.floor('a')), show(lambda: math.trunc('a')), show(lambda: math.sqrt('a')), math.floor(-1.5), math.ceil(-1.5), math.trunc(-1.5), math.floor(1e300) == int(1e300))
