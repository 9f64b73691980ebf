//===- RecordDict.cpp - Dicts and sets with plain keys --------------------===//
//
// A lookup may compare keys and so run Python code: then facts about the heap
// are lost at each access. It cannot when the key is a str or an int and all
// keys of the table are (it keeps no hashes then, see Layouts.h): guarded here,
// after which the access is a call whose effects stay within dicts.
//
// Namespaces are left out: their stores break assumptions.
//
//===----------------------------------------------------------------------===//
#include "jit_orc/recorder/Helpers.h"
#include "jit_orc/recorder/Recorder.h"
#include "runtime/object/Containers.h"
#include "runtime/object/Types.h"

namespace pyc {

#define HELPER(f) reinterpret_cast<const void *>(f), #f

constexpr uint64_t kDicts = uint64_t(1) << kAliasDict | uint64_t(1) << kAliasDictTable;

static bool isFlatStr(Value v) {
  return isExact(v, shapes::str1) || isExact(v, shapes::str2) || isExact(v, shapes::str4);
}
static bool isPlainKey(Value k) { return k.isInt() || isFlatStr(k); }
static void guardKey(Recorder &r, TraceRef k, Value real) {
  if (real.isInt())
    r.b.asInt(k);
  else
    r.b.guardShape(r.value(k), real.asObject()->shape(), true);
}
static void guardNoHashes(Recorder &r, TraceRef o, uint32_t offset) {
  TraceRef hashes = r.b.getField(o, offset, kAliasDict, TraceSlot::Value);
  r.b.guardBool(r.b.emit(TraceOpcode::value_eq_, {hashes, r.value(r.b.constInt(0))}), true);
}

/// Guards that an access of dict with key runs no Python code. False: it may.
static bool plainAccess(Recorder &r, TraceRef dict, TraceRef key, Value real, Value k) {
  if (!isExact(real, shapes::dict) || !isPlainKey(k))
    return false;
  auto *d = real.as<DictObject>();
  if (d->hashes != Value::fromSmallInt(0) || d->keysVersion)
    return false;
  r.b.guardShape(dict, shapes::dict, true);
  guardNoHashes(r, dict, offsetof(DictObject, hashes));
  TraceRef version = r.b.getField(dict, offsetof(DictObject, keysVersion), kAliasDict, TraceSlot::U32);
  r.b.guardBool(r.b.emit(TraceOpcode::raw_eq_, {version, r.b.constRaw(0)}), true);
  guardKey(r, key, k);
  return true;
}

bool recordDictGetItem(Recorder &r, unsigned dst, TraceRef dict, TraceRef key, Value real, Value k) {
  if (!plainAccess(r, dict, key, real, k))
    return false;
  r.set(dst, r.callRuntime(HELPER(pyc_jit_dict_get), TraceType::Value, {r.thread(), dict, r.value(key)}, kDicts, 0, true));
  return true;
}

bool recordDictSetItem(Recorder &r, TraceRef dict, TraceRef key, TraceRef v, Value real, Value k) {
  if (!plainAccess(r, dict, key, real, k))
    return false;
  r.callRuntime(HELPER(pyc_jit_dict_set), TraceType::Value, {r.thread(), dict, r.value(key), r.value(v)}, kDicts, kDicts,
                true);
  return true;
}

bool recordDictGet(Recorder &r, const std::vector<TraceRef> &args, const std::vector<Value> &real, TraceRef &out) {
  if (args.size() < 2 || args.size() > 3 || !plainAccess(r, r.value(args[0]), args[1], real[0], real[1]))
    return false;
  TraceRef otherwise = args.size() == 3 ? r.value(args[2]) : r.b.constValue(None);
  out = r.callRuntime(HELPER(pyc_jit_dict_get_or), TraceType::Value,
                      {r.thread(), r.value(args[0]), r.value(args[1]), otherwise}, kDicts, 0, true);
  return true;
}

bool recordContains(Recorder &r, TraceRef item, TraceRef container, Value k, Value real, TraceRef &out) {
  if (isFlatStr(k) && isFlatStr(real)) {
    r.b.guardShape(container, real.asObject()->shape(), true);
    guardKey(r, item, k);
    out = r.callRuntime(HELPER(pyc_jit_contains), TraceType::Value, {r.thread(), r.value(item), container}, 0, 0, true);
    return true;
  }
  if (isExact(real, shapes::set) || isExact(real, shapes::frozenset)) {
    if (!isPlainKey(k) || real.as<SetObject>()->hashes != Value::fromSmallInt(0))
      return false;
    r.b.guardShape(container, real.asObject()->shape(), true);
    guardNoHashes(r, container, offsetof(SetObject, hashes));
    guardKey(r, item, k);
  } else if (!plainAccess(r, container, item, real, k)) {
    return false;
  }
  out = r.callRuntime(HELPER(pyc_jit_contains), TraceType::Value, {r.thread(), r.value(item), container}, kDicts, 0, true);
  return true;
}

/// A display whose keys are constants of the code.
bool recordConstMap(Recorder &r, unsigned dst, const std::vector<TraceRef> &values, Value keys) {
  auto *k = keys.as<TupleObject>();
  for (int64_t i = 0; i < k->length; ++i)
    if (!isPlainKey(k->items[i]))
      return false;
  TraceRef names = r.constant(keys);
  if (r.failed())
    return true;
  TraceRef tuple = recordTuple(r, values);
  TraceRef d = r.callRuntime(HELPER(pyc_jit_build_const_map), TraceType::Value, {r.thread(), names, tuple}, kAliasAll, 0,
                             true);
  r.b.facts[d].shape = shapes::dict;
  r.b.facts[d].shapeForEver = true;
  r.set(dst, d);
  return true;
}

} // namespace pyc
