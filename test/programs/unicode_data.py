# unicodedata against the whole of Unicode 14.
import unicodedata as u
print(u.unidata_version)
h = 0
counts = {}
for c in range(0, 0x110000, 7):
    ch = chr(c)
    k = u.category(ch)
    counts[k] = counts.get(k, 0) + 1
    t = (u.bidirectional(ch), u.combining(ch), u.mirrored(ch), u.east_asian_width(ch), u.decimal(ch, None), u.digit(ch, None), u.numeric(ch, None), ch.isalpha(), ch.isprintable(), ch.isupper(), ch.islower(), ch.isidentifier(), ch.isnumeric(), ch.isspace(), ch.istitle())
    h = (h * 31 + len(str(t)) + c) % 1000000007
    if c % 70007 < 7:
        print(hex(c), k, t)
print(sorted(counts.items()))
for c in 'aéÅ½ﬁ²①ⅷ가각\u1e9bΩ文🎉\u0301\xa0':
    print(ascii(c), u.name(c, 'none'), u.decomposition(c), ascii(u.normalize('NFC', c)), ascii(u.normalize('NFD', c)), ascii(u.normalize('NFKC', c)), ascii(u.normalize('NFKD', c)), u.is_normalized('NFC', c))
print(u.lookup('LATIN SMALL LETTER E WITH ACUTE'), u.lookup('snowman'), '\N{GREEK SMALL LETTER ALPHA}')
for e in ("u.lookup('nope')", "u.name('\\x00')", "u.decimal('a')", "u.digit('a')", "u.numeric('a')", "u.category('ab')", "u.category(1)", "u.normalize('X', 'a')", "u.normalize('NFC', 1)"):
    try: print(eval(e))
    except Exception as x: print(e, type(x).__name__, x)
