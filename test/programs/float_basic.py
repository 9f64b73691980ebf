# Floats: printing, parsing, arithmetic, rounding, conversions.
def show(f):
    try:
        return repr(f())
    except Exception as e:
        return type(e).__name__ + ': ' + str(e)
inf, nan = float('inf'), float('nan')
vals = [0.0, -0.0, 1.0, -1.0, 0.5, 1.5, 2.5, -2.5, 0.1, 0.2, 0.3, 1/3, 2/3, 1e15, 1e16, 1e17, 123456789012345.6, 1e-4, 1e-5, 0.00012345, 1e22, 1e23,
        1.7976931348623157e308, 2.2250738585072014e-308, 5e-324, 4.9e-320, 1e100, 1e-100, 2.0**53, 2.0**53+2, 3.141592653589793, 2.0**-255, 2.0**257, 2.0**-256, 2.0**300, 1e200, 1e-200,
        2.0**61, 2.0**62, 2.0**63, -2.0**63, 9007199254740993.0, inf, -inf, nan]
for v in vals:
    print(repr(v), str(v), hash(v) if v == v else '', bool(v), -v, abs(v), v.is_integer(), v.hex(), show(lambda: v.as_integer_ratio()), show(lambda: int(v)), show(lambda: round(v)))
for a in vals:
    out = []
    for b in vals:
        out.append((a + b, a - b, a * b, show(lambda: a / b), show(lambda: a // b), show(lambda: a % b), show(lambda: divmod(a, b)), a < b, a <= b, a == b, a != b))
    print(out)
for a in (0.0, -0.0, 1.0, -1.0, 2.0, -2.0, 0.5, -0.5, inf, -inf, nan, 1e300, -3.0):
    print([show(lambda: a ** b) for b in (0.0, -0.0, 1.0, -1.0, 2.0, 3.0, -2.0, 0.5, -0.5, inf, -inf, nan, 1e5, -3.0)])
for s in ['1', '1.', '.5', '.', '', '1e5', '1e', '1e+', '1E-5', ' 1.5 ', '1_000.5', '1_.5', '1._5', '_1', '1e1_0', 'inf', '-inf', '+Infinity', 'infinit', 'nan', '-nan', 'NaN', '0x10', '1.5.2', '1 2',
          '1e400', '-1e400', '1e-400', '٣.٥', '١e٢', '123456789012345678901234567890', '0.1' + '0' * 400 + '1', '2.2250738585072011e-308', '1.0000000000000002', '9007199254740993', '4.9406564584124654e-324', '2.47e-324', 'é']:
    print(repr(s), show(lambda: float(s)))
for x in (1, 10**30, 10**400, True, b'1.5', bytearray(b'2'), b'x', None, [], 1j):
    print(repr(x)[:20], show(lambda: float(x)))
for x in (2.675, 1.005, 0.5, 1.5, 2.5, 1e16, 12345.6789, -12345.6789, 1e300, 5.015, 0.125, 0.375, 1e-10, 1234567.5, 55.5, 45.5, 15.0, 25.0):
    print(x, [round(x, n) for n in (0, 1, 2, 3, 5, 10, 20, 400, -1, -2, -3, -4, -5, -400)], round(x), round(-x), round(x, None))
print(show(lambda: round(1.7e308, -308)), show(lambda: round(inf)), show(lambda: round(nan)), round(inf, 2), round(nan, 2), show(lambda: round(1.5, 'a')), show(lambda: round(1.5, 1.5)))
for s in ['0x1p0', '0x1.8p1', '-0x1.fffffffffffffp+1023', '0x1p-1074', '0x0.8p-1074', '0x1.0000000000000cp0', '0x1.00000000000008p0', '0x1.00000000000018p0', 'inf', 'nan', '-inf', '0x', 'zz', '1.8', '0x1p5000', '0x1p-5000', '0xabc.defp2', '  0x1p1  ', '0x.8', '0x1.', '0x1p', '1p', 'abc']:
    print(s, show(lambda: float.fromhex(s)))
class F:
    def __float__(self): return 2.5
class Bad:
    def __float__(self): return 3
class Ix:
    def __index__(self): return 11
class Sub(float):
    def __repr__(self): return 'Sub'
print(float(F()), show(lambda: float(Bad())), float(Ix()), show(lambda: float(object())))
s = Sub(1.5)
print(s, repr(s), s + 1, type(s + 1), s == 1.5, float(s), type(float(s)), s.real, s.hex(), s * 2, 3 / s, s > 1, hash(s), int(s), Sub('2.5') + 1, Sub(), Sub.fromhex('0x1p1'), round(s), f'{s:.2f}')
print(1.5 + True, 2 * 1.5, 3 - 0.5, 7 // 2.0, 7 % 2.5, 2 ** 0.5, 1 / 4, 2**70 * 1.0, 2**70 - 0.5, 1.5 < 2, 2 >= 1.5, 2.0 == 2, 1.0 in (1,), {1: 'a'}[1.0], {1.0: 'b'}[True])
for a, b in ((-7, 2.0), (7, -2.0), (-7.5, 2), (7.5, -2), (1e300, 1e-300), (5.0, inf), (-5.0, inf), (5.0, -inf), (-0.0, 3.0), (0.0, -3.0), (6.0, 3.0), (0.7, 0.1), (-0.7, 0.1)):
    print(a // b, a % b, divmod(a, b))
for f in (lambda: 1.0 / 0, lambda: 1.0 // 0, lambda: 1.0 % 0, lambda: divmod(1.0, 0), lambda: 0.0 ** -1, lambda: 2.0 ** 10000, lambda: (-2.0) ** 0.5, lambda: 1.0 + 'a', lambda: 1.0 < 'a', lambda: 1.0 & 2, lambda: pow(2.0, 3, 5), lambda: 1.5 << 2, lambda: [1][1.0], lambda: 'a' * 1.5, lambda: -(10.0 ** 400) if 0 else 1e308 * 10, lambda: 1.5.__round__(1), lambda: (2.5).__floordiv__(2), lambda: (2.5).__rsub__(10), lambda: (1.5).__eq__('a'), lambda: (1.5).__int__(), lambda: float.__getformat__('double'), lambda: (1.5).conjugate(), lambda: (1.5).imag):
    print(show(f))
import math
x = 0.0
for i in range(200):
    x += 0.1 * i
    if i % 20 == 0: print(x, x / 7, x ** 0.5, math.sin(x), -x // 3, x % 3)
