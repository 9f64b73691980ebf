//===- Py.td - The py dialect: the specification -----------------------===//
//
// One `py.func` per code object, a CFG of blocks inside. The rules:
//
//  - Expression temporaries are SSA values of the one type `!py.object`; they
//    stand for what CPython keeps on its value stack. Variables are not SSA:
//    locals, cells, globals and names are read and written by explicit ops, in
//    program order. A register number (`[3]`) is an index into the function's
//    `locals`, which is the blob's localsplus order.
//  - Ops run in order. Every op that may raise has the trait MayRaise; when it
//    raises, its results are not defined, and control goes to the innermost
//    protected region's handler, or leaves the function.
//  - Protected regions: `py.try ^body unwind ^handler` opens one, which reaches
//    along all paths until the matching `py.end_try ^next`. Both are
//    terminators, so a block lies in exactly one region; every path to a block
//    must arrive with the same stack of open regions (the verifier of the
//    lowering checks). The handler block itself lies in the region around the
//    `py.try`. No table is kept in the IR: RegionInfo (passes/py) computes it.
//  - A handler block begins with `py.enter_handler` and is entered only by
//    unwinding.
//  - A truth test is part of `py.cond_br`: it takes any object and may run
//    `__bool__`. A comparison whose only use is a directly following cond_br
//    becomes one instruction on lowering.
//  - Values may be used in any block their definition dominates; `py.br` passes
//    block arguments (the phis of `a if c else b`, `and`, `or`).
//  - Locations are FileLineColRange with Python's positions (columns are
//    0-based UTF-8 bytes): they become the position table.
//
// Traits: MayRaise, MayCall (may run arbitrary Python code, hence may change
// globals, cells, attributes, but never this function's locals), Pure.
//===----------------------------------------------------------------------===//
#ifndef PYC_DIALECTS_PY_OPS
#define PYC_DIALECTS_PY_OPS

include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/EnumAttr.td"
include "mlir/IR/OpBase.td"
include "mlir/IR/Properties.td"
include "mlir/IR/SymbolInterfaces.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def Py_Dialect : Dialect {
  let name = "py";
  let cppNamespace = "::pyc::py";
  let summary = "Python code objects as control flow graphs";
  let useDefaultTypePrinterParser = 1;
  let useDefaultAttributePrinterParser = 1;
  let usePropertiesForAttributes = 1;
  let hasConstantMaterializer = 1;
}

//===----------------------------------------------------------------------===//
// Type, attributes, enums
//===----------------------------------------------------------------------===//

def Py_Object : TypeDef<Py_Dialect, "Object"> {
  let mnemonic = "object";
  let summary = "a reference to a Python object";
}

class Py_Attr<string name, string mnem> : AttrDef<Py_Dialect, name> {
  let mnemonic = mnem;
}
def Py_NoneAttr : Py_Attr<"None", "none"> { let summary = "the constant None"; }
def Py_EllipsisAttr : Py_Attr<"Ellipsis", "ellipsis"> { let summary = "the constant ..."; }
def Py_BigIntAttr : Py_Attr<"BigInt", "bigint"> {
  let summary = "an int outside 64 bits, as `-`? lower-case hexadecimal digits";
  let parameters = (ins StringRefParameter<"digits">:$digits);
  let assemblyFormat = "`<` $digits `>`";
}
def Py_ComplexAttr : Py_Attr<"Complex", "complex"> {
  let summary = "a complex constant";
  let parameters = (ins "::mlir::FloatAttr":$real, "::mlir::FloatAttr":$imag);
  let assemblyFormat = "`<` $real `,` $imag `>`";
}
def Py_BytesAttr : Py_Attr<"Bytes", "bytes"> {
  let summary = "a bytes constant";
  let parameters = (ins "::mlir::StringAttr":$value);
  let assemblyFormat = "`<` $value `>`";
}
def Py_TupleAttr : Py_Attr<"Tuple", "tuple"> {
  let summary = "a tuple of constants";
  let parameters = (ins "::mlir::ArrayAttr":$elements);
  let assemblyFormat = "`<` $elements `>`";
}
def Py_FrozenSetAttr : Py_Attr<"FrozenSet", "frozenset"> {
  let summary = "a frozenset of constants (`x in {1, 2}`)";
  let parameters = (ins "::mlir::ArrayAttr":$elements);
  let assemblyFormat = "`<` $elements `>`";
}

class Py_Enum<string name, string what, list<I32EnumCase> cases>
    : I32Enum<name, what, cases> { let cppNamespace = "::pyc::py"; }

