"""match statements (pypy3 3.9 has none)."""


def match_stmt():
    vals = [("add", 1, 2), ("neg", 5), ("lit", 7), {"k": 3}, [1, 2], 5, "s"] * 10
    n = 0
    for _ in range(150):
        for v in vals:
            match v:
                case ("add", a, b):
                    n += a + b
                case ("neg", a):
                    n -= a
                case ("lit", a):
                    n += a
                case {"k": k}:
                    n += k
                case [x, y]:
                    n += x
                case int():
                    n += v
                case _:
                    n += 1
    return n


def match_literals():
    n = 0
    for i in range(40000):
        match i & 7:
            case 0:
                n += 1
            case 1 | 2:
                n += 2
            case 3:
                n += 3
            case _:
                n += 4
    return n
