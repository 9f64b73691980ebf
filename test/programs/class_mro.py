# C3 linearisation, super in all its forms, conflicting bases.
class A:
    def who(self):
        return ["A"]


class B(A):
    def who(self):
        return ["B"] + super().who()


class C(A):
    def who(self):
        return ["C"] + super().who()


class D(B, C):
    def who(self):
        return ["D"] + super().who()


print(D().who(), [c.__name__ for c in D.__mro__], D.mro() == list(D.__mro__))
print(super(B, D()).who(), super(D, D()).who(), super(C, D).who(D()))
try:
    class E(A, B):
        pass
except TypeError as e:
    print(e)
try:
    class F(A, A):
        pass
except TypeError as e:
    print(e)
try:
    class G(5):
        pass
except TypeError as e:
    print(e)
try:
    class H(bool):
        pass
except TypeError as e:
    print(e)
try:
    class I(int, str):
        pass
except TypeError as e:
    print(e)
try:
    super(B, 5).who()
except TypeError as e:
    print(e)
try:
    super().who()
except RuntimeError as e:
    print(e)


class Static:
    @staticmethod
    def s(x):
        return x * 2
    @classmethod
    def c(cls, x):
        return cls.__name__, x
    def __init__(self, v=0):
        self.v = v


class Sub(Static):
    @classmethod
    def c(cls, x):
        return super().c(x + 1)
    def __init__(self):
        super().__init__(7)


print(Sub.s(2), Sub().s(3), Sub.c(1), Sub().c(5), Sub().v)
print(Sub.__bases__, Sub.__base__, Sub.__subclasses__(), Static.__subclasses__())
print(isinstance(D(), A), issubclass(D, (int, C)), issubclass(A, D), isinstance(3, (str, (list, int))))
try:
    isinstance(3, 3)
except TypeError as e:
    print(e)
try:
    issubclass(3, int)
except TypeError as e:
    print(e)


class X: pass
class Y: pass
class XX(X): pass
class Z(XX, Y): pass


print([c.__name__ for c in Z.__mro__])
Z.__bases__ = (Y, XX)
print([c.__name__ for c in Z.__mro__])


class New:
    count = 0
    def __new__(cls, *a, **k):
        New.count += 1
        print("new", cls.__name__, a, k)
        if a and a[0] == "other":
            return "not an instance"
        return super().__new__(cls)
    def __init__(self, *a, **k):
        print("init", a, k)


New(1, z=2)
print(New("other"), New.count)


class Int(int):
    def __new__(cls, v):
        return super().__new__(cls, v + 1)
    def __add__(self, o):
        return Int(int(self) + int(o))


print(Int(1) + 1, type(Int(1) + Int(2)).__name__, Int(5) * 2)
for bad in (lambda: object(1), lambda: A(1), lambda: A.__new__(), lambda: A.__new__(5), lambda: D.who()):
    try:
        bad()
    except TypeError as e:
        print(e)
total = 0
for i in range(2000):
    total += len(D().who()) if i % 2 else len(C().who())
print(total)
