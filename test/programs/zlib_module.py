# zlib, gzip and zipfile.
import zlib, gzip, io, zipfile
def e(s):
    try: print(s, '->', repr(eval(s)))
    except Exception as x: print(s, '->', type(x).__name__, x)
data = b'hello world ' * 1000 + bytes(range(256)) * 20
for s in ["zlib.compress('a')","zlib.decompress(b'abc')","zlib.decompress(zlib.compress(b'abc')[:-2])","zlib.compress(b'a',99)","zlib.compressobj(99)","zlib.decompressobj(99)","zlib.decompressobj().decompress(b'abc')","zlib.decompressobj().decompress(b'')","zlib.decompress(b'')","zlib.compressobj().flush(9)","zlib.decompressobj().decompress(zlib.compress(b'a'*10),-1)","zlib.crc32('a')","type(zlib.compressobj())","type(zlib.decompressobj())","zlib.compress(b'abc')","zlib.compress(b'',0)","[len(zlib.compress(data, k)) for k in range(-1,10)]","zlib.decompress(zlib.compress(data)) == data","zlib.crc32(data)","zlib.crc32(b'x', 123)","zlib.adler32(data)","zlib.adler32(b'abc', 5)","zlib.decompress(zlib.compress(data, wbits=-15), wbits=-15) == data","zlib.decompress(zlib.compress(data, wbits=31), 47) == data"]: e(s)
c = zlib.compressobj(9); out = b''.join(c.compress(data[i:i + 100]) for i in range(0, len(data), 100)) + c.flush(); print(len(out), zlib.decompress(out) == data)
d = zlib.decompressobj(); r = d.decompress(out + b'tail'); print(r == data, d.eof, d.unused_data, d.unconsumed_tail, d.decompress(b'more'), d.unused_data, d.flush())
d = zlib.decompressobj(); parts = [d.decompress(out, 1000)]
while d.unconsumed_tail: parts.append(d.decompress(d.unconsumed_tail, 1000))
print([len(p) for p in parts][:4], b''.join(parts) == data, d.eof)
d = zlib.decompressobj(); x = d.decompress(out[:50]); y = d.copy(); print((x + d.decompress(out[50:])) == data, (x + y.decompress(out[50:])) == data)
c = zlib.compressobj(zdict=b'hello world'); o = c.compress(b'hello world') + c.flush(); d = zlib.decompressobj(zdict=b'hello world'); print(len(o), d.decompress(o)); e("zlib.decompress(o)")
print(gzip.decompress(gzip.compress(data)) == data, len(gzip.compress(data, mtime=0)))
b = io.BytesIO()
with zipfile.ZipFile(b, 'w', zipfile.ZIP_DEFLATED) as zf:
    zf.writestr(zipfile.ZipInfo('a.txt'), data, zipfile.ZIP_DEFLATED); zf.writestr(zipfile.ZipInfo('d/b.txt'), 'text é')
with zipfile.ZipFile(b) as zf:
    print(zf.namelist(), zf.read('a.txt') == data, zf.read('d/b.txt').decode(), zf.testzip(), [(i.filename, i.file_size, i.compress_size) for i in zf.infolist()])
f = io.BytesIO()
with gzip.GzipFile(fileobj=f, mode='wb', mtime=0) as g: g.write(b'line1\nline2\n')
f.seek(0)
with gzip.open(f, 'rt') as g: print(list(g))
