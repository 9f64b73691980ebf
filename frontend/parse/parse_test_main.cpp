//===- parse_test_main.cpp - The front half on its own --------------------===//
//
//   parse_test_main tokens|ast|ast-attributes|scopes FILE...   dumps
//   parse_test_main unparse FILE...   the annotations as text
//   parse_test_main check FILE...     parses and analyses, prints errors
//   parse_test_main snippets FILE     prints one line of fields per snippet of
//                                     a file separated by "##----" lines
//   parse_test_main snippets-eval|snippets-single FILE      the same, in the
//                     other modes of compile()
//   parse_test_main warnings FILE     the same for warnings
//   parse_test_main time FILE...      parses everything, prints lines/second
//
// With several files each dump is preceded by "=== FILE" and followed by
// nothing else, which is what test/frontend/compare_ast.py reads.
//
//===----------------------------------------------------------------------===//

#include "frontend/parse/Parse.h"

#include <chrono>
#include <cstdio>
#include <string>

using namespace pyc::ast;

static bool readFile(const char *path, std::string &out) {
  FILE *f = std::fopen(path, "rb");
  if (!f)
    return false;
  char buffer[65536];
  size_t n;
  out.clear();
  while ((n = std::fread(buffer, 1, sizeof buffer, f)) > 0)
    out.append(buffer, n);
  std::fclose(f);
  return true;
}

static std::string escape(const std::string &s) {
  std::string out;
  for (char c : s) {
    if (c == '\n')
      out += "\\n";
    else if (c == '\\')
      out += "\\\\";
    else if (c == '\t')
      out += "\\t";
    else
      out += c;
  }
  return out;
}

/// type, message, lineno, offset, end_lineno, end_offset, text, with tabs
static void printFields(const SyntaxErrorInfo &e) {
  static const char *const names[] = {
      "ok",         "SyntaxError", "IndentationError", "TabError",
      "ValueError", "MemoryError", "RecursionError"};
  std::printf("%s\t%s\t%d\t%d\t%d\t%d\t%s\n", names[int(e.type)],
              escape(e.message).c_str(), e.lineno, e.offset, e.endLineno,
              e.endOffset, e.hasText ? escape(e.text).c_str() : "None");
}

static int runSnippets(const char *path, ParseMode mode, bool warnings) {
  std::string all;
  if (!readFile(path, all))
    return 2;
  const std::string separator = "##----\n";
  size_t pos = 0;
  while (pos <= all.size()) {
    size_t end = all.find(separator, pos);
    std::string source =
        all.substr(pos, end == all.npos ? all.npos : end - pos);
    ASTContext context;
    ParseOptions options;
    options.sourceIsUtf8 = true;
    ParseResult r = parse(context, source, "<snippet>", mode, options);
    if (r.ok())
      (void)analyseScopes(context, r);
    if (warnings) {
      if (r.ok())
        for (const SyntaxWarningInfo &w : r.warnings)
          std::printf("%d %s %s; ", w.lineno,
                      w.category == SyntaxWarningInfo::Syntax
                          ? "SyntaxWarning"
                          : "DeprecationWarning",
                      escape(w.message).c_str());
      std::printf("\n");
    } else {
      printFields(r.error);
    }
    if (end == all.npos)
      break;
    pos = end + separator.size();
  }
  return 0;
}

int main(int argc, char **argv) {
  if (argc < 3) {
    std::fprintf(stderr,
                 "usage: parse_test_main "
                 "tokens|ast|ast-attributes|scopes|unparse|check|snippets|"
                 "time "
                 "FILE...\n");
    return 2;
  }
  std::string mode = argv[1];
  ParseOptions options;
  options.isScriptFile = mode == "check";
  if (mode == "snippets")
    return runSnippets(argv[2], ParseMode::Exec, false);
  if (mode == "snippets-eval")
    return runSnippets(argv[2], ParseMode::Eval, false);
  if (mode == "snippets-single")
    return runSnippets(argv[2], ParseMode::Single, false);
  if (mode == "warnings")
    return runSnippets(argv[2], ParseMode::Exec, true);
  int status = 0;
  size_t lines = 0;
  double parseSeconds = 0, scopeSeconds = 0;
  std::string bytes;
  auto now = [] { return std::chrono::steady_clock::now(); };
  auto since = [&](auto t) {
    return std::chrono::duration<double>(now() - t).count();
  };
  for (int i = 2; i < argc; ++i) {
    if (!readFile(argv[i], bytes)) {
      std::fprintf(stderr, "cannot read %s\n", argv[i]);
      return 2;
    }
    if (argc > 3 && mode != "time" && mode != "check")
      std::printf("=== %s\n", argv[i]);
    ASTContext context;
    if (mode == "tokens") {
      SyntaxErrorInfo error;
      std::string text = dumpTokens(context, bytes, argv[i], error);
      std::fwrite(text.data(), 1, text.size(), stdout);
      if (error.type != SyntaxErrorType::None) {
        std::fputs(formatSyntaxError(error).c_str(), stdout);
        status = 1;
      }
      continue;
    }
    auto start = now();
    ParseResult r = parse(context, bytes, argv[i], ParseMode::Exec, options);
    parseSeconds += since(start);
    if (r.ok() && mode != "ast" && mode != "ast-attributes") {
      start = now();
      (void)analyseScopes(context, r);
      scopeSeconds += since(start);
    }
    if (!r.ok()) {
      if (mode != "time")
        std::fputs(formatSyntaxError(r.error).c_str(), stdout);
      status = 1;
      continue;
    }
    std::string text;
    if (mode == "unparse")
      // The annotations of the module's own variables.
      for (Stmt *s : cast<Module>(r.module)->body)
        if (auto *n = dyn_cast<AnnAssign>(s))
          text += unparseExpr(n->annotation) + "\n";
    if (mode == "ast" || mode == "ast-attributes")
      text = dumpAST(r.module, mode == "ast-attributes");
    else if (mode == "scopes")
      text = dumpScopes(r.module);
    std::fwrite(text.data(), 1, text.size(), stdout);
    for (char c : bytes)
      lines += c == '\n';
  }
  if (mode == "time")
    std::printf("%zu lines, parse %.3f s (%.2f M lines/s), scopes %.3f s\n",
                lines, parseSeconds, double(lines) / parseSeconds / 1e6,
                scopeSeconds);
  return status;
}
