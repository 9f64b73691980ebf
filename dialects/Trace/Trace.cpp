//===- Trace.cpp - The trace dialect: registration, text, verification ----===//
#include "dialects/Trace/Trace.h"
#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace pyc::trace;

#include "dialects/Trace/TraceEnums.cpp.inc"

#include "dialects/Trace/TraceDialect.cpp.inc"

#define GET_TYPEDEF_CLASSES
#include "dialects/Trace/TraceTypes.cpp.inc"

#define GET_OP_CLASSES
#include "dialects/Trace/TraceOps.cpp.inc"

void TraceDialect::initialize() {
  addTypes<
#define GET_TYPEDEF_LIST
#include "dialects/Trace/TraceTypes.cpp.inc"
      >();
  addOperations<
#define GET_OP_LIST
#include "dialects/Trace/TraceOps.cpp.inc"
      >();
}

Type pyc::trace::typeOfSlot(Slot slot, MLIRContext *context) {
  switch (slot) {
  case Slot::value:
  case Slot::taggedptr:
    return ValueType::get(context);
  case Slot::f64:
    return Float64Type::get(context);
  case Slot::ptr:
    return PtrType::get(context);
  default:
    return IntegerType::get(context, 64);
  }
}

unsigned pyc::trace::sizeOfSlot(Slot slot) {
  switch (slot) {
  case Slot::u8:
    return 1;
  case Slot::u16:
    return 2;
  case Slot::u32:
  case Slot::i32:
    return 4;
  default:
    return 8;
  }
}

StringRef pyc::trace::nameOfType(Type type) {
  return llvm::TypeSwitch<Type, StringRef>(type)
      .Case<ValueType>([](auto) { return "value"; })
      .Case<IntType>([](auto) { return "int"; })
      .Case<Float64Type>([](auto) { return "float"; })
      .Case<PtrType>([](auto) { return "ptr"; })
      .Case<SnapType>([](auto) { return "snap"; })
      .Default([](Type t) { return t.isInteger(1) ? "bool" : "raw"; });
}

//===----------------------------------------------------------------------===//
// Text
//===----------------------------------------------------------------------===//

static Type typeNamed(StringRef name, MLIRContext *context) {
  return llvm::StringSwitch<llvm::function_ref<Type()>>(name)
      .Case("int", [&]() -> Type { return IntType::get(context); })
      .Case("float", [&]() -> Type { return Float64Type::get(context); })
      .Case("bool", [&]() -> Type { return IntegerType::get(context, 1); })
      .Case("raw", [&]() -> Type { return IntegerType::get(context, 64); })
      .Case("ptr", [&]() -> Type { return PtrType::get(context); })
      .Default([&]() -> Type { return ValueType::get(context); })();
}

static void printTyped(OpAsmPrinter &p, Value v) {
  if (!isa<ValueType>(v.getType()))
    p << nameOfType(v.getType()) << ' ';
  p << v;
}

static ParseResult parseTyped(OpAsmParser &parser, SmallVectorImpl<Value> &out) {
  StringRef name = "value";
  (void)parser.parseOptionalKeyword(
      &name, {"int", "float", "bool", "raw", "ptr", "value"});
  OpAsmParser::UnresolvedOperand operand;
  if (parser.parseOperand(operand) ||
      parser.resolveOperand(operand, typeNamed(name, parser.getContext()), out))
    return failure();
  return success();
}

static ParseResult parseSlot(OpAsmParser &parser, Slot &slot) {
  StringRef name;
  auto loc = parser.getCurrentLocation();
  if (parser.parseKeyword(&name))
    return failure();
  auto parsed = symbolizeSlot(name);
  if (!parsed)
    return parser.emitError(loc, "unknown kind of slot: ") << name;
  slot = *parsed;
  return success();
}

static bool parseFlag(OpAsmParser &parser, StringRef word) {
  return succeeded(parser.parseOptionalKeyword(word));
}

static ParseResult parseOptionalNumber(OpAsmParser &parser, StringRef word,
                                       int64_t &out) {
  if (parseFlag(parser, word))
    return parser.parseInteger(out);
  return success();
}

