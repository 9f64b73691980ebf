"""Lists, tuples, deques, heaps in small hot loops."""
from collections import deque
import heapq
import bisect


def list_append_pop():
    s = 0
    st = []
    for i in range(60000):
        st.append(i)
        if i % 3 == 0:
            s += st.pop()
    return s + len(st)


def list_stack_machine():
    s = []
    n = 0
    for i in range(20000):
        s.append(i)
        s.append(3)
        b = s.pop()
        a = s.pop()
        s.append(a * b)
        n += s.pop()
    return n


def list_insert_pop0():
    a = list(range(60))
    for i in range(15000):
        a.insert(10, i)
        a.pop(0)
    return sum(a)


def list_slice():
    a = list(range(50))
    n = 0
    for i in range(15000):
        b = a[5:25]
        n += b[i % 20] + len(a[::2]) + a[-3:][0]
    return n


def list_slice_assign():
    a = list(range(50))
    for i in range(10000):
        a[3:6] = [i, i + 1, i + 2]
        a[0:0] = [1]
        del a[0]
    return sum(a)


def list_reverse_sort():
    n = 0
    for i in range(800):
        a = [(j * 37 + i) % 101 for j in range(40)]
        a.sort()
        a.reverse()
        n += a[3] + sorted(a, key=lambda v: -v)[0]
    return n


def list_index_in():
    a = [f"k{i}" for i in range(20)]
    n = 0
    for i in range(10000):
        n += a.index("k9")
        if "k15" in a:
            n += a.count("k3")
    return n


def list_extend_concat():
    n = 0
    for i in range(4000):
        a = [1, 2, 3]
        a.extend((4, 5))
        a += [6, 7]
        b = a + [i]
        b = b * 2
        n += len(b) + b[-1]
    return n


def list_comp_nested():
    n = 0
    for i in range(300):
        m = [[x * y for x in range(8)] for y in range(8)]
        t = [list(r) for r in zip(*m)]
        n += t[3][4] + sum(m[i & 7])
    return n


def list_comp_filter():
    n = 0
    a = list(range(100))
    for i in range(500):
        b = [x for x in a if x % 3 == 0]
        c = [x + 1 for x in b]
        n += len(c) + c[4]
    return n


def quicksort():
    def qs(a):
        if len(a) <= 1:
            return a
        p, *rest = a
        return qs([x for x in rest if x < p]) + [p] + qs([x for x in rest if x >= p])
    a = [(i * 7919) % 1009 for i in range(400)]
    n = 0
    for _ in range(8):
        n += qs(a)[10]
    return n


def bubble_sort():
    a = [(i * 7919) % 211 for i in range(180)]
    n = len(a)
    for i in range(n):
        for j in range(n - 1 - i):
            if a[j] > a[j + 1]:
                a[j], a[j + 1] = a[j + 1], a[j]
    return a[5]


def tuple_swap():
    a, b, c = 1, 2, 3
    for i in range(80000):
        a, b, c = b, c, (a + b) & 1023
    return a


def tuple_pairs():
    pts = [(i, i * 2) for i in range(200)]
    s = 0
    for _ in range(150):
        for x, y in pts:
            s += x * y
        for i, (x, y) in enumerate(pts):
            s += i + x
    return s


def unpack_star():
    n = 0
    for i in range(20000):
        a, *b, c = (i, 1, 2, 3, 4)
        n += a + len(b) + c
        f, *r = [i, 5, 6]
        n += f + r[1]
    return n


def tuple_compare():
    ps = [(i % 7, i % 5, i) for i in range(300)]
    n = 0
    best = (9, 9, 9)
    for _ in range(60):
        for p in ps:
            if p < best:
                best = p
            if p == (3, 3, 3):
                n += 1
    return n, best


def deque_bfs():
    adj = {i: [(i * 2) % 500, (i * 3 + 1) % 500, (i + 7) % 500] for i in range(500)}
    tot = 0
    for s in range(12):
        dist = {s: 0}
        q = deque([s])
        while q:
            u = q.popleft()
            for v in adj[u]:
                if v not in dist:
                    dist[v] = dist[u] + 1
                    q.append(v)
        tot += max(dist.values())
    return tot


def heap_dijkstra():
    g = {i: [((i * 7 + k * 13) % 300, (i + k) % 9 + 1) for k in range(4)] for i in range(300)}
    tot = 0
    for s in range(6):
        dist = {s: 0}
        h = [(0, s)]
        while h:
            d, u = heapq.heappop(h)
            if d > dist.get(u, 1 << 30):
                continue
            for v, w in g[u]:
                nd = d + w
                if nd < dist.get(v, 1 << 30):
                    dist[v] = nd
                    heapq.heappush(h, (nd, v))
        tot += sum(dist.values())
    return tot


def bisect_insort():
    a = []
    n = 0
    for i in range(6000):
        k = (i * 7919) % 2003
        p = bisect.bisect_left(a, k)
        if p == len(a) or a[p] != k:
            bisect.insort(a, k)
        n += p
    return n


def dfs_stack():
    adj = [[(i * 2 + 1) % 400, (i * 5 + 3) % 400, (i + 11) % 400] for i in range(400)]
    n = 0
    for s in range(20):
        seen = [False] * 400
        st = [s]
        while st:
            u = st.pop()
            if seen[u]:
                continue
            seen[u] = True
            n += u
            for v in adj[u]:
                if not seen[v]:
                    st.append(v)
    return n


def union_find():
    n = 0
    for r in range(6):
        parent = list(range(1000))

        def find(x):
            while parent[x] != x:
                parent[x] = parent[parent[x]]
                x = parent[x]
            return x
        for i in range(1000):
            a = find(i)
            b = find((i * 7 + r) % 1000)
            if a != b:
                parent[a] = b
                n += 1
    return n


def grid_list():
    w = 60
    g = [[(x * y + x) % 3 for x in range(w)] for y in range(w)]
    n = 0
    for y in range(1, w - 1):
        for x in range(1, w - 1):
            n += g[y - 1][x] + g[y + 1][x] + g[y][x - 1] + g[y][x + 1]
    return n


def permutations_rec():
    out = []

    def go(cur, rest):
        if not rest:
            out.append(tuple(cur))
            return
        for i in range(len(rest)):
            go(cur + [rest[i]], rest[:i] + rest[i + 1:])
    go([], [1, 2, 3, 4, 5, 6])
    return len(out)


def bytes_index():
    b = bytes(range(256)) * 4
    ba = bytearray(1024)
    s = 0
    for _ in range(15):
        for i in range(len(b)):
            s += b[i]
            ba[i] = (b[i] + s) & 255
        for c in ba:
            s ^= c
    return s
