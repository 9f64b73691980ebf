def h():
    e = ValueError("line1\nline2")
    e.add_note("note a\nnote b")
    raise e
def k():
    excs = []
    for i in range(3):
        try:
            if i == 2: h()
            raise TypeError(i)
        except Exception as e: excs.append(e)
    raise ExceptionGroup("many", excs + [ExceptionGroup("nest", [OSError(2, "x")])])
try:
    k()
except Exception as e:
    raise ExceptionGroup("top", [e, KeyError("q")])
