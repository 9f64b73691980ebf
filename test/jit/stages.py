# RUN: %pyc-run --jit-threshold=60 --emit=llvm %s | %FileCheck --check-prefix=LLVM %s
# RUN: %pyc-run --jit-threshold=60 --emit=llvm-opt %s | %FileCheck --check-prefix=LLVM %s
# RUN: %pyc-run --jit-threshold=60 --emit=asm %s | %FileCheck --check-prefix=ASM %s

def f(n):
    i = 0
    while i < n:
        i += 1
    return i

print(f(1000))
# LLVM: preserve_nonecc
# LLVM: icmp slt i64
# ASM: loop1_f
# ASM: jmp
