//===- Trace.td - The specification of trace IR ---------------------------===//
//
// A trace is what the interpreter did on one path through a program, as
// straight-line code with *guards* where another path would have begun.
//
// Rules
//  - One trace.trace per recorded path. Its first block is the entry (and,
//    after peeling, the first iteration). A loop has a second block, which
//    ends by jumping to itself. Facts of the entry hold in the loop, for the
//    entry dominates it. Merged trace trees add blocks joined by `branch`.
//  - Guards are ordinary ops in the middle of a block, not terminators. Each
//    has a *snapshot*: where the interpreter goes on when the guard fails.
//  - `snapshot` and `virtual` are ops that compute nothing. Their operands
//    keep alive what an exit needs; they become tables, not code.
//  - Between a snapshot and a guard that uses it nothing is written and no
//    call is made that could be noticed if it happened again: the interpreter
//    repeats what lies between (unless the snapshot says `raise`, below).
//  - Types say how a word is held. value and int are the same bits for a
//    Python int, so box_int costs nothing; int_add_ovf overflows the machine
//    word exactly where Python's int leaves 62 bits.
//  - Effects: ops are pure unless their description says that they read or
//    write the heap. The heap is split into alias classes (numbers below 64);
//    accesses of different classes, or of one class at different offsets of
//    fields, never touch the same memory. dialects/Trace/TraceOps.def repeats the
//    effects in a form that passes switch on.
//  - Addresses in this process appear as symbols (@name) only. The constants
//    None, True, False and the like have fixed addresses: const_value.
//
// What differs from LLVM IR: guards do not end blocks, values are typed by
// Python's meaning, snapshots are operands, and nothing is undefined: an op
// whose precondition the text names must be guarded by whoever emits it.
//
//===----------------------------------------------------------------------===//
include "TraceBase.td"
include "TraceArith.td"
include "TraceGuards.td"
include "TraceMemory.td"

//===----------------------------------------------------------------------===//
// Structure
//===----------------------------------------------------------------------===//

def TraceOp : Trace_Op<"trace", "a recorded path", [IsolatedFromAbove,
    DeclareOpInterfaceMethods<OpAsmOpInterface, ["getDefaultDialect"]>]> {
  let description = [{
    `loop` is entered at a loop header, `function` where a function begins,
    `bridge` from an exit of another trace. Compiled, it is a function of the
    base of the current frame's registers and the thread.
    ```
    trace.trace loop @count {
      %n = arg 1
      ...
      jump ^bb1(%i : !trace.int)
    ^bb1(%i: !trace.int):
      ...
    }
    ```
  }];
  let arguments = (ins KindP:$kind, StrAttr:$sym_name);
  let regions = (region MinSizedRegion<1>:$body);
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
}

def JumpOp : Trace_Op<"jump", "go to a block of this trace, the loop's header as a rule",
    [Terminator, DeclareOpInterfaceMethods<BranchOpInterface>]> {
  let arguments = (ins Variadic<AnyT>:$args);
  let successors = (successor AnySuccessor:$dest);
  let assemblyFormat = "$dest (`(` $args^ `:` type($args) `)`)? attr-dict";
}
def BranchOp : Trace_Op<"branch", "two paths of a merged trace tree",
    [Terminator, AttrSizedOperandSegments, DeclareOpInterfaceMethods<BranchOpInterface>]> {
  let description = "`branch %c, ^then(%a : !trace.int), ^else`";
  let arguments = (ins BoolT:$cond, Variadic<AnyT>:$thenArgs, Variadic<AnyT>:$elseArgs);
  let successors = (successor AnySuccessor:$thenDest, AnySuccessor:$elseDest);
  let assemblyFormat = [{
    $cond `,` $thenDest (`(` $thenArgs^ `:` type($thenArgs) `)`)? `,`
    $elseDest (`(` $elseArgs^ `:` type($elseArgs) `)`)? attr-dict
  }];
}
def ForkOp : Trace_Op<"fork", "where guards of this trace have a path of their own to go on in",
    [Terminator, DeclareOpInterfaceMethods<BranchOpInterface>]> {
  let description = [{
    `fork 2:17 ^next, ^other`: goes to ^next, always. Guards behind it whose
    snapshot is the frame numbered 17 of the tree's part 2 (as the snapshot's
    location tells) go to ^other when they fail, instead of leaving. ^other does
    not know which of them it was. See docs/design/trees.md.
  }];
  let arguments = (ins I32Prop:$part, I32Prop:$frame);
  let successors = (successor AnySuccessor:$next, AnySuccessor:$other);
  let assemblyFormat = "$part `:` $frame $next `,` $other attr-dict";
}
def FinishOp : Trace_Op<"finish", "return from a function trace with a result", [Terminator]> {
  let description = [{
    The result goes to the first slot of the exit buffer and the trace returns
    null. An empty Value says that an exception is pending.
    `finish %v`
  }];
  let arguments = (ins ValueT:$a);
  let assemblyFormat = "$a attr-dict";
}
def ExitOp : Trace_Op<"exit", "leave for the interpreter, always", [Terminator]> {
  let description = "`exit %snap`";
  let arguments = (ins SnapT:$snap);
  let assemblyFormat = "$snap attr-dict";
}
def JumpTraceOp : Trace_Op<"jump_trace", "go on in another trace of the same frame", [Terminator]> {
  let description = [{
    A tail call of the trace whose slot (a word holding its entry) the symbol
    names. The target loads what it needs from the frame's registers, so they
    have been written with set_reg before. When the slot is null the trace
    leaves with the snapshot instead.
    `jump_trace @loop7 else %snap`
  }];
  let arguments = (ins FlatSymbolRefAttr:$target, SnapT:$snap);
  let assemblyFormat = "$target `else` $snap attr-dict";
}

