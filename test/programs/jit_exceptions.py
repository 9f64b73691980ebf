# Exceptions raised and caught in hot loops, at every depth.
def direct(n):
    c = 0
    for i in range(n):
        try:
            if i % 3 == 0:
                raise ValueError(i)
            c += 1
        except ValueError as e:
            c += e.args[0] & 1
    return c


def deep(i, d):
    if d == 0:
        if i % 4 == 1:
            raise KeyError(i)
        return i
    return deep(i, d - 1) + 1


def callee(n):
    t = 0
    for i in range(n):
        try:
            t += deep(i, 4)
        except KeyError as e:
            t -= e.args[0]
        finally:
            t += 1
    return t


def implicit(n):
    l, d = [1, 2, 3], {"a": 1}
    hits = [0] * 7
    for i in range(n):
        try:
            k = i % 7
            if k == 0: l[i + 10]
            elif k == 1: d["b"]
            elif k == 2: 1 // (i - i)
            elif k == 3: l.foo
            elif k == 4: int("x")
            elif k == 5: undefined_thing
            else: l + 5
        except IndexError: hits[0] += 1
        except KeyError: hits[1] += 1
        except ZeroDivisionError: hits[2] += 1
        except AttributeError: hits[3] += 1
        except ValueError: hits[4] += 1
        except NameError: hits[5] += 1
        except TypeError: hits[6] += 1
    return hits


def rare(n):
    l = list(range(n))
    t = 0
    for i in range(n + 5):
        try:
            t += l[i] if i != 1234 else l["x"]
        except IndexError:
            t += 1
        except TypeError as e:
            t += len(str(e))
    return t


def nested(n):
    log = [0, 0, 0, 0]
    for i in range(n):
        try:
            try:
                try:
                    if i % 2: raise ValueError
                    log[0] += 1
                finally:
                    if i % 5 == 0: raise KeyError
            except ValueError:
                log[1] += 1
                if i % 3 == 0: raise
        except (KeyError, ValueError) as e:
            log[2] += 1 if e.__context__ is None else 2
        else:
            log[3] += 1
    return log


def loop_until_error(l):
    i = 0
    t = 0
    try:
        while True:
            t += l[i]
            i += 1
    except IndexError:
        return t, i


def stop_by_next(n):
    it = iter(range(n))
    t = 0
    while True:
        try:
            t += next(it)
        except StopIteration:
            break
    return t


def early(n):
    for i in range(n):
        try:
            if i == n - 7: return "returned %d" % i
        finally:
            last.append(i)


def continues(n):
    c = 0
    for i in range(n):
        try:
            if i % 2: continue
            if i % 1999 == 1998: break
            c += 1
        finally:
            c += 10
    return c


last = []
print(direct(3000), callee(1500), implicit(2100), rare(3000), nested(2000))
print(loop_until_error(list(range(5000))), stop_by_next(3000), early(2000), len(last), continues(3000))


class E1(Exception): pass
class E2(E1): pass


def thrower(k):
    raise (E1, E2, ValueError)[k]


def classes(n):
    r = [0, 0, 0]
    for i in range(n):
        try: thrower(i % 3)
        except E2: r[0] += 1
        except E1: r[1] += 1
        except Exception as e: r[2] += type(e) is ValueError
    return r


print(classes(2100))
def unwinds(n):
    for i in range(n):
        if i == n - 1: 1 / (n - 1 - i)
try:
    unwinds(3000)
except ZeroDivisionError as e:
    tb = e.__traceback__
    print(tb.tb_lineno, tb.tb_next.tb_lineno, tb.tb_next.tb_frame.f_code.co_name)
def chain(n):
    for i in range(n):
        try:
            try: raise ValueError(i)
            except ValueError as a: raise KeyError(i) from a
        except KeyError as b: last = b
    return last.__cause__.args, last.args
print(chain(1500))
for i in range(2500):
    if i == 2490:
        unwinds(i)
