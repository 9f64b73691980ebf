// RUN: not %pyc-opt --py-emit-bytecode %s 2>&1 | %FileCheck %s
// A block that is inside of a region on one path and outside on another.
// CHECK: malformed function
py.func @main attributes {name = "m", qualname = "m", first_line = 1 : i32,
    flags = 3 : i32, arg_count = 0 : i32, pos_only_count = 0 : i32,
    kw_only_count = 0 : i32, locals = [], kinds = array<i8>} {
  %x = py.load_global "x"
  py.cond_br %x, ^bb1, ^bb2
^bb1:
  py.try ^bb2 unwind ^bb3
^bb2:
  py.return %x
^bb3:
  %exc, %prev = py.enter_handler
  py.reraise %exc
}
