//===- Iterators.h - Memory layouts of the builtin iterators --------------===//
//
// The interpreter's ForIter and compiled code step the iterators below inline:
// they compare the header's shape with one of `shapes::` and work on the
// fields. Everything about stepping is therefore in the struct: a step needs
// no call unless it allocates (enumerate's and zip's tuples).
//
// Raw words come first, then Values (TraceKind::FixedSlots with skipWords).
// A finished iterator drops its container (the Value becomes int 0) and stays
// finished. `iterNext` in Iteration.cpp is the reference for every step:
//
//   listIterator   list is int 0 -> end. index < list->size: item
//                  list->items()->items[index++]; else list = int 0, end.
//   tupleIterator  the same over the tuple's items.
//   rangeIterator  remaining == 0 -> end. item = next (an int that fits a small
//                  int by construction), next += step, --remaining. No Values:
//                  no barrier, no end-of-life.
//   dict*Iterator  dict is int 0 -> end. dict->used != expected: RuntimeError
//                  "dictionary changed size during iteration" (and expected
//                  becomes -1, so that it stays broken). Skip entries whose key
//                  is empty; position < dict->fill: entry; else dict = 0, end.
//   setIterator    likewise over the table (see Layouts.h SetObject).
//   enumerate      next item of `iterator`; result (index, item); index += 1;
//                  when bigIndex is not int 0 it is used instead of index.
//   zip            one item of each of iterators[i], left to right; the first
//                  that ends ends it (strict: see ZipObject::strict).
//
//===----------------------------------------------------------------------===//
#pragma once
#include "runtime/object/Layouts.h"

namespace pyc {

struct ListIterObject : Object { // skip 1; forwards
  int64_t index;
  Value list; ///< ListObject (any subclass), or int 0 when finished
};
struct ListReverseIterObject : Object { // skip 1; index counts down to -1
  int64_t index;
  Value list;
};
struct TupleIterObject : Object { // skip 1
  int64_t index;
  Value tuple; ///< exact TupleObject, or int 0 when finished
};
/// Every item and start/stop fit small ints; others are BigRangeIterObject.
struct RangeIterObject : Object { // skip 3, no Values
  int64_t next;
  int64_t step;
  int64_t remaining;
};
struct BigRangeIterObject : Object { // skip 0
  Value next, step, remaining; ///< ints of any size
};
/// One struct for keys, values and items; the shape tells which.
struct DictIterObject : Object { // skip 2
  int64_t position; ///< next entry number (reverse: the next one downwards)
  int64_t expected; ///< dict->used when iteration began
  Value dict;       ///< DictObject, or int 0 when finished
};
struct SetIterObject : Object { // skip 2
  int64_t position; ///< next table slot
  int64_t expected;
  Value set;
};
struct EnumerateObject : Object { // skip 1
  int64_t index;
  Value iterator;
  Value bigIndex; ///< int 0: `index` counts; else the next number (big ints)
};
struct ZipObject : Object { // skip 1
  int64_t strict;  ///< 0 or 1
  Value iterators; ///< TupleObject of iterators
};
struct MapObject : Object { // skip 0
  Value function;
  Value iterators; ///< TupleObject of iterators
};
struct FilterObject : Object { // skip 0
  Value function; ///< None: truth of the item
  Value iterator;
};
/// reversed() of a sequence with __len__ and __getitem__.
struct ReversedObject : Object { // skip 1
  int64_t index;
  Value sequence; ///< or int 0 when finished
};
/// iter() of an object with __getitem__ only.
struct SequenceIterObject : Object { // skip 1
  int64_t index;
  Value sequence; ///< or int 0 when finished
};
/// iter(callable, sentinel)
struct CallableIterObject : Object { // skip 0
  Value callable; ///< or int 0 when finished
  Value sentinel;
};
/// dict_keys, dict_values, dict_items; the shape tells which.
struct DictViewObject : Object { // skip 0
  Value dict;
};

namespace shapes {
extern Shape *listIterator, *listReverseIterator, *tupleIterator,
    *rangeIterator, *bigRangeIterator, *dictKeyIterator, *dictValueIterator,
    *dictItemIterator, *dictReverseKeyIterator, *dictReverseValueIterator,
    *dictReverseItemIterator, *setIterator, *enumerate, *zip, *map, *filter,
    *reversed, *sequenceIterator, *callableIterator, *dictKeys, *dictValues,
    *dictItems;
}
namespace types {
extern TypeObject *enumerate_, *zip_, *map_, *filter_, *reversed_;
}

} // namespace pyc
