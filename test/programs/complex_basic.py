# complex: construction, arithmetic, printing.
def show(f):
    try:
        return repr(f())
    except Exception as e:
        return type(e).__name__ + ': ' + str(e)
vals = [0j, 1j, -1j, 1+0j, 3+4j, -3.5-4.25j, complex(-0.0, -0.0), complex(0.0, -0.0), 1e200+1e200j, complex('inf'), complex(0, float('inf')), complex(float('nan'), 1), 2, -1.5, True, 10**20]
for a in vals:
    print(a, repr(a), bool(a), show(lambda: abs(a)), -a, +a, hash(a) if a == a else '', a.real, a.imag, a.conjugate(), show(lambda: int(a)), show(lambda: float(a)))
    for b in vals:
        if isinstance(a, complex) or isinstance(b, complex):
            print(show(lambda: a + b), show(lambda: a - b), show(lambda: a * b), show(lambda: a / b), show(lambda: a ** b), a == b, a != b)
for s in ['1', '1j', 'j', '-j', '+j', '1+2j', '1-2j', '1+j', '(1+2j)', ' ( 1+2j ) ', '1 + 2j', '', 'x', '1+2', '1e5-2e-3j', 'inf+nanj', '-infj', 'nan', '1_0+2_0j', '1jj', '(1', '1+2j)', '.5j', '1.e1j', '+-1j', '1+-2j', '٣j']:
    print(repr(s), show(lambda: complex(s)))
class C:
    def __complex__(self): return 1+2j
class F:
    def __float__(self): return 2.5
class I:
    def __index__(self): return 3
print(complex(C()), complex(F()), complex(I()), complex(1, 2), complex(1j, 2j), complex(1.5, True), complex(real=1), complex(imag=2), complex(), show(lambda: complex('1', 2)), show(lambda: complex(1, '2')), show(lambda: complex([])), show(lambda: complex(1, [])), show(lambda: complex(C(), 1)))
for f in (lambda: 1j / 0, lambda: 1j // 1, lambda: 0j ** -1, lambda: 1j % 2, lambda: divmod(1j, 1), lambda: 1j < 2, lambda: 1j + 'a', lambda: int(1j), lambda: pow(1j, 2, 3), lambda: (1e308+1j) * 1e308, lambda: (1e200+0j) ** 5, lambda: abs(complex(1.7e308, 1.7e308)), lambda: (2+3j).__eq__('a'), lambda: (1+2j).__getnewargs__(), lambda: 1j == 1, lambda: (1+0j) == 1, lambda: {1: 'x'}[1+0j], lambda: (1+2j).real, lambda: (-8) ** (1/3), lambda: (-1) ** 0.5, lambda: 2 ** 1j, lambda: (1+1j) ** 2, lambda: (1+1j) ** -2, lambda: (1+1j) ** 0.5, lambda: (1+1j) ** 101, lambda: sum([1j, 2])):
    print(show(f))
class S(complex):
    pass
s = S(1, 2)
print(s, type(s), s + 1, type(s + 1), s == 1+2j, hash(s) == hash(1+2j), S('3j'), S())
