# Exceptions raised and caught in hot loops: by statements, by calls, through
# inlined frames, with finally, else, re-raising, contexts and tracebacks.
import sys


class MyErr(Exception):
    def __init__(self, code):
        super().__init__(code)
        self.code = code


class Sub(MyErr):
    pass


def check(i):
    if i % 3 == 1:
        raise MyErr(i)
    if i % 7 == 2:
        raise Sub(i) from ValueError(i)
    return i


def outer(i):
    try:
        return check(i) + 1
    finally:
        counts[0] += 1


counts = [0]


def depth(e):
    n, tb, lines = 0, e.__traceback__, []
    while tb:
        n += 1
        lines.append((tb.tb_frame.f_code.co_name, tb.tb_lineno - tb.tb_frame.f_code.co_firstlineno))
        tb = tb.tb_next
    return n, lines


def by_call(n):
    s, d = 0, {i: i for i in range(0, 50, 2)}
    for i in range(n):
        try:
            s += d[i % 50]
        except KeyError as e:
            s += e.args[0]
        try:
            s += int("x" if i % 5 == 0 else "7")
        except ValueError as e:
            s += len(str(e))
        else:
            s += 1
        try:
            [1, 2][i % 4]
        except (KeyError, IndexError):
            s += 3
        try:
            s += 1 // (i % 6)
        except ZeroDivisionError:
            s += 11
        try:
            i.nothing
        except AttributeError as e:
            s += len(e.name)
    return s


def by_statement(n):
    s, last = 0, None
    for i in range(n):
        try:
            s += outer(i)
        except Sub as e:
            s += e.code + (e.__cause__.args[0] if e.__cause__ else 0)
            last = e
        except MyErr as e:
            s -= e.code
            if i == n - 6:
                last = e
        try:
            try:
                if i & 1:
                    raise KeyError(i)
                raise IndexError
            except KeyError as e:
                raise ValueError("v") from e
            except IndexError:
                raise
        except ValueError as e:
            s += type(e.__cause__) is KeyError and e.__context__ is e.__cause__
        except LookupError as e:
            s += 2 * (e.__context__ is None)
        s += sys.exc_info()[0] is None
    return s, type(last).__name__, depth(last)


def nested(n):
    s = 0
    for i in range(n):
        try:
            raise ValueError(i)
        except ValueError as outer_:
            try:
                raise TypeError(i)
            except TypeError as inner:
                s += inner.__context__ is outer_
                s += sys.exc_info()[1] is inner
            s += sys.exc_info()[1] is outer_
        for k in (1, 2, 3):
            try:
                if k == 2:
                    continue
                if i % 10 == 9:
                    break
                s += k
            finally:
                s += 10
    return s


def leaves(n):
    for i in range(n):
        if i == n - 1:
            raise MyErr(i)
        try:
            check(1)
        except MyErr:
            pass


class Ctx:
    def __init__(self, swallow):
        self.swallow, self.log = swallow, 0

    def __enter__(self):
        self.log += 1
        return self

    def __exit__(self, t, v, tb):
        if t is not None:
            self.log += 100 + (tb is v.__traceback__)
            return self.swallow
        self.log += 10


def withs(n):
    c, d, s = Ctx(True), Ctx(False), 0
    for i in range(n):
        with c as k:
            k.log += 1
            if i % 4 == 3:
                raise KeyError(i)
            s += 1
        try:
            with d, c:
                if i % 3:
                    raise ValueError
            with d:
                if i % 5 == 0:
                    raise LookupError(i)
        except LookupError as e:
            s += e.args[0]
        if i == n - 10:
            Ctx.__exit__ = lambda self, t, v, tb: True
    return c.log, d.log, s


for _ in range(3):
    print(by_call(700), by_statement(700), nested(300))
    try:
        leaves(200)
    except MyErr as e:
        print(depth(e), counts)
print(withs(500))
