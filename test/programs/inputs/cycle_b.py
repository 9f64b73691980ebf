import cycle_a
try:
    cycle_a.A
except AttributeError as e:
    print(e)
try:
    from cycle_a import A
except ImportError as e:
    print(str(e).split(" (/")[0])
B = 2
