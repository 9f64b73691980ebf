# The text of the dialect reads back as itself.
# RUN: %py-emit py %S/assign.py > %t.1 && %pyc-opt %t.1 > %t.2 && %pyc-opt %t.2 | diff %t.2 -
# RUN: %py-emit py %S/classes.py > %t.1 && %pyc-opt %t.1 > %t.2 && %pyc-opt %t.2 | diff %t.2 -
# RUN: %py-emit py %S/control.py > %t.1 && %pyc-opt %t.1 > %t.2 && %pyc-opt %t.2 | diff %t.2 -
# RUN: %py-emit py %S/exceptions.py > %t.1 && %pyc-opt %t.1 > %t.2 && %pyc-opt %t.2 | diff %t.2 -
# RUN: %py-emit py %S/expressions.py > %t.1 && %pyc-opt %t.1 > %t.2 && %pyc-opt %t.2 | diff %t.2 -
# RUN: %py-emit py %S/functions.py > %t.1 && %pyc-opt %t.1 > %t.2 && %pyc-opt %t.2 | diff %t.2 -
# RUN: %py-emit py %S/match.py > %t.1 && %pyc-opt %t.1 > %t.2 && %pyc-opt %t.2 | diff %t.2 -
# RUN: %py-emit py %S/with.py > %t.1 && %pyc-opt %t.1 > %t.2 && %pyc-opt %t.2 | diff %t.2 -
