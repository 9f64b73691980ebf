# The program's own syntax error: message, line and caret, exit code 1.
def f(x):
    return x +* 2

print("never printed")
