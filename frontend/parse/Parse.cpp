//===- Parse.cpp - From bytes to a tree -----------------------------------===//

#include "frontend/parse/Parse.h"
#include "frontend/parse/Parser.h"
#include "frontend/parse/Source.h"

namespace pyc::ast {

ParseResult parse(ASTContext &context, std::string_view bytes,
                  std::string_view filename, ParseMode mode,
                  const ParseOptions &options) {
  ParseResult result;
  result.filename = filename;
  result.mode = mode;
  result.futures = options.futures;
  result.allowTopLevelAwait = options.allowTopLevelAwait;
  if (!loadSource(context, result, bytes, options))
    return result;
  Lexer lexer(context, result.source);
  lexer.run();
  for (auto &w : lexer.warnings)
    result.warnings.push_back(
        {SyntaxWarningInfo::Syntax, std::move(w.message), w.lineno, w.col});
  ParseUnit unit{lexer, result.source, false, mode};
  ParseState state{context, result, options.futures};
  Parser parser(state, unit);
  Mod *module = nullptr;
  switch (mode) {
  case ParseMode::Exec:
    module = parser.parseModule();
    break;
  case ParseMode::Eval:
    module = parser.parseEval();
    break;
  case ParseMode::Single:
    module = parser.parseInteractive();
    break;
  }
  if (!module) {
    if (parser.hasError()) {
      preferLexerError(result, unit, parser.position());
    } else {
      if (parser.tooDeep) {
        result.error.type = SyntaxErrorType::MemoryError;
        result.error.filename = result.filename;
      } else {
        diagnose(state, unit, parser.position(), parser.statementStart());
      }
    }
    return result;
  }
  result.module = module;
  return result;
}

std::string dumpTokens(ASTContext &context, std::string_view bytes,
                       std::string_view filename, SyntaxErrorInfo &error) {
  ParseResult result;
  result.filename = filename;
  std::string out;
  if (loadSource(context, result, bytes, {})) {
    Lexer lexer(context, result.source);
    lexer.run();
    for (size_t i = 0; i < lexer.tokenCount(); ++i) {
      const Token &t = lexer.tokens()[i];
      if (t.kind == Tok::Error)
        break;
      out += std::to_string(t.lineno) + "," + std::to_string(t.col) + "-" +
             std::to_string(t.endLineno) + "," + std::to_string(t.endCol) +
             ": " + tokenName(t.kind);
      if (t.kind > Tok::Dedent) {
        out += " '";
        for (char c : result.source.substr(t.start, t.end - t.start)) {
          if (c == '\n')
            out += "\\n";
          else
            out += c;
        }
        out += "'";
      }
      out += '\n';
    }
    ParseUnit unit{lexer, result.source};
    reportLexerError(result, unit);
  }
  error = result.error;
  return out;
}

} // namespace pyc::ast
