# bytes, bytearray and memoryview.
def show(f):
    try:
        return repr(f())
    except Exception as e:
        return type(e).__name__ + ': ' + str(e)
texts = [b'', b'a', b'abc', b'Hello World', b'  spaces  ', b'\t\n x \r\n', b'aaaa', b'abcabcabc', b'\x00\xff\x80', b'a\nb\r\nc\rd', b'a,b,,c', b'12', b'-42', bytes(range(256)), b'it\'s', b'say "hi"', b'both \' "']
subs = [b'', b'a', b'abc', b'l', b' ', b'\xff', b',', b'aa']
for kind in (bytes, bytearray):
    for raw in texts:
        s = kind(raw)
        print(repr(s) if len(s) < 50 else len(repr(s)), len(s), [repr(getattr(s, m)())[:80] for m in ('upper', 'lower', 'title', 'capitalize', 'swapcase', 'strip', 'lstrip', 'rstrip')], [int(getattr(s, m)()) for m in ('isalpha', 'isalnum', 'isdigit', 'isspace', 'isupper', 'islower', 'istitle', 'isascii')])
        if len(s) < 50:
            print(s.split(), s.rsplit(None, 1), s.splitlines(), s.splitlines(True), s[::-1], s[1:], s[::2], s * 2, list(s), s.hex(), s.hex(':'), s.hex('-', 2), s.hex('_', -3), s.expandtabs(4), s.zfill(6), s.center(9, b'*'), s.ljust(7), s.rjust(7, b'.'), s + b'!', b'!' + s, s == raw, s < b'b', hash(bytes(s)) == hash(raw))
            for u in subs:
                print(s.find(u), s.rfind(u), s.count(u), u in s, s.startswith(u), s.endswith(u), s.replace(u, b'XY'), s.replace(u, b'', 1), s.removeprefix(u), s.removesuffix(u), end=' ')
                if u: print(s.split(u), s.rsplit(u, 1), s.partition(u), s.rpartition(u), s.strip(u), end=' ')
            print()
for e in ["b'a'.index(b'b')", "b'a'.find('a')", "b'a'.find(97)", "b'a'.find(300)", "b'a'.join(['a'])", "b','.join([b'a', bytearray(b'b'), memoryview(b'c')])", "b'a'.replace('a',b'')", "b'a'.split('a')", "b'a'.split(b'')", "b'a'.strip('a')", "b'a'.startswith('a')", "b'a'.startswith(('a',))", "b'a'.startswith((b'x',b'a'))", "b'a'.center(5,'a')", "b'a'.center(5,b'aa')", "b'a'.partition('a')", "b'abc'.translate(bytes.maketrans(b'ab',b'xy'))", "b'abc'.translate(None,b'b')", "b'a'.translate(b'a')", "b'a'.translate(1)", "bytes.maketrans(b'a',b'bb')", "bytes('a')", "bytes('é','utf-8')", "bytes('é','ascii')", "bytes(-1)", "bytes(3)", "bytes([256])", "bytes(['a'])", "bytes([1,2,True])", "bytes(1.5)", "bytes('a',1)", "bytes(1,'a')", "bytes(x for x in b'abc')", "bytes(range(5))", "bytes({1:2})", "bytes(memoryview(b'ab'))", "bytes()", "bytes(b'x')", "bytes.fromhex('61 62\\n63')", "bytes.fromhex('zz')", "bytes.fromhex('a')", "bytes.fromhex(1)", "bytearray.fromhex('ff')", "b'a'.hex('ab')", "b'a'.hex('é')", "b'a'['a']", "b'a'[5]", "b'abc'[-1]", "b'abc'[1:2]", "'a' in b'a'", "97 in b'a'", "300 in b'a'", "bytearray(b'a')[5]", "b'a'+'a'", "b'a'+1", "1+b'a'", "b'a'*2", "2*b'a'", "b'a'*'x'", "b'a'<'a'", "b'a'=='a'", "b'a'.decode()", "b'\\xff'.decode()", "b'\\xe1\\x80'.decode()", "b'a'.decode('foo')", "b'\\xff\\xfe'.decode('ascii','replace')", "b'%s %d %b' % (b'x', 5, b'y')", "b'%s'%'a'", "b'%b'%1", "b'%a'%'é'", "b'%r'%'é'", "b'%c%c'%(65,b'B')", "b'%c'%300", "b'%c'%'a'", "b'%q'%1", "b'%5.1f|%-5d|%05x'%(1.25,3,255)", "b'%(a)s'%{b'a':b'x'}", "b'%(a)s'%{'a':b'x'}", "b'%x'%1.5", "b'%d'%'a'", "b'%s'%()", "b'a'%1", "bytearray(b'%d')%5", "b'a'.zfill('a')", "b'abc'.removeprefix('a')", "b'x'.rjust(-1)", "b'\\t'.expandtabs(0)", "b'a b'.split(maxsplit=1)", "bytes(10**30)", "bytearray('x')", "bytearray(b'x', 'utf8')", "bytearray([1,2,300])", "bytearray(5)", "bytearray(None)", "hash(bytearray())", "{b'a': 1}[b'a']", "isinstance(b'', bytes)", "bytes.__add__(b'a', b'b')"]:
    print(e, '->', show(lambda: eval(e)))
