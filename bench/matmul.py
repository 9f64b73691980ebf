"""Matrix product on lists of lists, ints and floats, three ways of writing it."""
import sys


def matrix(n, seed):
    value = seed
    rows = []
    for _ in range(n):
        row = []
        for _ in range(n):
            value = (value * 1103515245 + 12345) % 2147483648
            row.append(value % 1000 / 10.0)
        rows.append(row)
    return rows


def product(a, b):
    n, m, p = len(a), len(b), len(b[0])
    result = [[0.0] * p for _ in range(n)]
    for i in range(n):
        for j in range(p):
            total = 0.0
            for k in range(m):
                total += a[i][k] * b[k][j]
            result[i][j] = total
    return result


def product_rows(a, b):
    columns = list(zip(*b))
    return [[sum(x * y for x, y in zip(row, column)) for column in columns] for row in a]


def power_mod(matrix, exponent, modulus):
    size = len(matrix)
    result = [[int(i == j) for j in range(size)] for i in range(size)]
    while exponent:
        if exponent & 1:
            result = [[sum(result[i][k] * matrix[k][j] for k in range(size)) % modulus
                       for j in range(size)] for i in range(size)]
        matrix = [[sum(matrix[i][k] * matrix[k][j] for k in range(size)) % modulus
                   for j in range(size)] for i in range(size)]
        exponent >>= 1
    return result


def work(n=90):
    a, b = matrix(n, 42), matrix(n, 7)
    c = product(a, b)
    d = product_rows(a, b)
    trace = sum(c[i][i] for i in range(n))
    worst = max(abs(x - y) for p, q in zip(c, d) for x, y in zip(p, q))
    fib = power_mod([[1, 1], [1, 0]], 10 ** 18, 10 ** 9 + 7)
    return f"{trace:.3f} {worst < 1e-6} {fib[0][1]}"


if __name__ == "__main__":
    print(work(int(sys.argv[1])) if len(sys.argv) > 1 else work())