// In the order of the bytecode's operators.
def Py_BinaryKind : Py_Enum<"BinaryKind", "a binary operator", [
  I32EnumCase<"Add", 0, "add">, I32EnumCase<"Sub", 1, "sub">,
  I32EnumCase<"Mul", 2, "mul">, I32EnumCase<"TrueDiv", 3, "truediv">,
  I32EnumCase<"FloorDiv", 4, "floordiv">, I32EnumCase<"Mod", 5, "mod">,
  I32EnumCase<"Pow", 6, "pow">, I32EnumCase<"LShift", 7, "lshift">,
  I32EnumCase<"RShift", 8, "rshift">, I32EnumCase<"And", 9, "and">,
  I32EnumCase<"Or", 10, "or">, I32EnumCase<"Xor", 11, "xor">,
  I32EnumCase<"MatMul", 12, "matmul">]>;
def Py_UnaryKind : Py_Enum<"UnaryKind", "a unary operator", [
  I32EnumCase<"Negative", 0, "neg">, I32EnumCase<"Positive", 1, "pos">,
  I32EnumCase<"Invert", 2, "invert">, I32EnumCase<"Not", 3, "not">,
  I32EnumCase<"ToBool", 4, "bool">]>;
def Py_CompareKind : Py_Enum<"CompareKind", "a comparison", [
  I32EnumCase<"Lt", 0, "lt">, I32EnumCase<"Le", 1, "le">,
  I32EnumCase<"Eq", 2, "eq">, I32EnumCase<"Ne", 3, "ne">,
  I32EnumCase<"Gt", 4, "gt">, I32EnumCase<"Ge", 5, "ge">,
  I32EnumCase<"Is", 6, "is">, I32EnumCase<"IsNot", 7, "is_not">,
  I32EnumCase<"In", 8, "in">, I32EnumCase<"NotIn", 9, "not_in">]>;

def Py_MayRaise : NativeOpTrait<"MayRaise"> { let cppNamespace = "::pyc::py"; }
def Py_MayCall : NativeOpTrait<"MayCall"> { let cppNamespace = "::pyc::py"; }

class Py_Op<string mnemonic, list<Trait> traits = []>
    : Op<Py_Dialect, mnemonic, traits>;
/// May raise and run Python code: most of Python.
class Py_CallingOp<string mnemonic, list<Trait> traits = []>
    : Py_Op<mnemonic, !listconcat([Py_MayRaise, Py_MayCall], traits)>;
class Py_RaisingOp<string mnemonic, list<Trait> traits = []>
    : Py_Op<mnemonic, !listconcat([Py_MayRaise], traits)>;
class Py_PureOp<string mnemonic, list<Trait> traits = []>
    : Py_Op<mnemonic, !listconcat([Pure], traits)>;

//===----------------------------------------------------------------------===//
// Functions
//===----------------------------------------------------------------------===//

def Py_FuncOp : Py_Op<"func", [IsolatedFromAbove, Symbol]> {
  let summary = "a code object";
  let description = [{
    The body's entry block takes no arguments: parameters arrive in the first
    registers. `locals` names the registers in the blob's order, `kinds` holds
    their LocalKind bits. The body needs no ops for making cells, loading the
    closure or making the generator: the lowering emits them from `kinds` and
    `flags`.

    Example:
    ```mlir
    py.func @f attributes {name = "f", qualname = "f", first_line = 1 : i32,
                flags = 3 : i32, arg_count = 1 : i32, pos_only_count = 0 : i32,
                kw_only_count = 0 : i32, locals = ["x"],
                kinds = array<i8: 1>} {
      %0 = py.load_local "x"[0]
      py.return %0
    }
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, StrAttr:$name,
    StrAttr:$qualname, I32Attr:$first_line, I32Attr:$flags, I32Attr:$arg_count,
    I32Attr:$pos_only_count, I32Attr:$kw_only_count, StrArrayAttr:$locals,
    DenseI8ArrayAttr:$kinds, OptionalAttr<StrAttr>:$doc);
  let regions = (region AnyRegion:$body);
  let assemblyFormat = "$sym_name attr-dict-with-keyword $body";
  let hasVerifier = 1;
}

def Py_ReturnOp : Py_Op<"return", [Terminator]> {
  let summary = "return a value: `py.return %0`";
  let arguments = (ins Py_Object:$value);
  let assemblyFormat = "$value attr-dict";
}

//===----------------------------------------------------------------------===//
// Control flow
//===----------------------------------------------------------------------===//

def Py_BrOp : Py_Op<"br", [Terminator]> {
  let summary = "jump, passing block arguments: `py.br ^bb2(%0 : !py.object)`";
  let arguments = (ins Variadic<Py_Object>:$args);
  let successors = (successor AnySuccessor:$dest);
  let assemblyFormat = "$dest (`(` $args^ `:` type($args) `)`)? attr-dict";
  let hasVerifier = 1;
}
def Py_CondBrOp : Py_CallingOp<"cond_br", [Terminator]> {
  let summary = "branch on `bool(x)`: `py.cond_br %0, ^bb1, ^bb2`";
  let description = [{ May run `__bool__` or `__len__`. Neither destination
    takes block arguments. }];
  let arguments = (ins Py_Object:$cond);
  let successors = (successor AnySuccessor:$ifTrue, AnySuccessor:$ifFalse);
  let assemblyFormat = "$cond `,` $ifTrue `,` $ifFalse attr-dict";
}
def Py_TryOp : Py_Op<"try", [Terminator]> {
  let summary = "open a protected region: `py.try ^bb1 unwind ^bb2`";
  let successors = (successor AnySuccessor:$body, AnySuccessor:$handler);
  let assemblyFormat = "$body `unwind` $handler attr-dict";
}
def Py_EndTryOp : Py_Op<"end_try", [Terminator]> {
  let summary = "leave the innermost protected region: `py.end_try ^bb3`";
  let successors = (successor AnySuccessor:$dest);
  let assemblyFormat = "$dest attr-dict";
}
def Py_ForIterOp : Py_CallingOp<"for_iter", [Terminator]> {
  let summary = "next item or leave: `%1 = py.for_iter %0, ^bb1, ^bb2`";
  let description = [{ Goes to the first successor with the next item, to the
    second when the iterator is exhausted; the result is defined on the first
    edge only. }];
  let arguments = (ins Py_Object:$iter);
  let results = (outs Py_Object:$item);
  let successors = (successor AnySuccessor:$body, AnySuccessor:$exhausted);
  let assemblyFormat = "$iter `,` $body `,` $exhausted attr-dict";
}
def Py_UnreachableOp : Py_Op<"unreachable", [Terminator]> {
  let summary = "control does not get here: `py.unreachable`";
  let assemblyFormat = "attr-dict";
}

//===----------------------------------------------------------------------===//
// Constants
//===----------------------------------------------------------------------===//

def Py_ConstantOp : Py_PureOp<"constant", [ConstantLike]> {
  let summary = "a constant: `%0 = py.constant 1`";
  let description = [{
    None is `#py.none`, Ellipsis `#py.ellipsis`, bools are BoolAttr, ints i64
    IntegerAttr or `#py.bigint<"-ff">`, floats f64, str StringAttr (UTF-8, lone
    surrogates as three bytes), and `#py.bytes`, `#py.complex`, `#py.tuple`,
    `#py.frozenset`.
  }];
  let arguments = (ins AnyAttr:$value);
  let results = (outs Py_Object:$result);
  let assemblyFormat = "$value attr-dict";
  let hasFolder = 1;
}

