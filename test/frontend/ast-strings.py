# RUN: %pyc-run --emit=ast %s | %FileCheck %s
'a' "b" '\x41\u00e9\N{BULLET}\
c'
# CHECK:      Constant(value='abAé•c')
# The dump shows printable characters as they are.
b'\xff\0' rb'\n'
# CHECK:      Constant(value=b'\xff\x00\\n')
'x' f'{a!r:>{w}.3f}{{}}{b = }' u'y'
# CHECK:      JoinedStr(
# CHECK-NEXT:   values=[
# CHECK-NEXT:     Constant(value='x'),
# CHECK-NEXT:     FormattedValue(
# CHECK-NEXT:       value=Name(id='a', ctx=Load()),
# CHECK-NEXT:       conversion=114,
# CHECK-NEXT:       format_spec=JoinedStr(
# CHECK-NEXT:         values=[
# CHECK-NEXT:           Constant(value='>'),
# CHECK-NEXT:           FormattedValue(
# CHECK-NEXT:             value=Name(id='w', ctx=Load()),
# CHECK-NEXT:             conversion=-1),
# CHECK-NEXT:           Constant(value='.3f')])),
# CHECK-NEXT:     Constant(value='{}b = '),
# CHECK-NEXT:     FormattedValue(
# CHECK-NEXT:       value=Name(id='b', ctx=Load()),
# CHECK-NEXT:       conversion=114),
# CHECK-NEXT:     Constant(value='y')]))
u'z'
# CHECK:      Constant(value='z', kind='u')
f'{f"{1 + 1}"}'
# CHECK:      FormattedValue(
# CHECK-NEXT:   value=JoinedStr(
# CHECK:            value=BinOp(
1_0, 0x_ff, 0b1, 0o17, 1e400, 1.5, 2j, 123456789012345678901234567890
# CHECK:      Constant(value=10),
# CHECK-NEXT: Constant(value=255),
# CHECK-NEXT: Constant(value=1),
# CHECK-NEXT: Constant(value=15),
# CHECK-NEXT: Constant(value=inf),
# CHECK-NEXT: Constant(value=1.5),
# CHECK-NEXT: Constant(value=2j),
# CHECK-NEXT: Constant(value=123456789012345678901234567890)],
