# csv: readers, writers, dialects.
import csv, io
def e(s):
    try: print(s, '->', repr(eval(s)))
    except Exception as x: print(s, '->', type(x).__name__, x)
R = lambda l, **k: list(csv.reader(l, **k))
def W(rows, **k):
    s = io.StringIO(); w = csv.writer(s, **k); w.writerows(rows); return s.getvalue()
for s in ["csv.reader([],delimiter=1)","csv.reader([],delimiter='ab')","csv.reader([],delimiter='')","csv.reader([],delimiter=None)","csv.reader([],quotechar=1)","csv.reader([],quotechar='')","csv.reader([],quoting=9)","csv.reader([],quoting='a')","csv.reader([],lineterminator=1)","csv.reader([],escapechar='ab')","csv.reader([],foo=1)","csv.reader([],dialect='nope')","csv.reader(5)","R([b'a'])","R(['a\\nb'])","R(['\"a'])","R(['\"a'],strict=True)","R(['\"a\"b'],strict=True)","R(['\"a\"b'])","R(['a\\rb'])","R(['1,a'],quoting=2)","R(['1,\"a\"'],quoting=2)","csv.writer(5)","W([1])","W([[1.5,None,'a,b','a\"b','x\\ny']])","W([['']])","W([['']],quoting=3)","W([['a,b']],quoting=3)","W([['a\"b']],quoting=3,escapechar='!')","W([['a\"b']],doublequote=False)","W([['a\"b']],doublequote=False,escapechar='!')","W([[1,'a',None]],quoting=2)","W([[1,'a']],quoting=1)","csv.field_size_limit()","csv.field_size_limit('a')","csv.list_dialects()","csv.get_dialect('excel').delimiter","csv.get_dialect('nope')","csv.register_dialect(1)","csv.register_dialect('x',5)","csv.unregister_dialect('nope')","csv.reader([],quoting=1,quotechar=None)","W([[]])","W([('a','b')],lineterminator='\\n')","R(['a b c'],delimiter=' ')","R(['a,  b'],skipinitialspace=True)","R(['a!,b'],escapechar='!')","R(['','a',''])","csv.reader([]).line_num","csv.reader([]).dialect.quoting","type(csv.reader([]))","type(csv.writer(io.StringIO()))","csv.writer(io.StringIO()).writerow([1,2])","W([['a b']],delimiter=' ')","W([['\\r']],lineterminator='\\n')","W([['xxx']],quotechar=None)","R(['\"a\\n','b\",c'])","R(['\"a\"\"b\"'])","R(['a\"b'])","R(['é,🎉'])","W([['é','🎉,']])","R(['a\\tb'],dialect='excel-tab')","R(['a,b\\r\\n','c,d\\n'])","R([',,','\"\",'])"]: e(s)
csv.register_dialect('semi', delimiter=';', quotechar="'")
print(R(["a;'b;c'"], dialect='semi'), csv.list_dialects()); csv.unregister_dialect('semi')
class D(csv.excel):
    delimiter = '|'
print(R(['a|b'], dialect=D), W([[1, 2]], dialect=D()), R(['a|b;c'], dialect=D, delimiter=';'))
s = io.StringIO('name,age\nann,5\n"bob, jr",6,extra\ncy\n')
for row in csv.DictReader(s): print(row)
o = io.StringIO(); w = csv.DictWriter(o, ['a', 'b']); w.writeheader(); w.writerow({'a': 1, 'b': 'x,y'}); print(repr(o.getvalue()))
r = csv.reader(io.StringIO('a,b\n"c\nd",e\n')); print(next(r), r.line_num, next(r), r.line_num, next(r, None))
print(csv.Sniffer().sniff('a;b;c\n1;2;3\n').delimiter, len(R(['x,y,z'] * 5000)))
