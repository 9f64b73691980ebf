# == with None (and other singletons) where a class's own __eq__ says nothing.
import dataclasses


class Silent:
    def __eq__(self, other):
        return NotImplemented

    def __lt__(self, other):
        return NotImplemented


class Speaks:
    def __eq__(self, other):
        return "spoke"


@dataclasses.dataclass(order=True)
class Data:
    x: int


values = [Silent(), Speaks(), Data(1), None, ..., NotImplemented, True, 3, "a"]
for a in values:
    print([a == b for b in (None, ..., 3, "a")], [b == a for b in (None, ..., 3, "a")], a != None, None != a)
for a in (Silent(), Data(1)):
    for op in (lambda: a < None, lambda: None < a, lambda: None >= a):
        try:
            print(op())
        except TypeError as e:
            print(e)


def count(items):
    n = 0
    for i in range(60):
        for v in items:
            if v == None:
                n += 1
            if None != v:
                n += 100
    return n


print(count([Silent(), Data(2), None]), None in [Silent()], [None, Data(1)].index(Data(1)))
