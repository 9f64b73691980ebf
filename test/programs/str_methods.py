# Every method of str over a set of awkward texts.
def show(f):
    try:
        return repr(f())
    except Exception as e:
        return type(e).__name__ + ': ' + str(e)
texts = ['', 'a', 'A', 'abc', 'Hello World', 'hello world foo', '  spaces  ', '\t\n x \r\n', 'aaaa', 'abcabcabc', 'ß', 'ﬁx', 'ŉ', 'İstanbul', 'ΑΣ', 'ΑΣ Β', 'ΣΑΣ.', 'ǆ', 'ǅ', 'Ǆ', '١٢٣', '½', '²', 'Ⅷ', '一二三', 'é', 'e\u0301', '日本語テキスト', '🎉party🎉', 'a\u2028b\u2029c\x85d', 'x\ty\tz', '12', '-42', '+7', '_id', '1id', 'naïve café', '\xa0nbsp\u3000', '\ud800', 'mixed\ud83dé🎉', 'a,b,,c,', ',', 'The quick-brown fox\'s', "they're bill's", '\x00\x01', 'I', 'i̇', 'ẞ', 'ᾳ', 'ᾼ', 'ﬀ', 'ŸŽ', 'µ', 'ÿ', 'Ա', 'ա', 'և', 'ⅷ', 'ⓐ', 'Ⓐ', '𐐀', '𐐨', 'ª', 'ˀ', '\u0345']
for s in texts:
    print(ascii(s), [ascii(getattr(s, m)()) for m in ('upper', 'lower', 'title', 'capitalize', 'swapcase', 'casefold', 'strip', 'lstrip', 'rstrip')])
    print([int(getattr(s, m)()) for m in ('isalpha', 'isalnum', 'isdigit', 'isdecimal', 'isnumeric', 'isspace', 'isupper', 'islower', 'istitle', 'isidentifier', 'isprintable', 'isascii')])
    print(ascii(s.split()), ascii(s.rsplit()), ascii(s.splitlines()), ascii(s.splitlines(True)), ascii(s.split(None, 1)), ascii(s.rsplit(None, 1)))
    print(ascii(s), repr(s).isascii(), len(s), ascii(s[::-1]), ascii(s[1:]), ascii(s[-2:]), ascii(s[::2]), ascii(s * 2), ascii(list(s)), ascii(s.expandtabs()), ascii(s.expandtabs(3)), ascii(s.zfill(8)), ascii(s.center(11, '*')), ascii(s.center(10)), ascii(s.ljust(7, 'é')), ascii(s.rjust(7, '🎉')))
subs = ['', 'a', 'abc', 'o', 'l', ' ', 'é', '🎉', '\ud800', 'aa', 'World', ',', 'b']
for s in texts[:40]:
    out = []
    for u in subs:
        out.append((s.find(u), s.rfind(u), s.count(u), u in s, s.startswith(u), s.endswith(u), s.find(u, 1), s.find(u, -3), s.rfind(u, 0, -1), s.count(u, 1, 4), s.startswith(u, 1), s.endswith(u, 0, -1),
                    s.replace(u, 'X'), s.replace(u, 'é', 1), s.replace(u, ''), s.replace(u, '🎉🎉', 2), s.removeprefix(u), s.removesuffix(u)))
        if u:
            out.append((s.split(u), s.rsplit(u), s.split(u, 1), s.rsplit(u, 1), s.partition(u), s.rpartition(u), s.strip(u), s.lstrip(u), s.rstrip(u)))
    print(ascii(out))
for s, t in ((a, b) for a in texts[:24] for b in texts[5:30:4]):
    print(s < t, s <= t, s == t, s != t, s > t, s >= t, end=' ')
print()
print('a'.join(['x', 'y', 'z']), ''.join(['a', 'é', '🎉']), ascii('é'.join('abc')), ','.join([]), ','.join(['one']), '-'.join({'k': 1}), '--'.join(str(i) for i in range(5)), ascii('🎉'.join(['', '', ''])))
tab = str.maketrans('abc', 'xyz', 'd')
print('abcd abcd'.translate(tab), 'abc'.translate({97: None, 98: 'BB', 99: 0x1F389}).encode('utf-8'), 'abc'.translate({'a': 'b'}), tab, str.maketrans({'a': 1, 98: 'x'}), 'aé🎉'.translate({233: 'e', 0x1F389: '!'}))
class M:
    def __getitem__(self, k):
        if k == 97: raise LookupError
        return chr(k).upper()
