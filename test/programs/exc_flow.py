# try/except/else/finally in every combination; returns, breaks, re-raise.
def flow(kind):
    out = []
    try:
        out.append("try")
        if kind == "value":
            raise ValueError("v")
        if kind == "key":
            raise KeyError("k")
        if kind == "other":
            raise OSError(2, "gone", "file")
        if kind == "return":
            return out
    except ValueError as e:
        out.append(repr(e))
    except (KeyError, IndexError) as e:
        out.append(repr(e))
        raise TypeError("while handling") from e
    else:
        out.append("else")
    finally:
        out.append("finally")
    return out


for kind in ("none", "value", "return"):
    print(flow(kind))
for kind in ("key", "other"):
    try:
        flow(kind)
    except (TypeError, OSError) as e:
        print(repr(e), repr(e.__cause__), repr(e.__context__), e.__suppress_context__)


def final_return():
    try:
        raise ValueError
    finally:
        return "from finally"


def final_break():
    for i in range(3):
        try:
            raise ValueError
        finally:
            break
    return i


def final_continue():
    n = 0
    for i in range(3):
        try:
            1 / 0
        finally:
            n += 1
            continue
    return n


def final_override():
    try:
        return "first"
    finally:
        return "second"


def nested():
    log = []
    try:
        try:
            try:
                1 / 0
            finally:
                log.append("inner finally")
        except ZeroDivisionError:
            log.append("handler")
            raise
        finally:
            log.append("middle finally")
    except ArithmeticError as e:
        log.append("outer " + str(e))
    return log


print(final_return(), final_break(), final_continue(), final_override(), nested())
try:
    try:
        raise KeyError("first")
    except KeyError:
        raise ValueError("second")
except ValueError as e:
    print(repr(e.__context__), e.__cause__)
try:
    raise ValueError("x") from None
except ValueError as e:
    print(e.__cause__, e.__suppress_context__)
for bad in ("raise 5", "raise", "raise ValueError from 5", "raise int", "raise ValueError('a') from KeyError"):
    try:
        exec(bad)
    except BaseException as e:
        print(type(e).__name__, e, repr(e.__cause__))
try:
    try:
        1 / 0
    except 5:
        pass
except TypeError as e:
    print(e)
try:
    try:
        1 / 0
    except (ValueError, "x"):
        pass
except TypeError as e:
    print(e)
try:
    raise ValueError
except ValueError as err:
    pass
try:
    err
except NameError as e:
    print(e)


def reraise():
    try:
        raise ValueError("again")
    except ValueError as e:
        try:
            raise
        except ValueError as f:
            return e is f


print(reraise())
import sys
try:
    1 / 0
except ZeroDivisionError:
    print(sys.exc_info()[0].__name__, sys.exc_info()[1])
print(sys.exc_info())


def handler_in_gen():
    try:
        yield 1
    except ValueError:
        yield sys.exc_info()[0].__name__
    yield sys.exc_info()


g = handler_in_gen()
next(g)
print(g.throw(ValueError), next(g))
n = 0
for i in range(3000):
    try:
        if i % 3 == 0:
            raise ValueError(i)
        if i % 5 == 0:
            {}[i]
        n += 1
    except ValueError as e:
        n += e.args[0] % 2
    except KeyError as e:
        n += len(e.args)
    else:
        n += 2
    finally:
        n += 1
print(n)