//===----------------------------------------------------------------------===//
// Locals and cells
//===----------------------------------------------------------------------===//

def Py_LoadLocalOp : Py_Op<"load_local", [Py_MayRaise]> {
  let summary = "read a fast local: `%0 = py.load_local \"x\"[0]`";
  let description = [{ Raises UnboundLocalError when empty, unless marked
    `assigned` (set by definite assignment, never by hand where it may be
    false). Reads the register. }];
  let arguments = (ins StrAttr:$name, I32Prop:$reg, UnitProp:$assigned);
  let results = (outs Py_Object:$result);
  let assemblyFormat = "$name `[` $reg `]` (`assigned` $assigned^)? attr-dict";
}
def Py_StoreLocalOp : Py_Op<"store_local"> {
  let summary = "write a fast local: `py.store_local \"x\"[0], %0`";
  let arguments = (ins StrAttr:$name, I32Prop:$reg, Py_Object:$value);
  let assemblyFormat = "$name `[` $reg `]` `,` $value attr-dict";
}
def Py_DeleteLocalOp : Py_RaisingOp<"delete_local"> {
  let summary = "empty a fast local, UnboundLocalError if it is: `py.delete_local \"x\"[0]`";
  let arguments = (ins StrAttr:$name, I32Prop:$reg);
  let assemblyFormat = "$name `[` $reg `]` attr-dict";
}
def Py_LoadCellOp : Py_PureOp<"load_cell"> {
  let summary = "the cell object itself, for closures: `%0 = py.load_cell \"x\"[2]`";
  let arguments = (ins StrAttr:$name, I32Prop:$reg);
  let results = (outs Py_Object:$result);
  let assemblyFormat = "$name `[` $reg `]` attr-dict";
}
def Py_LoadDerefOp : Py_RaisingOp<"load_deref"> {
  let summary = "contents of a cell: `%0 = py.load_deref \"x\"[2]`";
  let description = [{ NameError for a free variable, UnboundLocalError for an
    own one, when empty. Other functions may write the cell. }];
  let arguments = (ins StrAttr:$name, I32Prop:$reg);
  let results = (outs Py_Object:$result);
  let assemblyFormat = "$name `[` $reg `]` attr-dict";
}
def Py_StoreDerefOp : Py_Op<"store_deref"> {
  let summary = "write a cell: `py.store_deref \"x\"[2], %0`";
  let arguments = (ins StrAttr:$name, I32Prop:$reg, Py_Object:$value);
  let assemblyFormat = "$name `[` $reg `]` `,` $value attr-dict";
}
def Py_DeleteDerefOp : Py_RaisingOp<"delete_deref"> {
  let summary = "empty a cell: `py.delete_deref \"x\"[2]`";
  let arguments = (ins StrAttr:$name, I32Prop:$reg);
  let assemblyFormat = "$name `[` $reg `]` attr-dict";
}
def Py_LoadClassDerefOp : Py_CallingOp<"load_class_deref"> {
  let summary = "class body's read of a free name: namespace first, then the cell";
  let description = "Example: `%0 = py.load_class_deref \"x\"[1]`";
  let arguments = (ins StrAttr:$name, I32Prop:$reg);
  let results = (outs Py_Object:$result);
  let assemblyFormat = "$name `[` $reg `]` attr-dict";
}

