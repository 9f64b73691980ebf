# Which classes count as sequences and mappings for match.
import array
import collections
import collections.abc
import types


class Steps(collections.abc.Sequence):
    def __getitem__(self, i):
        return i

    def __len__(self):
        return 42


class Registered:
    def __len__(self):
        return 1

    def __getitem__(self, i):
        return "item"


class Sub(Registered):
    pass


class NotYet:
    def keys(self):
        return []


class Both(collections.UserDict, collections.abc.Sequence):
    pass


def kind(v):
    match v:
        case []:
            return "empty sequence"
        case [x]:
            return "one", x
        case [x, *_, y]:
            return "sequence", x, y
        case {"k": v, **rest}:
            return "mapping with k", v, rest
        case {}:
            return "mapping"
    return "neither"


print(kind(Steps()), kind(Registered()), kind(Sub()))
collections.abc.Sequence.register(Registered)
print(kind(Registered()), kind(Sub()))
print(kind(NotYet()))
collections.abc.Mapping.register(NotYet)
print(kind(NotYet()))
print(kind(collections.UserDict(k=1, z=2)), kind(collections.UserList([1, 2])), kind(collections.UserString("ab")))
print(kind(Both(k=3)), kind("ab"), kind(b"ab"), kind(bytearray(b"ab")), kind({1, 2}))
print(kind(array.array("b", b"ab")), kind(memoryview(b"ab")), kind(range(5)), kind(collections.deque([1])))
print(kind(types.MappingProxyType({"k": 1})), kind(collections.ChainMap({"k": 2})), kind(collections.OrderedDict()))
