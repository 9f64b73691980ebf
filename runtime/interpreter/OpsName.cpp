//===- OpsName.cpp - Globals, builtins and namespaces ---------------------===//
//
// A namespace dict has a version of its set of keys; while that is unchanged an
// entry stays at its number, so that a load is two compares and a load from the
// entries. See GlobalCache.
//
//===----------------------------------------------------------------------===//
#include "runtime/interpreter/Interp.h"

namespace pyc {

static inline Value &entryValue(DictObject *d, uint32_t entry) {
  return d->entries.as<ValueBuffer>()->items[2 * size_t(entry) + 1];
}

static void raiseNameError(Thread *t, Value name) {
  (void)raise(t, exc::NameError, "name '%S' is not defined", name);
  // NameError.name, which the traceback's suggestions read.
  Value ex = t->pending;
  if (ex && isInstanceOf(ex, exc::NameError)) {
    t->pending = Value::empty();
    if (!setAttr(t, ex, names::name, name))
      clearPending(t);
    t->pending = ex;
  }
}

/// Looks in globals, then builtins; fills the cache. Empty: raised.
static Value loadGlobal(Thread *t, FunctionObject *f, Value name, GlobalCache *c) {
  auto *g = f->globals.as<DictObject>();
  Value builtins = f->builtins;
  if (PYC_LIKELY(g->kind() == Kind::Dict)) {
    int64_t i = dictFindStr(g, name);
    if (i >= 0) {
      if (g->keysVersion) {
        c->globalsVersion = g->keysVersion;
        c->builtinsVersion = 0;
        c->entry = static_cast<uint32_t>(i);
      }
      return entryValue(g, static_cast<uint32_t>(i));
    }
  }
  if (isDict(builtins)) {
    auto *b = builtins.as<DictObject>();
    int64_t i = dictFindStr(b, name);
    if (i >= 0) {
      if (g->keysVersion && b->keysVersion) {
        c->globalsVersion = g->keysVersion;
        c->builtinsVersion = b->keysVersion;
        c->entry = static_cast<uint32_t>(i);
      }
      return entryValue(b, static_cast<uint32_t>(i));
    }
  } else if (builtins.isObject()) {
    Value v = getItem(t, builtins, name);
    if (v || !pendingMatches(t, exc::KeyError))
      return v;
    clearPending(t);
  }
  raiseNameError(t, name);
  return Value::empty();
}

SLOW(loadGlobalSlow) {
  SYNC();
  Value v = loadGlobal(t, frameFunction(base), k[OP_B], globalCacheOf(pc));
  if (v.isEmpty())
    RAISE();
  REG_A = v;
  NEXT(3);
}
HANDLER(op_LoadGlobal) {
  GlobalCache *c = globalCacheOf(pc);
  FunctionObject *f = frameFunction(base);
  auto *g = f->globals.as<DictObject>();
  if (PYC_LIKELY(g->keysVersion == c->globalsVersion)) {
    if (c->builtinsVersion == 0) {
      REG_A = entryValue(g, c->entry);
      NEXT(3);
    }
    auto *b = f->builtins.as<DictObject>();
    if (PYC_LIKELY(b->keysVersion == c->builtinsVersion)) {
      REG_A = entryValue(b, c->entry);
      NEXT(3);
    }
  }
  TAIL(loadGlobalSlow);
}

SLOW(storeGlobalSlow) {
  SYNC();
  auto *g = frameFunction(base)->globals.as<DictObject>();
  GlobalCache *c = globalCacheOf(pc); // its first word only
  Value v = REG_A, name = k[OP_B];
  if (g->keysVersion && g->keysVersion == c->globalsVersion) {
    namespaceStore(g, c->entry, v);
    NEXT(2);
  }
  if (!dictSet(t, g, name, v))
    RAISE();
  int64_t i = dictFindStr(g, name);
  if (i >= 0 && g->keysVersion) {
    c->globalsVersion = g->keysVersion;
    c->entry = static_cast<uint32_t>(i);
  }
  NEXT(2);
}
HANDLER(op_StoreGlobal) {
  GlobalCache *c = globalCacheOf(pc);
  auto *g = frameFunction(base)->globals.as<DictObject>();
  Value v = REG_A;
  if (PYC_LIKELY(g->keysVersion == c->globalsVersion && !g->watch)) {
    auto *entries = g->entries.as<ValueBuffer>();
    if (!gcNeedsBarrier(entries, v)) {
      entries->items[2 * size_t(c->entry) + 1] = v;
      NEXT(2);
    }
  }
  TAIL(storeGlobalSlow);
}
SLOW(deleteGlobalSlow) {
  SYNC();
  int r = dictDelete(t, frameFunction(base)->globals.as<DictObject>(), k[OP_A]);
  if (r == 0)
    raiseNameError(t, k[OP_A]);
  if (r != 1)
    RAISE();
  NEXT(1);
}
HANDLER(op_DeleteGlobal) { TAIL(deleteGlobalSlow); }

//===--- namespaces -------------------------------------------------------===//

/// Item of a namespace; empty with nothing pending: absent.
static Value namespaceGet(Thread *t, Value ns, Value name) {
  if (isExact(ns, shapes::dict))
    return dictGetStr(ns.as<DictObject>(), name);
  Value v = getItem(t, ns, name);
  if (!v && pendingMatches(t, exc::KeyError))
    clearPending(t);
  return v;
}

SLOW(loadNameSlow) {
  SYNC();
  auto *f = frameFunction(base);
  Value v = Value::empty();
  if (base[0] != f->globals) {
    v = namespaceGet(t, base[0], k[OP_B]);
    if (v.isEmpty() && t->pending)
      RAISE();
  }
  if (v.isEmpty())
    v = loadGlobal(t, f, k[OP_B], globalCacheOf(pc));
  if (v.isEmpty())
    RAISE();
  REG_A = v;
  NEXT(3);
}
HANDLER(op_LoadName) {
  GlobalCache *c = globalCacheOf(pc);
  FunctionObject *f = frameFunction(base);
  auto *g = f->globals.as<DictObject>();
  if (PYC_LIKELY(base[0] == f->globals && g->keysVersion == c->globalsVersion)) {
    if (c->builtinsVersion == 0) {
      REG_A = entryValue(g, c->entry);
      NEXT(3);
    }
    auto *b = f->builtins.as<DictObject>();
    if (PYC_LIKELY(b->keysVersion == c->builtinsVersion)) {
      REG_A = entryValue(b, c->entry);
      NEXT(3);
    }
  }
  TAIL(loadNameSlow);
}

SLOW(storeNameSlow) {
  SYNC();
  if (base[0] == frameFunction(base)->globals && isExact(base[0], shapes::dict))
    TAIL(storeGlobalSlow); // same operands, same cache
  if (isExact(base[0], shapes::dict)) {
    if (!dictSet(t, base[0].as<DictObject>(), k[OP_B], REG_A))
      RAISE();
  } else if (!setItem(t, base[0], k[OP_B], REG_A))
    RAISE();
  NEXT(2);
}
HANDLER(op_StoreName) {
  if (PYC_LIKELY(base[0] == frameFunction(base)->globals)) {
    GlobalCache *c = globalCacheOf(pc);
    auto *g = base[0].as<DictObject>();
    Value v = REG_A;
    if (PYC_LIKELY(g->keysVersion == c->globalsVersion && !g->watch)) {
      auto *entries = g->entries.as<ValueBuffer>();
      if (!gcNeedsBarrier(entries, v)) {
        entries->items[2 * size_t(c->entry) + 1] = v;
        NEXT(2);
      }
    }
  }
  TAIL(storeNameSlow);
}
SLOW(deleteNameSlow) {
  SYNC();
  Value name = k[OP_A];
  if (isExact(base[0], shapes::dict)) {
    int r = dictDelete(t, base[0].as<DictObject>(), name);
    if (r == 0)
      raiseNameError(t, name);
    if (r != 1)
      RAISE();
  } else if (!delItem(t, base[0], name)) {
    if (pendingMatches(t, exc::KeyError)) {
      clearPending(t);
      raiseNameError(t, name);
    }
    RAISE();
  }
  NEXT(1);
}
HANDLER(op_DeleteName) { TAIL(deleteNameSlow); }
HANDLER(op_LoadLocals) {
  REG_A = base[0];
  NEXT(1);
}

SLOW(loadClassDerefSlow) {
  SYNC();
  Value v = namespaceGet(t, base[0], k[OP_C]);
  if (v.isEmpty()) {
    if (t->pending)
      RAISE();
    v = REG_B.as<CellObject>()->contents;
    if (v.isEmpty()) {
      raise(t, exc::NameError,
            "cannot access free variable '%S' where it is not associated with a "
            "value in enclosing scope", k[OP_C]);
      RAISE();
    }
  }
  REG_A = v;
  NEXT(1);
}
HANDLER(op_LoadClassDeref) { TAIL(loadClassDerefSlow); }

SLOW(setupAnnotationsSlow) {
  SYNC();
  Value v = namespaceGet(t, base[0], names::__annotations__);
  if (v.isEmpty()) {
    if (t->pending)
      RAISE();
    Value d = newDict(t);
    if (d.isEmpty() || !setItem(t, base[0], names::__annotations__, d))
      RAISE();
  }
  NEXT(1);
}
HANDLER(op_SetupAnnotations) { TAIL(setupAnnotationsSlow); }

} // namespace pyc
