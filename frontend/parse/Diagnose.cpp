#include "frontend/parse/Parser.h"
namespace pyc::ast {
void diagnose(ParseState &state, const ParseUnit &unit, const Token *furthest) {
  if (furthest->kind == Tok::Error)
    return reportLexerError(state.result, unit);
  reportErrorAt(state.result, unit, SyntaxErrorType::SyntaxError,
                "invalid syntax", furthest);
}
} // namespace pyc::ast
