# Characters and short strings in hot loops: what the recorder asks of codes.
def classify(s):
    counts = [0] * 12
    out = []
    for ch in s:
        if ch.isdigit():
            counts[0] += 1
        elif ch in "aeiou":
            counts[1] += 1
        elif ch == ' ':
            counts[2] += 1
        elif ch in ('+', '-', 'long', ''):
            counts[3] += 1
        elif ch.isalpha():
            counts[4] += 1
        elif ch > 'z':
            counts[5] += 1
        if ch.isupper():
            counts[6] += 1
        if ch.islower() and not ch.isspace():
            counts[7] += 1
        if ch.isalnum() != ch.isidentifier():
            counts[8] += 1
        if ch.isdecimal() or ch.isprintable():
            counts[9] += 1
        counts[10] += len(ch)
        if ch != 'a' and ch <= 'm' or ch >= '~' or ch < '!':
            counts[11] += 1
        out.append(ch.upper() + ch.lower())
    return counts, ''.join(out)


text = "Hello World, this is a test 123 + 456 - x_y! "
print(classify(text * 40))
print(classify("straße Ünï µ ÿ æ \x00\xff\xa0²½" * 30))
print(classify("π ≈ 3.14159 и 😀" * 30))
print(classify(text * 20 + "\u0130\u01c5" + text * 10))


def by_index(s):
    h = 0
    i = 0
    while i < len(s):
        c = s[i]
        h = (h * 31 + ord(c)) & 0xFFFFFFFF
        if c == s[-1 - i]:
            h += 1
        if s[i] < s[-1]:
            h ^= 5
        i += 1
    return h


print(by_index(text * 50))
print(by_index("äöü€" * 100))


def words(ws):
    n = [0] * 8
    for w in ws:
        if w == "":
            n[0] += 1
        elif w == "a":
            n[1] += 1
        elif w == "add":
            n[2] += 1
        elif w == "subtract":
            n[3] += 1
        elif "multiplication" == w:
            n[4] += 1
        elif w != "ad" and w in ("div", "mod", "x"):
            n[5] += 1
        elif w == "exactly8":
            n[6] += 1
        else:
            n[7] += 1
    return n


print(words(["", "a", "add", "addx", "ad", "subtract", "subtrac", "subtracts", "multiplication", "div", "di",
             "mod", "x", "\x00", "a\x00", "exactly8", "ž", "😀", "exactly9"] * 60))
made = "".join(["a", "d", "d"])
print(words([made, made + "", made[:2], made[1:1]] * 200))


def chars(n):
    t = []
    for i in range(n):
        c = chr(i % 256)
        if c == chr(65) or ord(c) > 250:
            t.append(c)
    return ''.join(t)


print(ascii(chars(2000)))


def numbers(n):
    k = 0
    for i in range(n):
        if i % 7 in (1, 3, 5):
            k += 1
        if i % 5 not in (0, 2):
            k += 10
    return k


print(numbers(3000))


def fails(items):
    k = 0
    for c in items:
        try:
            k += ord(c)
        except TypeError as e:
            k += len(str(e))
    return k


print(fails(["a"] * 500 + ["ab", "", "é", "€", 3] * 20))


def outside(n):
    k = 0
    for i in range(n):
        try:
            k += len(chr(i - 300))
        except ValueError:
            k += 1000
    return k


print(outside(1200))
