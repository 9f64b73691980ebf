//===- OpsMisc.cpp - Imports, interactive mode, async protocol ------------===//
#include "runtime/interpreter/Generator.h"
#include "runtime/interpreter/Interp.h"

namespace pyc {

#define SIMPLE_OP(name, body)                                                  \
  SLOW(name##Slow) {                                                           \
    SYNC();                                                                    \
    Value r;                                                                   \
    body;                                                                      \
    if (r.isEmpty())                                                           \
      RAISE();                                                                 \
    REG_A = r;                                                                 \
    NEXT(1);                                                                   \
  }                                                                            \
  HANDLER(op_##name) { TAIL(name##Slow); }

SLOW_EXTERN(getIterSlow);

//===--- imports ----------------------------------------------------------===//

static Value importName(Thread *t, Value *base, Value name, Value fromList, Value level) {
  auto *f = frameFunction(base);
  Value import = isExact(f->builtins, shapes::dict)
                     ? dictGetStr(f->builtins.as<DictObject>(), names::__import__)
                     : getItem(t, f->builtins, names::__import__);
  if (!import) {
    clearPending(t);
    return raise(t, exc::ImportError, "__import__ not found");
  }
  Value locals = f->codeObject()->flags & kCodeHasNamespace ? base[0] : None;
  Value args[5] = {name, f->globals, locals, fromList, level};
  return call(t, import, args, 5);
}
SIMPLE_OP(ImportName, r = importName(t, base, k[OP_C], base[OP_B], base[OP_B + 1]))

static Value importFrom(Thread *t, Value module, Value name) {
  Value v = getAttrOrEmpty(t, module, name);
  if (v)
    return v;
  if (t->pending) {
    if (!pendingMatches(t, exc::AttributeError))
      return v;
    clearPending(t);
  }
  Value package = getAttrOrEmpty(t, module, names::__name__);
  clearPending(t);
  std::string packageName = "<unknown module name>";
  if (package && isStr(package)) {
    packageName = strToUtf8(package);
    // A submodule that is being imported is in sys.modules already.
    Value full = internStr(t, packageName + "." + strToUtf8(name));
    if (!full)
      return full;
    if (isDict(gSysModules)) {
      v = dictGet(t, gSysModules.as<DictObject>(), full);
      if (v || t->pending)
        return v;
    }
  }
  Value file = getAttrOrEmpty(t, module, names::__file__);
  clearPending(t);
  bool initialising = false;
  Value spec = getAttrOrEmpty(t, module, names::__spec__);
  clearPending(t);
  if (spec && spec != None) {
    Value flag = getAttrOrEmpty(t, spec, names::_initializing);
    clearPending(t);
    initialising = flag && isTrue(t, flag) == 1;
    clearPending(t);
  }
  std::string text = "cannot import name '" + strToUtf8(name) + "' from ";
  if (initialising)
    text += "partially initialized module '" + packageName +
            "' (most likely due to a circular import) (";
  else
    text += "'" + packageName + "' (";
  text += (file && isStr(file) ? strToUtf8(file) : std::string("unknown location")) + ")";
  Value message = newStr(t, text);
  if (!message)
    return message;
  return raiseImportError(t, exc::ImportError, message, package ? package : None,
                          file ? file : None);
}
SIMPLE_OP(ImportFrom, r = importFrom(t, REG_B, k[OP_C]))

static bool importStar(Thread *t, Value module, Value ns) {
  Value all = getAttrOrEmpty(t, module, names::__all__);
  if (!all) {
    if (t->pending) {
      if (!pendingMatches(t, exc::AttributeError))
        return false;
      clearPending(t);
    }
    Value dict = getAttrOrEmpty(t, module, names::__dict__);
    if (!dict) {
      clearPending(t);
      raise(t, exc::ImportError, "from-import-* object has no __dict__ and no __all__");
      return false;
    }
    Value keys = listFrom(t, dict);
    if (!keys)
      return false;
    auto *l = keys.as<ListObject>();
    for (int64_t i = 0; i < l->size; ++i) {
      Value name = l->items()->items[i];
      if (!isStr(name)) {
        raise(t, exc::TypeError, "Key in %S.__dict__ must be str, not %T",
              getAttrOrEmpty(t, module, names::__name__), name);
        return false;
      }
      StrObject *s = flattenStr(t, payloadOf(name));
      if (!s)
        return false;
      if (s->length && strCharAt(s, 0) == '_')
        continue;
      Value v = getAttr(t, module, name);
      if (!v || !setItem(t, ns, name, v))
        return false;
    }
    return true;
  }
  Value list = listFrom(t, all);
  if (!list)
    return false;
  auto *l = list.as<ListObject>();
  for (int64_t i = 0; i < l->size; ++i) {
    Value name = l->items()->items[i];
    if (!isStr(name)) {
      raise(t, exc::TypeError, "Item in %S.__all__ must be str, not %T",
            getAttrOrEmpty(t, module, names::__name__), name);
      return false;
    }
    Value v = getAttr(t, module, name);
    if (!v || !setItem(t, ns, name, v))
      return false;
  }
  return true;
}
SLOW(importStarSlow) {
  SYNC();
  if (!importStar(t, REG_A, base[0]))
    RAISE();
  NEXT(1);
}
HANDLER(op_ImportStar) { TAIL(importStarSlow); }

static bool printExpr(Thread *t, Value v) {
  Value sys = importModule(t, "sys");
  if (!sys)
    return false;
  Value hook = getAttrOrEmpty(t, sys, internStr(t, "displayhook"));
  if (!hook) {
    clearPending(t);
    raise(t, exc::RuntimeError, "lost sys.displayhook");
    return false;
  }
  return bool(call(t, hook, v));
}
SLOW(printExprSlow) {
  SYNC();
  if (!printExpr(t, REG_A))
    RAISE();
  NEXT(1);
}
HANDLER(op_PrintExpr) { TAIL(printExprSlow); }

//===--- await, async for -------------------------------------------------===//

static Value yieldFromIter(Thread *t, Value *base, Value v) {
  if (isGeneratorLike(v)) {
    auto kind = v.as<GeneratorObject>()->generatorKind;
    if (kind == GeneratorKind::Generator)
      return v;
    if (kind == GeneratorKind::Coroutine) {
      if (!(frameCode(base)->flags & (kCodeCoroutine | kCodeIterableCoroutine)))
        return raise(t, exc::TypeError,
                     "cannot 'yield from' a coroutine object in a non-coroutine generator");
      return v;
    }
  }
  return getIter(t, v);
}
SLOW(getYieldFromIterSlow) {
  SYNC();
  Value r = yieldFromIter(t, base, REG_B);
  if (r.isEmpty())
    RAISE();
  REG_A = r;
  NEXT(1);
}
/// An __iter__ in Python runs in this activation.
HANDLER(op_GetYieldFromIter) {
  Value o = REG_B;
  if (o.isObject() && o.asObject()->kind() == Kind::Instance)
    TAIL(getIterSlow);
  TAIL(getYieldFromIterSlow);
}

Value getAwaitable(Thread *t, Value v, int where) {
  if (isGeneratorLike(v)) {
    auto *g = v.as<GeneratorObject>();
    if (g->generatorKind == GeneratorKind::Coroutine) {
      if (g->state == GeneratorState::Suspended && opAt(g->resumePc) == Op::YieldFrom)
        return raise(t, exc::RuntimeError, "coroutine is being awaited already");
      return v;
    }
    if (g->generatorKind == GeneratorKind::Generator &&
        (frameCode(g->base())->flags & kCodeIterableCoroutine))
      return v;
  }
  Value method = lookupDunder(typeOf(v), Dunder::Await);
  if (!method) {
    if (where == 1)
      return raise(t, exc::TypeError,
                   "'async with' received an object from __aenter__ that does not "
                   "implement __await__: %T", v);
    if (where == 2)
      return raise(t, exc::TypeError,
                   "'async with' received an object from __aexit__ that does not "
                   "implement __await__: %T", v);
    return raise(t, exc::TypeError, "object %T can't be used in 'await' expression", v);
  }
  Value it = callDunder(t, v, Dunder::Await, nullptr, 0);
  if (!it)
    return it;
  if (isGeneratorLike(it) && it.as<GeneratorObject>()->generatorKind == GeneratorKind::Coroutine)
    return raise(t, exc::TypeError, "__await__() returned a coroutine");
  if (!lookupDunder(typeOf(it), Dunder::Next))
    return raise(t, exc::TypeError, "__await__() returned non-iterator of type '%T'", it);
  return it;
}
SIMPLE_OP(GetAwaitable, r = getAwaitable(t, REG_B, OP_C))

static Value getAiter(Thread *t, Value v) {
  if (!lookupDunder(typeOf(v), Dunder::AIter))
    return raise(t, exc::TypeError,
                 "'async for' requires an object with __aiter__ method, got %T", v);
  Value it = callDunder(t, v, Dunder::AIter, nullptr, 0);
  if (it && !lookupDunder(typeOf(it), Dunder::ANext))
    return raise(t, exc::TypeError,
                 "'async for' received an object from __aiter__ that does not implement "
                 "__anext__: %T", it);
  return it;
}
SIMPLE_OP(GetAiter, r = getAiter(t, REG_B))

static Value getAnext(Thread *t, Value it) {
  if (!lookupDunder(typeOf(it), Dunder::ANext))
    return raise(t, exc::TypeError,
                 "'async for' requires an iterator with __anext__ method, got %T", it);
  Value a = callDunder(t, it, Dunder::ANext, nullptr, 0);
  if (!a)
    return a;
  Value r = getAwaitable(t, a, 0);
  if (!r && pendingMatches(t, exc::TypeError)) {
    Value cause = takePending(t);
    raise(t, exc::TypeError, "'async for' received an invalid object from __anext__: %T", a);
    auto *e = asException(t->pending);
    setSlot(e, &e->cause, cause);
    setSlot(e, &e->context, cause);
    e->bits |= 1;
  }
  return r;
}
SIMPLE_OP(GetAnext, r = getAnext(t, REG_B))
SIMPLE_OP(AsyncGenWrap, r = newWrappedYield(t, REG_B))

} // namespace pyc
