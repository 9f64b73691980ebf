//===- Source.h - Source bytes to UTF-8 --------------------------*- C++
//-*-===//
#ifndef PYC_FRONTEND_PARSE_SOURCE_H
#define PYC_FRONTEND_PARSE_SOURCE_H

#include "frontend/parse/Parse.h"

namespace pyc::ast {

/// Decodes by BOM, encoding declaration or UTF-8, turns all line ends into
/// "\n" and puts the text, NUL-terminated, into the context. Sets result.error
/// on failure.
bool loadSource(ASTContext &context, ParseResult &result,
                std::string_view bytes, const ParseOptions &options);

} // namespace pyc::ast

#endif
