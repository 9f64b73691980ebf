import sys, time, gc, weakref, os, errno, atexit, contextvars, hashlib, random, types
print(sys.version_info[:3], sys.version_info >= (3, 8), sys.maxsize, sys.byteorder, sys.hexversion, sys.version_info.major)
print(sys.getrecursionlimit(), sys.getdefaultencoding(), sys.intern('a') is sys.intern('a'), sys.flags.optimize, sys.float_info.max, sys.int_info.bits_per_digit, sys.hash_info.modulus)
try: 1 / 0
except ZeroDivisionError: print(sys.exc_info()[0].__name__, type(sys.exception()).__name__)
print(sys.exc_info(), sys._getframe().f_code.co_name, sys.argv[0].endswith('sys_misc.py'))
def where(): return sys._getframe(1).f_code.co_name
def caller(): return where()
print(caller(), 'os' in sys.modules, isinstance(sys.path, list), sys.getsizeof([]) > 0)
try: sys.exit(3)
except SystemExit as e: print(repr(e), e.code)
t = time.gmtime(0); print(t, t.tm_year, t[0], time.strftime('%Y-%m-%d %H:%M:%S', t), time.asctime(t), len(t))
print(time.time() > 1e9, time.perf_counter() <= time.perf_counter(), time.monotonic_ns() > 0, time.mktime(time.localtime(1000)) == 1000.0, time.strptime('2020-01-02', '%Y-%m-%d')[:3])
class O: pass
def weak():
    o = O(); r = weakref.ref(o); same = r() is o
    return same, r
def scrub(n): return [scrub(n - 1), str(n), n] if n else []
def check(f):
    got = f()
    for i in range(3): scrub(30); gc.collect()
    return got
same, r = check(weak); scrub(30); gc.collect(); print(same, r())
d = weakref.WeakValueDictionary()
def fill(): k = O(); d['k'] = k; return 'k' in d, len(d)
print(check(fill)); print('k' in d, len(d))
w = weakref.WeakSet()
def proxies():
    a = O(); pr = weakref.proxy(a); a.x = 5
    return pr.x
print(check(proxies))
keep = O(); w.add(keep); print(len(w), keep in w, O() in w)
print(errno.ENOENT, errno.errorcode[2], os.strerror(2), os.getcwd() == os.path.abspath('.'), os.sep, os.path.join('a', 'b'), os.path.splitext('x.tar.gz'))
try: os.stat('/nonexistent')
except FileNotFoundError as e: print(e, e.errno, e.filename)
try: os.mkdir('/proc/x')
except OSError as e: print(type(e).__name__)
os.environ['PYC_T'] = 'v'; print(os.environ['PYC_T'], os.getenv('PYC_T'), os.getenv('NOPE', 'd')); del os.environ['PYC_T']
atexit.register(lambda: print('bye')); atexit.register(print, 'first', end='!\n')
v = contextvars.ContextVar('v', default=1); tok = v.set(2); print(v.get()); v.reset(tok); print(v.get()); ctx = contextvars.copy_context(); print(ctx.run(lambda: (v.set(9), v.get())[1]), v.get())
for n in ('md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha3_256', 'sha3_512', 'blake2b', 'blake2s'):
    print(n, hashlib.new(n, b'abc' * 100).hexdigest()[:32], hashlib.new(n).hexdigest()[:16])
print(hashlib.shake_128(b'x').hexdigest(8), hashlib.sha256(b'a').digest_size, hashlib.blake2b(b'x', digest_size=8, key=b'k').hexdigest())
random.seed(42); print(random.random(), random.randint(1, 100), random.choice('abc'), random.sample(range(10), 3), random.getrandbits(70)); l = list(range(5)); random.shuffle(l); print(l, random.gauss(0, 1), random.uniform(1, 2))
random.seed('text'); print(random.random())
ns = types.SimpleNamespace(a=1, b='x'); ns.c = 3; print(ns, ns == types.SimpleNamespace(a=1, b='x', c=3))
print(list[int], dict[str, list[int]], int | None, types.GenericAlias(list, (int,)) == list[int], sys.implementation.name in ('cpython', 'pyc'))
print(sys.stdout.encoding, sys.stdin.name, sys.stdout.name, sys.stderr.errors, sys.stdout.isatty(), sys.stdout.writable())
sys.stdout.write('direct\n'); sys.stdout.flush(); print('end', flush=True); print('a', 'b', sep='', end='\n\n'); print(); print(1, [2], None, sep=', ')
try: print('x', sep=5)
except TypeError as e: print(e)