// What the four memory ops have in common, after the brackets:
// (= value)? (from N)? class N as slot flag?
template <typename Props>
static ParseResult parseAccess(OpAsmParser &parser, OperationState &state,
                               Props &props, bool isStore, bool isItem,
                               bool &flag) {
  SmallVector<Value> operands;
  int64_t offset = 0, aliasClass = 0;
  if (parseTyped(parser, operands) || parser.parseLSquare())
    return failure();
  if (isItem) {
    OpAsmParser::UnresolvedOperand index;
    if (parser.parseOperand(index) ||
        parser.resolveOperand(index, IntegerType::get(parser.getContext(), 64),
                              operands))
      return failure();
  } else if (parser.parseInteger(offset)) {
    return failure();
  }
  if (parser.parseRSquare())
    return failure();
  if (isStore && (parser.parseEqual() || parseTyped(parser, operands)))
    return failure();
  if (isItem && parseOptionalNumber(parser, "from", offset))
    return failure();
  if (parser.parseKeyword("class") || parser.parseInteger(aliasClass) ||
      parser.parseKeyword("as") || parseSlot(parser, props.slot))
    return failure();
  flag = parseFlag(parser, isStore ? "nobarrier" : "const");
  props.offset = offset;
  props.aliasClass = aliasClass;
  state.addOperands(operands);
  if (!isStore)
    state.addTypes(typeOfSlot(props.slot, parser.getContext()));
  return parser.parseOptionalAttrDict(state.attributes);
}

static void printAccess(OpAsmPrinter &p, Value base, Value index, int offset,
                        Value stored, int aliasClass, Slot slot, bool flag) {
  p << ' ';
  printTyped(p, base);
  p << '[';
  if (index)
    p << index;
  else
    p << offset;
  p << ']';
  if (stored) {
    p << " = ";
    printTyped(p, stored);
  }
  if (index && offset)
    p << " from " << offset;
  p << " class " << aliasClass << " as " << stringifySlot(slot);
  if (flag)
    p << (stored ? " nobarrier" : " const");
}

ParseResult GetFieldOp::parse(OpAsmParser &parser, OperationState &state) {
  auto &props = state.getOrAddProperties<Properties>();
  return parseAccess(parser, state, props, false, false, props.immutable);
}
void GetFieldOp::print(OpAsmPrinter &p) {
  printAccess(p, getBase(), {}, getOffset(), {}, getAliasClass(), getSlot(),
              getImmutable());
}
ParseResult SetFieldOp::parse(OpAsmParser &parser, OperationState &state) {
  auto &props = state.getOrAddProperties<Properties>();
  return parseAccess(parser, state, props, true, false, props.nobarrier);
}
void SetFieldOp::print(OpAsmPrinter &p) {
  printAccess(p, getBase(), {}, getOffset(), getValue(), getAliasClass(),
              getSlot(), getNobarrier());
}
ParseResult GetItemOp::parse(OpAsmParser &parser, OperationState &state) {
  auto &props = state.getOrAddProperties<Properties>();
  return parseAccess(parser, state, props, false, true, props.immutable);
}
void GetItemOp::print(OpAsmPrinter &p) {
  printAccess(p, getBase(), getIndex(), getOffset(), {}, getAliasClass(),
              getSlot(), getImmutable());
}
ParseResult SetItemOp::parse(OpAsmParser &parser, OperationState &state) {
  auto &props = state.getOrAddProperties<Properties>();
  return parseAccess(parser, state, props, true, true, props.nobarrier);
}
void SetItemOp::print(OpAsmPrinter &p) {
  printAccess(p, getBase(), getIndex(), getOffset(), getValue(),
              getAliasClass(), getSlot(), getNobarrier());
}

ParseResult GuardShapeOp::parse(OpAsmParser &parser, OperationState &state) {
  auto &props = state.getOrAddProperties<Properties>();
  SmallVector<Value> operands;
  OpAsmParser::UnresolvedOperand snap;
  FlatSymbolRefAttr shape;
  if (parseTyped(parser, operands) || parser.parseComma() ||
      parser.parseAttribute(shape))
    return failure();
  props.shape = shape;
  props.pointer = parseFlag(parser, "pointer");
  if (parser.parseKeyword("else") || parser.parseOperand(snap) ||
      parser.resolveOperand(snap, SnapType::get(parser.getContext()), operands))
    return failure();
  state.addOperands(operands);
  return parser.parseOptionalAttrDict(state.attributes);
}
void GuardShapeOp::print(OpAsmPrinter &p) {
  p << ' ' << getA() << ", " << getShapeAttr();
  if (getPointer())
    p << " pointer";
  p << " else " << getSnap();
}