//===----------------------------------------------------------------------===//
// Where values come from
//===----------------------------------------------------------------------===//

def ArgOp : Trace_Op<"arg", "a register of the entry frame, as it was at entry"> {
  let description = "`%n = arg 3` loads base[3]. In the entry block only.";
  let arguments = (ins I32Prop:$reg);
  let results = (outs ValueT:$result);
  let assemblyFormat = "$reg attr-dict";
}
def InputOp : Trace_Op<"input", "a slot of the exit buffer, in a bridge"> {
  let description = [{
    `%x = input 2 : f64`: what the exit that the bridge starts from stored
    there, with the type the exit's description names. Entry block only,
    before anything that may exit or call.
  }];
  let arguments = (ins I32Prop:$slot);
  let results = (outs AnyT:$result);
  let assemblyFormat = "$slot attr-dict `:` type($result)";
}
def BaseOp : Trace_Op<"base", "the address of the entry frame's registers"> {
  let results = (outs PtrT:$result);
  let assemblyFormat = "attr-dict";
}
def ThreadOp : Trace_Op<"thread", "the address of the current Thread"> {
  let results = (outs PtrT:$result);
  let assemblyFormat = "attr-dict";
}
def SetRegOp : Trace_Op<"set_reg", "write a register of the entry frame"> {
  let description = "`set_reg 3 = %v` stores base[3]. Only before jump_trace, or around calls that look at frames.";
  let arguments = (ins I32Prop:$reg, ValueT:$a);
  let assemblyFormat = "$reg `=` $a attr-dict";
}
def ConstIntOp : Trace_Op<"const_int", "a Python int, written untagged"> {
  let description = "`%c = const_int 5`";
  let arguments = (ins I64Prop:$imm);
  let results = (outs IntT:$result);
  let assemblyFormat = "$imm attr-dict";
}
def ConstFloatOp : Trace_Op<"const_float", "an unboxed float"> {
  let description = "`%c = const_float 1.5 : f64`";
  let arguments = (ins F64Attr:$imm);
  let results = (outs FloatT:$result);
  let assemblyFormat = "$imm attr-dict";
}
def ConstBoolOp : Trace_Op<"const_bool", "a machine truth value"> {
  let description = "`%c = const_bool 1`";
  let arguments = (ins I64Prop:$imm);
  let results = (outs BoolT:$result);
  let assemblyFormat = "$imm attr-dict";
}
def ConstRawOp : Trace_Op<"const_raw", "an untagged word"> {
  let description = "`%c = const_raw 24`";
  let arguments = (ins I64Prop:$imm);
  let results = (outs RawT:$result);
  let assemblyFormat = "$imm attr-dict";
}
def ConstValueOp : Trace_Op<"const_value", "the bits of an immediate or immortal Value"> {
  let description = [{
    `%none = const_value 268435459`. Only bits that are the same in every
    process: ints, self-tagged floats, singletons, the empty Value (3).
  }];
  let arguments = (ins I64Prop:$imm);
  let results = (outs ValueT:$result);
  let assemblyFormat = "$imm attr-dict";
}
def ConstObjectOp : Trace_Op<"const_object", "an object that never moves, by symbol"> {
  let description = "`%f = const_object @fn3`: the Value pointing to the symbol's address.";
  let arguments = (ins FlatSymbolRefAttr:$sym);
  let results = (outs ValueT:$result);
  let assemblyFormat = "$sym attr-dict";
}
def ConstPtrOp : Trace_Op<"const_ptr", "a symbol's address"> {
  let description = "`%cell = const_ptr @global_x`";
  let arguments = (ins FlatSymbolRefAttr:$sym);
  let results = (outs PtrT:$result);
  let assemblyFormat = "$sym attr-dict";
}

//===----------------------------------------------------------------------===//
// Snapshots and virtuals
//===----------------------------------------------------------------------===//

def SnapshotOp : Trace_Op<"snapshot", "one interpreter frame at a bytecode boundary",
    [AttrSizedOperandSegments]> {
  let description = [{
    `%s = snapshot @f:12 [0 = int %i, 3 = %v]`: the frame runs @f and is about
    to execute the instruction numbered 12; register 0 holds %i and so on.
    Registers may hold any typed value: leaving boxes them.

    For the outermost frame, registers that are not listed keep what memory
    holds; for the others (`parent %outer offset 9`: nine registers above the
    entry frame's base) they become the int 0. `ret N` is the frame's return
    continuation word. `holder %g`: the registers live in the generator %g.
    With `raise` an exception is pending: the interpreter unwinds from pc
    instead of executing it, so what was done before is not done again.
  }];
  let arguments = (ins FlatSymbolRefAttr:$code, I32Prop:$pc, I32Prop:$offset, I64Prop:$ret,
    BoolProp:$raise, DenseI32ArrayAttr:$regs,
    Optional<SnapT>:$parent, Optional<ValueT>:$holder, Variadic<AnyT>:$values);
  let results = (outs SnapT:$result);
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
}
def VirtualOp : Trace_Op<"virtual", "an object that exits only build when they are taken"> {
  let description = [{
    `%v = virtual @Point size 24 [8 as value = int %x, 16 as f64 = float %y]`:
    an object of that shape and size in bytes, with these slots by offset.
    Used by snapshots and other virtuals only. Within one exit an op is one
    object, however often it is named.
  }];
  let arguments = (ins FlatSymbolRefAttr:$shape, I32Prop:$size, DenseI32ArrayAttr:$offsets,
    DenseI32ArrayAttr:$slots, Variadic<AnyT>:$values);
  let results = (outs ValueT:$result);
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
}
