"""Escape times of the Mandelbrot set, once on floats and once on complex."""
import sys


def escape(cx, cy, limit):
    x = y = 0.0
    for i in range(limit):
        x2 = x * x
        y2 = y * y
        if x2 + y2 > 4.0:
            return i
        y = 2.0 * x * y + cy
        x = x2 - y2 + cx
    return limit


def escape_complex(c, limit):
    z = 0j
    for i in range(limit):
        if abs(z) > 2.0:
            return i
        z = z * z + c
    return limit


def work(size=200, limit=60):
    total = 0
    rows = []
    for row in range(size):
        cy = 2.0 * row / size - 1.0
        line = 0
        for col in range(size):
            cx = 3.0 * col / size - 2.0
            n = escape(cx, cy, limit)
            total += n
            line = line * 2 + (n == limit) & 0xFFFFFFFF
        rows.append(line)
    check = 0
    for row in range(0, size, 8):
        for col in range(0, size, 8):
            check += escape_complex(complex(3.0 * col / size - 2.0, 2.0 * row / size - 1.0), limit)
    return total, check, sum(rows) % 1000003


if __name__ == "__main__":
    print(work(int(sys.argv[1])) if len(sys.argv) > 1 else work())
