// RUN: %pyc-opt --verify-diagnostics --split-input-file %s
// expected-error @+1 {{needs one kind per local}}
py.func @main attributes {name = "m", qualname = "m", first_line = 1 : i32,
    flags = 3 : i32, arg_count = 0 : i32, pos_only_count = 0 : i32,
    kw_only_count = 0 : i32, locals = ["x"], kinds = array<i8>} {
  %x = py.load_global "x"
  py.return %x
}
// -----
py.func @main attributes {name = "m", qualname = "m", first_line = 1 : i32,
    flags = 3 : i32, arg_count = 0 : i32, pos_only_count = 0 : i32,
    kw_only_count = 0 : i32, locals = [], kinds = array<i8>} {
  // expected-error @+1 {{passes 0 values to a block of 1}}
  py.br ^bb1
^bb1(%x: !py.object):
  py.return %x
}
