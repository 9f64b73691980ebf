//===- Repr.h - repr() of constants ------------------------------*- C++
//-*-===//
#ifndef PYC_FRONTEND_PARSE_REPR_H
#define PYC_FRONTEND_PARSE_REPR_H

#include "frontend/parse/AST.h"

#include <string>

namespace pyc::ast {

/// repr() of str (UTF-8) and bytes contents.
std::string reprString(std::string_view s, bool bytes);
/// repr() of a constant's value.
std::string reprConstant(const ConstantValue &value);

} // namespace pyc::ast

#endif
