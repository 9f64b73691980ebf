//===- Parser.h - Tokens to AST ----------------------------------*- C++
//-*-===//
//
// Recursive descent over the token array, precedence climbing for operators.
// This parser is made for correct programs: it is fast, and when it meets an
// error it only notes that it failed (a null result travels up). Finding out
// what CPython would say is Diagnose.cpp's work, which goes over the same
// tokens again, slowly. Only errors that CPython raises from within a rule
// (strings and numbers that cannot be evaluated) are reported from here.
//
// Convention: every parse function returns null (or false) after a failure and
// leaves no promise about the token position.
//
//===----------------------------------------------------------------------===//
#ifndef PYC_FRONTEND_PARSE_PARSER_H
#define PYC_FRONTEND_PARSE_PARSER_H

#include "frontend/parse/Lexer.h"

namespace pyc::ast {

/// One text under the parser: a whole file, or the expression between the
/// braces of an f-string (as "(expression)", which CPython also parses apart,
/// and which its error messages therefore quote).
struct ParseUnit {
  Lexer &lexer;
  std::string_view text;
  bool isFString = false;
  ParseMode mode = ParseMode::Exec;
  int firstLine = 1, firstCol = 0;
};

/// State that the parsers of a file and of its f-string expressions share.
struct ParseState {
  ASTContext &context;
  ParseResult &result;
  uint32_t futures = 0;
  int depth = 0; ///< nesting of the parse functions, f-strings included
};

class Parser {
public:
  Parser(ParseState &state, const ParseUnit &unit)
      : state(state), context(state.context), unit(unit), src(unit.text.data()),
        tok(unit.lexer.tokens()), topStatement(tok) {}

  Module *parseModule();
  Expression *parseEval();
  Interactive *parseInteractive();
  /// The group "( ... )" that the inside of an f-string's braces became.
  Expr *parseFStringExpression();

  /// An error was reported in state.result.error.
  bool hasError() const {
    return state.result.error.type != SyntaxErrorType::None;
  }
  /// The parser nested deeper than it may.
  bool tooDeep = false;
  const Token *position() const { return tok; }
  /// Where the latest statement of the file itself began.
  const Token *statementStart() const { return topStatement; }

private:
  friend class StringParser;
  friend class Reparser;

  //--- Lists -------------------------------------------------------------
  template <class T> class List {
  public:
    explicit List(Parser &p) : p(p), base(p.scratch.size()) {}
    ~List() { p.scratch.resize(base); }
    void add(T value) { p.scratch.push_back((void *)value); }
    size_t size() const { return p.scratch.size() - base; }
    T operator[](size_t i) const { return T(p.scratch[base + i]); }
    Seq<T> take() {
      return p.context.copySeq<T>((T *)(p.scratch.data() + base), size());
    }

  private:
    Parser &p;
    size_t base;
  };
  std::vector<void *> scratch;

  //--- Tokens --------------------------------------------------------------
  bool at(Tok k) const { return tok->kind == k; }
  bool next(Tok k) const { return tok[1].kind == k; }
  bool accept(Tok k) {
    if (tok->kind != k)
      return false;
    ++tok;
    return true;
  }
  bool atSoft(KnownName name) const {
    return tok->kind == Tok::Name && tok->ident->index == uint32_t(name);
  }

  //--- Nodes ---------------------------------------------------------------
  template <class T> T *finish(T *n, const Token *start) {
    n->lineno = start->lineno;
    n->col_offset = start->col;
    n->end_lineno = tok[-1].endLineno;
    n->end_col_offset = tok[-1].endCol;
    return n;
  }
  template <class T> T *finish(T *n, const Node *start) {
    n->lineno = start->lineno;
    n->col_offset = start->col_offset;
    n->end_lineno = tok[-1].endLineno;
    n->end_col_offset = tok[-1].endCol;
    return n;
  }
  /// The same for a statement with blocks: the ends of lines and blocks are no
  /// part of it (but the `;` of its last line is).
  template <class T> T *finishBlock(T *n, const Token *start) {
    const Token *last = tok - 1;
    while (last->kind <= Tok::Dedent)
      --last;
    n->lineno = start->lineno;
    n->col_offset = start->col;
    n->end_lineno = last->endLineno;
    n->end_col_offset = last->endCol;
    return n;
  }
  template <class T> T *make() { return context.make<T>(); }

  /// Counts nesting of the parse functions that recurse.
  struct Nesting {
    Parser &p;
    bool ok;
    explicit Nesting(Parser &p) : p(p), ok(++p.state.depth < MaxDepth) {
      if (!ok)
        p.tooDeep = true;
    }
    ~Nesting() { --p.state.depth; }
  };
  /// 200 brackets, 100 blocks and long chains of `not`, `-`, `lambda:`, `**`
  /// and `x if y else` fit; the native stack needs below 2 MB for it.
  static constexpr int MaxDepth = 5900;

