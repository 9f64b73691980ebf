"""Solves sudokus by constraint propagation and search over dicts of candidates."""
import sys

DIGITS = "123456789"
ROWS = "ABCDEFGHI"
SQUARES = [r + c for r in ROWS for c in DIGITS]
UNITS = ([[r + c for c in DIGITS] for r in ROWS]
         + [[r + c for r in ROWS] for c in DIGITS]
         + [[r + c for r in rs for c in cs]
            for rs in ("ABC", "DEF", "GHI") for cs in ("123", "456", "789")])
UNITS_OF = {s: [u for u in UNITS if s in u] for s in SQUARES}
PEERS = {s: set(x for u in UNITS_OF[s] for x in u) - {s} for s in SQUARES}

PUZZLES = [
    "53..7....6..195....98....6.8...6...34..8.3..17...2...6.6....28....419..5....8..79",
    "..9748...7.........2.1.9.....7...24..64.1.59..98...3.....8.3.2.........6...2759..",
]


def assign(candidates, square, digit):
    others = candidates[square].replace(digit, "")
    return all(eliminate(candidates, square, d) for d in others)


def eliminate(candidates, square, digit):
    if digit not in candidates[square]:
        return True
    candidates[square] = candidates[square].replace(digit, "")
    left = candidates[square]
    if not left:
        return False
    if len(left) == 1:
        for peer in sorted(PEERS[square]):
            if not eliminate(candidates, peer, left):
                return False
    for unit in UNITS_OF[square]:
        places = [s for s in unit if digit in candidates[s]]
        if not places:
            return False
        if len(places) == 1 and not assign(candidates, places[0], digit):
            return False
    return True


def parse(text):
    candidates = {s: DIGITS for s in SQUARES}
    for square, c in zip(SQUARES, text):
        if c in DIGITS and not assign(candidates, square, c):
            return None
    return candidates


def search(candidates, stats):
    if candidates is None:
        return None
    stats["nodes"] += 1
    unsolved = [(len(v), s) for s, v in candidates.items() if len(v) > 1]
    if not unsolved:
        return candidates
    _, square = min(unsolved)
    for digit in candidates[square]:
        copy = candidates.copy()
        if assign(copy, square, digit):
            solved = search(copy, stats)
            if solved:
                return solved
    return None


def work(rounds=1):
    stats = {"nodes": 0}
    answers = []
    for _ in range(rounds):
        answers = ["".join(search(parse(p), stats)[s] for s in SQUARES) for p in PUZZLES]
    return stats["nodes"], [a[:18] for a in answers]


if __name__ == "__main__":
    print(work(int(sys.argv[1])) if len(sys.argv) > 1 else work())
