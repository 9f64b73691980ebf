//===- Fold.cpp - Constant folding, identities, common subexpressions -----===//
//
// Problem: a recorder writes down each step of each bytecode as it happens, so
// the same test, untagging or constant comes again and again.
//
// Idea: one walk in dominance order. An op whose operands are constants, or
// that an identity of arithmetic simplifies, is replaced; any other that has
// no effects is looked up among those that dominate it (hashed by opcode,
// operands and properties) and replaced by its twin. A guard that has passed
// holds wherever it dominates, so guards take part: the later one goes, and
// with it its snapshot. Operands that do not change the outcome (snapshots)
// are left out of the comparison, and so is the difference between
// int_add_ovf and int_add, whose results agree where both give one.
//
// Not here: what needs facts about memory (guard_shape, loads: Heap.cpp,
// Guards.cpp). Integer identities must hold for Python's unbounded ints: x - x
// is 0, but (x + 1) - 1 is not x, for x + 1 may leave the trace.
//
// From: value numbering (Cocke and Schwartz 1970) in its dominator-scoped form
// (Briggs, Cooper, Simpson 1997).
//
//===----------------------------------------------------------------------===//
#include "passes/trace/TraceUtil.h"
#include "runtime/object/Object.h"

using namespace pyc;
using namespace pyc::trace;
using V = mlir::Value;

namespace {
constexpr uint64_t kTrueBits = pyc::singleton(kTrueIndex).bits;
constexpr uint64_t kFalseBits = pyc::singleton(kFalseIndex).bits;

// int_add_ovf and int_add, and so on, count as one.
Opcode unguarded(Opcode code) {
  switch (code) {
  case Opcode::int_add_ovf_: return Opcode::int_add_;
  case Opcode::int_sub_ovf_: return Opcode::int_sub_;
  case Opcode::int_mul_ovf_: return Opcode::int_mul_;
  case Opcode::int_floordiv_ovf_: return Opcode::int_floordiv_;
  case Opcode::int_mod_ovf_: return Opcode::int_mod_;
  case Opcode::int_shl_ovf_: return Opcode::int_shl_;
  case Opcode::int_shr_ovf_: return Opcode::int_shr_;
  case Opcode::raw_to_int_ovf_: return Opcode::raw_to_int_;
  case Opcode::guard_int_: return Opcode::unbox_int_;
  case Opcode::guard_float_: return Opcode::unbox_float_;
  default: return code;
  }
}

bool isCommutative(Opcode code) {
  switch (code) {
  case Opcode::int_add_ovf_: case Opcode::int_mul_ovf_:
  case Opcode::int_add_: case Opcode::int_mul_:
  case Opcode::int_and_: case Opcode::int_or_: case Opcode::int_xor_:
  case Opcode::int_min_: case Opcode::int_max_:
  case Opcode::int_eq_: case Opcode::int_ne_:
  case Opcode::raw_add_: case Opcode::raw_mul_: case Opcode::raw_and_:
  case Opcode::raw_or_: case Opcode::raw_xor_: case Opcode::raw_eq_:
  case Opcode::raw_ne_: case Opcode::value_eq_:
  case Opcode::float_add_: case Opcode::float_mul_:
  case Opcode::float_eq_: case Opcode::float_ne_:
    return true;
  default:
    return false;
  }
}

llvm::ArrayRef<mlir::OpOperand> comparedOperands(mlir::Operation *op) {
  llvm::ArrayRef<mlir::OpOperand> all = op->getOpOperands();
  while (!all.empty() && llvm::isa<SnapType>(all.back().get().getType()))
    all = all.drop_back();
  return all;
}

struct SameOp : llvm::DenseMapInfo<mlir::Operation *> {
  static unsigned getHashValue(const mlir::Operation *key) {
    auto *op = const_cast<mlir::Operation *>(key);
    auto hash = llvm::hash_combine(unsigned(unguarded(opcodeOf(op))));
    for (const mlir::OpOperand &o : comparedOperands(op))
      hash = llvm::hash_combine(hash, o.get().getAsOpaquePointer());
    if (op->getPropertiesStorageSize())
      hash = llvm::hash_combine(hash, op->hashProperties());
    return hash;
  }
  static bool isEqual(const mlir::Operation *p, const mlir::Operation *q) {
    auto *a = const_cast<mlir::Operation *>(p);
    auto *b = const_cast<mlir::Operation *>(q);
    if (a == b)
      return true;
    if (a == getEmptyKey() || a == getTombstoneKey() || b == getEmptyKey() ||
        b == getTombstoneKey())
      return false;
    if (unguarded(opcodeOf(a)) != unguarded(opcodeOf(b)))
      return false;
    auto x = comparedOperands(a), y = comparedOperands(b);
    if (x.size() != y.size())
      return false;
    for (size_t i = 0; i < x.size(); ++i)
      if (x[i].get() != y[i].get())
        return false;
    return a->getName() != b->getName() ||
           a->getName().compareOpProperties(a->getPropertiesStorage(),
                                            b->getPropertiesStorage());
  }
};

class Folder {
public:
  explicit Folder(TraceOp trace)
      : trace(trace), pool(trace), b(trace.getContext()) {}
  void run();

private:
  void visit(mlir::Operation *op);
  /// The value that op's result is, or null. `gone` when an op without result
  /// is not needed.
  V fold(mlir::Operation *op, Opcode code);
  V foldInt(mlir::Operation *op, Opcode code);
  V foldFloat(mlir::Operation *op, Opcode code);
  V foldRaw(mlir::Operation *op, Opcode code);
  V foldConversion(mlir::Operation *op, Opcode code);
  V foldGuard(mlir::Operation *op, Opcode code);
  void foldAccess(mlir::Operation *op, Opcode code);
  template <typename Op> V make(mlir::Operation *at, V x, V y) {
    b.setInsertionPoint(at);
    return Op::create(b, at->getLoc(), at->getResult(0).getType(), x, y);
  }
  bool shares(mlir::Operation *op, Opcode code);

