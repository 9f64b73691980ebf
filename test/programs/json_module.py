# json, through the native encoder and scanner.
import json, io
def e(s):
    try: print(ascii(s), '->', ascii(eval(s)))
    except Exception as x: print(ascii(s), '->', type(x).__name__, ascii(str(x)))
class S(str): pass
class I(int):
    def __repr__(self): return 'I'
class F(float):
    def __repr__(self): return 'F'
from enum import IntEnum
class E(IntEnum): A = 1
class NT(tuple): pass
for s in ["json.dumps(float('nan'),allow_nan=False)","json.dumps({(1,):2})","json.dumps(object())","json.loads('\"a\\\\q\"')","json.loads('\"\\\\u12\"')","json.loads('\"\\\\u12zz\"')","json.loads('\"a')","json.loads('\"\\n\"')","json.loads('\"\\n\"',strict=False)","json.loads('[1,]')","json.loads('[1')","json.loads('[')","json.loads('{')","json.loads('{\"a\"}')","json.loads('{\"a\":}')","json.loads('{\"a\":1,}')","json.loads('{a:1}')","json.loads('')","json.loads('1 2')","json.loads('-')","json.loads('01')","json.loads('1.')","json.loads('1.e5')","json.loads('1e')","json.loads('-0')","json.loads('-0.0')","json.loads('1e5')","json.loads('1E+2')","json.loads('123456789012345678901234567890')","json.loads('-123456789012345678')","json.loads('0.1e-400')","json.loads('1e400')","json.loads('nul')","json.loads('{\"a\":1 \"b\"}')","json.loads('[1 2]')","json.loads('\"a\\\\')","json.loads('[NaN,Infinity,-Infinity]')","json.loads(' [ 1 , { \"a\" : [ ] , \"b\" : { } } ] ')","json.loads('\"\\\\ud83c\\\\udf89\\\\ud83c\\\\u0041\\\\udf89\"')","json.loads('\"\\\\n\\\\t\\\\/\\\\\"\\\\\\\\\\\\b\\\\f\\\\r\\\\u00e9\"')","json.loads('\"é🎉\"')","json.loads(b'[1]')","json.loads('\\ufeff[1]')","json.loads(5)","json.loads('[1.5]',parse_float=str)","json.loads('[1]',parse_int=float)","json.loads('[NaN]',parse_constant=str)","json.loads('{\"a\":1}',object_hook=lambda d:sorted(d))","json.loads('{\"a\":1,\"b\":2}',object_pairs_hook=list)","json.loads('{\"a\":1,\"a\":2}')","json.dumps([1,2.5,None,True,False,'a',[],{},(),(1,),{'a':{'b':[]}}])","json.dumps('é🎉\\x7f\\x00\"\\\\\\n\\u2028')","json.dumps('é🎉\\x7f\\x00\"\\\\\\n\\u2028',ensure_ascii=False)","json.dumps({1:1,1.5:2,None:3,True:4,'b':5,False:6})","json.dumps({'b':1,'a':2},sort_keys=True)","json.dumps({1:1,'a':2},sort_keys=True)","json.dumps({(1,2):3,'a':1},skipkeys=True)","json.dumps([1,{'a':2}],indent=2)","json.dumps([1,{'a':2}],separators=(',',':'))","json.dumps([float('inf'),float('-inf'),float('nan'),1e16,1e-5,0.1,-0.0])","json.dumps([S('x'),I(5),F(1.5),E.A,NT((1,2))])","json.dumps({I(5):1,F(1.5):2,E.A:3})","json.dumps({1,2},default=list)","json.dumps([object],default=lambda o:o.__name__)","json.dumps(2**100)","json.dumps([[[[]]]])","json.dumps(1j)","json.dumps(b'a')"]: e(s)
a = []; a.append(a); e("json.dumps(a)"); d = {}; d['x'] = [d]; e("json.dumps(d)"); e("json.dumps(object(), default=lambda o: o)")
deep = []
for i in range(100): deep = [deep]
print(len(json.dumps(deep)), json.loads(json.dumps(deep)) == deep)
data = {'k%d' % i: [i, i / 7, str(i) * 3, None, {'n': i % 2 == 0}] for i in range(50)}
print(json.loads(json.dumps(data)) == data, json.loads(json.dumps(data, indent=1)) == data, json.load(io.StringIO(json.dumps(data))) == data, len(json.dumps(data)))
f = io.StringIO(); json.dump(data, f); print(len(f.getvalue()), len(''.join(json.JSONEncoder().iterencode(data))))
class Enc(json.JSONEncoder):
    def default(self, o): return {'type': type(o).__name__}
print(json.dumps([1, set(), 2j], cls=Enc))
print(json.JSONDecoder().raw_decode('[1] tail'), json.decoder.scanstring('a\\nb" c', 0), json.encoder.encode_basestring_ascii('é'), json.encoder.encode_basestring('é'))
