import csv, io
print(list(csv.reader(['a,b,c', '1,"x, y",3', '"he said ""hi""",,', '', "'q',r"])))
print(list(csv.reader(['a;b', 'c;"d\n', 'e"'], delimiter=';')), list(csv.reader(['a b  c'], delimiter=' ', skipinitialspace=True)))
print(list(csv.reader(['1,"2",x'.replace('x', '3.5')], quoting=csv.QUOTE_NONNUMERIC)), list(csv.reader(['a\\,b,c'], escapechar='\\', quoting=csv.QUOTE_NONE)))
out = io.StringIO(); w = csv.writer(out)
print(w.writerow([1, 'two', 3.5, None, 'x,y', 'q"q', 'l\nl', '']), w.writerow([]), w.writerow(['']))
w.writerows([[1, 2], ('a', 'b')]); print(repr(out.getvalue()))
for q in (csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC, csv.QUOTE_MINIMAL):
    out = io.StringIO(); csv.writer(out, quoting=q, lineterminator='\n').writerow([1, 'a', 2.5, 'b c']); print(repr(out.getvalue()))
out = io.StringIO(); d = csv.DictWriter(out, ['x', 'y'], restval='-', delimiter='\t'); d.writeheader(); d.writerow({'x': 1}); print(repr(out.getvalue()))
print(list(csv.DictReader(['n,m', '1,2', '3', '4,5,6'])))
csv.register_dialect('pipes', delimiter='|', quotechar="'"); print(list(csv.reader(["a|'b|c'"], 'pipes')), sorted(csv.list_dialects()), csv.get_dialect('pipes').delimiter)
class Semi(csv.excel): delimiter = ';'
print(list(csv.reader(['a;b'], Semi)), csv.Sniffer().sniff('a;b;c\n1;2;3\n').delimiter)
r = csv.reader(['a', 'b']); next(r); print(r.line_num, csv.field_size_limit())
for bad in (lambda: csv.reader(5), lambda: list(csv.reader([b'x'])), lambda: csv.writer(5), lambda: csv.reader([], delimiter='ab'), lambda: csv.reader([], 'nope'), lambda: csv.reader([], foo=1), lambda: csv.writer(io.StringIO()).writerow(5), lambda: list(csv.reader(['"a"b'], strict=True)), lambda: list(csv.reader(['"a'], strict=True)), lambda: csv.writer(io.StringIO(), quoting=csv.QUOTE_NONE).writerow(['a,b']), lambda: list(csv.reader(['a\rb'])), lambda: csv.reader([], quoting=9), lambda: csv.reader([], delimiter=None)):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
