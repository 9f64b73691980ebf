# Complex arithmetic in hot loops: parts unboxed, edges by the interpreter.
def escape(c, limit):
    z = 0j
    for n in range(limit):
        z = z * z + c
        if abs(z) > 2:
            return n
    return limit


print(sum(escape(complex(x / 20 - 2, y / 20 - 1), 40) for x in range(60) for y in range(40)))


def julia(z, c, n):
    k = 0
    while k < n and z.real * z.real + z.imag * z.imag < 4.0:
        z = z ** 2 + c
        k += 1
    return k, z


print([julia(complex(i / 7, 0.1), -0.4 + 0.6j, 60) for i in range(-7, 8)])


def mixed(n):
    t = 0j
    same = 0
    last = None
    for i in range(1, n):
        z = complex(i, -i * 0.5) / (3 - 2j) - 2 * (1j ** 2)
        z = (z + i) * 0.25 - z / (i + 0.5) + 1 / z
        z = -z * 3 - (i - z) / complex(0.5, i)
        if z == last or z != z.conjugate() and i % 5 == 0:
            same += 1
        last = z
        t += z.real - z.imag + z * 1e-3
    return t, same


print(mixed(3000))
inf, nan = float("inf"), float("nan")
values = [1 + 2j, 0j, complex(-0.0, 0.0), complex(inf, 1), complex(nan, 2), 1e200 + 1e200j, 3, 2.5, -1j, 0, 0.0]


def every(f, n):
    out = []
    for i in range(n):
        a, b = values[i % len(values)], values[(i * 7 + 3) % len(values)]
        if i < n // 2:
            a, b = 1.5 - 2j, complex(i, 2)
        try:
            out.append(repr(f(a, b)))
        except (ZeroDivisionError, OverflowError, TypeError, AttributeError) as e:
            out.append(str(e))
    return out[n // 2:]


for f in (lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a * b, lambda a, b: a / b, lambda a, b: a ** 2,
          lambda a, b: abs(a), lambda a, b: -a, lambda a, b: a == b, lambda a, b: (a.real, b.imag), lambda a, b: a < b,
          lambda a, b: complex(a, b), lambda a, b: complex(a)):
    print(every(f, 300)[:60])


class C(complex):
    def __add__(self, other):
        return "mine"


def subclass(n):
    z = 1j
    out = set()
    for i in range(n):
        if i == n - 3:
            z = C(1, 2)
        out.add(z + 1)
    return sorted(map(str, out))


print(subclass(500))