// @f:12 [regs] (parent %p)? (offset N)? (ret N)? (holder %g)? raise?
ParseResult SnapshotOp::parse(OpAsmParser &parser, OperationState &state) {
  auto &props = state.getOrAddProperties<Properties>();
  SmallVector<Value> values, fixed;
  SmallVector<int32_t> regs;
  FlatSymbolRefAttr code;
  int64_t pc = 0, offset = 0, ret = 0;
  if (parser.parseAttribute(code) || parser.parseColon() ||
      parser.parseInteger(pc))
    return failure();
  if (parser.parseCommaSeparatedList(OpAsmParser::Delimiter::Square, [&]() -> ParseResult {
        int32_t reg;
        if (parser.parseInteger(reg) || parser.parseEqual())
          return failure();
        regs.push_back(reg);
        return parseTyped(parser, values);
      }))
    return failure();
  auto parseAfter = [&](StringRef word, Type type, int32_t &count) {
    OpAsmParser::UnresolvedOperand operand;
    count = 0;
    if (!parseFlag(parser, word))
      return ParseResult(success());
    count = 1;
    if (parser.parseOperand(operand))
      return ParseResult(failure());
    return parser.resolveOperand(operand, type, fixed);
  };
  int32_t parents, holders;
  MLIRContext *context = parser.getContext();
  if (parseAfter("parent", SnapType::get(context), parents) ||
      parseOptionalNumber(parser, "offset", offset) ||
      parseOptionalNumber(parser, "ret", ret) ||
      parseAfter("holder", ValueType::get(context), holders))
    return failure();
  props.raise = parseFlag(parser, "raise");
  props.code = code;
  props.pc = pc;
  props.offset = offset;
  props.ret = ret;
  props.regs = DenseI32ArrayAttr::get(context, regs);
  props.operandSegmentSizes = {parents, holders, int32_t(values.size())};
  state.addOperands(fixed);
  state.addOperands(values);
  state.addTypes(SnapType::get(context));
  return parser.parseOptionalAttrDict(state.attributes);
}
void SnapshotOp::print(OpAsmPrinter &p) {
  p << ' ' << getCodeAttr() << ':' << getPc() << " [";
  llvm::interleaveComma(llvm::zip(getRegs(), getValues()), p, [&](auto pair) {
    p << std::get<0>(pair) << " = ";
    printTyped(p, std::get<1>(pair));
  });
  p << ']';
  if (getParent())
    p << " parent " << getParent();
  if (getOffset())
    p << " offset " << getOffset();
  if (getRet())
    p << " ret " << getRet();
  if (getHolder())
    p << " holder " << getHolder();
  if (getRaise())
    p << " raise";
}
LogicalResult SnapshotOp::verify() {
  if (getRegs().size() != getValues().size())
    return emitOpError("has ") << getRegs().size() << " registers and "
                               << getValues().size() << " values";
  return success();
}

ParseResult VirtualOp::parse(OpAsmParser &parser, OperationState &state) {
  auto &props = state.getOrAddProperties<Properties>();
  SmallVector<Value> values;
  SmallVector<int32_t> offsets, slots;
  FlatSymbolRefAttr shape;
  int64_t size = 0;
  if (parser.parseAttribute(shape) || parser.parseKeyword("size") ||
      parser.parseInteger(size) ||
      parser.parseCommaSeparatedList(OpAsmParser::Delimiter::Square, [&]() -> ParseResult {
        int32_t offset;
        Slot slot;
        if (parser.parseInteger(offset) || parser.parseKeyword("as") ||
            parseSlot(parser, slot) || parser.parseEqual())
          return failure();
        offsets.push_back(offset);
        slots.push_back(int32_t(slot));
        return parseTyped(parser, values);
      }))
    return failure();
  props.shape = shape;
  props.size = size;
  props.offsets = DenseI32ArrayAttr::get(parser.getContext(), offsets);
  props.slots = DenseI32ArrayAttr::get(parser.getContext(), slots);
  state.addOperands(values);
  state.addTypes(ValueType::get(parser.getContext()));
  return parser.parseOptionalAttrDict(state.attributes);
}
void VirtualOp::print(OpAsmPrinter &p) {
  p << ' ' << getShapeAttr() << " size " << getSize() << " [";
  llvm::interleaveComma(
      llvm::zip(getOffsets(), getSlots(), getValues()), p, [&](auto t) {
        p << std::get<0>(t) << " as " << stringifySlot(Slot(std::get<1>(t)))
          << " = ";
        printTyped(p, std::get<2>(t));
      });
  p << ']';
}
LogicalResult VirtualOp::verify() {
  if (getOffsets().size() != getValues().size() ||
      getSlots().size() != getValues().size())
    return emitOpError("needs an offset and a kind for every value");
  for (Operation *user : getResult().getUsers())
    if (!isa<SnapshotOp, VirtualOp>(user))
      return emitOpError("is used by code");
  return success();
}

