# Nested structures: lists of dicts of objects, updated in hot loops.
class Item:
    def __init__(self, name, price): self.name, self.price, self.tags = name, price, set()
shop = {k: [Item("%s%d" % (k, i), i * 1.5) for i in range(20)] for k in "abc"}
total = 0
for r in range(60):
    for kind, items in shop.items():
        for it in items:
            it.price += r % 3 if kind != "b" else -0.25
            if it.price > 50: it.tags.add("dear")
            elif it.price < 0: it.tags.add(("cheap", r % 5))
            total += len(it.tags)
print(total, round(sum(i.price for l in shop.values() for i in l), 6), sorted(map(str, shop["b"][0].tags))[:3])
grid = [[(x * y) % 7 for x in range(40)] for y in range(40)]
def step(g):
    n = len(g)
    return [[(g[y - 1][x] + g[(y + 1) % n][x] + g[y][x - 1] + g[y][(x + 1) % n]) % 7 for x in range(n)] for y in range(n)]
for _ in range(4): grid = step(grid)
print(sum(map(sum, grid)), grid[3][:8])
tree = {}
for i in range(2000):
    node = tree
    for d in str(i * 7919 % 1000): node = node.setdefault(d, {})
    node["#"] = node.get("#", 0) + 1
def walk(n): return sum(walk(v) if isinstance(v, dict) else v for v in n.values())
print(walk(tree), sorted(tree))
memo = {}
def lcs(a, b):
    if not a or not b: return 0
    k = (len(a), len(b))
    if k not in memo: memo[k] = 1 + lcs(a[1:], b[1:]) if a[0] == b[0] else max(lcs(a[1:], b), lcs(a, b[1:]))
    return memo[k]
print(lcs("the quick brown fox jumps", "a lazy dog quickly jumped over"))
graph = {i: [(i * 3 + 1) % 200, (i * 7 + 2) % 200, (i + 1) % 200] for i in range(200)}
dist, todo = {0: 0}, [0]
while todo:
    nxt = []
    for u in todo:
        for v in graph[u]:
            if v not in dist: dist[v] = dist[u] + 1; nxt.append(v)
    todo = nxt
print(len(dist), max(dist.values()), sum(dist.values()))