//===----------------------------------------------------------------------===//
// Names
//===----------------------------------------------------------------------===//

class Py_LoadNameBase<string mnemonic, string what> : Py_CallingOp<mnemonic> {
  let summary = what;
  let arguments = (ins StrAttr:$name);
  let results = (outs Py_Object:$result);
  let assemblyFormat = "$name attr-dict";
}
class Py_StoreNameBase<string mnemonic, string what> : Py_CallingOp<mnemonic> {
  let summary = what;
  let arguments = (ins StrAttr:$name, Py_Object:$value);
  let assemblyFormat = "$name `,` $value attr-dict";
}
class Py_DeleteNameBase<string mnemonic, string what> : Py_CallingOp<mnemonic> {
  let summary = what;
  let arguments = (ins StrAttr:$name);
  let assemblyFormat = "$name attr-dict";
}
def Py_LoadGlobalOp : Py_LoadNameBase<"load_global", "global or builtin: `%0 = py.load_global \"f\"`">;
def Py_StoreGlobalOp : Py_StoreNameBase<"store_global", "`py.store_global \"f\", %0`">;
def Py_DeleteGlobalOp : Py_DeleteNameBase<"delete_global", "`py.delete_global \"f\"`">;
def Py_LoadNameOp : Py_LoadNameBase<"load_name", "namespace, globals, builtins: `%0 = py.load_name \"f\"`">;
def Py_StoreNameOp : Py_StoreNameBase<"store_name", "`py.store_name \"f\", %0`">;
def Py_DeleteNameOp : Py_DeleteNameBase<"delete_name", "`py.delete_name \"f\"`">;
def Py_SetupAnnotationsOp : Py_CallingOp<"setup_annotations"> {
  let summary = "make `__annotations__` in the namespace if absent: `py.setup_annotations`";
  let assemblyFormat = "attr-dict";
}

//===----------------------------------------------------------------------===//
// Attributes
//===----------------------------------------------------------------------===//

def Py_LoadAttrOp : Py_CallingOp<"load_attr"> {
  let summary = "`%1 = py.load_attr %0, \"x\"`";
  let arguments = (ins Py_Object:$object, StrAttr:$name);
  let results = (outs Py_Object:$result);
  let assemblyFormat = "$object `,` $name attr-dict";
}
def Py_StoreAttrOp : Py_CallingOp<"store_attr"> {
  let summary = "object.name = value: `py.store_attr %0, \"x\", %1`";
  let arguments = (ins Py_Object:$object, StrAttr:$name, Py_Object:$value);
  let assemblyFormat = "$object `,` $name `,` $value attr-dict";
}
def Py_DeleteAttrOp : Py_CallingOp<"delete_attr"> {
  let summary = "`py.delete_attr %0, \"x\"`";
  let arguments = (ins Py_Object:$object, StrAttr:$name);
  let assemblyFormat = "$object `,` $name attr-dict";
}
def Py_LoadMethodOp : Py_CallingOp<"load_method"> {
  let summary = "look a method up for a call: `%f, %self = py.load_method %0, \"append\"`";
  let description = [{ Either (function, object), or (attribute, empty) when
    binding must happen. Both results may only be used by one py.call_method. }];
  let arguments = (ins Py_Object:$object, StrAttr:$name);
  let results = (outs Py_Object:$callee, Py_Object:$self);
  let assemblyFormat = "$object `,` $name attr-dict";
}
def Py_LoadSuperAttrOp : Py_CallingOp<"load_super_attr"> {
  let summary = "`super().name`: `%3 = py.load_super_attr %class, %self, %super, \"x\"`";
  let description = [{ `$super` is what the global `super` gave; when that is
    not the builtin it is called without arguments as Python says. }];
  let arguments = (ins Py_Object:$cls, Py_Object:$self, Py_Object:$super, StrAttr:$name);
  let results = (outs Py_Object:$result);
  let assemblyFormat = "$cls `,` $self `,` $super `,` $name attr-dict";
}
def Py_LoadSuperMethodOp : Py_CallingOp<"load_super_method"> {
  let summary = "py.load_super_attr for a call, results as py.load_method";
  let description = "Example: `%f, %s = py.load_super_method %c, %self, %super, \"m\"`";
  let arguments = (ins Py_Object:$cls, Py_Object:$self, Py_Object:$super, StrAttr:$name);
  let results = (outs Py_Object:$callee, Py_Object:$bound);
  let assemblyFormat = "$cls `,` $self `,` $super `,` $name attr-dict";
}
def Py_LoadSpecialOp : Py_CallingOp<"load_special"> {
  let summary = "bound special method for `with`: `%1 = py.load_special %0, 0`";
  let description = "Kinds: 0 __enter__, 1 __exit__, 2 __aenter__, 3 __aexit__.";
  let arguments = (ins Py_Object:$object, I32Prop:$kind);
  let results = (outs Py_Object:$result);
  let assemblyFormat = "$object `,` $kind attr-dict";
}

