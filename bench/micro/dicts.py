"""Dicts and sets in small hot loops."""
from collections import defaultdict, Counter, OrderedDict

WORDS = ("the quick brown fox jumps over the lazy dog and runs away from the "
         "angry bear that lives in the dark wood near the old stone bridge").split()


def dict_str_count():
    n = 0
    for _ in range(1500):
        d = {}
        for w in WORDS:
            if w in d:
                d[w] += 1
            else:
                d[w] = 1
        n += len(d)
    return n


def dict_int_get_set():
    d = {}
    for i in range(60000):
        k = (i * 7) & 1023
        d[k] = d.get(k, 0) + i
    return sum(d.values())


def dict_tuple_grid():
    g = {(x, y): (x * y) & 3 for x in range(40) for y in range(40)}
    n = 0
    for y in range(1, 39):
        for x in range(1, 39):
            for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1)):
                n += g[x + dx, y + dy]
            if (x, y) in g:
                n += 1
            n += g.get((x, -y), 5)
    return n


def dict_setdefault():
    d = {}
    for i in range(30000):
        d.setdefault(i & 255, []).append(i)
    return sum(len(v) for v in d.values())


def dict_items_loop():
    d = {i: i * 2 for i in range(300)}
    s = 0
    for _ in range(150):
        for k, v in d.items():
            s += k ^ v
    return s


def dict_keys_values():
    d = {str(i): i for i in range(300)}
    s = 0
    for _ in range(100):
        for k in d:
            s += d[k]
        for v in d.values():
            s += v
    return s


def dict_del_pop():
    d = {}
    s = 0
    for i in range(30000):
        d[i] = i
        if i > 50:
            del d[i - 50]
        if i % 7 == 0:
            s += d.pop(i - 10, 3)
            d[i - 10] = 1
    return s + len(d)


def defaultdict_int():
    d = defaultdict(int)
    for _ in range(1500):
        for w in WORDS:
            d[w] += 1
    return sorted(d.items())[0][1]


def defaultdict_list():
    d = defaultdict(list)
    for i in range(40000):
        d[i % 101].append(i)
    return len(d[5])


def counter_words():
    c = Counter()
    for _ in range(600):
        c.update(WORDS)
        c["fox"] += 1
    return c.most_common(2)


def dict_comp():
    n = 0
    for i in range(700):
        d = {k: k + i for k in range(40) if k & 1}
        n += d[7]
    return n


def dict_const_keys():
    p = {"x": 1, "y": 2, "z": 3}
    for i in range(40000):
        p["x"] = p["x"] + p["y"]
        p["z"] = i
        p["y"] = p["z"] & 7
    return p["x"]


def set_add_in():
    n = 0
    for r in range(60):
        seen = set()
        for i in range(600):
            k = (i * i + r) % 257
            if k in seen:
                n += 1
            else:
                seen.add(k)
    return n


def set_tuples():
    seen = set()
    n = 0
    for i in range(30000):
        p = (i % 50, i % 31)
        if p not in seen:
            seen.add(p)
            n += 1
    return n


def set_algebra():
    a = set(range(0, 60, 2))
    b = set(range(0, 60, 3))
    n = 0
    for i in range(4000):
        c = a & b
        e = a | b
        n += len(c) + len(e - c)
        if i in e:
            n += 1
    return n


def set_iterate():
    s = set(range(200))
    n = 0
    for _ in range(250):
        for x in s:
            n += x
    return n


def set_comp_discard():
    n = 0
    for i in range(500):
        s = {x * x % 37 for x in range(40)}
        s.discard(i % 37)
        s.remove(0) if 0 in s else None
        n += len(s)
    return n


def memo_fib():
    n = 0
    for _ in range(200):
        memo = {}

        def fib(k):
            if k in memo:
                return memo[k]
            r = k if k < 2 else fib(k - 1) + fib(k - 2)
            memo[k] = r
            return r
        n += fib(60)
    return n


def lru_cache_class():
    class LRU:
        def __init__(self, cap):
            self.cap = cap
            self.d = OrderedDict()

        def get(self, k):
            if k not in self.d:
                return -1
            self.d.move_to_end(k)
            return self.d[k]

        def put(self, k, v):
            if k in self.d:
                self.d.move_to_end(k)
            self.d[k] = v
            if len(self.d) > self.cap:
                self.d.popitem(last=False)
    c = LRU(50)
    s = 0
    for i in range(10000):
        k = (i * i) % 83
        v = c.get(k)
        if v < 0:
            c.put(k, i)
        else:
            s += v
    return s
