# re and json.
import json, re
m = re.match(r"(?P<year>\d{4})-(\d\d)", "2024-05-01 rest")
print(m.group(), m.groups(), m["year"], m.groupdict(), m.span(2), m.end(), m)
print(re.findall(r"\b\w+ing\b", "singing and dancing bring"), re.sub(r"(\w)(\w*)", lambda k: k[1].upper() + k[2], "hello big world"))
print(re.split(r"[,;]\s*", "a, b;c,d"), re.search("x", "abc"), re.fullmatch(r"a+", "aaa").group(), re.sub(r"\d", "#", "a1b22", count=2), re.subn("a", "b", "aaa"))
print([x.group() for x in re.finditer(r"\d+|[a-z]+", "ab12cd")], re.compile("A.b", re.I | re.S).match("a\nB").group(), re.escape("a.b*c"))
print(re.sub(r"(?<=a)b|(?!x)c", "_", "ab cb xc"), re.findall(r"(a)(b)?", "abа a"), re.match(r"(?:a|ab)(?:c|bcd)*$", "abcbcd").group(), re.sub(r"(?P<q>['\"]).*?(?P=q)", "S", "x 'a' \"b\""))
try: re.compile("(")
except re.error as e: print(e)
tok = re.compile(r"\s*(?:(\d+\.?\d*)|(.))")
def calc(s):
    toks = [(float(n) if n else o) for n, o in tok.findall(s)] + [None]
    pos = 0
    def factor():
        nonlocal pos
        t = toks[pos]; pos += 1
        if t == "(":
            v = expr(); pos += 1
            return v
        return -factor() if t == "-" else t
    def term():
        nonlocal pos
        v = factor()
        while toks[pos] in ("*", "/"):
            o = toks[pos]; pos += 1
            v = v * factor() if o == "*" else v / factor()
        return v
    def expr():
        nonlocal pos
        v = term()
        while toks[pos] in ("+", "-"):
            o = toks[pos]; pos += 1
            v = v + term() if o == "+" else v - term()
        return v
    return expr()
print(calc("2 * (3 + 4) - 10 / 4"), sum(calc("%d*(2+%d)" % (i, i)) for i in range(100)))
data = {"a": [1, 2.5, -3e10, True, False, None], "b": {"c": "é\n\"q\" \u2028"}, "": []}
s = json.dumps(data)
print(s, json.loads(s) == data)
print(json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False)); print(json.dumps([1, (2,)], separators=(",", ":")), json.dumps({1: 2, None: 3, True: 4}), json.dumps("\U0001f600"))
for bad in ("", "{", "[1,]", '{"a" 1}', "nul", '"abc', "[1] x", '{"a":1,}', "[NaN, Infinity, -Infinity]", '"\\ud83d\\ude00\\n"', "1e5", "-0"):
    try: print(json.loads(bad))
    except json.JSONDecodeError as e: print(e)
for bad in ({1, 2}, object, {(1,): 2}):
    try: json.dumps(bad)
    except TypeError as e: print(e)
print(len(json.dumps([{"id": i, "v": [i / 3] * 3} for i in range(300)])), json.loads("[" + ",".join(map(str, range(500))) + "]")[-1])
