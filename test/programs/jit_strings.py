# Building, slicing, comparing, formatting and searching strings in hot loops.
s = ""
for i in range(3000):
    s += chr(97 + i % 26)
print(len(s), s[:5], s[-3:], s.count("abc"), s.find("zab"), s.rfind("xyz"))
s = ""
for i in range(1500):
    s = chr(0x3b1 + i % 24) + s if i % 7 else s + "\U0001f600"
print(len(s), s[0], s.count("\U0001f600"), len(s.encode()))
words = []
cur = ""
for ch in "the quick  brown fox jumps over the lazy dog " * 40:
    if ch == " ":
        if cur: words.append(cur)
        cur = ""
    else:
        cur += ch
print(len(words), words[-1], len(set(words)))


def rev(s):
    out = ""
    for c in s: out = c + out
    return out


def palin(s):
    i, j = 0, len(s) - 1
    while i < j:
        if s[i] != s[j]: return False
        i += 1
        j -= 1
    return True


print(rev("hello" * 100)[:7], palin("abba" * 500), palin("ab" * 700))


def caesar(s, k):
    return "".join(chr((ord(c) - 97 + k) % 26 + 97) if c.islower() else c for c in s)


print(caesar(caesar("hello, world " * 50, 3), -3)[:26], caesar("xyz!", 5))


def cmp(n):
    c = 0
    prev = ""
    for i in range(n):
        x = str(i * 7919 % 1000)
        c += (x < prev) + (x == prev) * 10 + (x >= "5") + (x in "0123456789") + x.startswith("1") - x.endswith("9")
        prev = x
    return c


print(cmp(3000))
parts = []
for i in range(2000):
    parts.append("%d:%s:%.2f" % (i, "ab"[i % 2], i / 3))
print(len(",".join(parts)), parts[1234], "".join(p[0] for p in parts)[:20])
t = 0
for line in "\n".join("k%d=%d" % (i, i * i) for i in range(1000)).split("\n"):
    k, _, v = line.partition("=")
    t += int(v) - len(k)
print(t)
h = 0
for c in "some text é ü 日本 " * 100:
    h = (h * 33 ^ ord(c)) & 0xFFFFFFFF
print(h)
b = bytearray()
for i in range(2000):
    b.append(i * 37 % 256)
print(sum(b), bytes(b[:6]), bytes(b).count(b"%"))
x = 0
for byte in bytes(b):
    x = x * 3 + byte & 0xFFFF
print(x)
table = {}
for i in range(len(s) - 3):
    g = s[i:i + 3]
    table[g] = table.get(g, 0) + 1
print(len(table), max(table.values()))
print(sum(len(("ab" * (i % 5)).replace("a", "xy").upper().strip("X")) for i in range(2000)))
def rle(s):
    out, i = [], 0
    while i < len(s):
        j = i
        while j < len(s) and s[j] == s[i]: j += 1
        out.append(f"{j - i}{s[i]}")
        i = j
    return "".join(out)
print(rle("aaabbbccccd" * 100)[:22], len(rle("abc" * 500)))
