"""Strings in small hot loops."""
TEXT = "The quick brown fox, jumps over 13 lazy dogs; and (then) sleeps = 42 hours." * 6


def str_join_split():
    n = 0
    for i in range(1500):
        p = TEXT.split(" ")
        n += len(p) + len("-".join(p))
    return n


def str_char_loop():
    n = 0
    for _ in range(80):
        for c in TEXT:
            if c.isdigit():
                n += int(c)
            elif c == "o" or c in "aeiu":
                n += 1
    return n


def str_index_loop():
    n = 0
    t = TEXT
    for _ in range(80):
        i = 0
        while i < len(t):
            if t[i] == " ":
                n += 1
            elif t[i] >= "a" and t[i] <= "m":
                n += 2
            i += 1
    return n


def str_slice_startswith():
    n = 0
    for i in range(20000):
        s = TEXT[i % 100:i % 100 + 5]
        if s.startswith("qu") or s.endswith("x"):
            n += 1
        n += len(s)
    return n


def str_methods():
    n = 0
    for i in range(8000):
        s = "  Hello World  ".strip().lower().replace("o", "0")
        n += s.find("w") + s.count("l") + len(s.upper())
    return n


def str_concat():
    n = 0
    for i in range(300):
        s = ""
        for j in range(60):
            s += "ab"
            s = s + "c"
        n += len(s)
    return n


def str_builder():
    n = 0
    for i in range(600):
        out = []
        for j in range(30):
            out.append(str(j))
            out.append(",")
        n += len("".join(out))
    return n


def fstrings():
    n = 0
    for i in range(10000):
        s = f"{i}:{i * 2} {'x'} {i & 3!r}"
        n += len(s)
    return n


def fstring_spec():
    n = 0
    for i in range(8000):
        s = f"{i:5d}|{i / 3:.2f}|{i:x}"
        n += len(s)
    return n


def percent_format():
    n = 0
    for i in range(8000):
        s = "%d-%s %5.1f" % (i, "abc", i / 2)
        n += len(s)
    return n


def format_method():
    n = 0
    for i in range(8000):
        n += len("{} and {:>5}".format(i, i & 7))
    return n


def tokenizer():
    toks = 0
    src = "foo = bar + 12 * (baz - 7) ; x1 = 99 / y2 "
    for _ in range(150):
        i = 0
        n = len(src)
        out = []
        while i < n:
            c = src[i]
            if c.isspace():
                i += 1
            elif c.isdigit():
                j = i
                while j < n and src[j].isdigit():
                    j += 1
                out.append(("num", int(src[i:j])))
                i = j
            elif c.isalpha():
                j = i
                while j < n and src[j].isalnum():
                    j += 1
                out.append(("id", src[i:j]))
                i = j
            else:
                out.append(("op", c))
                i += 1
        toks += len(out)
    return toks


def parse_lines():
    lines = [f"name{i}, {i * 3}, {i * 0.5}, yes" for i in range(100)]
    t = 0
    for _ in range(25):
        for line in lines:
            name, a, b, flag = line.split(",")
            t += int(a) + float(b)
            if flag.strip() == "yes" and name.startswith("name"):
                t += 1
    return t


def caesar():
    n = 0
    for k in range(12):
        out = []
        for c in TEXT:
            if "a" <= c <= "z":
                out.append(chr((ord(c) - 97 + k) % 26 + 97))
            else:
                out.append(c)
        n += len("".join(out))
    return n


def palindromes():
    n = 0
    for i in range(20000):
        s = str(i)
        if s == s[::-1]:
            n += 1
    return n


def word_freq():
    f = {}
    for _ in range(60):
        for w in TEXT.split():
            w = w.strip(",.;()").lower()
            f[w] = f.get(w, 0) + 1
    return sorted(f.items(), key=lambda kv: (-kv[1], kv[0]))[0]


def str_compare_sort():
    ws = TEXT.split()
    n = 0
    for _ in range(60):
        for i in range(len(ws) - 1):
            if ws[i] < ws[i + 1]:
                n += 1
            if ws[i] == "fox,":
                n += 10
    return n
