# The regular expression engine over many patterns and texts.
import re
def show(f):
    try:
        return ascii(f())
    except re.error as e:
        return 'error: ' + str(e)
    except Exception as e:
        return type(e).__name__ + ': ' + str(e)
def m(x):
    return x and (x.span(), x.groups(), x.lastindex, x.lastgroup, x.regs)
texts = ['', 'a', 'aaa', 'abc', 'abcabc', 'aab', 'foo bar baz', 'foo.bar@example.com', '2024-01-15', 'The Quick Brown', 'aXbXc', 'x=1, y=22, z=333', '"quoted \\" text" rest', 'line1\nline2\nline3', '((a)(b))', 'abab', 'aabbab', 'éàü', '日本語 テキスト', '🎉🎈', 'ſK', 'ßẞ', 'ΣΑς', '<a><b></b></a>', '   lead', 'trail   ', '\t\n', 'a1b2c3', '__x9', '1234567890', 'aaaaaaaaaaaaaaaaaaaab', 'foobarfoobaz', 'ab\ncd\n', 'xyzxyzxyz', 'AaBb', 'no match here', 'a,b;c d', 'catdog', 'i İ ı I']
pats = ['', 'a', 'a*', 'a+', 'a?', 'a*?', 'a+?', 'a??', 'a{2}', 'a{2,}', 'a{1,2}', 'a{0,2}?', '.', '.*', '.+', '^', '$', '^a', 'a$', r'\A', r'\Z', r'\b', r'\B', r'\bfoo\b', r'\d+', r'\D+', r'\w+', r'\W+', r'\s+', r'\S+', '[abc]', '[^abc]', '[a-z]+', '[A-Z][a-z]*', '[0-9]{4}-[0-9]{2}', '(a)(b)?', '(a|b)+', '(a|b)*?c', '(?:ab)+', '(ab)*', '(a*)*', '(a*)+', '(a|)+', '(?:a?)*?$', '(a+)+b', 'a|ab|abc', '(abc|ab|a)(bc|c|)', r'(\w+)@(\w+)\.com', r'(?P<year>\d+)-(?P<month>\d+)', r'(.)\1', r'(\w)\w*\1', r'(?P<x>a)(?P=x)', '(?=a)', 'a(?=b)', 'a(?!b)', '(?<=a)b', '(?<!a)b', r'(?<=\w)\d', '(?i)ABC', '(?s).+', '(?m)^l.*$', '(?x) a  b # c', '(?i:a)b', '(?-i:a)', r'"(?:[^"\\]|\\.)*"', r'<(\w+)>.*</\1>', '(a)?(?(1)b|c)', '(?P<q>x)?(?(q)y|z)', '(?>a+)b', 'a++b', 'a*+a', '(?:ab)++', '(?:a|ab)++c', 'a{1,3}+b', 'x*', 'foo|bar|baz', 'f(oo|aa)b', '(foo|bar)(foo|baz)', '[éà]', '[日本]+', '[\U0001f380-\U0001f38f]', '[^\x00-\x7f]+', r'[\w.]+', r'[^\s,;]+', r'\d{1,3}(?=(\d{3})+$)', '(?:(a)|(b)|(c))*', '((a)|b)*', '(?:(?:a|b){2})+', 'a.c', 'a\\.c', '(?s)a.b', '\\n', '[\\]\\-]', '(((((a)))))', '(?i)[k]', '(?i)\u212a', '(?i)ſ', '(?i)ß', '(?i)σ+', '(?i)[α-ω]+', '(?i)i', '(?i)İ', '(?ia)[a-z]+', '(?a)\\w+', '\\w+(?<!o)', '(?=.*a)(?=.*b)', '(?!.*z)a', '(a(?=b)|c)+', '(?:x|y|z){3}', '^(?:(\\w+) ?)*$', '(.*)(\\d)', '(.*?)(\\d)', '(\\d+)(?:px|em)?', '[\\d\\-]+', 'a{,2}', 'a{,}', '{', 'a{', '[[]', '[]]', '[^]]', '\\x61', '\\u0061', '\\141', '\\0', '\\07', '[\\b]', '(?#comment)a', '\\.\\*\\+']
for p in pats:
    c = None
    try:
        c = re.compile(p)
    except re.error as e:
        print(ascii(p), 'error', e)
        continue
    out = []
    for t in texts:
        out.append((m(c.match(t)), m(c.search(t)), m(c.fullmatch(t)), c.findall(t), [x.span() for x in c.finditer(t)], c.split(t), c.sub('<>', t), c.subn(lambda x: '[' + x.group() + ']', t, 2)))
    print(ascii(p), ascii(out))
