# RUN: %py-emit py %S/exceptions.py %S/match.py %S/with.py %S/classes.py %S/functions.py %S/expressions.py | sed 's/^module {$/\/\/ -----\nmodule {/' > %t.mlir
# RUN: %pyc-opt --split-input-file %t.mlir > %t.2.mlir
# RUN: %pyc-opt --split-input-file %t.2.mlir | diff %t.2.mlir -
# The text of the dialect reads back as itself.