//===----------------------------------------------------------------------===//
// Operators
//===----------------------------------------------------------------------===//

def Py_BinaryOp : Py_CallingOp<"binary"> {
  let summary = "`%2 = py.binary add %0, %1`";
  let arguments = (ins EnumProp<Py_BinaryKind>:$kind, Py_Object:$lhs, Py_Object:$rhs);
  let results = (outs Py_Object:$result);
  let assemblyFormat = "$kind $lhs `,` $rhs attr-dict";
  let hasFolder = 1;
}
def Py_InplaceOp : Py_CallingOp<"inplace"> {
  let summary = "augmented assignment's operator: `%2 = py.inplace add %0, %1`";
  let arguments = (ins EnumProp<Py_BinaryKind>:$kind, Py_Object:$lhs, Py_Object:$rhs);
  let results = (outs Py_Object:$result);
  let assemblyFormat = "$kind $lhs `,` $rhs attr-dict";
}
def Py_UnaryOp : Py_CallingOp<"unary"> {
  let summary = "`%1 = py.unary neg %0`";
  let arguments = (ins EnumProp<Py_UnaryKind>:$kind, Py_Object:$operand);
  let results = (outs Py_Object:$result);
  let assemblyFormat = "$kind $operand attr-dict";
  let hasFolder = 1;
}
def Py_CompareOp : Py_CallingOp<"compare"> {
  let summary = "`%2 = py.compare lt %0, %1`; `in`: the container is the second operand";
  let arguments = (ins EnumProp<Py_CompareKind>:$kind, Py_Object:$lhs, Py_Object:$rhs);
  let results = (outs Py_Object:$result);
  let assemblyFormat = "$kind $lhs `,` $rhs attr-dict";
}

//===----------------------------------------------------------------------===//
// Items
//===----------------------------------------------------------------------===//

def Py_GetItemOp : Py_CallingOp<"get_item"> {
  let summary = "`%2 = py.get_item %0[%1]`";
  let arguments = (ins Py_Object:$object, Py_Object:$index);
  let results = (outs Py_Object:$result);
  let assemblyFormat = "$object `[` $index `]` attr-dict";
}
def Py_SetItemOp : Py_CallingOp<"set_item"> {
  let summary = "`py.set_item %0[%1], %2`";
  let arguments = (ins Py_Object:$object, Py_Object:$index, Py_Object:$value);
  let assemblyFormat = "$object `[` $index `]` `,` $value attr-dict";
}
def Py_DeleteItemOp : Py_CallingOp<"delete_item"> {
  let summary = "`py.delete_item %0[%1]`";
  let arguments = (ins Py_Object:$object, Py_Object:$index);
  let assemblyFormat = "$object `[` $index `]` attr-dict";
}

//===----------------------------------------------------------------------===//
// Building
//===----------------------------------------------------------------------===//

