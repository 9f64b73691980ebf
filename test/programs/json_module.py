import json, enum, collections
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
print(json.loads('{"a": [1, -2.5, 1e3, 0, -0.0, 123456789012345678901234567890], "b": {"c": null, "d": [true, false]}, "e": "\\u00e9\\n\\"\\ud83d\\ude00 é😀"}'))
print(json.loads(' [ ] '), json.loads('{ }'), json.loads('"x"'), json.loads('[NaN, Infinity, -Infinity]'), json.loads(b'[1]'), json.loads('1E400'))
for bad in ('', '{', '[', '[1,', '[1,]', '{"a"', '{"a":', '{"a":1', '{"a":1,', '{"a":1,}', '{a:1}', '"abc', '"a\\x"', '"\\u12"', '"\\u12G4"', '"a\nb"', 'nul', '[1 2]', '{"a" 1}', '1 2', '-', '01', '[1.]', '"\\ud800"', "{'a': 1}", 'tru', '\ufeff1', '[' * 5 + '}'):
    attempt(lambda: repr(json.loads(bad)))
attempt(lambda: json.loads('[' * 900 + 'x')); attempt(lambda: json.loads(5))
print(json.loads('"a\tb"', strict=False), json.loads('[1.5, 2]', parse_float=str, parse_int=lambda s: s + '!'), json.loads('{"a": {"b": 1}}', object_hook=lambda d: sorted(d.items())), json.loads('{"a": 1, "a": 2}', object_pairs_hook=list))
print(json.dumps({'a': 1, 'b': [1.5, None, True, 'é"\\\n\x01\x7f😀'], 'c': {'d': ()}, 1: 2, None: 3, True: 4, 2.5: 5}))
print(json.dumps(['é\x7f😀'], ensure_ascii=False), json.dumps({'b': 1, 'a': 2}, sort_keys=True), json.dumps([1, [2, {'x': []}]], indent=2), json.dumps([1, {'a': 2}], separators=(',', ':')))
class E(enum.IntEnum):
    A = 1
class F(float): pass
print(json.dumps([E.A, F(2.5), 10**30, float('inf'), -0.0, 1e22, collections.OrderedDict(z=1, y=2)]), json.dumps({(1,): 2, 'k': 1}, skipkeys=True))
for bad in (lambda: json.dumps(object), lambda: json.dumps({(1, 2): 3}), lambda: json.dumps(float('nan'), allow_nan=False), lambda: json.dumps({1, 2}), lambda: json.dumps({'a': 1, 2: 3}, sort_keys=True)):
    attempt(bad)
l = []; l.append(l); attempt(lambda: json.dumps(l)); d = {}; d['d'] = d; attempt(lambda: json.dumps(d))
print(json.dumps({1, 2, 3}, default=sorted), json.dumps({'x': 1 + 2j}, default=lambda o: [o.real, o.imag]))
class Enc(json.JSONEncoder):
    def default(self, o): return repr(o)
print(json.dumps([object], cls=Enc), ''.join(json.JSONEncoder().iterencode({'a': [1]})), json.JSONDecoder().raw_decode('1 x'))
big = {'k%d' % i: [i, i / 7, str(i), None] for i in range(2000)}
print(json.loads(json.dumps(big)) == big, len(json.dumps(big)))