  //--- Statements (ParseStmt.cpp) ------------------------------------------
  bool parseStatements(List<Stmt *> &out, Tok end);
  bool parseStatement(List<Stmt *> &out);
  bool parseSimpleLine(List<Stmt *> &out);
  Stmt *parseSimple();
  bool parseBlock(Seq<Stmt *> &out);
  Stmt *parseExpressionStatement();
  Stmt *parseImport();
  Stmt *parseFromImport();
  const Ident *parseDottedName();
  Stmt *parseDelete();
  Stmt *parseAssert();
  Stmt *parseRaise();
  Stmt *parseReturn();
  template <class T> Stmt *parseNameList();
  Stmt *parseIf();
  Stmt *parseWhile();
  template <class T> Stmt *parseFor(const Token *start);
  template <class T> Stmt *parseWith(const Token *start);
  bool parseWithItems(List<withitem *> &items, bool parenthesised);
  Stmt *parseTry();
  Stmt *parseDecorated();
  template <class T>
  Stmt *parseFunction(const Token *start, Seq<Expr *> decorators);
  Stmt *parseClass(Seq<Expr *> decorators);
  bool parseElse(Seq<Stmt *> &out);
  Stmt *parseMatch();
  arguments *parseParameters(Tok end, bool annotated);
  arg *parseParameter(bool annotated, bool star);

  //--- Patterns (ParsePattern.cpp) -----------------------------------------
  match_case *parseCase();
  Pattern *parsePatterns();
  Pattern *parseMaybeStar();
  Pattern *parseAsPattern();
  Pattern *parseOrPattern();
  Pattern *parseClosedPattern();
  Pattern *parseLiteralPattern();
  Pattern *parseNameOrClassPattern();
  Pattern *parseMappingPattern();
  Expr *parseLiteralExpr();
  bool parseSequenceTail(List<Pattern *> &items, Tok end);

  //--- Expressions (ParseExpr.cpp) -----------------------------------------
  Expr *parseStarExpressions(); // star_expressions
  Expr *parseStarExpression();
  Expr *parseNamedExpression();
  Expr *parseStarNamedExpression();
  Expr *parseExpression(); // disjunction, conditional, lambda
  Expr *parseDisjunction();
  Expr *parseConjunction();
  Expr *parseBoolOp(Tok keyword, BoolOperator op, Expr *(Parser::*operand)());
  Expr *parseInversion();
  Expr *parseComparison();
  Expr *parseBinary(int minPrecedence);
  Expr *parseBitwiseOr() { return parseBinary(1); }
  Expr *parseStarredArgument();
  Expr *parseFactor();
  Expr *parsePrimary();
  Expr *parseAtom();
  Expr *parseNumber();
  Expr *parseParenthesised();
  Expr *parseListDisplay();
  Expr *parseBraceDisplay();
  Expr *parseLambda();
  Expr *parseYield();
  Expr *parseYieldOrStarExpressions();
  Expr *parseSlices();
  Expr *parseSlice();
  bool parseCallArguments(Seq<Expr *> &args, Seq<keyword *> &keywords,
                          const Token *open);
  bool parseComprehensionClauses(Seq<comprehension *> &out);
  Expr *finishGenerator(Expr *elt, const Token *open);
  bool atComprehension() const {
    return at(Tok::KwFor) || (at(Tok::KwAsync) && next(Tok::KwFor));
  }

  //--- Targets ---------------------------------------------------------------
  Expr *parseStarTargets(); // for, comprehension
  Expr *parseStarTarget();  // with ... as
  bool toTarget(Expr *e, ExprContext ctx, bool topLevel);

  //--- Strings (ParseString.cpp) ---------------------------------------------
  Expr *parseStrings();

  ParseState &state;
  ASTContext &context;
  const ParseUnit &unit;
  const char *src;
  const Token *tok;
  const Token *topStatement;
};

//===----------------------------------------------------------------------===//
// Errors (ErrorReport.cpp)
//===----------------------------------------------------------------------===//

/// A range of the source for an error, byte columns from 0. CPython adds one
/// to its columns, also to the -1 that stands for none, which so becomes 0; and
/// where it does not, ours are -2.
struct ErrorRange {
  int lineno, col, endLineno, endCol;
};

/// Fills result.error. `fetched` is the last token that CPython's parser would
/// have looked at: how much of the source its error quotes depends on it.
void reportError(ParseResult &result, const ParseUnit &unit,
                 SyntaxErrorType type, std::string message, ErrorRange range,
                 const Token *fetched);
/// The same at a token.
void reportErrorAt(ParseResult &result, const ParseUnit &unit,
                   SyntaxErrorType type, std::string message, const Token *at);
/// The error the lexer stopped at.
void reportLexerError(ParseResult &result, const ParseUnit &unit);
/// An error of the lexer further down, or a bracket that is still open from an
/// earlier line, explains more than an error found at `fetched`: replaces
/// result.error by it.
void preferLexerError(ParseResult &result, const ParseUnit &unit,
                      const Token *fetched);

/// After a failed parse: finds out what CPython would say (Diagnose.cpp).
/// `furthest` is where the parser stood, `start` the first statement that did
/// not parse.
void diagnose(ParseState &state, const ParseUnit &unit, const Token *furthest,
              const Token *start);

} // namespace pyc::ast

#endif
