# Constructors, conversions and methods of int and bool.
def show(f):
    try:
        return repr(f())
    except Exception as e:
        return type(e).__name__ + ': ' + str(e)
for s in ['0', '1', '-1', '+1', ' 12 ', '\t34\n', '1_000', '1__0', '_1', '1_', '', ' ', '0x10', '0b1', 'abc', '12a', '٣٤', '１２',
          '9' * 30, '-' + '8' * 40, '0' * 30, '- 1', '--1', '1.5', '1e5', '0_0', '٣_٤', '\u2003 5\u2003', '½', 'é']:
    print(repr(s), show(lambda: int(s)))
for s, b in [('ff', 16), ('0xff', 16), ('0XFF', 0), ('0b101', 0), ('0b101', 2), ('0o17', 0), ('0o17', 8), ('017', 0), ('000', 0),
             ('0', 0), ('z', 36), ('Z', 36), ('10', 1), ('10', 37), ('10', -1), ('0x', 16), ('0x_1', 16), ('0_x1', 16), ('12', 2),
             ('1' * 70, 2), ('f' * 40, 16), ('zz' * 20, 36), ('7' * 50, 8), (b'12', 10), (bytearray(b'ff'), 16), (b'xy', 10),
             (12, 10), ('0b1', 16), ('0xg', 16), ('1010', 2), ('2_2', 3), (' 0x1f ', 16)]:
    print(repr(s), b, show(lambda: int(s, b)))
for x in [1.9, -1.9, 1e20, -1e20, 1e300, float('inf'), float('nan'), True, b'12', bytearray(b' 5 '), None, [], 'x', 1j, 2.5e15, 1e18, 4e18, -1e19]:
    print(repr(x), show(lambda: int(x)))
class I:
    def __int__(self): return 42
class X:
    def __index__(self): return 7
class B:
    def __int__(self): return 'no'
class T:
    def __trunc__(self): return 9
class Sub(int):
    def __repr__(self): return 'Sub(%d)' % self
print(int(I()), int(X()), show(lambda: int(B())), show(lambda: int('12', X())))
s = Sub(5)
print(s, repr(s), s + 1, type(s + 1), type(s), isinstance(s, int), s == 5, hash(s), int(s), type(int(s)), -s, s * s, 3 - s, s.real, type(s.real),
      [10, 20, 30, 40, 50, 60][s], Sub('12'), Sub('ff', 16), Sub(), show(lambda: Sub('x')), range(s), f'{s:04d}', '%d' % s, s.bit_length())
print(int(), int(base=10) if 0 else '', show(lambda: int(base=10)), show(lambda: int(1, 2, 3)), show(lambda: int(x=1)))
for n in (0, 1, 127, 128, 255, 256, 65535, 2**31, 2**63, 2**64, 2**70 + 3):
    for v in (n, -n, -n - 1):
        for length in (1, 2, 4, 8, 9, 20):
            for order in ('big', 'little'):
                print(show(lambda: v.to_bytes(length, order, signed=True)), show(lambda: v.to_bytes(length, order)), end=' ')
        print()
print((5).to_bytes(), show(lambda: (1).to_bytes(-1)), show(lambda: (1).to_bytes(1, 'x')), show(lambda: (0).to_bytes(0, 'big')), show(lambda: (1).to_bytes(0, 'big')))
for b in (b'', b'\x00', b'\xff', b'\x80', b'\x7f\xff', b'\xff\x00', b'\x01' * 9, b'\xff' * 8, b'\x80' + b'\0' * 8, b'\xfe' * 17):
    print(int.from_bytes(b, 'big'), int.from_bytes(b, 'little'), int.from_bytes(b, 'big', signed=True), int.from_bytes(b, 'little', signed=True))
print(int.from_bytes([1, 2, 3], 'big'), int.from_bytes(bytearray(b'ab')), show(lambda: int.from_bytes('a', 'big')), show(lambda: int.from_bytes([300], 'big')), Sub.from_bytes(b'\x05', 'big'))
for x in (12345, -12345, 15, 25, 35, -15, 5, 10**20 + 5, 55555, 0):
    print([round(x, k) for k in (3, 0, -1, -2, -4, -6, -30)], round(x), x.__round__())
print((7).as_integer_ratio(), (-3).numerator, (3).denominator, (5).imag, (5).conjugate(), (5).__floor__(), (5).__ceil__(), (5).__trunc__())
print(show(lambda: (5).__add__('a')), show(lambda: (5).__radd__(3)), (5).__lt__(6), (5).__eq__('a'), (5).__divmod__(3), (5).__rdivmod__(3), (5).__pow__(2, 3), (2).__rpow__(3))
for x in (True, False):
    print(x, repr(x), str(x), int(x), x + 1, x & True, x | True, x ^ True, x & 1, x | 2, x == 1, hash(x), f'{x}', f'{x:d}', '%d' % x, x.real, bin(x), ~x, not x)
print(bool(), bool([]), bool('a'), bool(0.0), show(lambda: bool(1, 2)), show(lambda: bool(x=1)), type(True & False), type(True & 1), True is bool(1))
for a, b in ((2**62, 2.0**62), (2**53 + 1, 2.0**53), (2**53, 2.0**53), (10**22, 1e22), (10**23, 1e23), (2**1000, 2.0**1000), (2**1000 + 1, 2.0**1000), (-2**70, -2.0**70),
             (2**2000, float('inf')), (1, float('nan')), (-2**2000, float('-inf')), (2**61, 2.0**61), (2**61 + 1, 2.0**61), (2**60 + 1, 2.0**60), (3, 3.5), (-3, -3.5)):
    print(a == b, a < b, a > b, a <= b, a >= b, a != b, b == a, b < a, b > a)
for a, b in ((2**1000, 3), (1, 3), (2, 3), (10**30, 7), (-10**30, 7**20), (2**53 + 1, 1), (2**54 + 1, 2), (3, 2**1080), (1, 2**1074), (1, 2**1075), (3, 2**1075), (2**1024 - 1, 1), (2**1023, 1), (10**308, 10**-0 if 0 else 1), (2**1080, 2**60), (9007199254740993, 3), (123456789012345678901234567890, 987654321)):
    print(show(lambda: a / b), show(lambda: float(a)))
print(sum(range(10**5)), sum([2**61] * 4), sum([1, 2.5, True]), max(2**70, 5), min(-2**70, 5.0), sorted([2**70, -2**65, 3, 2**61]))