  TraceOp trace;
  ConstantPool pool;
  mlir::OpBuilder b;
  ScopedMap<mlir::Operation *, mlir::Operation *, SameOp> seen;
  bool gone = false;
};
} // namespace

bool Folder::shares(mlir::Operation *op, Opcode code) {
  switch (infoOf(code).effect) {
  case TraceEffect::Pure:
    return code != Opcode::input_ && !isConstant(op->getResult(0));
  case TraceEffect::Guard:
    return code != Opcode::guard_shape_ && code != Opcode::guard_assumption_ &&
           code != Opcode::guard_breaker_;
  case TraceEffect::Call:
    if (auto call = llvm::dyn_cast<CallOp>(op))
      return !call.getReads() && !call.getWrites() && !call.getRaises() &&
             !call.getCollects() && !call.getPython() && call.getResult();
    return false;
  default:
    return false;
  }
}

V Folder::foldInt(mlir::Operation *op, Opcode code) {
  V x = op->getOperand(0), y = op->getOperand(1);
  auto a = constInt(x), c = constInt(y);
  auto fits = [&](__int128 r) -> V {
    return r >= pyc::Value::kMinInt && r <= pyc::Value::kMaxInt
               ? pool.getInt(int64_t(r))
               : V();
  };
  auto floorDiv = [](int64_t p, int64_t q) {
    int64_t d = p / q;
    return d - ((p % q != 0) && ((p % q < 0) != (q < 0)));
  };
  switch (code) {
  case Opcode::int_add_ovf_: case Opcode::int_add_:
    if (a && c) return fits(__int128(*a) + *c);
    return c == 0 ? x : V();
  case Opcode::int_sub_ovf_: case Opcode::int_sub_:
    if (a && c) return fits(__int128(*a) - *c);
    if (x == y) return pool.getInt(0);
    return c == 0 ? x : V();
  case Opcode::int_mul_ovf_: case Opcode::int_mul_:
    if (a && c) return fits(__int128(*a) * *c);
    if (c == 0) return y;
    return c == 1 ? x : V();
  case Opcode::int_floordiv_ovf_: case Opcode::int_floordiv_:
    if (!c || *c == 0) return {};
    if (a) return fits(floorDiv(*a, *c));
    if (*c == 1) return x;
    if (code == Opcode::int_floordiv_ovf_ && *c != -1)
      return make<IntFloorDivOp>(op, x, y);
    return {};
  case Opcode::int_mod_ovf_: case Opcode::int_mod_:
    if (!c || *c == 0) return {};
    if (a) return fits(*a - __int128(floorDiv(*a, *c)) * *c);
    if (*c == 1 || *c == -1) return pool.getInt(0);
    return code == Opcode::int_mod_ovf_ ? make<IntModOp>(op, x, y) : V();
  case Opcode::int_shl_ovf_: case Opcode::int_shl_:
    if (c == 0 || (a == 0 && c && *c >= 0)) return x;
    if (a && c && *c > 0 && *c <= 61) return fits(__int128(*a) << *c);
    return {};
  case Opcode::int_shr_ovf_: case Opcode::int_shr_:
    if (!c || *c < 0) return {};
    if (*c == 0) return x;
    if (a) return pool.getInt(*a >> std::min<int64_t>(*c, 63));
    return code == Opcode::int_shr_ovf_ ? make<IntShrOp>(op, x, y) : V();
  case Opcode::int_and_:
    if (a && c) return pool.getInt(*a & *c);
    if (x == y || c == -1) return x;
    return c == 0 ? y : V();
  case Opcode::int_or_:
    if (a && c) return pool.getInt(*a | *c);
    if (x == y || c == 0) return x;
    return c == -1 ? y : V();
  case Opcode::int_xor_:
    if (a && c) return pool.getInt(*a ^ *c);
    if (x == y) return pool.getInt(0);
    return c == 0 ? x : V();
  case Opcode::int_min_:
    if (a && c) return pool.getInt(std::min(*a, *c));
    return x == y ? x : V();
  case Opcode::int_max_:
    if (a && c) return pool.getInt(std::max(*a, *c));
    return x == y ? x : V();
  default:
    break;
  }
  // Comparisons.
  if (x == y)
    return pool.getBool(code == Opcode::int_le_ || code == Opcode::int_ge_ ||
                        code == Opcode::int_eq_);
  if (a && c)
    switch (code) {
    case Opcode::int_lt_: return pool.getBool(*a < *c);
    case Opcode::int_le_: return pool.getBool(*a <= *c);
    case Opcode::int_gt_: return pool.getBool(*a > *c);
    case Opcode::int_ge_: return pool.getBool(*a >= *c);
    case Opcode::int_eq_: return pool.getBool(*a == *c);
    default: return pool.getBool(*a != *c);
    }
  // A truth value that went through an int and is tested.
  if (auto from = x.getDefiningOp<BoolToIntOp>(); from && c == 0) {
    if (code == Opcode::int_ne_ || code == Opcode::int_gt_)
      return from.getA();
    if (code == Opcode::int_eq_) {
      b.setInsertionPoint(op);
      return BoolNotOp::create(b, op->getLoc(), b.getI1Type(), from.getA());
    }
  }
  return {};
}

