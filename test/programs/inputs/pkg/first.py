print("importing", __name__, __package__)
VALUE = 1


def late():
    from . import second
    return second.VALUE + VALUE