class Py_BuildBase<string mnemonic, string what, list<Trait> traits = []> : Py_RaisingOp<mnemonic, traits> {
  let summary = what;
  let arguments = (ins Variadic<Py_Object>:$elements);
  let results = (outs Py_Object:$result);
  let assemblyFormat = "`(` $elements `)` attr-dict";
}
def Py_BuildSliceOp : Py_BuildBase<"build_slice", "slice of 2 or 3 parts: `%2 = py.build_slice(%0, %1)`">;
def Py_BuildTupleOp : Py_BuildBase<"build_tuple", "`%2 = py.build_tuple(%0, %1)`"> { let hasFolder = 1; }
def Py_BuildListOp : Py_BuildBase<"build_list", "`%2 = py.build_list(%0, %1)`">;
def Py_BuildSetOp : Py_BuildBase<"build_set", "`%2 = py.build_set(%0, %1)`", [Py_MayCall]>;
def Py_BuildMapOp : Py_BuildBase<"build_map", "dict of key, value, key, value: `%2 = py.build_map(%0, %1)`", [Py_MayCall]>;
def Py_BuildStringOp : Py_BuildBase<"build_string", "concatenation of strings: `%2 = py.build_string(%0, %1)`">;
def Py_BuildConstMapOp : Py_RaisingOp<"build_const_map", [Py_MayCall]> {
  let summary = "dict with constant keys: `%1 = py.build_const_map #py.tuple<[\"a\"]>(%0)`";
  let arguments = (ins AnyAttr:$keys, Variadic<Py_Object>:$elements);
  let results = (outs Py_Object:$result);
  let assemblyFormat = "$keys `(` $elements `)` attr-dict";
}
class Py_AddBase<string mnemonic, string what> : Py_CallingOp<mnemonic> {
  let summary = what;
  let arguments = (ins Py_Object:$container, Py_Object:$value);
  let assemblyFormat = "$container `,` $value attr-dict";
}
def Py_ListAppendOp : Py_AddBase<"list_append", "`py.list_append %list, %0`">;
def Py_ListExtendOp : Py_AddBase<"list_extend", "`py.list_extend %list, %iterable`">;
def Py_SetAddOp : Py_AddBase<"set_add", "`py.set_add %set, %0`">;
def Py_SetUpdateOp : Py_AddBase<"set_update", "`py.set_update %set, %iterable`">;
def Py_DictUpdateOp : Py_AddBase<"dict_update", "`{**m}` in a display: `py.dict_update %dict, %m`">;
def Py_DictMergeOp : Py_CallingOp<"dict_merge"> {
  let summary = "`f(**m)`: duplicates raise: `py.dict_merge %dict, %m, %callee`";
  let arguments = (ins Py_Object:$container, Py_Object:$value, Py_Object:$callee);
  let assemblyFormat = "$container `,` $value `,` $callee attr-dict";
}
def Py_MapAddOp : Py_CallingOp<"map_add"> {
  let summary = "`py.map_add %dict[%key], %value`";
  let arguments = (ins Py_Object:$container, Py_Object:$key, Py_Object:$value);
  let assemblyFormat = "$container `[` $key `]` `,` $value attr-dict";
}
def Py_ListToTupleOp : Py_RaisingOp<"list_to_tuple"> {
  let summary = "`%1 = py.list_to_tuple %0`";
  let arguments = (ins Py_Object:$list);
  let results = (outs Py_Object:$result);
  let assemblyFormat = "$list attr-dict";
}
def Py_FormatValueOp : Py_CallingOp<"format_value"> {
  let summary = "one replacement field of an f-string: `%2 = py.format_value %0, 114 spec %1`";
  let description = "The number is the conversion: 0, 's', 'r' or 'a'.";
  let arguments = (ins Py_Object:$value, I32Prop:$conversion, Optional<Py_Object>:$spec);
  let results = (outs Py_Object:$result);
  let assemblyFormat = "$value `,` $conversion (`spec` $spec^)? attr-dict";
}
def Py_UnpackSequenceOp : Py_CallingOp<"unpack_sequence"> {
  let summary = "`%1:2 = py.unpack_sequence %0 : 2`";
  let arguments = (ins Py_Object:$sequence);
  let results = (outs Variadic<Py_Object>:$items);
  let assemblyFormat = "$sequence attr-dict `:` type($items)";
}
def Py_UnpackExOp : Py_CallingOp<"unpack_ex"> {
  let summary = "`a, *b, c = x`: `%1:3 = py.unpack_ex %0, 1`, the number counts items before the star";
  let arguments = (ins Py_Object:$sequence, I32Prop:$before);
  let results = (outs Variadic<Py_Object>:$items);
  let assemblyFormat = "$sequence `,` $before attr-dict `:` type($items)";
}

//===----------------------------------------------------------------------===//
// Functions, classes, calls
//===----------------------------------------------------------------------===//

def Py_MakeFunctionOp : Py_RaisingOp<"make_function", [AttrSizedOperandSegments]> {
  let summary = "a function object: `%1 = py.make_function @f closure %0`";
  let description = [{ `defaults` is a tuple, `kwdefaults` a dict, `annotations`
    a tuple of name, value pairs flattened, `closure` a tuple of cells. }];
  let arguments = (ins FlatSymbolRefAttr:$code, Optional<Py_Object>:$defaults,
    Optional<Py_Object>:$kwdefaults, Optional<Py_Object>:$annotations,
    Optional<Py_Object>:$closure);
  let results = (outs Py_Object:$result);
  let assemblyFormat = [{ $code (`defaults` $defaults^)? (`kwdefaults` $kwdefaults^)?
    (`annotations` $annotations^)? (`closure` $closure^)? attr-dict }];
}
def Py_LoadBuildClassOp : Py_RaisingOp<"load_build_class"> {
  let summary = "builtins.__build_class__: `%0 = py.load_build_class`";
  let results = (outs Py_Object:$result);
  let assemblyFormat = "attr-dict";
}
def Py_CallOp : Py_CallingOp<"call"> {
  let summary = "`%2 = py.call %0(%1)`; the last arguments are keywords when named";
  let description = "With keywords: `%2 = py.call %0(%1) keywords #py.tuple<[\"k\"]>`";
  let arguments = (ins Py_Object:$callee, Variadic<Py_Object>:$args,
    OptionalAttr<AnyAttr>:$keywords);
  let results = (outs Py_Object:$result);
  let assemblyFormat = "$callee `(` $args `)` (`keywords` $keywords^)? attr-dict";
}
def Py_CallMethodOp : Py_CallingOp<"call_method"> {
  let summary = "call what py.load_method found: `%3 = py.call_method %f, %self(%1)`";
  let arguments = (ins Py_Object:$callee, Py_Object:$self, Variadic<Py_Object>:$args,
    OptionalAttr<AnyAttr>:$keywords);
  let results = (outs Py_Object:$result);
  let assemblyFormat = "$callee `,` $self `(` $args `)` (`keywords` $keywords^)? attr-dict";
}
def Py_CallExOp : Py_CallingOp<"call_ex"> {
  let summary = "f(*args, **kwargs): `%3 = py.call_ex %f(%args) kwargs %kw`";
  let arguments = (ins Py_Object:$callee, Py_Object:$args, Optional<Py_Object>:$kwargs);
  let results = (outs Py_Object:$result);
  let assemblyFormat = "$callee `(` $args `)` (`kwargs` $kwargs^)? attr-dict";
}