V Folder::foldFloat(mlir::Operation *op, Opcode code) {
  V x = op->getOperand(0), y = op->getNumOperands() > 1 ? op->getOperand(1) : V();
  auto a = constFloat(x);
  std::optional<double> c;
  if (y)
    c = constFloat(y);
  switch (code) {
  case Opcode::float_add_: if (a && c) return pool.getFloat(*a + *c); return {};
  case Opcode::float_sub_: if (a && c) return pool.getFloat(*a - *c);
    return c && std::bit_cast<uint64_t>(*c) == 0 ? x : V();
  case Opcode::float_mul_: if (a && c) return pool.getFloat(*a * *c);
    return c == 1.0 ? x : V();
  case Opcode::float_div_:
    if (a && c && *c != 0) return pool.getFloat(*a / *c);
    if (c == 1.0) return x;
    // By a power of two whose inverse is exact: multiply.
    if (c && *c != 0) {
      uint64_t bits = std::bit_cast<uint64_t>(*c);
      uint64_t exponent = bits >> 52 & 0x7FF;
      if (!(bits << 12) && exponent > 2 && exponent < 2043)
        return make<FloatMulOp>(op, x, pool.getFloat(1.0 / *c));
    }
    return {};
  case Opcode::float_neg_: if (a) return pool.getFloat(-*a);
    if (auto from = x.getDefiningOp<FloatNegOp>()) return from.getA();
    return {};
  case Opcode::float_abs_: if (a) return pool.getFloat(__builtin_fabs(*a)); return {};
  case Opcode::float_min_:
    if (a && c) return pool.getFloat(*c < *a ? *c : *a);
    return {};
  case Opcode::float_max_:
    if (a && c) return pool.getFloat(*c > *a ? *c : *a);
    return {};
  case Opcode::float_sqrt_: if (a) return pool.getFloat(__builtin_sqrt(*a)); return {};
  default: break;
  }
  if (a && c)
    switch (code) {
    case Opcode::float_lt_: return pool.getBool(*a < *c);
    case Opcode::float_le_: return pool.getBool(*a <= *c);
    case Opcode::float_gt_: return pool.getBool(*a > *c);
    case Opcode::float_ge_: return pool.getBool(*a >= *c);
    case Opcode::float_eq_: return pool.getBool(*a == *c);
    case Opcode::float_ne_: return pool.getBool(*a != *c);
    default: break;
    }
  return {};
}

