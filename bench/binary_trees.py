"""Allocates and walks many binary trees: the collector's benchmark."""
import sys


class Tree:
    __slots__ = ("left", "right")

    def __init__(self, left, right):
        self.left = left
        self.right = right

    def check(self):
        if self.left is None:
            return 1
        return 1 + self.left.check() + self.right.check()


def make(depth):
    if depth == 0:
        return Tree(None, None)
    return Tree(make(depth - 1), make(depth - 1))


def make_tuples(depth):
    if depth == 0:
        return (None, None)
    depth -= 1
    return (make_tuples(depth), make_tuples(depth))


def check_tuples(node):
    left, right = node
    if left is None:
        return 1
    return 1 + check_tuples(left) + check_tuples(right)


def work(max_depth=14):
    lines = []
    long_lived = make(max_depth)
    for depth in range(4, max_depth + 1, 4):
        count = 1 << (max_depth - depth + 2)
        total = 0
        for _ in range(count):
            total += make(depth).check()
            total += check_tuples(make_tuples(depth))
        lines.append((count, depth, total))
    return lines, long_lived.check()


if __name__ == "__main__":
    print(work(int(sys.argv[1])) if len(sys.argv) > 1 else work())
