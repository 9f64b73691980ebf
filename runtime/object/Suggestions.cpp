//===- Suggestions.cpp - "Did you mean: 'x'?" -----------------------------===//
//
// For a NameError or AttributeError, the closest of the names that would have
// worked: edit distance with cheap changes of case, at most a third of the
// characters changed (as CPython since 3.10).
//
//===----------------------------------------------------------------------===//
#include "runtime/interpreter/Interpreter.h"
#include "runtime/object/Containers.h"
#include "runtime/object/Types.h"
#include <algorithm>
#include <climits>
#include <vector>

namespace pyc {

constexpr int kMove = 2, kCase = 1;
constexpr size_t kMaxCandidates = 750, kMaxLength = 40;

static int substitution(char a, char b) {
  if (a == b)
    return 0;
  return tolower(static_cast<unsigned char>(a)) == tolower(static_cast<unsigned char>(b)) ? kCase : kMove;
}

static int distance(std::string_view a, std::string_view b, int limit) {
  if (a == b)
    return 0;
  while (!a.empty() && !b.empty() && a.front() == b.front())
    a.remove_prefix(1), b.remove_prefix(1);
  while (!a.empty() && !b.empty() && a.back() == b.back())
    a.remove_suffix(1), b.remove_suffix(1);
  if (a.empty() || b.empty())
    return static_cast<int>(a.size() + b.size()) * kMove;
  if (a.size() > kMaxLength || b.size() > kMaxLength)
    return limit + 1;
  if (b.size() < a.size())
    std::swap(a, b);
  if (static_cast<int>(b.size() - a.size()) * kMove > limit)
    return limit + 1;
  int row[kMaxLength + 1];
  for (size_t i = 0; i <= a.size(); ++i)
    row[i] = static_cast<int>(i) * kMove;
  for (size_t j = 0; j < b.size(); ++j) {
    int diagonal = row[0], least = row[0] = static_cast<int>(j + 1) * kMove;
    for (size_t i = 0; i < a.size(); ++i) {
      int cost = std::min(diagonal + substitution(a[i], b[j]), std::min(row[i], row[i + 1]) + kMove);
      diagonal = row[i + 1];
      row[i + 1] = cost;
      least = std::min(least, cost);
    }
    if (least > limit)
      return limit + 1;
  }
  return row[a.size()];
}

static std::string closest(const std::vector<std::string> &candidates, const std::string &name) {
  if (candidates.size() >= kMaxCandidates)
    return "";
  std::string best;
  int bestDistance = INT_MAX;
  for (const std::string &c : candidates) {
    if (c == name)
      continue;
    int limit = static_cast<int>(name.size() + c.size() + 3) * kMove / 6;
    limit = std::min(limit, bestDistance - 1);
    int d = distance(name, c, limit);
    if (d > limit)
      continue;
    best = c;
    bestDistance = d;
  }
  return best;
}

static void addNames(Thread *t, Value iterable, std::vector<std::string> &out) {
  Value list = iterable ? listFrom(t, iterable) : iterable;
  if (!list) {
    clearPending(t);
    return;
  }
  auto *l = list.as<ListObject>();
  for (int64_t i = 0; i < l->size; ++i)
    if (Value v = l->items()->items[i]; isStr(v))
      out.push_back(strToUtf8(payloadOf(v)));
}

/// Names the frame that raised could see, in groups: locals, globals, builtins.
static std::string closestName(Thread *t, Value exception, const std::string &name) {
  Value tb = asException(exception)->traceback;
  if (!isKind(tb, Kind::Traceback))
    return "";
  while (isKind(tb.as<TracebackObject>()->next, Kind::Traceback))
    tb = tb.as<TracebackObject>()->next;
  Value fv = tb.as<TracebackObject>()->function;
  if (!isKind(fv, Kind::Function))
    return "";
  auto *f = fv.as<FunctionObject>();
  Value groups[3] = {f->codeObject()->localNames, f->globals, f->builtins};
  for (Value g : groups) {
    std::vector<std::string> all;
    addNames(t, g, all);
    std::string best = closest(all, name);
    if (!best.empty())
      return best;
  }
  return "";
}

std::string suggestionFor(Thread *t, Value exception) {
  TypeObject *type = typeOf(exception);
  auto *e = asException(exception);
  std::string best;
  if (isSubtype(type, exc::AttributeError)) {
    Value name = e->extra[kAttributeErrorName], obj = e->extra[kAttributeErrorObj];
    if (!name.isObject() || !isStr(name) || obj == None)
      return "";
    if (!lookupDunder(typeOf(obj), Dunder::Dir))
      return "";
    Value dir = callDunder(t, obj, Dunder::Dir, nullptr, 0);
    std::vector<std::string> all;
    addNames(t, dir, all);
    clearPending(t);
    std::sort(all.begin(), all.end());
    best = closest(all, strToUtf8(payloadOf(name)));
  } else if (isSubtype(type, exc::NameError)) {
    Value name = e->extra[kNameErrorName];
    if (!name.isObject() || !isStr(name))
      return "";
    best = closestName(t, exception, strToUtf8(payloadOf(name)));
  }
  return best.empty() ? "" : ". Did you mean: '" + best + "'?";
}

} // namespace pyc
