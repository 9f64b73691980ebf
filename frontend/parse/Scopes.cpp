//===- Scopes.cpp - Where each name lives ---------------------------------===//
//
// A name that a scope uses but does not bind is looked for outwards: class
// bodies are skipped (but `__class__` is found in any), the first function
// that binds it makes it a cell, and every scope on the way gets it as a free
// name. A function on the way that declares it `global`, or none at all, makes
// it a global.
//
//===----------------------------------------------------------------------===//

#include "frontend/parse/ScopeBuilder.h"

#include <algorithm>
#include <unistd.h>

namespace pyc::ast {

//===----------------------------------------------------------------------===//
// Symbol lookup
//===----------------------------------------------------------------------===//

static constexpr uint32_t LinearLimit = 8;

const Symbol *Scope::find(const Ident *name) const {
  if (index.empty()) {
    for (const Symbol &s : symbols)
      if (s.name == name)
        return &s;
    return nullptr;
  }
  uint32_t mask = index.size() - 1;
  for (uint32_t slot = name->hash & mask; index[slot]; slot = (slot + 1) & mask)
    if (symbols[index[slot] - 1].name == name)
      return &symbols[index[slot] - 1];
  return nullptr;
}

/// The symbol of a name, made when missing.
Symbol *addSymbol(ASTContext &context, Scope *scope, uint32_t &capacity,
                  const Ident *name) {
  if (const Symbol *found = scope->find(name))
    return const_cast<Symbol *>(found);
  uint32_t n = scope->symbols.count;
  if (n == capacity) {
    capacity = capacity ? capacity * 2 : 4;
    auto *fresh = context.allocateArray<Symbol>(capacity);
    if (n)
      std::memcpy(static_cast<void *>(fresh), scope->symbols.ptr,
                  n * sizeof(Symbol));
    scope->symbols.ptr = fresh;
  }
  new (&scope->symbols.ptr[n]) Symbol{name};
  scope->symbols.count = n + 1;
  auto insert = [&](uint32_t position) {
    uint32_t mask = scope->index.size() - 1;
    uint32_t slot = scope->symbols[position].name->hash & mask;
    while (scope->index[slot])
      slot = (slot + 1) & mask;
    scope->index[slot] = position + 1;
  };
  if (n + 1 > LinearLimit) {
    if ((n + 1) * 2 > scope->index.size()) {
      uint32_t size = scope->index.empty() ? 32 : scope->index.size() * 2;
      scope->index = {context.allocateArray<uint32_t>(size), size};
      std::fill(scope->index.begin(), scope->index.end(), 0);
      for (uint32_t i = 0; i <= n; ++i)
        insert(i);
    } else {
      insert(n);
    }
  }
  return &scope->symbols[n];
}

//===----------------------------------------------------------------------===//
// Errors
//===----------------------------------------------------------------------===//

bool Analysis::errorAt(std::string message, int lineno, int offset,
                       int endLineno, int endOffset, SyntaxErrorType type) {
  SyntaxErrorInfo &e = result.error;
  if (e.type != SyntaxErrorType::None)
    return false;
  e.type = type;
  e.message = std::move(message);
  if (type == SyntaxErrorType::RecursionError)
    return false;
  e.filename = result.filename;
  e.lineno = lineno;
  e.offset = offset;
  e.endLineno = endLineno;
  e.endOffset = endOffset;
  if (access(result.filename.c_str(), R_OK) == 0) {
    std::string_view text = result.source;
    for (int line = 1; line < lineno; ++line) {
      size_t nl = text.find('\n');
      if (nl == text.npos)
        break;
      text.remove_prefix(nl + 1);
    }
    size_t nl = text.find('\n');
    e.text = text.substr(0, nl == text.npos ? nl : nl + 1);
    e.hasText = true;
  }
  return false;
}

bool Analysis::error(std::string message, const Node *at,
                     SyntaxErrorType type) {
  return errorAt(std::move(message), at->lineno, at->col_offset + 1,
                 at->end_lineno, at->end_col_offset + 1, type);
}

//===----------------------------------------------------------------------===//
// Resolution
//===----------------------------------------------------------------------===//

static bool binds(const Symbol &s) {
  return (s.isParam || s.isAssigned || s.isImported) && !s.isGlobalDecl &&
         !s.isNonlocalDecl;
}

static std::string quote(const Ident *name) {
  return "'" + std::string(name->text) + "'";
}

bool resolveNames(Analysis &analysis) {
  ASTContext &context = analysis.context;
  const Ident *dunderClass = context.known(KnownDunderClass);
  auto where = [&](Scope *scope, const Ident *name) -> const Node * {
    for (const Directive &d : analysis.directives)
      if (d.scope == scope && d.name == name)
        return d.where;
    return scope->node;
  };
  for (Scope *scope : analysis.scopes) {
    // Free names of inner scopes are added behind while inner scopes are
    // resolved, already resolved: only this scope's own names are looked at.
    for (uint32_t i = 0; i < scope->symbols.size(); ++i) {
      Symbol &s = scope->symbols[i];
      if (s.isGlobalDecl) {
        if (s.isNonlocalDecl)
          return analysis.error("name " + quote(s.name) +
                                    " is nonlocal and global",
                                where(scope, s.name));
        s.where = NameScope::GlobalExplicit;
        continue;
      }
      if (s.isNonlocalDecl && scope->kind == ScopeKind::Module)
        return analysis.error(
            "nonlocal declaration not allowed at module level",
            where(scope, s.name));
      if (binds(s)) {
        if (s.where != NameScope::Cell)
          s.where = NameScope::Local;
        continue;
      }
      // Look outwards.
      Scope *found = nullptr;
      for (Scope *up = scope->parent; up; up = up->parent) {
        if (up->kind == ScopeKind::Module)
          break;
        if (up->kind == ScopeKind::Class) {
          if (s.name == dunderClass) {
            found = up;
            break;
          }
          continue;
        }
        const Symbol *outer = up->find(s.name);
        if (!outer)
          continue;
        if (outer->isGlobalDecl)
          break;
        if (binds(*outer)) {
          found = up;
          break;
        }
      }
      if (!found) {
        if (s.isNonlocalDecl)
          return analysis.error("no binding for nonlocal " + quote(s.name) +
                                    " found",
                                where(scope, s.name));
        s.where = NameScope::GlobalImplicit;
        continue;
      }
      s.where = NameScope::Free;
      if (found->kind == ScopeKind::Class)
        found->needsClassCell = true;
      else
        const_cast<Symbol *>(found->find(s.name))->where = NameScope::Cell;
      const Ident *name = s.name;
      for (Scope *up = scope->parent; up != found; up = up->parent) {
        // The capacity is not known here any more: add to an exact copy.
        if (!up->find(name)) {
          uint32_t capacity = up->symbols.count;
          Symbol *added = addSymbol(context, up, capacity, name);
          added->where = NameScope::Free;
          continue;
        }
        auto *there = const_cast<Symbol *>(up->find(name));
        if (up->kind == ScopeKind::Class &&
            (binds(*there) || there->isGlobalDecl))
          there->isFreeInClass = true;
        else
          there->where = NameScope::Free;
      }
    }
  }

  // The sorted lists. varnames come from checkCodegen.
  std::vector<const Ident *> free;
  auto byText = [](const Ident *a, const Ident *b) {
    return a->text < b->text;
  };
  for (Scope *scope : analysis.scopes) {
    free.clear();
    for (const Symbol &s : scope->symbols)
      if (s.where == NameScope::Free || s.isFreeInClass)
        free.push_back(s.name);
    std::sort(free.begin(), free.end(), byText);
    scope->freevars = context.copySeq<const Ident *>(free.data(), free.size());
  }
  return true;
}

uint32_t codeFlags(const Scope &s) {
  uint32_t flags = 0;
  if (s.isFunctionLike())
    flags |= 1 | 2;
  if (s.hasVarArgs)
    flags |= 4;
  if (s.hasVarKw)
    flags |= 8;
  if (s.isNested && s.isFunctionLike())
    flags |= 16;
  if (s.isGenerator)
    flags |= 32;
  if (s.isCoroutine)
    flags |= 128;
  if (s.isAsyncGenerator)
    flags |= 512;
  return flags;
}

bool analyseScopes(ASTContext &context, ParseResult &result) {
  Analysis analysis{context, result, false, 0, {}, {}};
  if (checkFutures(analysis) && buildSymbols(analysis) &&
      resolveNames(analysis) && checkCodegen(analysis) && !analysis.failed())
    return true;
  result.module = nullptr;
  return false;
}

//===----------------------------------------------------------------------===//
// Dump
//===----------------------------------------------------------------------===//

static void dumpNames(std::string &out, const char *label,
                      Seq<const Ident *> names) {
  if (names.empty())
    return;
  out += ' ';
  out += label;
  out += '=';
  for (uint32_t i = 0; i < names.size(); ++i) {
    out += i ? "," : "";
    out += names[i]->text;
  }
}

static void dumpScope(std::string &out, const Scope *s, int depth) {
  if (depth > 1000)
    return;
  static const char *const kinds[] = {"module", "class", "function", "lambda",
                                      "comprehension"};
  out += std::string(size_t(depth) * 2, ' ') + kinds[int(s->kind)] + " " +
         std::string(s->qualname) + ":" + std::to_string(s->node->lineno) +
         " flags=" + std::to_string(codeFlags(*s));
  if (s->isFunctionLike())
    out += " args=" + std::to_string(s->posOnlyCount) + "," +
           std::to_string(s->argCount) + "," + std::to_string(s->kwOnlyCount);
  dumpNames(out, "vars", s->varnames);
  dumpNames(out, "cells", s->cellvars);
  dumpNames(out, "free", s->freevars);
  std::vector<const Ident *> globals, explicitGlobals;
  for (const Symbol &sym : s->symbols) {
    if (sym.where == NameScope::GlobalImplicit)
      globals.push_back(sym.name);
    else if (sym.where == NameScope::GlobalExplicit)
      explicitGlobals.push_back(sym.name);
  }
  dumpNames(out, "globals", {globals.data(), uint32_t(globals.size())});
  dumpNames(out, "declared-global",
            {explicitGlobals.data(), uint32_t(explicitGlobals.size())});
  if (s->needsClassCell)
    out += " classcell";
  out += '\n';
  for (const Scope *child : s->children)
    dumpScope(out, child, depth + 1);
}

std::string dumpScopes(const Mod *module) {
  const Scope *scope = nullptr;
  if (auto *m = dyn_cast<Module>(module))
    scope = m->scope;
  else if (auto *e = dyn_cast<Expression>(module))
    scope = e->scope;
  else if (auto *i = dyn_cast<Interactive>(module))
    scope = i->scope;
  std::string out;
  if (scope)
    dumpScope(out, scope, 0);
  return out;
}

} // namespace pyc::ast
