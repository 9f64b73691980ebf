//===- RecordObject.cpp - super, with, class methods, type tests ----------===//
//
// What these look up is decided by the object's shape, whose assumption covers
// the classes behind it, so that each becomes a constant, a bound method that
// need not exist, or a frame that is followed.
//
//===----------------------------------------------------------------------===//
#include "jit_orc/recorder/Helpers.h"
#include "jit_orc/recorder/Recorder.h"
#include "runtime/object/Containers.h"
#include "runtime/object/Types.h"

namespace pyc {

TraceRef recordBoundMethod(Recorder &r, TraceRef self, Value function) {
  TraceRef fn = r.constant(function);
  TraceRef bound = r.b.newObject(shapes::boundMethod, sizeof(BoundMethodObject));
  r.b.setField(bound, r.value(self), offsetof(BoundMethodObject, self), kAliasOther, TraceSlot::Value);
  r.b.setField(bound, fn, offsetof(BoundMethodObject, function), kAliasOther, TraceSlot::Value);
  return bound;
}

/// What `name` is above cls in the MRO of type; empty: absent or irregular.
static Value aboveInMro(TypeObject *type, Value cls, Value name) {
  auto *mro = type->mro.as<TupleObject>();
  int64_t i = 0;
  while (i < mro->length && mro->items[i] != cls)
    ++i;
  for (++i; i < mro->length; ++i) {
    if (!isTypeObject(mro->items[i]))
      return Value::empty();
    Value d = mro->items[i].as<TypeObject>()->dict;
    if (Value v = dictGetStr(d.as<DictObject>(), name))
      return v;
  }
  return Value::empty();
}

/// super().name of an instance or, in a class method, of a class.
static bool recordSuper(Recorder &r, bool method) {
  const Instr *pc = r.pc;
  unsigned window = pc->b;
  Value cls = r.real(window), self = r.real(window + 1u), super = r.real(window + 2u);
  Value name = r.frame().code->constantData[pc->c];
  if (super != Value::fromObject(types::super_) || !isTypeObject(cls) || !self.isObject())
    return false;
  bool ofClass = isTypeObject(self);
  TypeObject *type = ofClass ? self.as<TypeObject>() : typeOf(self);
  if (!isSubtype(type, cls.as<TypeObject>()))
    return false;
  Value found = aboveInMro(type, cls, name);
  bool function = found && isExact(found, shapes::function);
  bool native = found && isKind(found, Kind::NativeFunction) &&
                (typeOf(found) == types::methodDescriptor_ || typeOf(found) == types::wrapperDescriptor_);
  bool classMethod = found && isExact(found, shapes::classmethod) &&
                     isExact(found.as<ClassMethodObject>()->function, shapes::function);
  bool staticMethod = found && found.isObject() && found.asObject()->kind() == Kind::StaticMethod;
  TraceRef c = r.value(r.reg(window)), s = r.value(r.reg(window + 1u)), g = r.value(r.reg(window + 2u));
  if (r.failed() || !(classMethod || staticMethod || (!ofClass && (function || native))))
    return r.failed();
  r.guardConstant(g, super);
  r.guardConstant(c, cls);
  if (ofClass) {
    r.guardConstant(s, self);
    r.dependOnType(type);
  } else if (!r.guardInstanceShape(s, self)) {
    return true;
  }
  if (r.failed())
    return true;
  if (staticMethod) {
    r.set(pc->a, r.constant(found.as<StaticMethodObject>()->function));
    if (method)
      r.set(pc->a + 4u, kEmptyRef);
    return true;
  }
  TraceRef self_ = classMethod && !ofClass ? r.constant(Value::fromObject(type)) : s;
  Value f = classMethod ? found.as<ClassMethodObject>()->function : found;
  if (!method) {
    if (native)
      return false;
    r.set(pc->a, recordBoundMethod(r, self_, f));
    return true;
  }
  r.set(pc->a, r.constant(f));
  r.set(pc->a + 4u, self_);
  return true;
}

/// __enter__ and __exit__ of with statements.
static bool recordSpecial(Recorder &r) {
  const Instr *pc = r.pc;
  if (pc->c > 1)
    return false;
  Value o = r.real(pc->b);
  TraceRef x = r.value(r.reg(pc->b));
  if (r.failed() || !o.isObject())
    return r.failed();
  Value f = lookupDunder(typeOf(o), pc->c == 0 ? Dunder::Enter : Dunder::Exit);
  if (!f || !isExact(f, shapes::function))
    return false;
  if (r.guardInstanceShape(x, o))
    r.set(pc->a, recordBoundMethod(r, x, f));
  return true;
}

bool Recorder::recordObject(Op op) {
  const Instr *next = nextInstr(pc);
  switch (op) {
  case Op::LoadSuperMethod:
  case Op::LoadSuperAttr: {
    bool method = op == Op::LoadSuperMethod;
    if (recordSuper(*this, method))
      return true;
    TraceRef v = callAnything(HELPER_OF(pyc_jit_super_attr),
                              {thread(), value(reg(pc->b)), value(reg(pc->b + 1u)), value(reg(pc->b + 2u)),
                               constant(frame().code->constantData[pc->c])});
    if (failed())
      return true;
    set(pc->a, v);
    if (method) {
      set(pc->a + 4u, kEmptyRef);
      opaque.push_back(v);
    }
    afterAnything(next);
    skipCallee();
    return true;
  }
  case Op::LoadSpecial: {
    if (recordSpecial(*this))
      return true;
    TraceRef v = callAnything(HELPER_OF(pyc_jit_load_special), {thread(), value(reg(pc->b)), b.constRaw(pc->c)});
    set(pc->a, v);
    afterAnything(next);
    skipCallee();
    return true;
  }
  default:
    return false;
  }
}

} // namespace pyc
