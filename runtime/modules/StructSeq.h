//===- StructSeq.h - Named tuples of the runtime --------------------------===//
//
// sys.version_info, time.struct_time, os.stat_result...: tuples whose items
// also have names, and which may have more attributes behind the sequence.
//
//===----------------------------------------------------------------------===//
#pragma once
#include "runtime/object/Containers.h"
#include "runtime/object/Types.h"
#include <initializer_list>

namespace pyc {

/// A class `name` ("module.name") of `visible` items; fields past those are
/// attributes only. Aborts on failure (start-up).
TypeObject *makeStructSeq(Thread *t, const char *name, std::initializer_list<const char *> fields, size_t visible);
/// An instance; values for all fields. Empty: raised.
[[nodiscard]] Value newStructSeq(Thread *t, TypeObject *type, const Value *values, size_t n);
/// collections' and our descriptor for item `index` of a tuple subclass.
[[nodiscard]] Value newTupleGetter(Thread *t, int64_t index, Value doc);
extern TypeObject *gTupleGetter;
void initStructSeq(Thread *t);
/// A class with methods of a builtin mixin (for types whose instances need a
/// __dict__). name: "module.name".
TypeObject *makeHeapClass(Thread *t, const char *name, TypeObject *mixin, TypeObject *base, Value ns);

} // namespace pyc
