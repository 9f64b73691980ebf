"""Conway's game of life on a set of live cells."""
import sys

GUN = """
........................O
......................O.O
............OO......OO............OO
...........O...O....OO............OO
OO........O.....O...OO
OO........O...O.OO....O.O
..........O.....O.......O
...........O...O
............OO
"""


def parse(text):
    return {(x, y) for y, line in enumerate(text.strip("\n").split("\n"))
            for x, c in enumerate(line) if c == "O"}


def neighbours(cell):
    x, y = cell
    for dx in (-1, 0, 1):
        for dy in (-1, 0, 1):
            if dx or dy:
                yield x + dx, y + dy


def step(alive):
    counts = {}
    for cell in alive:
        for other in neighbours(cell):
            counts[other] = counts.get(other, 0) + 1
    return {cell for cell, n in counts.items() if n == 3 or n == 2 and cell in alive}


def bounds(alive):
    xs = [x for x, _ in alive]
    ys = [y for _, y in alive]
    return min(xs), min(ys), max(xs), max(ys)


def work(generations=500):
    alive = parse(GUN)
    sizes = []
    for _ in range(generations):
        alive = step(alive)
        sizes.append(len(alive))
    return sizes[-1], max(sizes), sum(sizes), bounds(alive)


if __name__ == "__main__":
    print(work(int(sys.argv[1])) if len(sys.argv) > 1 else work())
