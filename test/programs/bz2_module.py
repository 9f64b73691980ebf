# bz2: one-shot, incremental, files, errors.
import bz2, io, os, tempfile
data = b''.join(b'line %d of some text\n' % (i * i % 997) for i in range(5000))
packed = bz2.compress(data)
print(len(packed) < len(data) // 3, bz2.decompress(packed) == data, bz2.compress(b'').hex(), bz2.decompress(bz2.compress(b'')))
print(bz2.compress(b'hello', 1).hex(), bz2.decompress(packed + packed) == data + data)
c = bz2.BZ2Compressor(5)
out = b''.join(c.compress(data[i:i + 1000]) for i in range(0, len(data), 1000)) + c.flush()
print(bz2.decompress(out) == data)
for f in (c.flush, lambda: c.compress(b'x'), lambda: bz2.BZ2Compressor(0), lambda: bz2.compress('text'), lambda: bz2.decompress(b'nonsense'),
          lambda: bz2.decompress(packed[:50])):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
d = bz2.BZ2Decompressor()
parts = [d.decompress(packed, 1000)]
print(len(parts[0]), d.eof, d.needs_input)
while not d.eof:
    parts.append(d.decompress(b'', 7000))
print(b''.join(parts) == data, d.unused_data, d.needs_input)
try:
    d.decompress(b'')
except EOFError as e:
    print(e)
d = bz2.BZ2Decompressor()
got = b''.join(d.decompress(packed[i:i + 1]) for i in range(len(packed)))
print(got == data, d.eof)
d = bz2.BZ2Decompressor()
print(d.decompress(packed + b'tail') == data, d.unused_data)
with tempfile.TemporaryDirectory() as t:
    name = os.path.join(t, 'x.bz2')
    with bz2.open(name, 'wt') as f:
        f.writelines(f'{i}\n' for i in range(1000))
    with bz2.open(name, 'rt') as f:
        print(sum(int(x) for x in f))
    with bz2.BZ2File(name) as f:
        print(f.read(5), f.readline(), f.seek(100), f.read(4), f.tell())
