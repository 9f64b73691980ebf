//===- RuntimeLayout.h - Offsets that generated code is made with ---------===//
//
// Plain data, no MLIR: pyc-run fills it, the lowering of traces reads it.
//
//===----------------------------------------------------------------------===//
#pragma once
#include <cstdint>

namespace pyc {

/// Where generated code finds the fields of Thread, objects and helpers.
/// Filled by the runtime with offsetof, so that the compiler needs no header
/// of it. See defaultRuntimeLayout() for the values of runtime/*.h.
struct RuntimeLayout {
  uint32_t nurseryTop, nurseryEnd;  ///< char * in Thread
  uint32_t evalBreaker;             ///< u32 in Thread
  uint32_t exitValues;              ///< uint64_t * in Thread
  uint32_t pending;                 ///< Value in Thread
  uint32_t gcBits;                  ///< u8 in the object header
  uint32_t gcBlack;                 ///< u8 in Thread: see GC.h
  uint8_t gcOldMask;
  uint64_t trueBits, falseBits;     ///< Values of True and False
  // Helpers, C calling convention.
  uint64_t allocateSlow;            ///< void *(Thread *, size_t bytes, Shape *); null: leave
  uint64_t remember;                ///< void (Object *holder, Value *slot)
  uint64_t boxFloat;                ///< Value (Thread *, double): extreme magnitudes
  uint64_t stressCounter;           ///< address of an i32 counted down by guards, or 0
};

} // namespace pyc
