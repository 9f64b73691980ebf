import os, io, tempfile
d = tempfile.mkdtemp(); p = os.path.join(d, 'f.txt')
with open(p, 'w') as f: print(f.write('hello\nwörld\n'), f.closed, f.mode); f.writelines(['a\n', 'b'])
print(f.closed)
with open(p) as f: print(f.read())
with open(p) as f: print(list(f))
with open(p) as f: print(f.readline(), f.readline(3), f.read(2), f.tell() > 0, f.readlines())
with open(p, 'a') as f: f.write('\nend')
with open(p, 'rb') as f: data = f.read(); print(data, len(data)); f.seek(-3, 2); print(f.read(), f.tell()); f.seek(2); print(f.read(4), f.peek(2)[:2])
with open(p, 'r+') as f: f.seek(0); f.write('HE'); f.seek(0); print(f.readline()); f.truncate(3)
print(os.path.getsize(p), os.path.exists(p), os.path.isfile(p), os.path.isdir(d), os.listdir(d))
with open(p, 'wb') as f: f.write(b'a\r\nb\rc\n')
print(open(p).read().encode(), open(p, newline='').read().encode(), open(p, newline='\n').readlines(), open(p, newline='').readlines())
with open(p, 'w', newline='\r\n') as f: f.write('x\ny\n')
print(open(p, 'rb').read())
with open(p, 'w', encoding='latin-1') as f: f.write('é')
print(open(p, 'rb').read(), open(p, encoding='latin-1').read())
try: open(p).read()
except UnicodeDecodeError as e: print(e)
print(open(p, errors='replace').read() == '\ufffd', open(p, errors='ignore').read() == '')
with open(p, 'w', encoding='utf-16') as f: f.write('hi\nyou')
print(open(p, encoding='utf-16').read(), open(p, encoding='utf-16').readlines())
for bad in (lambda: open(d + '/nope').read(), lambda: open(d), lambda: open(p, 'q'), lambda: open(p, 'rw'), lambda: open(p, 'rb', encoding='utf-8'), lambda: open(p, 'w').read(), lambda: open(p, 'r').write('x'), lambda: f.read(), lambda: open(p, 'x'), lambda: open(p, 'wb').write('s'), lambda: open(p, 'w').write(b's'), lambda: open(5.5), lambda: open(p, buffering=0)):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, str(e).replace(d, 'D'))
s = io.StringIO('one\ntwo\nthree'); print(s.readline(), s.read(3), list(s), s.getvalue(), s.tell())
s = io.StringIO(); print('x', 1, file=s); s.write('abc'); print(repr(s.getvalue())); s.seek(0); s.write('Z'); print(repr(s.getvalue())); s.truncate(2); print(repr(s.getvalue()))
b = io.BytesIO(b'abc\ndef'); print(b.readline(), b.read(), b.seek(0), b.read(2), b.getvalue()); b.seek(10); b.write(b'!'); print(b.getvalue()); ba = bytearray(3); b.seek(0); print(b.readinto(ba), ba)
t = io.TextIOWrapper(io.BytesIO(b'x\r\ny'), encoding='ascii'); print(t.readlines(), t.encoding)
w = io.BytesIO(); t = io.TextIOWrapper(w, encoding='utf-8', write_through=True); t.write('é'); print(w.getvalue()); t.detach()
r = io.BufferedReader(io.BytesIO(b'0123456789')); print(r.read(3), r.peek()[:2], r.read1(2), r.tell(), r.readline())
class Raw(io.RawIOBase):
    def __init__(s): s.n = 0
    def readable(s): return True
    def readinto(s, buf):
        s.n += 1
        if s.n > 3: return 0
        buf[:2] = b'ab'; return 2
print(io.BufferedReader(Raw()).read(), Raw().read(1), Raw().readall())
class Up(io.StringIO):
    def write(self, x): return super().write(x.upper())
u = Up(); print('shout', file=u); print(u.getvalue())
with open(p, 'wb', buffering=0) as f: print(f.write(b'raw'), type(f).__name__)
print(open(p, 'rb', buffering=0).read(), io.DEFAULT_BUFFER_SIZE, isinstance(open(p), io.TextIOBase), issubclass(io.FileIO, io.RawIOBase))
big = 'line %d\n'; 
with open(p, 'w') as f:
    for i in range(5000): f.write(big % i)
print(sum(len(l) for l in open(p)), sum(1 for _ in open(p, 'rb')), len(open(p).read()))
os.remove(p); os.rmdir(d); print(os.path.exists(d))
