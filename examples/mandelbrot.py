"""The Mandelbrot set in characters: float arithmetic in nested loops."""
import sys


def depth(cr, ci, limit=100):
    zr = zi = 0.0
    for n in range(limit):
        zr, zi = zr * zr - zi * zi + cr, 2 * zr * zi + ci
        if zr * zr + zi * zi > 4.0:
            return n
    return limit


def draw(width, height):
    shades = " .:-=+*#%@"
    for y in range(height):
        row = ""
        for x in range(width):
            n = depth(3.0 * x / width - 2.2, 2.4 * y / height - 1.2)
            row += shades[n * (len(shades) - 1) // 100]
        print(row.rstrip())


if __name__ == "__main__":
    draw(*(int(a) for a in sys.argv[1:3])) if len(sys.argv) > 2 else draw(78, 30)
