//===- RecordList.cpp - Methods of sets and dicts, slices -----------------===//
//
// Growing a list is a call that the lowering expands (TraceMemoryToLLVM.cpp).
// Slices made by the trace are objects that need not exist; what takes them gets
// their bounds.
//
//===----------------------------------------------------------------------===//
#include "jit_orc/recorder/Helpers.h"
#include "jit_orc/recorder/RecordList.h"
#include "jit_orc/recorder/Recorder.h"
#include "runtime/object/Containers.h"
#include "runtime/object/Types.h"

namespace pyc {

constexpr uint64_t kListParts = uint64_t(1) << kAliasListSize | uint64_t(1) << kAliasListBuffer;
constexpr uint64_t kDictParts = uint64_t(1) << kAliasDict | uint64_t(1) << kAliasDictTable;

bool recordListAppend(Recorder &r, const std::vector<TraceRef> &args, const std::vector<Value> &real, TraceRef &out) {
  if (args.size() != 2 || !isExact(real[0], shapes::list))
    return false;
  TraceRef list = r.value(args[0]), v = r.value(args[1]);
  r.b.guardShape(list, shapes::list, true);
  recordAppend(r, list, v);
  out = r.b.constValue(None);
  return true;
}

void recordAppend(Recorder &r, TraceRef list, TraceRef v) {
  r.callRuntime(HELPER_OF(pyc_jit_list_append), TraceType::Value, {r.thread(), list, v}, kListParts,
                kListParts | uint64_t(1) << kAliasItems, true);
}

/// set.add, set.discard of a str or an int in a set of such.
template <bool add>
static bool recordSetChange(Recorder &r, const std::vector<TraceRef> &args, const std::vector<Value> &real, TraceRef &out) {
  if (args.size() != 2 || !isExact(real[0], shapes::set) || !recordPlainKeys(r, r.value(args[0]), args[1], real[0], real[1]))
    return false;
  std::vector<TraceRef> all{r.thread(), r.value(args[0]), r.value(args[1])};
  if (add)
    r.callRuntime(HELPER_OF(pyc_jit_set_add), TraceType::Value, all, kDictParts, kDictParts, true);
  else
    r.callRuntime(HELPER_OF(pyc_jit_set_discard), TraceType::Value, all, kDictParts, kDictParts, true);
  out = r.b.constValue(None);
  return true;
}
bool recordSetAdd(Recorder &r, const std::vector<TraceRef> &a, const std::vector<Value> &v, TraceRef &o) {
  return recordSetChange<true>(r, a, v, o);
}
bool recordSetDiscard(Recorder &r, const std::vector<TraceRef> &a, const std::vector<Value> &v, TraceRef &o) {
  return recordSetChange<false>(r, a, v, o);
}

bool recordSetDefault(Recorder &r, const std::vector<TraceRef> &args, const std::vector<Value> &real, TraceRef &out) {
  if (args.size() < 2 || args.size() > 3 || !isExact(real[0], shapes::dict) ||
      !recordPlainKeys(r, r.value(args[0]), args[1], real[0], real[1]))
    return false;
  TraceRef otherwise = args.size() == 3 ? r.value(args[2]) : r.b.constValue(None);
  out = r.callRuntime(HELPER_OF(pyc_jit_dict_setdefault), TraceType::Value,
                      {r.thread(), r.value(args[0]), r.value(args[1]), otherwise}, kDictParts, kDictParts, true);
  return true;
}

//===-- slices ------------------------------------------------------------===//

TraceRef recordSlice(Recorder &r, TraceRef start, TraceRef stop, TraceRef step) {
  TraceRef s = r.b.newObject(shapes::slice, sizeof(SliceObject));
  r.b.setField(s, start, offsetof(SliceObject, start), kAliasOther, TraceSlot::Value);
  r.b.setField(s, stop, offsetof(SliceObject, stop), kAliasOther, TraceSlot::Value);
  r.b.setField(s, step, offsetof(SliceObject, step), kAliasOther, TraceSlot::Value);
  return s;
}

bool recordGetSlice(Recorder &r, unsigned dst, TraceRef o, TraceRef key, Value real, Value k) {
  if (!isExact(k, shapes::slice) || !real.isObject())
    return false;
  const Shape *s = real.asObject()->shape();
  bool str = s == shapes::str1;
  if (!str && s != shapes::list && s != shapes::tuple)
    return false;
  auto *now = k.as<SliceObject>();
  auto simple = [](Value v) {
    return v == None || (v.isInt() && v.asInt() > -(int64_t(1) << 59) && v.asInt() < int64_t(1) << 59);
  };
  if (!simple(now->start) || !simple(now->stop) || (now->step != None && now->step != Value::fromSmallInt(1)))
    return false;
  TraceBuilder &b = r.b;
  b.guardShape(o, s, true);
  b.guardShape(key, shapes::slice, true);
  auto bound = [&](uint32_t offset, Value v, int64_t otherwise) {
    TraceRef f = b.getField(key, offset, kAliasOther, TraceSlot::Value, true);
    b.facts[f].notEmpty = true;
    if (v == None) {
      b.guardConstant(f, None);
      return b.constRaw(otherwise);
    }
    return b.emit(TraceOpcode::int_to_raw_, {b.asInt(f)});
  };
  TraceRef start = bound(offsetof(SliceObject, start), now->start, 0);
  TraceRef stop = bound(offsetof(SliceObject, stop), now->stop, INT64_MAX);
  TraceRef step = b.getField(key, offsetof(SliceObject, step), kAliasOther, TraceSlot::Value, true);
  b.facts[step].notEmpty = true;
  b.guardConstant(step, now->step);
  std::vector<TraceRef> args{r.thread(), o, start, stop};
  TraceRef v = str ? r.callRuntime(HELPER_OF(pyc_jit_str_slice), TraceType::Value, args, 0, 0, true)
                   : r.callRuntime(HELPER_OF(pyc_jit_slice), TraceType::Value, args, kListParts | uint64_t(1) << kAliasItems,
                                   uint64_t(1) << kAliasOther, true);
  b.facts[v].shape = s;
  b.facts[v].shapeForEver = true;
  r.set(dst, v);
  return true;
}

} // namespace pyc