ParseResult CallOp::parse(OpAsmParser &parser, OperationState &state) {
  auto &props = state.getOrAddProperties<Properties>();
  SmallVector<Value> args;
  FlatSymbolRefAttr callee;
  if (parser.parseAttribute(callee) ||
      parser.parseCommaSeparatedList(
          OpAsmParser::Delimiter::Paren,
          [&]() { return parseTyped(parser, args); }) ||
      parseOptionalNumber(parser, "reads", props.reads) ||
      parseOptionalNumber(parser, "writes", props.writes))
    return failure();
  props.callee = callee;
  props.raises = parseFlag(parser, "raises");
  props.collects = parseFlag(parser, "collects");
  props.python = parseFlag(parser, "python");
  if (succeeded(parser.parseOptionalColon())) {
    StringRef name;
    if (parser.parseKeyword(&name))
      return failure();
    state.addTypes(typeNamed(name, parser.getContext()));
  }
  state.addOperands(args);
  return parser.parseOptionalAttrDict(state.attributes);
}
void CallOp::print(OpAsmPrinter &p) {
  p << ' ' << getCalleeAttr() << '(';
  llvm::interleaveComma(getArgs(), p, [&](Value v) { printTyped(p, v); });
  p << ')';
  if (getReads())
    p << " reads " << getReads();
  if (getWrites())
    p << " writes " << getWrites();
  if (getRaises())
    p << " raises";
  if (getCollects())
    p << " collects";
  if (getPython())
    p << " python";
  if (getResult())
    p << " : " << nameOfType(getResult().getType());
}

StringRef TraceOp::getDefaultDialect() { return "trace"; }
ParseResult TraceOp::parse(OpAsmParser &parser, OperationState &state) {
  auto &props = state.getOrAddProperties<Properties>();
  StringRef kind;
  StringAttr name;
  auto loc = parser.getCurrentLocation();
  if (parser.parseKeyword(&kind) || parser.parseSymbolName(name))
    return failure();
  auto parsed = symbolizeTraceKind(kind);
  if (!parsed)
    return parser.emitError(loc, "unknown kind of trace: ") << kind;
  props.kind = *parsed;
  props.sym_name = name;
  return parser.parseRegion(*state.addRegion());
}
void TraceOp::print(OpAsmPrinter &p) {
  p << ' ' << stringifyTraceKind(getKind()) << ' ';
  p.printSymbolName(getSymName());
  p << ' ';
  p.printRegion(getBody());
}

//===----------------------------------------------------------------------===//
// Verification
//===----------------------------------------------------------------------===//

LogicalResult TraceOp::verify() {
  Block &entry = getBody().front();
  if (entry.getNumArguments())
    return emitOpError("has arguments on its entry block");
  for (Block &block : getBody()) {
    if (block.empty() || !block.back().hasTrait<OpTrait::IsTerminator>())
      return emitOpError("has a block without a terminator");
    if (&block != &entry)
      for (Operation &op : block)
        if (isa<ArgOp, InputOp>(op))
          return op.emitOpError("belongs in the entry block");
  }
  return success();
}

template <typename Op> static LogicalResult verifyLoad(Op op) {
  if (op.getResult().getType() != typeOfSlot(op.getSlot(), op.getContext()))
    return op.emitOpError("gives another type than its slot holds");
  if (unsigned(op.getAliasClass()) >= 64)
    return op.emitOpError("has no alias class below 64");
  return success();
}
template <typename Op> static LogicalResult verifyStore(Op op) {
  if (op.getValue().getType() != typeOfSlot(op.getSlot(), op.getContext()))
    return op.emitOpError("stores another type than its slot holds");
  if (unsigned(op.getAliasClass()) >= 64)
    return op.emitOpError("has no alias class below 64");
  return success();
}
LogicalResult GetFieldOp::verify() { return verifyLoad(*this); }
LogicalResult GetItemOp::verify() { return verifyLoad(*this); }
LogicalResult SetFieldOp::verify() { return verifyStore(*this); }
LogicalResult SetItemOp::verify() { return verifyStore(*this); }

static constexpr llvm::StringLiteral kOriginFile = "recorded";
Location pyc::trace::locationOf(Origin origin, MLIRContext *context) {
  return FileLineColLoc::get(context, kOriginFile, origin.frame, origin.part);
}
std::optional<Origin> pyc::trace::originOf(SnapshotOp snapshot) {
  auto loc = llvm::dyn_cast<FileLineColLoc>(snapshot.getLoc());
  if (!loc || loc.getFilename() != kOriginFile)
    return std::nullopt;
  return Origin{loc.getColumn(), loc.getLine()};
}

SuccessorOperands JumpOp::getSuccessorOperands(unsigned index) {
  return SuccessorOperands(getArgsMutable());
}
SuccessorOperands ForkOp::getSuccessorOperands(unsigned index) {
  return SuccessorOperands(MutableOperandRange(*this, 0, 0));
}
SuccessorOperands BranchOp::getSuccessorOperands(unsigned index) {
  return SuccessorOperands(index == 0 ? getThenArgsMutable()
                                      : getElseArgsMutable());
}