V Folder::foldRaw(mlir::Operation *op, Opcode code) {
  V x = op->getOperand(0), y = op->getOperand(1);
  auto a = constRaw(x), c = constRaw(y);
  using U = uint64_t;
  switch (code) {
  case Opcode::raw_add_: if (a && c) return pool.getRaw(U(*a) + U(*c));
    return c == 0 ? x : V();
  case Opcode::raw_sub_: if (a && c) return pool.getRaw(U(*a) - U(*c));
    if (x == y) return pool.getRaw(0);
    return c == 0 ? x : V();
  case Opcode::raw_mul_: if (a && c) return pool.getRaw(U(*a) * U(*c));
    return c == 1 ? x : V();
  case Opcode::raw_and_: if (a && c) return pool.getRaw(*a & *c);
    return x == y || c == -1 ? x : V();
  case Opcode::raw_or_: if (a && c) return pool.getRaw(*a | *c);
    return x == y || c == 0 ? x : V();
  case Opcode::raw_xor_: if (a && c) return pool.getRaw(*a ^ *c);
    return x == y ? pool.getRaw(0) : c == 0 ? x : V();
  case Opcode::raw_shl_: if (a && c) return pool.getRaw(U(*a) << (*c & 63));
    return c == 0 ? x : V();
  case Opcode::raw_shr_: if (a && c) return pool.getRaw(*a >> (*c & 63));
    return c == 0 ? x : V();
  case Opcode::raw_ushr_: if (a && c) return pool.getRaw(U(*a) >> (*c & 63));
    return c == 0 ? x : V();
  default: break;
  }
  if (x == y)
    return pool.getBool(code == Opcode::raw_eq_ || code == Opcode::raw_le_);
  if (a && c)
    switch (code) {
    case Opcode::raw_eq_: return pool.getBool(*a == *c);
    case Opcode::raw_ne_: return pool.getBool(*a != *c);
    case Opcode::raw_lt_: return pool.getBool(*a < *c);
    case Opcode::raw_le_: return pool.getBool(*a <= *c);
    default: return pool.getBool(U(*a) < U(*c));
    }
  // Tagged or not, equal is equal and less is less.
  auto from = x.getDefiningOp<IntToRawOp>(), other = y.getDefiningOp<IntToRawOp>();
  if (code != Opcode::raw_ult_ && from && (other || (c && pyc::Value::fitsSmallInt(*c)))) {
    V left = from.getA(), right = other ? V(other.getA()) : pool.getInt(*c);
    switch (code) {
    case Opcode::raw_eq_: return make<IntEqOp>(op, left, right);
    case Opcode::raw_ne_: return make<IntNeOp>(op, left, right);
    case Opcode::raw_lt_: return make<IntLtOp>(op, left, right);
    default: return make<IntLeOp>(op, left, right);
    }
  }
  return {};
}

