# RUN: %pyc-run --emit=tokens %s | %FileCheck %s
# One token a line: where it starts and ends, what it is.
def f(a, b=0x1F):  # a comment
    return a ** 2 @ b \
        != "s" 'tri' + f'{a}'
if x: pass
y = [1_000.5e-3j,
     ...]
# CHECK:      3,0-3,3: NAME 'def'
# CHECK-NEXT: 3,4-3,5: NAME 'f'
# CHECK-NEXT: 3,5-3,6: OP '('
# CHECK-NEXT: 3,6-3,7: NAME 'a'
# CHECK-NEXT: 3,7-3,8: OP ','
# CHECK-NEXT: 3,9-3,10: NAME 'b'
# CHECK-NEXT: 3,10-3,11: OP '='
# CHECK-NEXT: 3,11-3,15: NUMBER '0x1F'
# CHECK-NEXT: 3,15-3,16: OP ')'
# CHECK-NEXT: 3,16-3,17: OP ':'
# CHECK-NEXT: 3,19-3,30: NEWLINE
# CHECK-NEXT: 4,4-4,4: INDENT
# CHECK-NEXT: 4,4-4,10: NAME 'return'
# CHECK-NEXT: 4,11-4,12: NAME 'a'
# CHECK-NEXT: 4,13-4,15: OP '**'
# CHECK-NEXT: 4,16-4,17: NUMBER '2'
# CHECK-NEXT: 4,18-4,19: OP '@'
# CHECK-NEXT: 4,20-4,21: NAME 'b'
# CHECK-NEXT: 5,8-5,10: OP '!='
# CHECK-NEXT: 5,11-5,14: STRING '"s"'
# CHECK-NEXT: 5,15-5,20: STRING ''tri''
# CHECK-NEXT: 5,21-5,22: OP '+'
# CHECK-NEXT: 5,23-5,29: STRING 'f'{a}''
# CHECK-NEXT: 5,29-5,29: NEWLINE
# CHECK-NEXT: 6,0-6,0: DEDENT
# CHECK-NEXT: 6,0-6,2: NAME 'if'
# CHECK:      7,5-7,16: NUMBER '1_000.5e-3j'
# CHECK-NEXT: 7,16-7,17: OP ','
# CHECK-NEXT: 8,5-8,8: OP '...'
# CHECK-NEXT: 8,8-8,9: OP ']'
