# RUN: %pyc-run --emit=ast %s | %FileCheck %s
-a ** -b
# CHECK:      UnaryOp(
# CHECK-NEXT:   op=USub(),
# CHECK-NEXT:   operand=BinOp(
# CHECK-NEXT:     left=Name(id='a', ctx=Load()),
# CHECK-NEXT:     op=Pow(),
# CHECK-NEXT:     right=UnaryOp(
a < b is not c not in d
# CHECK:      Compare(
# CHECK-NEXT:   left=Name(id='a', ctx=Load()),
# CHECK-NEXT:   ops=[
# CHECK-NEXT:     Lt(),
# CHECK-NEXT:     IsNot(),
# CHECK-NEXT:     NotIn()],
f(*a, k=1, *b, **c)
# CHECK:      Call(
# CHECK:          Starred(
# CHECK-NEXT:       value=Name(id='a', ctx=Load()),
# CHECK:          Starred(
# CHECK-NEXT:       value=Name(id='b', ctx=Load()),
# CHECK:        keywords=[
# CHECK-NEXT:     keyword(
# CHECK-NEXT:       arg='k',
# CHECK:          keyword(
# CHECK-NEXT:       value=Name(id='c', ctx=Load()))]))
x[1:2, ::3, *y]
# CHECK:      slice=Tuple(
# CHECK-NEXT:   elts=[
# CHECK-NEXT:     Slice(
# CHECK-NEXT:       lower=Constant(value=1),
# CHECK-NEXT:       upper=Constant(value=2)),
# CHECK-NEXT:     Slice(
# CHECK-NEXT:       step=Constant(value=3)),
# CHECK-NEXT:     Starred(
sum(x async for y in z if (w := y) if w)
# CHECK:      GeneratorExp(
# CHECK:          ifs=[
# CHECK-NEXT:       NamedExpr(
# CHECK-NEXT:         target=Name(id='w', ctx=Store()),
# CHECK:            Name(id='w', ctx=Load())],
# CHECK-NEXT:     is_async=1)])],
lambda a, /, *, b=1: {**a, b: 2}
# CHECK:      Lambda(
# CHECK:        body=Dict(
# CHECK-NEXT:     keys=[
# CHECK-NEXT:       None,
# CHECK-NEXT:       Name(id='b', ctx=Load())],
*a, (b.c, [d]) = e
# CHECK:      targets=[
# CHECK-NEXT:   Tuple(
# CHECK-NEXT:     elts=[
# CHECK-NEXT:       Starred(
# CHECK-NEXT:         value=Name(id='a', ctx=Store()),
# CHECK-NEXT:         ctx=Store()),
a if b else c if d else e
# CHECK:      IfExp(
# CHECK:        orelse=IfExp(
