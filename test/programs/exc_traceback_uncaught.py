# What is printed on stderr for an uncaught exception with causes and notes.
class Problem(Exception):
    pass


def level3(x):
    return x["missing"]["deep"] + 1


def level2(x):
    try:
        level3(x)
    except KeyError as e:
        problem = Problem("level 2",
                          x)
        problem.add_note("a note\nof two lines")
        raise problem from e


def level1():
    try:
        level2({})
    except Problem:
        value = [1, 2, 3]
        return value[10] + len(value)


class C:
    def method(self):
        return (lambda: level1())()


print("before")
C().method()
