# What a program can see of the collector: __del__ after the last reference and
# gc.collect(), identities that last, cycles, resurrection.
import gc


class Noisy:
    def __init__(self, name):
        self.name = name

    def hello(self):
        return self.name

    def __del__(self):
        print("del", self.name)


def use_and_drop():
    x = Noisy("local")
    x.hello()


use_and_drop()
gc.collect()
print("dropped")

obj = Noisy("global")
print(obj.hello(), [obj.hello() for _ in range(2)])
del obj
gc.collect()
print("gone")

a = Noisy("cycle")
a.me = a
a.hello()
a = None
gc.collect()
print("cycle gone")

kept = []


class Phoenix:
    def __del__(self):
        kept.append(self)


p = Phoenix()
p.value = 42
del p
gc.collect()
print(len(kept), kept[0].value)
kept.clear()
gc.collect()
print(len(kept))


# Identities survive moving; hashes of objects in sets and dicts do too.
class Key:
    pass


keys = [Key() for _ in range(2000)]
ids = [id(k) for k in keys]
table = {k: i for i, k in enumerate(keys)}
junk = None
for i in range(200000):
    junk = (i, junk) if i % 100 else None
gc.collect()
print(ids == [id(k) for k in keys], all(table[k] == i for i, k in enumerate(keys)))
print(len(set(ids)))


# Old objects that refer to new ones, through many collections.
class Node:
    def __init__(self, value):
        self.value = value
        self.next = None


old = [Node(i) for i in range(1000)]
gc.collect()
for round in range(30):
    for n in old:
        n.next = Node(n.value + round)
    for i in range(2000):
        junk = [i] * 10
print(sum(n.next.value for n in old))


def generate(n):
    held = []
    for i in range(n):
        held.append([i])
        x = yield sum(h[0] for h in held[-3:])
        if x:
            held[-1].append(x)
    print(sum(len(h) for h in held))


g = generate(500)
total = next(g)
try:
    while True:
        for i in range(30):
            junk = {i: str(i)}
        total += g.send([total])
except StopIteration:
    print(total)
