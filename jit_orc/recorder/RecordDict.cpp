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
#include "jit_orc/recorder/RecordList.h"
#include "jit_orc/recorder/Recorder.h"
#include "runtime/object/Containers.h"
#include "runtime/object/DictTable.h"
#include "runtime/object/Iterators.h"
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

static TraceRef entriesOfKnown(Recorder &r, TraceRef dict, TraceRef key, Value real, Value k, int64_t &entry);

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

/// A defaultdict with plain keys, whose factory runs no Python code.
static bool plainDefaultDict(Recorder &r, TraceRef dict, TraceRef key, Value real, Value k) {
  Value factory;
  if (!isPlainKey(k) || !isDefaultDict(real, factory) || real.as<DictObject>()->hashes != Value::fromSmallInt(0))
    return false;
  bool builtin = factory == None;
  for (TypeObject *type : {types::int_, types::float_, types::str_, types::list_, types::dict_, types::set_})
    builtin |= factory == Value::fromObject(type);
  if (!builtin)
    return false;
  if (!r.guardInstanceShape(dict, real))
    return true;
  guardNoHashes(r, dict, offsetof(DictObject, hashes));
  TraceRef f = r.b.getField(dict, kDefaultDictFactory, kAliasDict, TraceSlot::Value);
  r.b.facts[f].notEmpty = true;
  r.b.guardConstant(f, factory);
  guardKey(r, key, k);
  return true;
}

bool recordDictGetItem(Recorder &r, unsigned dst, TraceRef dict, TraceRef key, Value real, Value k) {
  if (plainDefaultDict(r, dict, key, real, k)) {
    if (!r.failed())
      r.set(dst, r.callRuntime(HELPER(pyc_jit_get_item), TraceType::Value, {r.thread(), dict, r.value(key)}, kDicts, kDicts,
                               true));
    return true;
  }
  int64_t entry;
  if (TraceRef entries = entriesOfKnown(r, dict, key, real, k, entry); entries != kNoRef) {
    TraceRef v = r.b.getField(entries, static_cast<uint32_t>(offsetof(ValueBuffer, items) + 16 * entry + 8),
                              kAliasDictTable, TraceSlot::Value);
    r.b.facts[v].notEmpty = true;
    r.set(dst, v);
    return true;
  }
  if (!plainAccess(r, dict, key, real, k))
    return false;
  r.set(dst, r.callRuntime(HELPER(pyc_jit_dict_get), TraceType::Value, {r.thread(), dict, r.value(key)}, kDicts, 0, true));
  return true;
}

