# Missing keys caught in small functions that native code, loops and map call:
# exits on either side of the lookup's outcome.
class P:
    def __init__(self):
        self._names = {}
        self.out = []
    def _fixname(self, key):
        try:
            name = self._names[key]
        except KeyError:
            name = key
            if "}" in name:
                name = "{" + name
            self._names[key] = name
        return name
    def _start(self, tag, attr_list):
        fixname = self._fixname
        tag = fixname(tag)
        attrib = {}
        if attr_list:
            for i in range(0, len(attr_list), 2):
                attrib[fixname(attr_list[i])] = attr_list[i+1]
        self.out.append((tag, attrib))
        return len(tag)
def run(n):
    for i in range(n):
        p = P()
        list(map(p._start, ["a", "b", "c"], [[], [], ["d", "1"]]))
        assert p.out == [("a", {}), ("b", {}), ("c", {"d": "1"})], p.out
        p = P()
        for a, b in (("a", []), ("b", []), ("c", ["d", "1"])):
            p._start("".join(a), b)
        assert p.out == [("a", {}), ("b", {}), ("c", {"d": "1"})], p.out
run(400)
print("ok")


def count(words):
    seen = {}
    for w in words:
        try:
            n = seen[w]
        except KeyError:
            n = 0
        seen[w] = n + 1
    return seen


for i in range(60):
    got = count(["".join(p) for p in ("ab", "cd", "ab", "ef", "cd", "ab")])
    assert got == {"ab": 3, "cd": 2, "ef": 1}, got
print(got)

import xml.etree.ElementTree as ET

for i in range(120):
    e = ET.fromstring('<a><b>x</b><c d="1"/></a>')
    assert [(c.tag, c.attrib, c.text) for c in e] == [("b", {}, "x"), ("c", {"d": "1"}, None)]
print(ET.tostring(e))
