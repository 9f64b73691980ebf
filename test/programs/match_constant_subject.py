def f():
    match 5:
        case str(a): return a
        case int(b): return b
print(f())
