# RUN: %pyc-run --emit=ast %s | %FileCheck %s
# The dump is ast.dump(tree, indent=2).
a = b = 1
# CHECK:      Assign(
# CHECK-NEXT:   targets=[
# CHECK-NEXT:     Name(id='a', ctx=Store()),
# CHECK-NEXT:     Name(id='b', ctx=Store())],
# CHECK-NEXT:   value=Constant(value=1)),
(x): int
# CHECK:      AnnAssign(
# CHECK:        simple=0),
with (open(p) as f, lock): pass
# CHECK:      With(
# CHECK-NEXT:   items=[
# CHECK-NEXT:     withitem(
# CHECK:            optional_vars=Name(id='f', ctx=Store())),
# CHECK-NEXT:     withitem(
# CHECK-NEXT:       context_expr=Name(id='lock', ctx=Load()))],
with (yield_): pass
# CHECK:      With(
# CHECK-NEXT:   items=[
# CHECK-NEXT:     withitem(
# CHECK-NEXT:       context_expr=Name(id='yield_', ctx=Load()))],
try: pass
except* A as e: pass
# CHECK:      TryStar(
# CHECK:          ExceptHandler(
# CHECK-NEXT:       type=Name(id='A', ctx=Load()),
# CHECK-NEXT:       name='e',
@d.x[0]
async def g(p, /, q=1, *r, s, t=2, **u) -> v: await w
# CHECK:      AsyncFunctionDef(
# CHECK-NEXT:   name='g',
# CHECK:          posonlyargs=[
# CHECK-NEXT:       arg(arg='p')],
# CHECK:          vararg=arg(arg='r'),
# CHECK:          kw_defaults=[
# CHECK-NEXT:       None,
# CHECK-NEXT:       Constant(value=2)],
# CHECK-NEXT:     kwarg=arg(arg='u'),
# CHECK:        decorator_list=[
# CHECK-NEXT:     Subscript(
# CHECK:        returns=Name(id='v', ctx=Load())),
from ..m import (n as o,)
# CHECK:      ImportFrom(
# CHECK-NEXT:   module='m',
# CHECK-NEXT:   names=[
# CHECK-NEXT:     alias(name='n', asname='o')],
# CHECK-NEXT:   level=2),
match = case = 1
match(case)
# CHECK:          Name(id='match', ctx=Store()),
# CHECK:        value=Call(
# CHECK-NEXT:     func=Name(id='match', ctx=Load()),
match (x, y):
    case [1, *rest] | {'k': -1, **rest} if rest: pass
    case C(a, b=None) as c: pass
    case _: pass
# CHECK:      Match(
# CHECK-NEXT:   subject=Tuple(
# CHECK:        match_case(
# CHECK-NEXT:     pattern=MatchOr(
# CHECK:              MatchStar(name='rest')]),
# CHECK:            MatchMapping(
# CHECK:              rest='rest')]),
# CHECK-NEXT:     guard=Name(id='rest', ctx=Load()),
# CHECK:        pattern=MatchAs(
# CHECK-NEXT:     pattern=MatchClass(
# CHECK:            kwd_attrs=[
# CHECK-NEXT:         'b'],
# CHECK-NEXT:       kwd_patterns=[
# CHECK-NEXT:         MatchSingleton(value=None)]),
# CHECK-NEXT:     name='c'),
# CHECK:        pattern=MatchAs(),
