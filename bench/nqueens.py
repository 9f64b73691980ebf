"""All solutions of the n-queens puzzle, by backtracking with sets and generators."""
import sys


def solve(n, row, columns, rising, falling, placed):
    if row == n:
        yield tuple(placed)
        return
    for col in range(n):
        if col in columns or row + col in rising or row - col in falling:
            continue
        columns.add(col)
        rising.add(row + col)
        falling.add(row - col)
        placed.append(col)
        yield from solve(n, row + 1, columns, rising, falling, placed)
        placed.pop()
        falling.remove(row - col)
        rising.remove(row + col)
        columns.remove(col)


def count_bits(n, cols=0, left=0, right=0):
    full = (1 << n) - 1
    if cols == full:
        return 1
    total = 0
    free = full & ~(cols | left | right)
    while free:
        bit = free & -free
        free ^= bit
        total += count_bits(n, cols | bit, (left | bit) << 1, (right | bit) >> 1)
    return total


def work(n=10):
    solutions = list(solve(n, 0, set(), set(), set(), []))
    return len(solutions), solutions[0], solutions[-1], count_bits(n + 1)


if __name__ == "__main__":
    print(work(int(sys.argv[1])) if len(sys.argv) > 1 else work())
