// RUN: %pyc-opt --py-mark-assigned %s | %FileCheck %s
// r0 is a parameter, r1 is bound on one path only, r2 is deleted in a region.
py.func @f attributes {name = "f", qualname = "f", first_line = 1 : i32,
    flags = 3 : i32, arg_count = 1 : i32, pos_only_count = 0 : i32,
    kw_only_count = 0 : i32, locals = ["a", "b", "c"],
    kinds = array<i8: 1, 1, 1>} {
  // CHECK: py.load_local "a"[0] assigned
  %0 = py.load_local "a"[0]
  py.store_local "c"[2], %0
  py.cond_br %0, ^bb1, ^bb2
^bb1:
  py.store_local "b"[1], %0
  py.br ^bb2
^bb2:
  // CHECK: py.load_local "b"[1]{{$}}
  // CHECK: py.load_local "b"[1] assigned
  %1 = py.load_local "b"[1]
  %2 = py.load_local "b"[1]
  py.try ^bb3 unwind ^bb5
^bb3:
  // CHECK: py.load_local "c"[2] assigned
  %3 = py.load_local "c"[2]
  py.delete_local "c"[2]
  py.store_local "c"[2], %0
  py.end_try ^bb4
^bb4:
  // CHECK: py.load_local "c"[2] assigned
  %4 = py.load_local "c"[2]
  py.return %4
^bb5:
  %exc, %prev = py.enter_handler
  // CHECK: py.load_local "c"[2]{{$}}
  %5 = py.load_local "c"[2]
  py.leave_handler %exc, %prev
  py.return %5
}
