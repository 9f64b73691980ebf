// RUN: %pyc-opt --py-emit-bytecode %s | %FileCheck %s
// Block arguments are a parallel move: the two that change places go round a
// third register.
// CHECK: JumpIfNot r0 ->
// CHECK: Move r[[T:[0-9]+]] r[[A:[0-9]+]]
// CHECK-NEXT: Move r[[A]] r[[B:[0-9]+]]
// CHECK-NEXT: Move r[[B]] r[[T]]
py.func @main attributes {name = "m", qualname = "m", first_line = 1 : i32,
    flags = 3 : i32, arg_count = 1 : i32, pos_only_count = 0 : i32,
    kw_only_count = 0 : i32, locals = ["x"], kinds = array<i8: 1>} {
  %a = py.load_global "a"
  %b = py.load_global "b"
  %x = py.load_local "x"[0] assigned
  py.cond_br %x, ^bb1, ^bb2
^bb1:
  py.br ^bb3(%a, %b : !py.object, !py.object)
^bb2:
  py.br ^bb3(%b, %a : !py.object, !py.object)
^bb3(%p: !py.object, %q: !py.object):
  %r = py.binary sub %p, %q
  py.return %r
}
