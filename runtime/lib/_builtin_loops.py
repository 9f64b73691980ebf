"""The loops of builtin functions over items that Python code makes.

runtime/builtins/Loops.cpp says which call uses which function, and why there
is a copy of it for each generator. None is seen in tracebacks or by
sys._getframe. What a native function checks before its loop has been checked
before one of these runs; what it does for an item is what the loop does.
"""


def sum_of(items, total):
    for item in items:
        total = total + item
    return total


def any_of(items):
    for item in items:
        if item:
            return True
    return False


def all_of(items):
    for item in items:
        if not item:
            return False
    return True


def list_of(items):
    out = []
    for item in items:
        out.append(item)
    return out


def made_of(items, make):
    """make: tuple, frozenset."""
    out = []
    for item in items:
        out.append(item)
    return make(out)


def set_of(items, make):
    out = make()
    for item in items:
        out.add(item)
    return out


def sorted_of(items):
    out = []
    for item in items:
        out.append(item)
    out.sort()
    return out


def join_of(separator, items):
    out = []
    for item in items:
        out.append(item)
    return separator.join(out)


def min_of(items, key, default, has_default):
    best = least = None
    empty = True
    for item in items:
        value = item if key is None else key(item)
        if empty:
            empty = False
            best = item
            least = value
        elif value < least:
            best = item
            least = value
    if empty:
        if has_default:
            return default
        raise ValueError("min() arg is an empty sequence")
    return best


def max_of(items, key, default, has_default):
    best = most = None
    empty = True
    for item in items:
        value = item if key is None else key(item)
        if empty:
            empty = False
            best = item
            most = value
        elif value > most:
            best = item
            most = value
    if empty:
        if has_default:
            return default
        raise ValueError("max() arg is an empty sequence")
    return best


# What a loop over a map, filter, enumerate or zip object iterates over instead
# when Python code is behind it. All that such an object knows is in its
# iterators (and enumerate's in its count), so that both can be used in turn.


def map_over(function, items):
    for item in items:
        yield function(item)


def map_over_two(function, first, second):
    for x in first:
        for y in second:
            yield function(x, y)
            break
        else:
            return


def filter_over(function, items):
    for item in items:
        if function(item):
            yield item


def filter_true(items):
    for item in items:
        if item:
            yield item


def enumerate_over(items, numbers, count):
    for item in items:
        yield count(numbers), item


def zip_over(first, second):
    for x in first:
        for y in second:
            yield x, y
            break
        else:
            return


def zip_over_three(first, second, third):
    for x in first:
        for y in second:
            for z in third:
                yield x, y, z
                break
            else:
                return
            break
        else:
            return
