//===- Peg.h - A small packrat matcher for diagnostics -----------*- C++
//-*-===//
//
// Reads the text of DiagnosticGrammar.cpp and matches it against tokens. It
// answers only whether and how far a rule matches; what an error action needs
// to know about the expressions in between, it gets by running the real parser
// over their tokens again.
//
//===----------------------------------------------------------------------===//
#ifndef PYC_FRONTEND_PARSE_PEG_H
#define PYC_FRONTEND_PARSE_PEG_H

#include "frontend/parse/Parser.h"

#include <unordered_map>

namespace pyc::ast {

extern const char *const diagnosticGrammar;

struct Peg {
  enum class Terminal : uint8_t {
    Exact,       ///< token kind `tok`
    Soft,        ///< NAME with Ident::index `soft`
    SoftKeyword, ///< any of match, case, _
    AugAssign,
    Binary,   ///< any binary operator of BINARY's precedences
    NotEqual, ///< `!=`, or `<>` under barry_as_FLUFL
  };
  enum class Repeat : uint8_t { Once, Optional, Star, Plus, Gather };
  enum class Look : uint8_t { None, Ahead, Not, Forced, Cut };
  struct Item {
    Look look = Look::None;
    Repeat repeat = Repeat::Once;
    char capture = 0; ///< 'a', 'b'
    int rule = -1;    ///< else a terminal
    Terminal terminal = Terminal::Exact;
    Tok tok = Tok::Error, separator = Tok::Error;
    uint32_t soft = 0;
  };
  struct Action {
    enum Kind : uint8_t {
      None,
      At,
      Range,
      Tokens,
      Here,
      From,
      Block,
      Target,
      Special
    } kind = None;
    std::string word; ///< Target's kind, Special's name, Range's second part
    std::string message;
    bool hasA = false;
  };
  struct Alternative {
    std::vector<Item> items;
    Action action;
    bool secondPassOnly = false;
  };
  struct Rule {
    std::string name;
    bool memo = false; ///< keeps results across the two modes, as CPython does
    std::vector<Alternative> alternatives;
  };
  std::vector<Rule> rules;

  /// The grammar, read once.
  static const Peg &get();
  int find(std::string_view name) const;
};

/// One run over the tokens of a unit.
class PegRun {
public:
  struct Range {
    int start = -1, end = -1; ///< token indices, end exclusive
    int rule = -1;
  };

  PegRun(ParseState &state, const ParseUnit &unit, int startToken)
      : peg(Peg::get()), state(state), unit(unit), tokens(unit.lexer.tokens()),
        start(startToken) {}

  /// Leaves the error in state.result, unless both passes match.
  void run();

private:
  static constexpr int Fail = -1;
  int match(int rule, int pos);
  int matchAlternative(const Peg::Rule &rule, const Peg::Alternative &alt,
                       int pos, bool &stop);
  int matchItem(const Peg::Item &item, int pos);
  int matchOne(const Peg::Item &item, int pos);
  bool terminal(const Peg::Item &item, int pos);
  /// Looks at a token: notes how far we looked, reports the lexer's error.
  bool fetch(int pos);

  //--- Actions (Diagnose.cpp) ------------------------------------------------
  /// Raises, or returns false when the action decides against it.
  void act(const Peg::Action &action, Range a, Range b);
  void special(const std::string &name, Range a, Range b);
  void raise(std::string message, ErrorRange range,
             SyntaxErrorType type = SyntaxErrorType::SyntaxError);
  void raiseHere(std::string message, SyntaxErrorType type);
  ErrorRange position(Range r);
  Expr *expression(Range r);
  std::vector<Expr *> positionalArguments(Range r, bool *unpacking);
  Expr *lastComprehensionPart(Range r, bool target);
  Expr *invalidTarget(Expr *e, const std::string &kind);
  bool isLegacyName(Expr *e);
  int bracketLevel(int token);

  void checkStrings(int pos);
  bool raised() const {
    return state.result.error.type != SyntaxErrorType::None || overflow;
  }

  const Peg &peg;
  ParseState &state;
  const ParseUnit &unit;
  const Token *tokens;
  int start;
  const int stringsRule = peg.find("strings");
  const int noInvalidRule = peg.find("expression_without_invalid");
  int furthest = -1;
  bool callInvalid = false;
  bool overflow = false;
  int level = 0;
  std::unordered_map<uint64_t, int> memo;
};

} // namespace pyc::ast

#endif