V Folder::foldConversion(mlir::Operation *op, Opcode code) {
  V x = op->getOperand(0);
  mlir::Operation *def = x.getDefiningOp();
  auto bits = constBits(x);
  auto from = [&](Opcode producer) -> V {
    return def && unguarded(opcodeOf(def)) == producer ? def->getOperand(0) : V();
  };
  switch (code) {
  case Opcode::int_to_float_:
    if (auto c = constInt(x)) return pool.getFloat(double(*c));
    return {};
  case Opcode::int_to_raw_:
    if (auto c = constInt(x)) return pool.getRaw(*c);
    return from(Opcode::raw_to_int_);
  case Opcode::raw_to_int_: case Opcode::raw_to_int_ovf_:
    if (auto c = constRaw(x); c && pyc::Value::fitsSmallInt(*c)) return pool.getInt(*c);
    return from(Opcode::int_to_raw_);
  case Opcode::raw_to_float_:
    if (auto c = constRaw(x)) return pool.getFloat(double(*c));
    return {};
  case Opcode::bool_to_int_:
    if (auto c = constBool(x)) return pool.getInt(*c);
    return {};
  case Opcode::float_to_int_ovf_:
    if (auto c = constFloat(x); c && __builtin_fabs(*c) < 0x1p60)
      return pool.getInt(int64_t(*c));
    return {};
  case Opcode::box_int_:
    if (auto c = constInt(x)) return pool.getBits(uint64_t(*c) << 2);
    return from(Opcode::unbox_int_);
  case Opcode::box_float_:
    if (auto c = constFloat(x)) {
      pyc::Value v;
      if (pyc::Value::tryFromDouble(*c, v)) return pool.getBits(v.bits);
    }
    return from(Opcode::unbox_float_);
  case Opcode::box_bool_:
    if (auto c = constBool(x)) return pool.getBits(*c ? kTrueBits : kFalseBits);
    return {};
  case Opcode::unbox_int_: case Opcode::guard_int_:
    if (bits && pyc::Value::fromBits(*bits).isInt())
      return pool.getInt(pyc::Value::fromBits(*bits).asInt());
    return from(Opcode::box_int_);
  case Opcode::unbox_float_: case Opcode::guard_float_:
    if (bits && pyc::Value::fromBits(*bits).isFloat())
      return pool.getFloat(pyc::Value::fromBits(*bits).asFloat());
    return from(Opcode::box_float_);
  case Opcode::is_int_:
    if (bits) return pool.getBool(pyc::Value::fromBits(*bits).isInt());
    if (from(Opcode::box_int_)) return pool.getBool(true);
    if (from(Opcode::box_float_) || from(Opcode::box_bool_) ||
        llvm::isa_and_present<NewOp, ConstObjectOp>(def))
      return pool.getBool(false);
    return {};
  case Opcode::value_to_ptr_:
    return from(Opcode::ptr_to_value_);
  case Opcode::ptr_to_value_:
    return from(Opcode::value_to_ptr_);
  case Opcode::value_bits_:
    return bits ? pool.getRaw(*bits) : V();
  case Opcode::bool_not_: {
    if (auto c = constBool(x)) return pool.getBool(!*c);
    if (V inner = from(Opcode::bool_not_)) return inner;
    if (!def || !def->hasOneUse()) return {};
    V p = def->getNumOperands() == 2 ? def->getOperand(0) : V();
    V q = p ? def->getOperand(1) : V();
    switch (opcodeOf(def)) { // floats are not inverted: NaN
    case Opcode::int_lt_: return make<IntGeOp>(op, p, q);
    case Opcode::int_le_: return make<IntGtOp>(op, p, q);
    case Opcode::int_gt_: return make<IntLeOp>(op, p, q);
    case Opcode::int_ge_: return make<IntLtOp>(op, p, q);
    case Opcode::int_eq_: return make<IntNeOp>(op, p, q);
    case Opcode::int_ne_: return make<IntEqOp>(op, p, q);
    case Opcode::raw_eq_: return make<RawNeOp>(op, p, q);
    case Opcode::raw_ne_: return make<RawEqOp>(op, p, q);
    default: return {};
    }
  }
  case Opcode::bool_and_: case Opcode::bool_or_: {
    V y = op->getOperand(1);
    bool absorbing = code == Opcode::bool_or_;
    if (x == y) return x;
    if (auto c = constBool(x)) return *c == absorbing ? x : y;
    if (auto c = constBool(y)) return *c == absorbing ? y : x;
    return {};
  }
  case Opcode::ptr_eq_: {
    V y = op->getOperand(1);
    if (x == y) return pool.getBool(true);
    auto p = x.getDefiningOp<ConstPtrOp>(), q = y.getDefiningOp<ConstPtrOp>();
    if (p && q) return pool.getBool(p.getSym() == q.getSym());
    return {};
  }
  case Opcode::value_eq_: {
    V y = op->getOperand(1);
    if (x == y) return pool.getBool(true);
    auto other = constBits(y);
    if (bits && other) return pool.getBool(*bits == *other);
    if (V flag = from(Opcode::box_bool_); flag && other) {
      if (*other == kTrueBits) return flag;
      if (*other == kFalseBits) {
        b.setInsertionPoint(op);
        return BoolNotOp::create(b, op->getLoc(), b.getI1Type(), flag);
      }
      return pool.getBool(false);
    }
    if (other && isKnownNotEmpty(x) && *other == 3) return pool.getBool(false);
    auto isNew = [](V v) { return v.getDefiningOp<NewOp>() != nullptr; };
    if ((isNew(x) && (other || isNew(y))) || (isNew(y) && bits))
      return pool.getBool(false);
    return {};
  }
  default:
    return {};
  }
}

