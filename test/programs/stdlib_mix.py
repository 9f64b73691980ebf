import json, re, dataclasses, enum, typing, string, copy, contextlib, datetime, decimal, fractions, statistics, textwrap, pprint, abc
import collections.abc, io, logging, argparse, operator, base64, struct, inspect, types, calendar, shlex, fnmatch, difflib, queue, pickle
import pathlib, traceback, warnings, numbers, urllib.parse, html, graphlib, reprlib, keyword, sys
print(json.dumps({'a': [1, 2.5, None, True], 'b': {'c': 'é"\n'}}, sort_keys=True), json.loads('{"x": [1, 2, {"y": null}], "z": 1e3}'))
print(json.dumps([1, {'k': ()}], indent=2))
try: json.loads('{bad}')
except json.JSONDecodeError as e: print(e)
@dataclasses.dataclass(order=True)
class P:
    x: int
    y: int = 5
    tags: list = dataclasses.field(default_factory=list, compare=False)
print(P(1), P(1) == P(1, 5), P(1) < P(2), dataclasses.asdict(P(3)), dataclasses.replace(P(1), y=9), dataclasses.astuple(P(1)), [f.name for f in dataclasses.fields(P)])
@dataclasses.dataclass(frozen=True, slots=True)
class F:
    a: int
try: F(1).a = 2
except dataclasses.FrozenInstanceError as e: print(type(e).__name__, e)
class Color(enum.Enum):
    RED = 1
    GREEN = enum.auto()
class Perm(enum.Flag):
    R = 4; W = 2; X = 1
class N(enum.IntEnum):
    A = 1; B = 2
print(Color.RED, Color(2), list(Color), Color['RED'].value, Perm.R | Perm.W, Perm.R in (Perm.R | Perm.X), N.A + 1, N.B > N.A, repr(Color.GREEN), Color.RED.name)
try: Color(9)
except ValueError as e: print(e)
T = typing.TypeVar('T')
class Box(typing.Generic[T]):
    def __init__(self, v: T): self.v = v
print(Box[int](5).v, typing.Optional[int], typing.Union[int, str], typing.List[int], typing.get_type_hints(Box.__init__), typing.Callable[[int], str])
class Pt(typing.NamedTuple):
    x: int
    y: str = 'd'
print(Pt(1), typing.cast(int, 'x'))
print(copy.deepcopy({'a': [1, {2, 3}], 'b': (1, [2])}), copy.copy([1, [2]]), copy.deepcopy(P(1, tags=['t'])))
@contextlib.contextmanager
def cm(n):
    print('enter', n)
    try: yield n * 2
    finally: print('exit', n)
with cm(1) as v, contextlib.suppress(ValueError), contextlib.ExitStack() as st:
    st.callback(print, 'callback'); st.enter_context(cm(2)); print(v); raise ValueError
with contextlib.redirect_stdout(io.StringIO()) as buf: print('captured')
print(repr(buf.getvalue()))
d = datetime.datetime(2024, 2, 29, 12, 30); print(d, d.isoformat(), d + datetime.timedelta(days=1, hours=2), d.strftime('%A %d %B %Y'), d.weekday(), datetime.date(2024, 1, 1) - datetime.date(2023, 1, 1), datetime.datetime.fromisoformat('2020-01-02T03:04:05+00:00'), datetime.timedelta(seconds=3661))
print(decimal.Decimal('0.1') + decimal.Decimal('0.2'), decimal.Decimal(1) / 3, fractions.Fraction(1, 3) + fractions.Fraction(1, 6), statistics.mean([1, 2, 3, 4]), statistics.median([3, 1, 2]), statistics.stdev([1, 2, 3]))
print(textwrap.fill('the quick brown fox jumps over the lazy dog', 20), textwrap.dedent('  a\n  b'), string.Template('$a-${b}').substitute(a=1, b=2), string.capwords('ab cd'))
pprint.pprint({'key%d' % i: list(range(i)) for i in range(6)})
print(re.sub(r'(\w+)', lambda m: m.group(1).upper(), 'ab cd'), re.findall(r'\d+', 'a1b22'), re.match(r'(?P<n>\d+)', '12x').groupdict(), re.split(r'[,;]', 'a,b;c'), re.compile('x', re.I).search('aX').span())
class A(abc.ABC):
    @abc.abstractmethod
    def f(self): ...
try: A()
except TypeError as e: print(e)
class Seq(collections.abc.Sequence):
    def __len__(self): return 3
    def __getitem__(self, i):
        if i >= 3: raise IndexError
        return i
print(list(Seq()), 2 in Seq(), Seq().index(1), list(reversed(Seq())), isinstance([], collections.abc.Sequence), isinstance({}, collections.abc.Mapping), issubclass(int, numbers.Number), isinstance(iter([]), collections.abc.Iterator), isinstance(5, collections.abc.Hashable))
ap = argparse.ArgumentParser(prog='x'); ap.add_argument('-n', type=int, default=1); ap.add_argument('name'); print(ap.parse_args(['-n', '5', 'bob'])); print(ap.format_usage())
print(base64.b64encode(b'hello'), base64.b64decode('aGVsbG8='), struct.pack('<IH', 1, 2), struct.unpack('>h', b'\x00\x05'))
def fn(a, b=1, *c, d, **e): pass
print(inspect.signature(fn), inspect.getfullargspec(fn).args, calendar.isleap(2024), calendar.month(2024, 2))
print(shlex.split('a "b c" d'), fnmatch.fnmatch('a.py', '*.py'), list(difflib.unified_diff(['a', 'b'], ['a', 'c'], lineterm='')), difflib.get_close_matches('appel', ['ape', 'apple']))
q = queue.Queue(); q.put(1); print(q.get(), q.empty()); print(pickle.loads(pickle.dumps({'a': [1, (2, 3)], 'p': P(1)})))
print(pathlib.PurePosixPath('/a/b.txt').stem, pathlib.Path('x') / 'y', urllib.parse.urlparse('http://h/p?q=1').query, urllib.parse.quote('a b'), html.escape('<a>'), list(graphlib.TopologicalSorter({'b': {'a'}}).static_order()), reprlib.repr(list(range(100))), keyword.iskeyword('for'))
log = logging.getLogger('t'); h = logging.StreamHandler(sys.stdout); h.setFormatter(logging.Formatter('%(levelname)s %(message)s')); log.addHandler(h); log.warning('careful %d', 5)
try: raise KeyError('k')
except KeyError: print(traceback.format_exc().splitlines()[-1])
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter('always'); warnings.warn('hey', DeprecationWarning); print(len(w), w[0].message)
