"""Writes 120 modules of about 18 KB compiled, and a script that imports them."""
import os
import sys

folder = sys.argv[1]
os.makedirs(folder)
for i in range(120):
    with open(os.path.join(folder, "m%d.py" % i), "w") as out:
        for j in range(60):
            out.write("def f%d(a, b=%d):\n    x%d = a + b * %d\n    return [x%d, 'text %d of %d', {a: b}]\n\n"
                      % (j, i, j, j, j, j, i))
with open(os.path.join(folder, "main.py"), "w") as out:
    for i in range(120):
        out.write("import m%d\n" % i)
    out.write("print(%d, 'modules')\n" % 120)
