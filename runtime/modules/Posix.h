//===- Posix.h - What the parts of the module posix share -----------------===//
//
// Posix.cpp has files and directories, PosixProcess.cpp what running programs
// needs, PosixSystem.cpp the rest: limits, ids, scheduling, descriptors.
//
//===----------------------------------------------------------------------===//
#pragma once
#include "runtime/object/Api.h"
#include <string>

namespace pyc {

bool addPosixProcess(Thread *t, ModuleObject *m);
bool addPosixSystem(Thread *t, ModuleObject *m);

namespace posix {

struct Path {
  std::string text;
  Value value = Value::empty(); ///< as given
  bool bytes = false;
  int fd = -1; ///< where a descriptor is allowed
};

/// str, bytes, os.PathLike; an int where a descriptor is allowed. false: raised.
[[nodiscard]] bool toPath(Thread *t, Value v, Path &out, const char *function, bool allowFd = false);
/// An OSError of errno; or nothing when a signal's handler raised (blockingCall).
Value fail(Thread *t, const Path &p);
Value fail(Thread *t);
Value noneOr(Thread *t, int r, const Path &p);
Value textOrBytes(Thread *t, const std::string &s, bool bytes);
[[nodiscard]] bool intArgument(Thread *t, Value v, int &out);
/// The dir_fd argument; AT_FDCWD without one.
int dirFd(Thread *t, Value v, bool &ok);

} // namespace posix
} // namespace pyc
