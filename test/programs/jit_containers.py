# Lists, dicts and sets changed while they are walked; indices at both ends.
def append_while(n):
    l = [1, 2, 3]
    for x in l:
        if len(l) < n:
            l.append(x * 2 % 1001)
    return len(l), sum(l)


def remove_while():
    l = list(range(3000))
    for x in l:
        if x % 3 == 0:
            l.remove(x)
    return len(l), l[:5]


def pop_while():
    l = list(range(3000))
    t = 0
    for x in l:
        t += x
        l.pop()
    return t, len(l)


def dict_grow(n):
    d = {i: i for i in range(2000)}
    t = 0
    try:
        for k in d:
            t += k
            if k == n:
                d["new"] = 1
    except RuntimeError as e:
        return t, str(e)


def set_grow():
    s = set(range(2000))
    c = 0
    try:
        for k in s:
            c += 1
            if c == 1500:
                s.add(-1)
    except RuntimeError as e:
        return c, str(e)


def dict_update_values():
    d = {i: 0 for i in range(1000)}
    for k in d:
        d[k] = k * 2
    return sum(d.values())


def neg_index(l):
    t = 0
    n = len(l)
    for i in range(-n, n):
        t += l[i] * (i + 1)
    return t


def reverse(l):
    i, j = 0, len(l) - 1
    while i < j:
        l[i], l[j] = l[j], l[i]
        i += 1
        j -= 1
    return l


def strategies(n):
    l = []
    for i in range(n):
        l.append(i)
    l[n // 2] = 1.5
    for i in range(n):
        l[i] += 1
    l[3] = "s"
    l.append(None)
    return l[2:5], l[n // 2], l[-1], len(l)


def slices(n):
    l = list(range(50))
    t = 0
    for i in range(n):
        t += len(l[i % 50:]) + len(l[-i % 7::2]) + len(l[::-1][:3])
        if i % 100 == 0:
            l[5:10] = [0] * (i % 11)
            del l[20:22]
    return t, len(l)


def matrix(n):
    m = [[0] * n for _ in range(n)]
    for i in range(n):
        for j in range(n):
            m[i][j] = i * j
    return sum(m[i][-i - 1] for i in range(n)), [row[1] for row in m][:4]


def words(n):
    d = {}
    for i in range(n):
        w = "w%d" % (i * 7919 % 97)
        d[w] = d.get(w, 0) + 1
        if w in d and d[w] > 25:
            del d[w]
    return sorted(d.items())[:4], len(d)


def defaults(n):
    groups = {}
    for i in range(n):
        groups.setdefault(i % 13, []).append(i)
    return {k: len(v) for k, v in groups.items()}


def tuples(n):
    p = (0, 1)
    for i in range(n):
        a, b = p
        p = (b, (a + b) % 1000007)
    return p


def stack(n):
    s = []
    for i in range(n):
        s.append((i, str(i)))
        if i % 3 == 2:
            s.pop()
            s.pop()
    return len(s), s[-1]


def queue(n):
    q = [0]
    seen = {0}
    while q:
        x = q.pop(0)
        for y in (x * 2 + 1, x * 3 + 1):
            if y < n and y not in seen:
                seen.add(y)
                q.append(y)
    return len(seen), max(seen)


def string_index(s):
    t = 0
    for i in range(len(s)):
        if s[i] in "aeiou":
            t += i
        elif s[-i - 1] == "x":
            t -= 1
    return t


def oob(l):
    c = 0
    for i in range(-5, len(l) + 5):
        try:
            l[i] += 1
        except IndexError:
            c += 1
    return c, l[0], l[-1]


print(append_while(3000), remove_while(), pop_while(), dict_grow(1500), set_grow(), dict_update_values())
print(neg_index(list(range(1500))), reverse(list(range(3001)))[:4], strategies(2000), slices(1500), matrix(50))
print(words(3000), defaults(3000), tuples(3000), stack(3000), queue(5000), string_index("the quick brown fox " * 100))
print(oob(list(range(2000))), oob([1.5] * 100), oob(["x"] and [True] * 3))
