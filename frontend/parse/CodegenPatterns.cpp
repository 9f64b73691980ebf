//===- CodegenPatterns.cpp - Patterns in code generation order ------------===//

#include "frontend/parse/CodegenChecks.h"
#include "frontend/parse/Repr.h"

#include <algorithm>

namespace pyc::ast {

static std::string quote(const Ident *id) {
  return "'" + std::string(id->text) + "'";
}

/// Captures are stored only when the whole pattern has matched.
bool CodegenWalk::capture(const Ident *id, PatternState &state) {
  if (!allowed(id, ExprContext::Store))
    return false;
  if (std::find(state.stores.begin(), state.stores.end(), id) !=
      state.stores.end())
    return error("multiple assignments to name " + quote(id) + " in pattern");
  state.stores.push_back(id);
  return true;
}

/// Inside a larger pattern anything may match always.
bool CodegenWalk::subpattern(Pattern *p, PatternState &state) {
  bool saved = state.allowIrrefutable;
  state.allowIrrefutable = true;
  bool ok = pattern(p, state);
  state.allowIrrefutable = saved;
  return ok;
}

static bool isWildcard(const Pattern *p) {
  return p->kind == NodeKind::MatchAs && !cast<MatchAs>(p)->name;
}

bool CodegenWalk::pattern(Pattern *p, PatternState &state) {
  // The place stays at the innermost pattern seen last, as in CPython.
  at = p;
  switch (p->kind) {
  case NodeKind::MatchValue: {
    Expr *value = cast<MatchValue>(p)->value;
    if (value->kind == NodeKind::JoinedStr)
      return error("patterns may only match literals and attribute lookups");
    return visit(value);
  }
  case NodeKind::MatchSequence: {
    auto *n = cast<MatchSequence>(p);
    bool star = false;
    for (Pattern *item : n->patterns) {
      if (item->kind != NodeKind::MatchStar)
        continue;
      if (star)
        return error("multiple starred names in sequence pattern");
      star = true;
    }
    for (Pattern *item : n->patterns)
      if (!isWildcard(item) && !subpattern(item, state))
        return false;
    return true;
  }
  case NodeKind::MatchStar: {
    auto *n = cast<MatchStar>(p);
    return !n->name || capture(n->name, state);
  }
  case NodeKind::MatchMapping: {
    auto *n = cast<MatchMapping>(p);
    for (uint32_t i = 0; i < n->keys.size(); ++i) {
      Expr *key = n->keys[i];
      if (auto *c = dyn_cast<Constant>(key)) {
        for (uint32_t k = 0; k < i; ++k) {
          auto *o = dyn_cast<Constant>(n->keys[k]);
          if (!o || o->value.type != c->value.type ||
              o->value.s != c->value.s || o->value.i != c->value.i)
            continue;
          return error("mapping pattern checks duplicate key (" +
                       reprConstant(c->value) + ")");
        }
      } else if (key->kind == NodeKind::JoinedStr) {
        return error("mapping pattern keys may only match literals and "
                     "attribute lookups");
      }
      if (!visit(key))
        return false;
    }
    for (Pattern *item : n->patterns)
      if (!isWildcard(item) && !subpattern(item, state))
        return false;
    return !n->rest || capture(n->rest, state);
  }
  case NodeKind::MatchClass: {
    auto *n = cast<MatchClass>(p);
    for (uint32_t i = 0; i < n->kwd_attrs.size(); ++i) {
      if (!allowed(n->kwd_attrs[i], ExprContext::Store))
        return false;
      for (uint32_t k = i + 1; k < n->kwd_attrs.size(); ++k)
        if (n->kwd_attrs[k] == n->kwd_attrs[i]) {
          at = n->kwd_patterns[k];
          return error("attribute name repeated in class pattern: " +
                       std::string(n->kwd_attrs[i]->text));
        }
    }
    if (!visit(n->cls))
      return false;
    for (Pattern *item : n->patterns)
      if (!isWildcard(item) && !subpattern(item, state))
        return false;
    for (Pattern *item : n->kwd_patterns)
      if (!isWildcard(item) && !subpattern(item, state))
        return false;
    return true;
  }
  case NodeKind::MatchAs: {
    auto *n = cast<MatchAs>(p);
    if (n->pattern)
      return pattern(n->pattern, state) && capture(n->name, state);
    if (!state.allowIrrefutable) {
      if (n->name)
        return error("name capture " + quote(n->name) +
                     " makes remaining patterns unreachable");
      return error("wildcard makes remaining patterns unreachable");
    }
    return !n->name || capture(n->name, state);
  }
  case NodeKind::MatchOr: {
    auto *n = cast<MatchOr>(p);
    PatternState control;
    for (uint32_t i = 0; i < n->patterns.size(); ++i) {
      PatternState alternative;
      alternative.allowIrrefutable =
          i + 1 == n->patterns.size() && state.allowIrrefutable;
      if (!pattern(n->patterns[i], alternative))
        return false;
      if (i == 0) {
        control = alternative;
        continue;
      }
      auto sorted = [](std::vector<const Ident *> v) {
        std::sort(v.begin(), v.end());
        return v;
      };
      if (sorted(control.stores) != sorted(alternative.stores))
        return error("alternative patterns bind different names");
    }
    for (const Ident *id : control.stores) {
      if (std::find(state.stores.begin(), state.stores.end(), id) !=
          state.stores.end())
        return error("multiple assignments to name " + quote(id) +
                     " in pattern");
      state.stores.push_back(id);
    }
    return true;
  }
  default:
    return true;
  }
}

} // namespace pyc::ast