bool recordDictSetItem(Recorder &r, TraceRef dict, TraceRef key, TraceRef v, Value real, Value k) {
  if (plainDefaultDict(r, dict, key, real, k)) {
    if (!r.failed())
      r.callRuntime(HELPER(pyc_jit_dict_set), TraceType::Value, {r.thread(), dict, r.value(key), r.value(v)}, kDicts, kDicts,
                    true);
    return true;
  }
  int64_t entry;
  if (TraceRef entries = entriesOfKnown(r, dict, key, real, k, entry); entries != kNoRef) {
    r.b.setField(entries, r.value(v), static_cast<uint32_t>(offsetof(ValueBuffer, items) + 16 * entry + 8),
                 kAliasDictTable, TraceSlot::Value);
    return true;
  }
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

/// One step of `for k in d`, d.values(), d.items(). False: not followed.
bool recordDictStep(Recorder &r, TraceRef it, Value real, bool &ended, TraceRef &item) {
  if (!real.isObject())
    return false;
  const Shape *s = real.asObject()->shape();
  bool keys = s == shapes::dictKeyIterator, items = s == shapes::dictItemIterator;
  if (!keys && !items && s != shapes::dictValueIterator)
    return false;
  auto *now = real.as<DictIterObject>();
  // Holes are skipped by the call, and by bridges that began at one.
  if (!now->dict.isObject() || !isExact(now->dict, shapes::dict) || r.isSecondTry())
    return false;
  auto *d = now->dict.as<DictObject>();
  if (d->used != now->expected)
    return false;
  ended = now->position >= d->fill;
  if (!ended && dicts::entryAt(d, now->position)->isEmpty())
    return false;
  TraceBuilder &b = r.b;
  b.guardShape(it, s, true);
  TraceRef dict = b.getField(it, offsetof(DictIterObject, dict), kAliasIterator, TraceSlot::Value);
  if (!b.facts[dict].shape) {
    b.guardBool(b.emit(TraceOpcode::is_int_, {dict}), false); // finished
    b.facts[dict].notEmpty = true;
    b.guardShape(dict, shapes::dict, true);
  }
  TraceRef used = b.getField(dict, offsetof(DictObject, used), kAliasDict, TraceSlot::Raw);
  TraceRef expected = b.getField(it, offsetof(DictIterObject, expected), kAliasIterator, TraceSlot::Raw);
  b.guardBool(b.emit(TraceOpcode::raw_eq_, {used, expected}), true);
  TraceRef fill = b.getField(dict, offsetof(DictObject, fill), kAliasDict, TraceSlot::Raw);
  TraceRef position = b.getField(it, offsetof(DictIterObject, position), kAliasIterator, TraceSlot::Raw);
  b.guardBool(b.emit(TraceOpcode::raw_ult_, {position, fill}), !ended);
  if (ended) {
    b.setField(it, b.toValue(b.constInt(0)), offsetof(DictIterObject, dict), kAliasIterator, TraceSlot::Value);
    return true;
  }
  TraceRef entries = b.getField(dict, offsetof(DictObject, entries), kAliasDict, TraceSlot::Value);
  b.facts[entries].notEmpty = true;
  TraceRef at = b.emit(TraceOpcode::raw_shl_, {position, b.constRaw(1)});
  TraceRef key = b.getItem(entries, at, offsetof(ValueBuffer, items), kAliasDictTable, TraceSlot::Value);
  b.guardNotEmpty(key);
  TraceRef v = kNoRef;
  if (!keys) {
    v = b.getItem(entries, at, offsetof(ValueBuffer, items) + 8, kAliasDictTable, TraceSlot::Value);
    b.facts[v].notEmpty = true;
  }
  item = keys ? key : items ? recordTuple(r, {key, v}) : v;
  b.setField(it, b.emit(TraceOpcode::raw_add_, {position, b.constRaw(1)}), offsetof(DictIterObject, position),
             kAliasIterator, TraceSlot::Raw);
  return true;
}

bool recordPlainKeys(Recorder &r, TraceRef container, TraceRef key, Value real, Value k) {
  if (isExact(real, shapes::dict))
    return plainAccess(r, container, key, real, k);
  if (!isPlainKey(k) || real.as<SetObject>()->hashes != Value::fromSmallInt(0))
    return false;
  r.b.guardShape(container, real.asObject()->shape(), true);
  guardNoHashes(r, container, offsetof(SetObject, hashes));
  guardKey(r, key, k);
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

//===-- dicts of the trace's own, entries by position ---------------------===//
//
// A dict with a few keys that are constants of the program is a record: its keys
// are where they were when recording. So an entry is found by comparing its key
// with the one expected, and a dict that the trace makes is an object like any
// other, with an index word that is a constant, which need not exist at all.

bool canRecordDict(const std::vector<Value> &keys) {
  if (keys.size() > static_cast<size_t>(dicts::kSmallDict))
    return false;
  for (size_t i = 0; i < keys.size(); ++i) {
    if (!isFlatStr(keys[i]) || gcIsYoung(keys[i].asObject()))
      return false;
    for (size_t j = 0; j < i; ++j)
      if (strEqual(keys[i], keys[j]))
        return false;
  }
  return true;
}

/// The word that finds the keys, and how many entries to make room for.
static Value tagsOf(Thread *t, const std::vector<Value> &keys) {
  uint64_t tags = 0;
  for (size_t i = 0; i < keys.size(); ++i)
    tags |= (uint64_t(dicts::tagOf(dicts::hashOfStr(t, keys[i]) * dicts::kMix)) << (8 * i)) & ~uint64_t(3);
  return Value::fromBits(tags);
}

static TraceRef newEntries(Recorder &r, const std::vector<TraceRef> &keys, const std::vector<TraceRef> &values) {
  TraceBuilder &b = r.b;
  int64_t capacity = keys.size() <= 4 ? 4 : dicts::kSmallDict;
  TraceRef entries = b.newObject(shapes::valueBuffer, static_cast<uint32_t>(sizeof(ValueBuffer) + 16 * capacity));
  b.setField(entries, b.constRaw(2 * capacity), offsetof(ValueBuffer, length), kAliasOther, TraceSlot::Raw);
  for (size_t i = 0; i < keys.size(); ++i) {
    uint32_t at = static_cast<uint32_t>(offsetof(ValueBuffer, items) + 16 * i);
    b.setField(entries, keys[i], at, kAliasDictTable, TraceSlot::Value);
    b.setField(entries, r.value(values[i]), at + 8, kAliasDictTable, TraceSlot::Value);
  }
  return entries;
}

static void putTable(Recorder &r, TraceRef dict, const std::vector<Value> &keys, TraceRef entries) {
  TraceBuilder &b = r.b;
  TraceRef n = b.constRaw(static_cast<int64_t>(keys.size()));
  b.setField(dict, n, offsetof(DictObject, used), kAliasDict, TraceSlot::Raw);
  b.setField(dict, n, offsetof(DictObject, fill), kAliasDict, TraceSlot::Raw);
  b.setField(dict, entries, offsetof(DictObject, entries), kAliasDict, TraceSlot::Value);
  b.setField(dict, b.constValue(tagsOf(r.t, keys)), offsetof(DictObject, index), kAliasDict, TraceSlot::Value);
}

TraceRef recordDict(Recorder &r, const std::vector<Value> &keys, const std::vector<TraceRef> &values) {
  TraceBuilder &b = r.b;
  std::vector<TraceRef> names, boxed;
  for (size_t i = 0; i < keys.size(); ++i) {
    names.push_back(r.constant(keys[i]));
    boxed.push_back(r.value(values[i]));
  }
  TraceRef zero = b.toValue(b.constInt(0));
  TraceRef entries = keys.empty() ? zero : newEntries(r, names, boxed);
  TraceRef d = b.newObject(shapes::dict, sizeof(DictObject));
  b.setField(d, b.constRaw(0), offsetof(DictObject, keysVersion), kAliasDict, TraceSlot::Raw);
  putTable(r, d, keys, entries);
  b.setField(d, zero, offsetof(DictObject, hashes), kAliasDict, TraceSlot::Value);
  return d;
}

/// keysVersion and watch, both zero: not a namespace.
static void guardNoNamespace(Recorder &r, TraceRef dict) {
  static_assert(offsetof(DictObject, watch) == offsetof(DictObject, keysVersion) + 4);
  TraceRef both = r.b.getField(dict, offsetof(DictObject, keysVersion), kAliasDict, TraceSlot::Raw);
  r.b.guardBool(r.b.emit(TraceOpcode::raw_eq_, {both, r.b.constRaw(0)}), true);
}

/// The entries, of which number `entry` is there and has this key.
static TraceRef guardEntry(Recorder &r, TraceRef dict, int64_t entry, Value key) {
  TraceBuilder &b = r.b;
  TraceRef entries = b.getField(dict, offsetof(DictObject, entries), kAliasDict, TraceSlot::Value);
  b.facts[entries].notEmpty = true;
  TraceRef none = b.emit(TraceOpcode::is_int_, {entries});
  b.guardBool(none, false);
  TraceRef length = b.getField(entries, offsetof(ValueBuffer, length), kAliasOther, TraceSlot::Raw);
  b.guardBool(b.emit(TraceOpcode::raw_ult_, {b.constRaw(2 * entry), length}), true);
  TraceRef there = b.getField(entries, static_cast<uint32_t>(offsetof(ValueBuffer, items) + 16 * entry), kAliasDictTable,
                              TraceSlot::Value);
  b.guardBool(b.emit(TraceOpcode::value_eq_, {there, r.constant(key)}), true);
  return entries;
}

TraceRef recordDictEntry(Recorder &r, TraceRef dict, DictObject *d, int64_t entry) {
  r.b.guardShape(dict, shapes::dict, true);
  TraceRef entries = guardEntry(r, dict, entry, *dicts::entryAt(d, entry));
  TraceRef v = r.b.getField(entries, static_cast<uint32_t>(offsetof(ValueBuffer, items) + 16 * entry + 8),
                            kAliasDictTable, TraceSlot::Value);
  r.b.facts[v].notEmpty = true;
  return v;
}

bool knowKeys(Recorder &r, TraceRef dict, DictObject *d, std::vector<Value> &keys) {
  keys.clear();
  if (d->used != d->fill || d->keysVersion)
    return false;
  for (int64_t i = 0; i < d->fill && i <= dicts::kSmallDict; ++i)
    keys.push_back(*dicts::entryAt(d, i));
  if (!canRecordDict(keys))
    return false;
  TraceBuilder &b = r.b;
  b.guardShape(dict, shapes::dict, true);
  for (uint32_t at : {offsetof(DictObject, used), offsetof(DictObject, fill)}) {
    TraceRef n = b.getField(dict, at, kAliasDict, TraceSlot::Raw);
    b.guardBool(b.emit(TraceOpcode::raw_eq_, {n, b.constRaw(d->fill)}), true);
  }
  for (int64_t i = 0; i < d->fill; ++i)
    guardEntry(r, dict, i, keys[static_cast<size_t>(i)]);
  return true;
}

bool recordMerge(Recorder &r, TraceRef into, TraceRef from, Value realInto, Value realFrom) {
  auto *d = realInto.as<DictObject>(), *s = realFrom.as<DictObject>();
  auto simple = [](DictObject *o, std::vector<Value> &keys) {
    if (o->used != o->fill || o->keysVersion || o->fill > dicts::kSmallDict)
      return false;
    for (int64_t i = 0; i < o->fill; ++i)
      keys.push_back(*dicts::entryAt(o, i));
    return true;
  };
  std::vector<Value> keys, own;
  if (!simple(d, keys))
    return false;
  own = keys;
  if (!simple(s, keys) || !canRecordDict(keys))
    return false;
  std::vector<Value> known;
  if (!knowKeys(r, into, d, known) || !knowKeys(r, from, s, known))
    return false;
  if (!s->fill)
    return true;
  std::vector<TraceRef> names, values;
  for (Value k : keys)
    names.push_back(r.constant(k));
  for (int64_t i = 0; i < d->fill; ++i)
    values.push_back(recordDictEntry(r, into, d, i));
  for (int64_t i = 0; i < s->fill; ++i)
    values.push_back(recordDictEntry(r, from, s, i));
  if (r.failed())
    return true;
  putTable(r, into, keys, newEntries(r, names, values));
  return true;
}

/// dict[key] of a constant key that is there: by its position. kNoRef: not such.
static TraceRef entriesOfKnown(Recorder &r, TraceRef dict, TraceRef key, Value real, Value k, int64_t &entry) {
  if (!r.b.facts[key].isConstant || !isExact(real, shapes::dict) || !isFlatStr(k) || gcIsYoung(k.asObject()))
    return kNoRef;
  auto *d = real.as<DictObject>();
  if (d->keysVersion || d->watch || !dicts::isStrMode(d) || d->fill > dicts::kSmallDict)
    return kNoRef;
  entry = dictFindStr(d, k);
  if (entry < 0)
    return kNoRef;
  // A bridge from here: the key was found elsewhere, or was another object.
  if (*dicts::entryAt(d, entry) != k || r.isSecondTry())
    return kNoRef;
  r.b.guardShape(dict, shapes::dict, true);
  guardNoNamespace(r, dict);
  return guardEntry(r, dict, entry, k);
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