print('abc'.translate(M()))
for e in ["'a'.find(1)", "'a'.find('a','b')", "'a'.index('b')", "'a'.rindex('b')", "'a'.count(1)", "'a'.startswith(1)", "'a'.startswith((1,))", "'a'.startswith(('b','a'))", "'a'.endswith(())", "'a'.split(1)", "'a'.split('')", "'a'.rsplit('')", "''.join([1])", "''.join(1)", "'a'.join([None,1])", "'a'.replace(1,'a')", "'a'.replace('a',1)", "'a'.replace('a')", "'a'.strip(1)", "'a'.lstrip(1)", "'a'.center(5,'ab')", "'a'.center(5,1)", "'a'.center('a')", "'a'.partition(1)", "'a'.partition('')", "'a'.rpartition('')", "'a'.removeprefix(1)", "'a'.translate(1)", "'a'.translate({97:-1})", "'a'.translate({97:1.5})", "'a'.translate({97:0x110000})", "str.maketrans(1)", "str.maketrans('a',1)", "str.maketrans('ab','c')", "str.maketrans({'ab':1})", "str.maketrans({1.5:1})", "str.maketrans(1,'a')", "1 in 'a'", "'a'.__mul__(1.5)", "'a'*1.5", "1.5*'a'", "'a'*'b'", "'a'*(1<<70)", "'a'+1", "1+'a'", "'a'.__add__(1)", "'a'.zfill('a')", "'a'['a']", "'a'[1]", "'a'[-2]", "'a'[1<<80]", "'a'.splitlines(1,2)", "'a'.upper(1)", "'a'.split(sep='a',maxsplit=1)", "'a b'.split(maxsplit=0)", "'a'.foo", "'a'.isalpha(1)", "str(1,2)", "str('a','b')", "str(b'a',1)", "str(b'a','ascii')", "str(b'\\xff','utf-8')", "str(1,2,3,4)", "str(object=5)", "str(encoding='utf-8')", "str(b'abc')", "str(bytes=b'a')", "'a'-'b'", "-'a'", "'a'<1", "'abc'[1:2:0]", "'abc'['a':]", "len('a', 'b')", "''.rjust(3,'')", "str.upper(1)", "hash('') == hash(''), hash('a')==hash('b')"]:
    print(e, '->', show(lambda: eval(e)) if 'join' not in e[-6:] else '')
class S(str):
    def __repr__(self): return 'S(' + str.__repr__(self) + ')'
s = S('hello')
print(s, repr(s), s + '!', type(s + '!'), s[1:], type(s[:]), s.upper(), type(s.strip()), s == 'hello', hash(s) == hash('hello'), 'ell' in s, {s: 1}['hello'], s * 2, s.join(['a', 'b']), '-'.join([s, s]), f'{s}', f'{s!r:>20}', '%s' % s, '{}'.format(s), len(s), list(s), sorted(s), s.split('l'), s.replace('l', S('L')), S(5), S(), S(b'x', 'ascii'), isinstance(s, str), str(s) is s, type(str(s)))
x = ''
for i in range(300): x += chr(65 + i % 26)
print(x, len(x), x[77], x.count('A'), hash(x) == hash(x[:]), x == x[:100] + x[100:])
y = ''
for i in range(2000): y = y + ('é' if i % 7 else '🎉') + str(i)
print(len(y), y[1000:1010].encode(), y.count('é'), hash(y) == hash(''.join(y)))
z = ''
for i in range(200): z = str(i) + z
print(z[:50], len(z), z.find('1001'))
print(ascii('aé🎉\ud800'), repr("it's"), repr('say "hi"'), repr('both \' and "'), repr('\n\t\r\\\x00\x1f\x7f\x80\xa0\xad\u200b\u2028\ufeff\ue000\U000e0001\U0010ffff'))
it = iter('aé🎉')
print(type(it), it.__length_hint__(), next(it), list(it), list(it), type(iter('ab')), [c for c in 'xyz'], list(zip('ab', 'cd')), max('hello'), min('hello'), sorted('hello'), ''.join(reversed('héllo')), list(enumerate('ab')))