for p in ['(', ')', '[', '[a', '*', '+a', '?', 'a**', 'a{2}{3}', '(?P<n>a)(?P<n>b)', '(?P<1>a)', '(?P=n)', '\\1', '(?<=a*)b', '(?<=a|bc)d', 'a{3,2}', '(?z)', '(?', '(?P', '\\', '[z-a]', '\\q', '(?P<n', '(?(1)a|b)', '(?(x)a)', '(a)(?(1)b|c|d)', '\\x1', '\\u12', '\\N{foo}', '(?i', 'a(?i)b', '(?P>a)', '(?<a)', '[\\w-a]', '(?-i)a', '(?iu-i:a)', '(?au:a)', '(?L)a', '\\8', '(a', 'a)', '(?:a', '[^]', '(?P<é>a)']:
    print(ascii(p), show(lambda: m(re.compile(p).search('a1'))))
for p, t in [(b'a+', b'caat'), (b'[\xe0-\xff]+', b'a\xe9\xfa'), (b'\\w+', b'a\xe9b c'), (rb'(\d+)-(\d+)', b'12-34'), (b'(?i)ABC', b'xabc'), (b'\\s', b'a\xa0b c'), (b'.', b'\n\xff')]:
    c = re.compile(p)
    print(p, m(c.search(t)), c.findall(t), c.split(t), c.sub(b'_', t))
c = re.compile('a')
print(show(lambda: c.search(b'a')), show(lambda: re.compile(b'a').search('a')), show(lambda: c.search(5)), show(lambda: c.search(None)), show(lambda: re.compile(5)), c.search('ba', 1), c.search('ba', 2), c.match('ba', 1), c.search('aba', 1, 2), c.search('a', -5, 100), c.fullmatch('xax', 1, 2), c.findall('aaaa', 1, 3), [x.span() for x in c.finditer('aaaa', 1, 3)], c.search('a', 5, 2))
x = re.compile(r'(?P<first>\w+) (?P<second>\w+)?(z)?').match('hello world')
print(x, x.group(), x.group(0), x.group(1, 2), x.group('first', 'second', 3), x['first'], x[2], x.groups(), x.groups('-'), x.groupdict(), x.groupdict('-'), x.start(), x.end(), x.span(), x.start(1), x.end('second'), x.span(3), x.pos, x.endpos, x.string, x.re.pattern, x.lastindex, x.lastgroup, x.re.groups, dict(x.re.groupindex), show(lambda: x.group(4)), show(lambda: x.group('zz')), show(lambda: x.group(-1)), show(lambda: x['a']), show(lambda: x.start(9)), bool(x), x.regs)
print(re.compile('a' * 10), x, re.compile(b'x'), re.compile('a') == re.compile('a'), hash(re.compile('a')) == hash(re.compile('a')), re.compile('a') == re.compile('b'), type(x), type(c), c.flags, re.compile('(?im)a').flags, re.compile(b'a').flags)
print(re.compile('(a)|b').sub(lambda m: str(m.group(1)), 'ab'), re.sub('x', lambda m: '', 'axbx'), re.sub('', '-', 'abc'), re.sub('b*', '-', 'abc'), re.split('b*', 'abc'), re.split('(b)', 'abcb'), re.split('x', ''), re.split(',', 'a,b,c,d', 2), re.findall('(a)(b)?', 'abaa'), re.findall('', 'ab'), re.findall(r'\b', 'ab cd'), [z.span() for z in re.finditer('a|', 'baac')], re.sub('a', 'b', 'aaaa', 2), re.subn('a', 'b', 'xyz'))
s = c.scanner('aba')
print(s.match(), s.match(), s.search(), s.search())
print(len(re.findall(r'[a-z]+', 'the quick brown fox ' * 500)), len(re.sub(r'(\w+) (\w+)', lambda m: m.group(2) + m.group(1), 'ab cd ' * 300)), re.match('(?:a|b)*', 'ab' * 5000).end(), re.match('(?:(a)|(b))*', 'ab' * 2000).groups(), re.match('((a)|(b))*?c', 'ab' * 500 + 'c').span(), re.search('x.*y.*z', 'x' + 'a' * 1000 + 'y' + 'b' * 1000 + 'z').end(), re.match('(a*)*b', 'a' * 15) )