//===----------------------------------------------------------------------===//
// Iteration and generators
//===----------------------------------------------------------------------===//

class Py_UnaryBase<string mnemonic, string what> : Py_CallingOp<mnemonic> {
  let summary = what;
  let arguments = (ins Py_Object:$value);
  let results = (outs Py_Object:$result);
  let assemblyFormat = "$value attr-dict";
}
def Py_GetIterOp : Py_UnaryBase<"get_iter", "`%1 = py.get_iter %0`">;
def Py_YieldOp : Py_UnaryBase<"yield", "suspend; the result is what is sent: `%1 = py.yield %0`">;
def Py_GetYieldFromIterOp : Py_UnaryBase<"get_yield_from_iter", "`%1 = py.get_yield_from_iter %0`">;
def Py_YieldFromOp : Py_UnaryBase<"yield_from", "delegate to an iterator or awaitable: `%1 = py.yield_from %0`">;
def Py_GetAiterOp : Py_UnaryBase<"get_aiter", "`%1 = py.get_aiter %0`">;
def Py_GetAnextOp : Py_UnaryBase<"get_anext", "awaitable of the next item: `%1 = py.get_anext %0`">;
def Py_AsyncGenWrapOp : Py_UnaryBase<"async_gen_wrap", "`%1 = py.async_gen_wrap %0`">;
def Py_GetAwaitableOp : Py_CallingOp<"get_awaitable"> {
  let summary = "`%1 = py.get_awaitable %0, 0`; 1: of __aenter__, 2: of __aexit__";
  let arguments = (ins Py_Object:$value, I32Prop:$kind);
  let results = (outs Py_Object:$result);
  let assemblyFormat = "$value `,` $kind attr-dict";
}

//===----------------------------------------------------------------------===//
// Exceptions
//===----------------------------------------------------------------------===//

def Py_RaiseOp : Py_CallingOp<"raise", [Terminator, AttrSizedOperandSegments]> {
  let summary = "`py.raise`, `py.raise %0`, `py.raise %0 from %1`";
  let arguments = (ins Optional<Py_Object>:$exception, Optional<Py_Object>:$cause);
  let assemblyFormat = "($exception^)? (`from` $cause^)? attr-dict";
}
def Py_ReraiseOp : Py_RaisingOp<"reraise", [Terminator]> {
  let summary = "propagate a caught exception unchanged: `py.reraise %0`";
  let arguments = (ins Py_Object:$exception);
  let assemblyFormat = "$exception attr-dict";
}
def Py_EnterHandlerOp : Py_Op<"enter_handler"> {
  let summary = "first op of a handler: `%exc, %previous = py.enter_handler`";
  let description = [{ The caught exception becomes the handled one
    (sys.exc_info); the second result is the one handled until now. }];
  let results = (outs Py_Object:$exception, Py_Object:$previous);
  let assemblyFormat = "attr-dict";
}
def Py_LeaveHandlerOp : Py_Op<"leave_handler"> {
  let summary = "handled exception = %previous: `py.leave_handler %exc, %previous`";
  let arguments = (ins Py_Object:$exception, Py_Object:$previous);
  let assemblyFormat = "$exception `,` $previous attr-dict";
}
def Py_ExcMatchOp : Py_CallingOp<"exc_match"> {
  let summary = "`%2 = py.exc_match %exc, %class`";
  let arguments = (ins Py_Object:$exception, Py_Object:$cls);
  let results = (outs Py_Object:$result);
  let assemblyFormat = "$exception `,` $cls attr-dict";
}
def Py_ExcGroupMatchOp : Py_CallingOp<"exc_group_match"> {
  let summary = "except*: `%match, %rest = py.exc_group_match %exc, %class`";
  let description = "A match that is not None becomes the handled exception.";
  let arguments = (ins Py_Object:$exception, Py_Object:$cls);
  let results = (outs Py_Object:$match, Py_Object:$rest);
  let assemblyFormat = "$exception `,` $cls attr-dict";
}
def Py_ExcGroupReraiseOp : Py_CallingOp<"exc_group_reraise"> {
  let summary = "what except* still has to raise, or None: `%2 = py.exc_group_reraise %exc, %list`";
  let arguments = (ins Py_Object:$exception, Py_Object:$list);
  let results = (outs Py_Object:$result);
  let assemblyFormat = "$exception `,` $list attr-dict";
}
def Py_ExcInfoOp : Py_PureOp<"exc_info"> {
  let summary = "type, exception, traceback: `%t, %e, %tb = py.exc_info %0`";
  let arguments = (ins Py_Object:$exception);
  let results = (outs Py_Object:$cls, Py_Object:$value, Py_Object:$traceback);
  let assemblyFormat = "$exception attr-dict";
}
def Py_AssertErrorOp : Py_PureOp<"assert_error"> {
  let summary = "the class AssertionError: `%0 = py.assert_error`";
  let results = (outs Py_Object:$result);
  let assemblyFormat = "attr-dict";
}
def Py_EndAsyncForOp : Py_RaisingOp<"end_async_for", [Terminator]> {
  let summary = "go on if StopAsyncIteration, else re-raise: `py.end_async_for %0, ^bb1`";
  let arguments = (ins Py_Object:$exception);
  let successors = (successor AnySuccessor:$dest);
  let assemblyFormat = "$exception `,` $dest attr-dict";
}

