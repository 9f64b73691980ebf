# Arithmetic of ints at the borders of the representations.
edges = [0, 1, -1, 2, -2, 3, 7, -7, 10, -10, 63, 64, 255, 256, -256,
         2**31-1, 2**31, -2**31, 2**32, 2**53, 2**53+1, -2**53-1, 2**60, 2**61-1, 2**61, -2**61, -2**61-1,
         2**62, -2**62, 2**63-1, 2**63, -2**63, -2**63-1, 2**64-1, 2**64, -2**64, 2**65+12345, 10**20, -10**20,
         2**127-1, -2**128, 3**100, -3**100, 10**40+7, 2**200, -(2**200), 2**200-1]
import operator as op_module
def show(f):
    try:
        return repr(f())
    except Exception as e:
        return type(e).__name__ + ': ' + str(e)
n = 0
h = 0
for a in edges:
    row = []
    for b in edges:
        for r in (a + b, a - b, a * b, a & b, a | b, a ^ b, a < b, a <= b, a == b, a != b, a > b, a >= b,
                  show(lambda: a // b), show(lambda: a % b), show(lambda: divmod(a, b)), show(lambda: a / b)):
            h = (h * 31 + hash(str(r)[-18:].__len__()) + len(str(r))) % 1000000007
            row.append(str(r))
    print(a, len(row), h)
    for i in range(0, len(row), 97):
        print('   ', row[i:i + 3])
for a in edges[:24]:
    print(a, -a, +a, ~a, abs(a), bool(a), hash(a), a.bit_length(), a.bit_count(), float(a), hex(a), oct(a), bin(a))
for a in edges[24:]:
    print(a, -a, ~a, abs(a), hash(a), a.bit_length(), a.bit_count(), show(lambda: float(a)), hex(a))
for a in edges:
    for s in (0, 1, 3, 31, 61, 62, 63, 64, 65, 127, 200):
        print(a << s, a >> s, end=' ')
    print()
for a in (2, -2, 3, 10, -7, 0, 1, -1, 2**40):
    for e in (0, 1, 2, 5, 13, 64, 65):
        print(a ** e, end=' ')
    print([show(lambda: a ** -k) for k in (1, 2, 3)])
for a in edges[:30]:
    for m in (1, 2, 7, -7, 97, 2**61, 2**64+13, -(10**20)):
        print(show(lambda: pow(a, 5, m)), show(lambda: pow(a, 2**70, m)), show(lambda: pow(a, -1, m)), end=' ')
    print()
for f in (lambda: 1//0, lambda: 1 % 0, lambda: divmod(1, 0), lambda: 1/0, lambda: 2**70//0, lambda: 2**70 % 0,
          lambda: 1 << -1, lambda: 1 >> -1, lambda: pow(2, 3, 0), lambda: pow(2, -1, 4), lambda: 10**400 * 1.0,
          lambda: 10**400 / 3, lambda: 3 / 10**400, lambda: 10**400 / 10**399, lambda: 0 ** -1, lambda: (-8) ** 0.5,
          lambda: 1 + 'a', lambda: 'a' - 1, lambda: 1 << 1.5, lambda: 2 ** 'x', lambda: ~1.5, lambda: -'a',
          lambda: 1 < 'a', lambda: 2**100 >= None, lambda: int('1' * 5000), lambda: str(10**5000),
          lambda: len(str(10**4299)), lambda: int('1' * 4300) % 1000, lambda: True + True, lambda: True & 3, lambda: True & False,
          lambda: ~True, lambda: True << 70, lambda: 5 // True, lambda: -True, lambda: True ** 2, lambda: round(True)):
    print(show(f))
