//===- TraceMemory.td - Heap access, allocation, calls --------------------===//
def GetFieldOp : Trace_Op<"getfield", "load a slot of an object; reads class"> {
  let description = [{
    `%x = getfield %o[16] class 3 as value`: the slot 16 bytes from the start
    of the object. `getfield ptr %p[16] ...` takes an address instead of a
    Value. `class` is the alias class. `const`: the slot never changes.
  }];
  let arguments = (ins BaseT:$base, I32Prop:$offset, I32Prop:$aliasClass, SlotP:$slot,
    BoolProp:$immutable);
  let results = (outs AnyT:$result);
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
}
def SetFieldOp : Trace_Op<"setfield", "store into a slot of an object; writes class"> {
  let description = [{
    `setfield %o[16] = %v class 3 as value`. A Value stored into an old object
    is remembered for the collector, unless `nobarrier`; a ptr base is the
    start of an object then.
  }];
  let arguments = (ins BaseT:$base, AnyT:$value, I32Prop:$offset, I32Prop:$aliasClass,
    SlotP:$slot, BoolProp:$nobarrier);
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
}
def GetItemOp : Trace_Op<"getitem", "load an element of an array; reads class"> {
  let description = [{
    `%x = getitem %buf[%i] from 16 class 4 as f64`: the element number %i (raw)
    of the array that begins 16 bytes from the start of %buf. Bounds are the
    recorder's to guard.
  }];
  let arguments = (ins BaseT:$base, RawT:$index, I32Prop:$offset, I32Prop:$aliasClass,
    SlotP:$slot, BoolProp:$immutable);
  let results = (outs AnyT:$result);
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
}
def SetItemOp : Trace_Op<"setitem", "store an element of an array; writes class"> {
  let description = [{
    `setitem %buf[%i] = %x from 16 class 4 as value`. Barrier as for setfield.
  }];
  let arguments = (ins BaseT:$base, RawT:$index, AnyT:$value, I32Prop:$offset,
    I32Prop:$aliasClass, SlotP:$slot, BoolProp:$nobarrier);
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
}
def NewOp : Trace_Op<"new", "allocate an object in the nursery; may collect"> {
  let description = [{
    `%o = new @Point size 24 else %s`. The header is set, other slots are zero
    (the int 0). When memory is exhausted the trace leaves by the snapshot, with
    the MemoryError pending.
  }];
  let arguments = (ins FlatSymbolRefAttr:$shape, I32Prop:$size, SnapT:$snap);
  let results = (outs ValueT:$result);
  let assemblyFormat = "$shape `size` $size `else` $snap attr-dict";
}
def CallOp : Trace_Op<"call", "call a runtime function"> {
  let description = [{
    `%r = call @pyc_list_append(%l, int %i) reads 8 writes 24 raises collects : value`

    `reads` and `writes` are masks of alias classes (-1: all); without both,
    the call is pure. `raises`: an empty result means an exception is pending
    (guard_no_exception follows). `collects`: may run the collector. `python`:
    may run Python code, so that assumptions may break. The C calling
    convention; value, int, raw and ptr pass as words, floats in xmm, bool as
    a byte.
  }];
  let arguments = (ins FlatSymbolRefAttr:$callee, Variadic<AnyT>:$args, I64Prop:$reads,
    I64Prop:$writes, BoolProp:$raises, BoolProp:$collects, BoolProp:$python);
  let results = (outs Optional<AnyT>:$result);
  let hasCustomAssemblyFormat = 1;
}
def CallTraceOp : Trace_Op<"call_trace", "run a function trace on a frame above this one"> {
  let description = [{
    `%r = call_trace @fib_entry, @pyc_finish_call (%newbase)`: calls the trace
    in the slot named by the first symbol (through the second one, a helper,
    when the slot is null or the callee leaves early:
    `Value helper(Thread *, ExitSlot *or null, Value *newbase, void *slot)`
    completes the callee's frame). The header and arguments of the new window
    have been written. Reads and writes everything, may raise, may collect.
    The result is empty when an exception is pending.
  }];
  let arguments = (ins FlatSymbolRefAttr:$target, FlatSymbolRefAttr:$helper, PtrT:$base);
  let results = (outs ValueT:$result);
  let assemblyFormat = "$target `,` $helper `(` $base `)` attr-dict";
}