//===----------------------------------------------------------------------===//
// Imports
//===----------------------------------------------------------------------===//

def Py_ImportNameOp : Py_CallingOp<"import_name"> {
  let summary = "`%2 = py.import_name \"os.path\" from %fromlist level %level`";
  let arguments = (ins StrAttr:$name, Py_Object:$fromlist, Py_Object:$level);
  let results = (outs Py_Object:$result);
  let assemblyFormat = "$name `from` $fromlist `level` $level attr-dict";
}
def Py_ImportFromOp : Py_CallingOp<"import_from"> {
  let summary = "`%1 = py.import_from %0, \"name\"`";
  let arguments = (ins Py_Object:$module, StrAttr:$name);
  let results = (outs Py_Object:$result);
  let assemblyFormat = "$module `,` $name attr-dict";
}
def Py_ImportStarOp : Py_CallingOp<"import_star"> {
  let summary = "`py.import_star %0`";
  let arguments = (ins Py_Object:$module);
  let assemblyFormat = "$module attr-dict";
}

//===----------------------------------------------------------------------===//
// Pattern matching, interactive mode
//===----------------------------------------------------------------------===//

def Py_GetLenOp : Py_UnaryBase<"get_len", "`%1 = py.get_len %0`">;
def Py_MatchSequenceOp : Py_PureOp<"match_sequence"> {
  let summary = "is it a sequence for patterns: `%1 = py.match_sequence %0`";
  let arguments = (ins Py_Object:$value);
  let results = (outs Py_Object:$result);
  let assemblyFormat = "$value attr-dict";
}
def Py_MatchMappingOp : Py_PureOp<"match_mapping"> {
  let summary = "is it a mapping for patterns: `%1 = py.match_mapping %0`";
  let arguments = (ins Py_Object:$value);
  let results = (outs Py_Object:$result);
  let assemblyFormat = "$value attr-dict";
}
def Py_MatchKeysOp : Py_CallingOp<"match_keys"> {
  let summary = "tuple of values for keys, or None: `%2 = py.match_keys %0, %keys`";
  let arguments = (ins Py_Object:$value, Py_Object:$keys);
  let results = (outs Py_Object:$result);
  let assemblyFormat = "$value `,` $keys attr-dict";
}
def Py_MatchClassOp : Py_CallingOp<"match_class"> {
  let summary = "tuple of attributes or None: `%3 = py.match_class %0, %class, %names, 2`";
  let description = "The number counts the positional patterns.";
  let arguments = (ins Py_Object:$value, Py_Object:$cls, Py_Object:$names, I32Prop:$positional);
  let results = (outs Py_Object:$result);
  let assemblyFormat = "$value `,` $cls `,` $names `,` $positional attr-dict";
}
def Py_CopyDictWithoutKeysOp : Py_CallingOp<"copy_dict_without_keys"> {
  let summary = "`**rest` of a mapping pattern: `%2 = py.copy_dict_without_keys %0, %keys`";
  let arguments = (ins Py_Object:$value, Py_Object:$keys);
  let results = (outs Py_Object:$result);
  let assemblyFormat = "$value `,` $keys attr-dict";
}
def Py_PrintExprOp : Py_CallingOp<"print_expr"> {
  let summary = "sys.displayhook: `py.print_expr %0`";
  let arguments = (ins Py_Object:$value);
  let assemblyFormat = "$value attr-dict";
}

#endif
