//===- Config.h - From options and environment to what sys shows ----------===//
#pragma once

namespace pyc {

/// Fills gSysConfig and what follows from it (the compiler's -O, the limit of
/// int digits) from gOptions and, without -E, from the PYTHON* variables. False:
/// a value is wrong; said on stderr, the exit code is 1.
bool configure(int argc, char **argv);

} // namespace pyc
