# An uncaught RecursionError: its traceback is cut.
def f():
    return f()


f()