V Folder::foldGuard(mlir::Operation *op, Opcode code) {
  if (code == Opcode::guard_assumption_ || code == Opcode::guard_breaker_)
    return {};
  V x = op->getOperand(0);
  switch (code) {
  case Opcode::guard_true_: case Opcode::guard_false_: {
    bool want = code == Opcode::guard_true_;
    if (constBool(x) == want) {
      gone = true;
      return {};
    }
    if (auto inner = x.getDefiningOp<BoolNotOp>()) {
      b.setInsertionPoint(op);
      V snap = op->getOperand(1);
      if (want)
        GuardFalseOp::create(b, op->getLoc(), inner.getA(), snap);
      else
        GuardTrueOp::create(b, op->getLoc(), inner.getA(), snap);
      gone = true;
    }
    return {};
  }
  case Opcode::guard_value_: {
    V y = op->getOperand(1);
    auto p = constBits(x), q = constBits(y);
    if (x == y || (p && q && *p == *q))
      gone = true;
    return {};
  }
  case Opcode::guard_not_empty_: case Opcode::guard_no_exception_:
    gone = isKnownNotEmpty(x);
    return {};
  default:
    return {};
  }
}

// An element with a constant index is a field; an address with a constant
// added is a field further on.
void Folder::foldAccess(mlir::Operation *op, Opcode code) {
  auto moved = [&](V base, int32_t &offset) -> V {
    if (auto add = base.getDefiningOp<PtrAddOp>())
      if (auto c = constRaw(add.getB());
          c && llvm::isInt<32>(*c + offset)) {
        offset += *c;
        return add.getA();
      }
    return base;
  };
  if (auto o = llvm::dyn_cast<GetItemOp>(op)) {
    auto index = constRaw(o.getIndex());
    if (!index || !llvm::isInt<24>(*index)) return;
    b.setInsertionPoint(op);
    auto field = GetFieldOp::create(
        b, op->getLoc(), o.getResult().getType(), o.getBase(),
        int32_t(o.getOffset() + *index * sizeOfSlot(o.getSlot())),
        int32_t(o.getAliasClass()), o.getSlot(), o.getImmutable());
    o.getResult().replaceAllUsesWith(field.getResult());
    gone = true;
  } else if (auto o = llvm::dyn_cast<SetItemOp>(op)) {
    auto index = constRaw(o.getIndex());
    if (!index || !llvm::isInt<24>(*index)) return;
    b.setInsertionPoint(op);
    SetFieldOp::create(b, op->getLoc(), o.getBase(), o.getValue(),
                       int32_t(o.getOffset() + *index * sizeOfSlot(o.getSlot())),
                       int32_t(o.getAliasClass()), o.getSlot(), o.getNobarrier());
    gone = true;
  } else if (auto o = llvm::dyn_cast<GetFieldOp>(op)) {
    int32_t offset = o.getOffset();
    V base = moved(o.getBase(), offset);
    if (base != o.getBase()) {
      o.getBaseMutable().assign(base);
      o.setOffset(offset);
    }
  } else if (auto o = llvm::dyn_cast<SetFieldOp>(op)) {
    int32_t offset = o.getOffset();
    V base = moved(o.getBase(), offset);
    if (base != o.getBase()) {
      o.getBaseMutable().assign(base);
      o.setOffset(offset);
    }
  }
}

