import random, sys
random.seed(11)
out = []
def show(f):
    try: return repr(f())
    except Exception as e: return type(e).__name__ + str(e)
def rint():
    k = random.choice([3, 30, 61, 62, 63, 64, 65, 100, 128, 300])
    n = random.getrandbits(k)
    if random.random() < .2: n = (1 << k) + random.choice([-1, 0, 1])
    return -n if random.random() < .5 else n
h = 0
for i in range(700):
    a, b = rint(), rint()
    s = random.choice([0, 1, 5, 60, 62, 64, 100])
    r = [a + b, a - b, a * b, show(lambda: a // b), show(lambda: a % b), show(lambda: divmod(a, b)), a & b, a | b, a ^ b, a << s, a >> s, show(lambda: a / b), a < b, a == b, hash(a), show(lambda: float(a)), str(a), hex(a), int(str(a)) == a, int(hex(a), 16) == a, a.bit_length(), show(lambda: pow(a, abs(b) % 1000, abs(b) + 1)), show(lambda: round(a, -3)), f'{a:,}', f'{a:+x}', a.to_bytes(50, 'little', signed=True)[:9], '%d' % a, show(lambda: a ** 3)]
    t = str(r)
    if i % 50 == 0: print(t[:300])
    for c in t: h = (h * 31 + ord(c)) & 0xffffffffffff
print(h)
import struct
for i in range(700):
    x = struct.unpack('d', random.getrandbits(64).to_bytes(8, 'little'))[0] if random.random() < .5 else random.uniform(-1000, 1000) * 10 ** random.randint(-10, 10)
    y = random.choice([random.uniform(-5, 5), float(random.randint(-9, 9)), x])
    p = random.randint(0, 20)
    r = [repr(x), '%.*e' % (p, x), '%.*g' % (p, x), f'{x:.{p % 6}}', f'{x:,.2f}'[:40], f'{x:_.{p}g}', show(lambda: round(x, p - 5)), show(lambda: x // y), show(lambda: x % y), show(lambda: divmod(x, y)), show(lambda: x ** y), show(lambda: int(x))[:30], x.hex() if x == x else '', hash(x) if x == x else 0, show(lambda: x.as_integer_ratio())[:40], x < int(y) if abs(y) < 1e300 else 0, float(repr(x)) == x, show(lambda: x == int(x))]
    t = str(r)
    if i % 50 == 0: print(t[:400])
    for c in t: h = (h * 31 + ord(c)) & 0xffffffffffff
print(h)
alpha = 'aAbB1 \t\n.,éßΣς日🎉\u0130\u01c5\x85'
for i in range(1000):
    s = ''.join(random.choice(alpha) for _ in range(random.randint(0, 12))); u = ''.join(random.choice(alpha) for _ in range(random.randint(0, 2)))
    j, k = random.randint(-13, 13), random.randint(-13, 13)
    r = [s.find(u, j, k), s.rfind(u, j, k), s.count(u, j), s.replace(u, 'xé', k), s.split(u or None, j), s.rsplit(u or None, k), s.strip(u), s.upper(), s.lower(), s.title(), s.swapcase(), s.casefold(), s.capitalize(), s[j:k], s[::k or 1], s.partition(u or 'a'), s.splitlines(), repr(s), ascii(s), s.encode(), s.encode('utf-16-le'), s.center(k, 'é'), s.expandtabs(abs(k)), s < u, s.istitle(), s.isidentifier(), s.startswith(u, j), s.endswith(u, j, k), u.join(s), s * (k % 3), s.zfill(k), s.encode('ascii', 'backslashreplace'), s.translate({97: 'X', 233: None}), '%5.3s|' % s, f'{s:*^{abs(k)}}']
    t = str(r)
    if i % 100 == 0: print(ascii(t[:300]))
    for c in t: h = (h * 31 + ord(c)) & 0xffffffffffff
print(h)
