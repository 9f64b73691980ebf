"""Digits of pi and e with big integers: spigot, Machin's formula, a factorial."""
import sys


def spigot(count):
    q, r, t, k, n, l = 1, 0, 1, 1, 3, 3
    digits = []
    while len(digits) < count:
        if 4 * q + r - t < n * t:
            digits.append(str(n))
            q, r, n = 10 * q, 10 * (r - n * t), (10 * (3 * q + r)) // t - 10 * n
        else:
            q, r, t, k, n, l = (q * k, (2 * q + r) * l, t * l, k + 1,
                                (q * (7 * k + 2) + r * l) // (t * l), l + 2)
    return "".join(digits)


def arctan_inverse(x, unity):
    total = term = unity // x
    n = 3
    sign = -1
    square = x * x
    while term:
        term //= square
        total += sign * (term // n)
        sign = -sign
        n += 2
    return total


def machin(digits):
    unity = 10 ** (digits + 10)
    return 4 * (4 * arctan_inverse(5, unity) - arctan_inverse(239, unity)) // 10 ** 10


def factorial(n):
    result = 1
    for i in range(2, n + 1):
        result *= i
    return result


def work(count=900):
    digits = spigot(count)
    pi = str(machin(count * 2))
    assert pi.startswith(digits[:count - 5])
    f = factorial(count)
    return digits[-10:], pi[-10:], f % (10 ** 9 + 7), f.bit_length(), sum(map(int, str(f)))


if __name__ == "__main__":
    print(work(int(sys.argv[1])) if len(sys.argv) > 1 else work())