V Folder::fold(mlir::Operation *op, Opcode code) {
  if (code >= Opcode::int_add_ovf_ && code <= Opcode::int_ne_)
    return foldInt(op, code);
  if (code >= Opcode::float_add_ && code <= Opcode::float_ne_)
    return foldFloat(op, code);
  if (code >= Opcode::raw_add_ && code <= Opcode::raw_ult_)
    return foldRaw(op, code);
  if ((code >= Opcode::bool_not_ && code <= Opcode::value_bits_) ||
      code == Opcode::guard_int_ || code == Opcode::guard_float_)
    return foldConversion(op, code);
  if (infoOf(code).effect == TraceEffect::Guard)
    return foldGuard(op, code);
  if (code >= Opcode::getfield_ && code <= Opcode::setitem_)
    foldAccess(op, code);
  return {};
}

void Folder::visit(mlir::Operation *op) {
  Opcode code = opcodeOf(op);
  if (isCommutative(code) && isConstant(op->getOperand(0)) &&
      !isConstant(op->getOperand(1))) {
    V x = op->getOperand(0);
    op->setOperand(0, op->getOperand(1));
    op->setOperand(1, x);
  }
  gone = false;
  if (V v = fold(op, code)) {
    op->getResult(0).replaceAllUsesWith(v);
    op->erase();
    // What was made in its place may have a twin.
    if (mlir::Operation *made = v.getDefiningOp(); made && !isConstant(v))
      if (shares(made, opcodeOf(made))) {
        if (auto *twin = seen.find(made); twin && *twin != made) {
          v.replaceAllUsesWith((*twin)->getResult(0));
          made->erase();
        } else if (!twin) {
          seen.set(made, made);
        }
      }
    return;
  }
  if (gone) {
    op->erase();
    return;
  }
  if (!shares(op, code))
    return;
  if (auto *twin = seen.find(op)) {
    op->replaceAllUsesWith(*twin);
    op->erase();
  } else {
    seen.set(op, op);
  }
}

void Folder::run() {
  walkDominatorTree(
      trace,
      [&](mlir::Block &block) {
        for (mlir::Operation &op : llvm::make_early_inc_range(block))
          visit(&op);
      },
      [&] { return seen.mark(); }, [&](size_t m) { seen.rollback(m); });
}

void pyc::foldTrace(TraceOp op) { Folder(op).run(); }