a = bytearray(b'hello')
a[0] = 72; a.append(33); a.extend(b' world'); a.extend([1, 2]); a += b'!'; a.insert(0, 65); a.insert(-1, 66); a.insert(100, 67)
print(a, len(a)); a.pop(); a.pop(0); a.remove(33); print(a); a[1:3] = b'XYZ'; print(a); a[::2] = b'*' * len(a[::2]); print(a); del a[0]; del a[::3]; del a[2:4]; print(a); a.reverse(); print(a, a.copy() == a); a[2:2] = a; print(a); a *= 2; print(a); a.clear(); print(a)
for e in ["a[0]", "a[0]=1", "a.pop()", "a.append(256)", "a.append('a')", "a.remove(5)", "a.extend('abc')", "a.extend([300])", "a.extend(5)", "a.insert('x', 1)"]:
    def run(e=e):
        exec(e)
    print(e, show(run))
a = bytearray(b'0123456789')
def f(s):
    exec(s, {'a': a})
for s in ["a[1:3]=[300]", "a[1:3]='ab'", "a[::2]=b'x'", "a[1:3]=5", "a[20]=1", "a[1]=256", "a['x']=1", "del a[20]", "a[2:5]=range(3)", "a[5:]=(x for x in b'zz')"]:
    print(s, show(lambda: f(s)), a)
m = memoryview(a)
print(m[0], m[-1], len(m), m.tolist(), bytes(m[2:5]), m[::2].tolist(), m[::-1].tobytes(), m.readonly, m.format, m.itemsize, m.nbytes, m.ndim, m.shape, m.strides, m.contiguous, m == a, m == bytes(a), m[1:3] == b'xx', m.hex(), 48 in m, list(m)[:3])
m[0] = 65; m[1:3] = b'zz'
with memoryview(a) as w: print(show(lambda: a.append(1)))
print(a, show(lambda: m.__setitem__(0, 300)), show(lambda: m.__setitem__(0, 'a')), show(lambda: m[100]), show(lambda: m['a']), show(lambda: m.__setitem__(slice(0, 2), b'abc')))
m.release(); a.append(1); print(a, show(lambda: m[0]), show(lambda: len(m)))
with memoryview(b'abcdefgh') as v:
    print(v.readonly, show(lambda: v.__setitem__(0, 1)), v.cast('I').tolist(), v.cast('H')[1], v.cast('q').tolist(), hash(v) == hash(b'abcdefgh'), v.obj, v.toreadonly().readonly, show(lambda: v.cast('i').cast('h')), show(lambda: memoryview(b'abc').cast('H')), show(lambda: v.cast('zz')))
print(show(lambda: memoryview('a')), show(lambda: memoryview(5)), repr(memoryview(b''))[:10], memoryview(bytearray(8)).cast('d')[0])
class B(bytes):
    pass
class C:
    def __bytes__(self): return b'C!'
b = B(b'xyz')
print(b, type(b), b + b'1', type(b + b'1'), b[1:], b == b'xyz', hash(b) == hash(b'xyz'), bytes(C()), bytes(b), type(bytes(b)), b.upper(), B.fromhex('41'), type(B.fromhex('41')), B(), len(b), list(b))
class BA(bytearray):
    pass
x = BA(b'q'); x.extend(b'rs'); x.attr = 5
print(x, type(x), x.attr, x + b't', type(x + b't'), x[1:], BA.fromhex('4142'))
print(type(iter(b'')), type(iter(bytearray())), list(iter(b'abc')), iter(b'abc').__length_hint__(), sorted(b'hello'), max(b'abc'), sum(b'abc'), b'abc'.__contains__(98), bytes(reversed(b'abc')), b''.join([b'x' * 3] * 3), tuple(b'ab'), *b'ab')
for enc in ('utf-8', 'utf-16', 'utf-16-le', 'utf-16-be', 'utf-32', 'utf-32-le', 'utf-32-be', 'latin-1', 'ascii', 'UTF8', 'Latin1', 'U8', 'iso-8859-1'):
    for s in ('abc', 'é', '日本🎉', 'a\ud800b', '\udc80x', 'ÿĀ', ''):
        for err in ('strict', 'ignore', 'replace', 'backslashreplace', 'xmlcharrefreplace', 'surrogateescape', 'surrogatepass', 'namereplace'):
            r = show(lambda: s.encode(enc, err))
            print(r, end=' ')
        print(enc, ascii(s))
for enc in ('utf-8', 'utf-16', 'utf-16-le', 'utf-16-be', 'utf-32', 'utf-32-be', 'latin-1', 'ascii'):
    for s in (b'abc', b'\xc3\xa9', b'\xff', b'\xc3', b'a\xe2\x82', b'\xe2\x82\xac', b'\xf0\x9f\x8e\x89', b'\xf0\x9f\x8e', b'\xed\xa0\x80', b'\xc0\x80', b'\xf5\x80\x80\x80', b'\xe0\x80\x80x', b'\x80abc', b'ab\xffcd\xfe', b'\xff\xfea\x00', b'\xfe\xff\x00a', b'\x00\xd8\x00\xdc', b'\x00\xd8a\x00', b'a\x00b', b'\x00\x00\xfe\xff\x00\x00\x00a', b'\xff\xff\xff\xff', b'', b'\xf4\x90\x80\x80', b'\xe1\x80\xe1\x80\x80'):
        print(enc, s, [ascii(show(lambda: s.decode(enc, err))) for err in ('strict', 'ignore', 'replace', 'backslashreplace', 'surrogateescape', 'surrogatepass')])
