//===- Traceback.cpp - The text of an uncaught exception ------------------===//
//
// formatException() writes what CPython 3.11 prints to stderr: the traceback
// with source lines and the carets of PEP 657, causes and contexts, notes,
// SyntaxErrors with their line, exception groups in boxes.
//
// Carets. An instruction's position gives a range in its line. When the range
// is an expression whose root is a binary operator or a subscript, CPython
// parses it again to mark the operator (~~^~~) or the brackets (~^^^). We find
// that root with a small scanner: at bracket depth 0 the loosest binary
// operator is the root.
//
//===----------------------------------------------------------------------===//
#include "runtime/interpreter/Interpreter.h"
#include "runtime/modules/Import.h"
#include "runtime/object/Containers.h"
#include "runtime/object/Types.h"
#include <map>
#include <vector>

namespace pyc {

std::string suggestionFor(Thread *t, Value exception); // Suggestions.cpp

//===-- source lines -------------------------------------------------------===//

namespace {
/// Lines of files shown in one traceback.
struct Sources {
  std::map<std::string, std::vector<std::string>> files;
  const std::string *line(const std::string &file, int64_t n) {
    auto it = files.find(file);
    if (it == files.end()) {
      std::vector<std::string> lines;
      std::string text;
      if (!file.empty() && file[0] != '<' && readFile(file, text)) {
        if (text.starts_with("\xEF\xBB\xBF"))
          text.erase(0, 3);
        size_t at = 0;
        while (at < text.size()) {
          size_t end = text.find('\n', at);
          if (end == std::string::npos)
            end = text.size();
          std::string l = text.substr(at, end - at);
          if (!l.empty() && l.back() == '\r')
            l.pop_back();
          lines.push_back(std::move(l));
          at = end + 1;
        }
      }
      it = files.emplace(file, std::move(lines)).first;
    }
    if (n < 1 || static_cast<size_t>(n) > it->second.size())
      return nullptr;
    return &it->second[static_cast<size_t>(n - 1)];
  }
};

struct Writer {
  Thread *t;
  std::string out;
  Sources sources;
  int depth = 0; ///< of exception groups
  bool needClose = false;
  RootVector seen;
  explicit Writer(Thread *thread) : t(thread), seen(thread) {}
  void margin() {
    out.append(static_cast<size_t>(2 * depth), ' ');
    if (depth)
      out += "| ";
  }
};
} // namespace

static size_t countChars(std::string_view s) {
  size_t n = 0;
  for (unsigned char c : s)
    n += (c & 0xC0) != 0x80;
  return n;
}

//===-- finding the root operator ------------------------------------------===//

static bool isWordChar(char c) {
  return isalnum(static_cast<unsigned char>(c)) || c == '_' || (c & 0x80);
}

/// Index behind the bracket that closes the one at `at`, or npos. `comma` and
/// `loop` tell what is directly inside.
static size_t behindBracket(const std::string &s, size_t at, bool &comma, bool &loop) {
  int depth = 0;
  comma = loop = false;
  for (size_t i = at; i < s.size(); ++i) {
    char c = s[i];
    if (c == '"' || c == '\'') {
      for (++i; i < s.size() && s[i] != c; ++i)
        if (s[i] == '\\')
          ++i;
    } else if (c == '(' || c == '[' || c == '{') {
      ++depth;
    } else if (c == ')' || c == ']' || c == '}') {
      if (--depth == 0)
        return i + 1;
    } else if (depth == 1) {
      comma |= c == ',';
      loop |= s.compare(i, 4, "for ") == 0 && !isWordChar(s[i - 1]);
    }
  }
  return std::string::npos;
}

/// Narrows [begin, end) to the expression without blanks and without
/// parentheses that only group: these are no part of a node's range.
static void stripGroup(const std::string &s, size_t &begin, size_t &end) {
  for (;;) {
    while (begin < end && isspace(static_cast<unsigned char>(s[begin])))
      ++begin;
    while (end > begin && isspace(static_cast<unsigned char>(s[end - 1])))
      --end;
    bool comma, loop;
    if (end - begin < 3 || s[begin] != '(' || behindBracket(s, begin, comma, loop) != end || comma || loop)
      return;
    ++begin;
    --end;
  }
}

/// Anchors inside segment: the root operator or the root's brackets, as byte
/// offsets [left, right). False: none.
static bool findAnchors(const std::string &s, size_t &left, size_t &right) {
  struct Operator { size_t at, length; int precedence; };
  Operator best{0, 0, 100};
  int depth = 0;
  bool operand = false;    // the previous token ends an operand
  bool prefix = false;     // a unary operator or await came before everything
  size_t bracket = 0, lastOpen = std::string::npos, lastClose = 0;
  bool trailer = false;    // the bracket opened behind an operand
  char open = 0;
  bool lastTokenClose = false;
  for (size_t i = 0; i < s.size();) {
    char c = s[i];
    if (isspace(static_cast<unsigned char>(c)) || c == '\\') {
      ++i;
      continue;
    }
    if (c == '#')
      return false;
    bool closeNow = false;
    if (c == '"' || c == '\'') {
      bool triple = i + 2 < s.size() && s[i + 1] == c && s[i + 2] == c;
      i += triple ? 3 : 1;
      for (;; ++i) {
        if (i >= s.size())
          return false;
        if (s[i] == '\\') {
          ++i;
          continue;
        }
        if (s[i] == c && (!triple || (i + 2 < s.size() && s[i + 1] == c && s[i + 2] == c)))
          break;
      }
      i += triple ? 3 : 1;
      operand = true;
    } else if (isWordChar(c) || (c == '.' && i + 1 < s.size() && isdigit(static_cast<unsigned char>(s[i + 1])) && !operand)) {
      size_t begin = i;
      bool number = isdigit(static_cast<unsigned char>(c)) || c == '.';
      while (i < s.size() && (isWordChar(s[i]) || (number && (s[i] == '.' || ((s[i] == '+' || s[i] == '-') && (s[i - 1] == 'e' || s[i - 1] == 'E') && s.compare(begin, 2, "0x") != 0)))))
        ++i;
      std::string_view word(s.data() + begin, i - begin);
      if (depth == 0) {
        for (const char *k : {"if", "else", "and", "or", "not", "in", "is", "lambda", "for", "yield"})
          if (word == k)
            return false;
        if (word == "await") {
          if (!operand && best.precedence == 100)
            prefix = true;
          operand = false;
          continue;
        }
      }
      // A string prefix joins the string that follows.
      operand = true;
    } else if (c == '(' || c == '[' || c == '{') {
      if (depth == 0) {
        bracket = i;
        trailer = operand;
        open = c;
      }
      ++depth;
      ++i;
      operand = false;
    } else if (c == ')' || c == ']' || c == '}') {
      if (--depth < 0)
        return false;
      if (depth == 0) {
        lastOpen = open == '[' && trailer ? bracket : std::string::npos;
        lastClose = i;
        closeNow = true;
      }
      ++i;
      operand = true;
    } else {
      size_t length = 1;
      int precedence = 100;
      std::string_view two(s.data() + i, s.size() - i >= 2 ? 2 : 1);
      if (two == "**") length = 2, precedence = 8;
      else if (two == "//") length = 2, precedence = 6;
      else if (two == "<<" || two == ">>") length = 2, precedence = 4;
      else if (two == "==" || two == "!=" || two == "<=" || two == ">=" || two == ":=" || two == "->") {
        if (depth == 0)
          return false;
        length = 2;
      } else if (c == '|') precedence = 1;
      else if (c == '^') precedence = 2;
      else if (c == '&') precedence = 3;
      else if (c == '+' || c == '-') precedence = 5;
      else if (c == '*' || c == '/' || c == '%' || c == '@') precedence = 6;
      else if (c == '~') precedence = 0;
      else if (c == '.') precedence = -1;
      else if (depth == 0)
        return false; // < > , = : and whatever else is no root we mark
      if (depth == 0 && precedence > 0 && precedence < 100) {
        if (operand) {
          // Left-associative: the last of the loosest; ** the first.
          if (precedence < best.precedence || (precedence == best.precedence && precedence != 8))
            best = {i, length, precedence};
        } else if (best.precedence == 100) {
          prefix = true; // unary + or -
        }
      } else if (depth == 0 && precedence == 0 && best.precedence == 100) {
        prefix = true;
      }
      operand = false;
      i += length;
    }
    lastTokenClose = closeNow;
  }
  if (depth)
    return false;
  if (best.precedence < 100) {
    if (prefix && best.precedence == 8)
      return false;
    // The first character behind the left operand, and one more when it touches:
    // CPython's rule, which marks a closing parenthesis rather than the operator.
    size_t begin = 0, leftEnd = best.at, rightStart = best.at + best.length, end = s.size();
    stripGroup(s, begin, leftEnd);
    stripGroup(s, rightStart, end);
    left = leftEnd;
    while (left < rightStart && isspace(static_cast<unsigned char>(s[left])))
      ++left;
    right = left + 1;
    if (right < rightStart && !isspace(static_cast<unsigned char>(s[right])))
      ++right;
    return true;
  }
  if (prefix || !lastTokenClose || lastOpen == std::string::npos)
    return false;
  size_t begin = 0, valueEnd = lastOpen, sliceBegin = lastOpen + 1, sliceEnd = lastClose;
  stripGroup(s, begin, valueEnd);
  stripGroup(s, sliceBegin, sliceEnd);
  left = valueEnd;
  right = sliceEnd + 1;
  return true;
}

//===-- frames -------------------------------------------------------------===//

static void writeSourceLine(Writer &w, const std::string &line, const PositionEntry *p) {
  size_t lead = 0;
  while (lead < line.size() && (line[lead] == ' ' || line[lead] == '\t' || line[lead] == '\f'))
    ++lead;
  w.margin();
  w.out += "    ";
  w.out.append(line, lead);
  w.out += '\n';
  if (!p || !p->line || p->col == 0xFFFF || p->endCol == 0xFFFF)
    return;
  size_t begin = p->col, end = p->endCol, left = 0, right = 0;
  if (begin > line.size())
    return;
  bool anchors = false;
  if (p->line == p->endLine) {
    end = std::min(end, line.size());
    if (end < begin)
      return;
    anchors = findAnchors(line.substr(begin, end - begin), left, right);
  } else {
    end = line.size();
    while (end > 0 && isspace(static_cast<unsigned char>(line[end - 1])))
      --end;
  }
  if (end - begin == line.size() - lead && !anchors)
    return;
  w.margin();
  w.out += "    ";
  for (size_t i = lead; i < end; ++i) {
    if ((line[i] & 0xC0) == 0x80)
      continue;
    if (i < begin)
      w.out += ' ';
    else if (!anchors)
      w.out += '^';
    else
      w.out += i >= begin + left && i < begin + right ? '^' : '~';
  }
  w.out += '\n';
}

static int64_t tracebackLimit(Thread *t) {
  Value sys = gSysModules ? dictGetStr(gSysModules.as<DictObject>(), names::sys) : Value::empty();
  if (sys && isKind(sys, Kind::Module))
    if (Value v = dictGetStr(moduleDict(sys), internStr(t, "tracebacklimit")); v && v.isInt())
      return v.asInt();
  return 1000;
}

static void writeTraceback(Writer &w, Value tb) {
  int64_t limit = tracebackLimit(w.t), total = 0;
  for (Value x = tb; isKind(x, Kind::Traceback); x = x.as<TracebackObject>()->next)
    ++total;
  std::string lastFile, lastName;
  int64_t lastLine = -1, repeated = 0;
  auto flush = [&] {
    if (repeated > 3) {
      w.margin();
      w.out += "  [Previous line repeated " + std::to_string(repeated - 3) + " more time" + (repeated == 4 ? "" : "s") + "]\n";
    }
  };
  for (; isKind(tb, Kind::Traceback); tb = tb.as<TracebackObject>()->next) {
    if (total-- > limit)
      continue;
    auto *entry = tb.as<TracebackObject>();
    CodeObject *code = entry->function.isObject() && isKind(entry->function, Kind::Function)
                           ? entry->function.as<FunctionObject>()->codeObject() : nullptr;
    if (isKind(entry->frame, Kind::Code))
      code = entry->frame.as<CodeObject>();
    else if (isKind(entry->frame, Kind::Frame) && entry->frame.as<FrameObject>()->function.isObject())
      code = entry->frame.as<FrameObject>()->function.as<FunctionObject>()->codeObject();
    if (!code)
      continue;
    std::string file = strToUtf8(code->filename), name = strToUtf8(code->name);
    if (file != lastFile || entry->line != lastLine || name != lastName) {
      flush();
      lastFile = file;
      lastLine = entry->line;
      lastName = name;
      repeated = 0;
    }
    if (++repeated > 3)
      continue;
    w.margin();
    w.out += "  File \"" + file + "\", line " + std::to_string(entry->line) + ", in " + name + "\n";
    if (const std::string *line = w.sources.line(file, entry->line)) {
      bool blank = line->find_first_not_of(" \t\f") == std::string::npos;
      if (!blank)
        writeSourceLine(w, *line, entry->pcWord >= 0 ? positionOf(code, static_cast<uint32_t>(entry->pcWord)) : nullptr);
    }
  }
  flush();
}

//===-- the message --------------------------------------------------------===//

static void writeSyntaxError(Writer &w, ExceptionObject *e) {
  Value *x = e->extra;
  std::string file = "<string>";
  if (x[kSyntaxFilename].isObject() && isStr(x[kSyntaxFilename]))
    file = strToUtf8(payloadOf(x[kSyntaxFilename]));
  if (x[kSyntaxLineno] == None)
    return; // the file could not be read as text
  int64_t line = x[kSyntaxLineno].isInt() ? x[kSyntaxLineno].asInt() : 0;
  w.margin();
  w.out += "  File \"" + file + "\", line " + std::to_string(line) + "\n";
  if (!x[kSyntaxText].isObject() || !isStr(x[kSyntaxText]))
    return;
  std::string text = strToUtf8(payloadOf(x[kSyntaxText]));
  int64_t offset = x[kSyntaxOffset].isInt() ? x[kSyntaxOffset].asInt() : -1, end = offset, endLine = line;
  if (x[kSyntaxEnd] != None && x[kSyntaxEnd].isObject()) {
    Value l = x[kSyntaxEnd].as<TupleObject>()->items[0], o = x[kSyntaxEnd].as<TupleObject>()->items[1];
    end = o.isInt() ? o.asInt() : offset;
    endLine = l.isInt() ? l.asInt() : line;
  }
  while (!text.empty() && text.back() == '\n')
    text.pop_back();
  size_t nl = text.find('\n');
  if (nl != std::string::npos && offset <= static_cast<int64_t>(countChars(text.substr(0, nl))) + 1)
    text.resize(nl);
  int64_t length = static_cast<int64_t>(countChars(text));
  if (endLine > line)
    end = length + 1;
  size_t lead = 0;
  while (lead < text.size() && (text[lead] == ' ' || text[lead] == '\t' || text[lead] == '\f'))
    ++lead;
  w.margin();
  w.out += "    " + text.substr(lead) + "\n";
  if (offset < 1)
    return;
  if (end == offset || end < 0 || isInstanceOf(Value::fromObject(e), exc::IndentationError))
    end = offset + 1;
  int64_t from = offset - 1 - static_cast<int64_t>(lead), to = end - 1 - static_cast<int64_t>(lead);
  if (from < 0)
    return;
  if (to <= from)
    to = from + 1;
  w.margin();
  w.out += "    " + std::string(static_cast<size_t>(from), ' ') + std::string(static_cast<size_t>(to - from), '^') + "\n";
}

/// Each line of text with the margin in front.
static void writeLines(Writer &w, const std::string &text) {
  if (!w.depth) {
    w.out += text + "\n";
    return;
  }
  size_t at = 0;
  for (;;) {
    size_t end = text.find('\n', at);
    w.margin();
    w.out.append(text, at, end == std::string::npos ? end : end - at);
    w.out += '\n';
    if (end == std::string::npos)
      return;
    at = end + 1;
  }
}

static void writeMessage(Writer &w, Value exception) {
  Thread *t = w.t;
  TypeObject *type = typeOf(exception);
  std::string text;
  Value module = getAttrOrEmpty(t, typeValue(type), names::__module__);
  clearPending(t);
  if (!module || !isStr(module))
    text = "<unknown>.";
  else if (std::string m = strToUtf8(payloadOf(module)); m != "builtins" && m != "__main__")
    text = m + ".";
  text += strToUtf8(payloadOf(type->qualname));
  Value s;
  if (isSubtype(type, exc::SyntaxError) && asException(exception)->extra[kSyntaxLineno] != None)
    s = str(t, asException(exception)->extra[kSyntaxMsg]);
  else
    s = str(t, exception);
  std::string message;
  if (!s) {
    clearPending(t);
    message = "<exception str() failed>";
  } else {
    message = strToUtf8(payloadOf(s));
  }
  if (!message.empty())
    text += ": " + message;
  text += suggestionFor(t, exception);
  clearPending(t);
  // Only notes repeat the margin on every line.
  w.margin();
  w.out += text + "\n";
  Value notes = getAttrOrEmpty(t, exception, names::__notes__);
  clearPending(t);
  if (!notes || notes == None)
    return;
  if (!isKind(notes, Kind::List) && !isTuple(notes)) {
    Value r = repr(t, notes);
    clearPending(t);
    writeLines(w, r ? strToUtf8(payloadOf(r)) : "<__notes__ repr() failed>");
    return;
  }
  Value list = tupleFrom(t, notes);
  clearPending(t);
  for (int64_t i = 0; list && i < list.as<TupleObject>()->length; ++i) {
    Value n = str(t, list.as<TupleObject>()->items[i]);
    clearPending(t);
    writeLines(w, n ? strToUtf8(payloadOf(n)) : "<note str() failed>");
  }
}

//===-- chains and groups --------------------------------------------------===//

static void writeRecursive(Writer &w, Value exception);

static void writeChained(Writer &w, Value exception, const char *message) {
  bool close = w.needClose;
  writeRecursive(w, exception);
  w.needClose = close;
  w.margin();
  w.out += "\n";
  w.margin();
  w.out += message;
  w.margin();
  w.out += "\n";
}

static void writeOne(Writer &w, Value exception, bool group) {
  auto *e = asException(exception);
  if (isKind(e->traceback, Kind::Traceback)) {
    w.out.append(static_cast<size_t>(2 * w.depth), ' ');
    if (w.depth)
      w.out += group && w.depth == 1 ? "+ " : "| ";
    w.out += group ? "Exception Group Traceback (most recent call last):\n" : "Traceback (most recent call last):\n";
    writeTraceback(w, e->traceback);
  }
  if (isSubtype(typeOf(exception), exc::SyntaxError) && e->extra[kSyntaxLineno] != None)
    writeSyntaxError(w, e);
  writeMessage(w, exception);
}

static void writeGroup(Writer &w, Value exception) {
  constexpr int kMaxWidth = 15, kMaxDepth = 10;
  if (w.depth > kMaxDepth) {
    w.margin();
    w.out += "... (max_group_depth is 10)\n";
    return;
  }
  if (w.depth == 0)
    w.depth = 1;
  writeOne(w, exception, true);
  auto *all = asException(exception)->extra[kGroupExceptions].as<TupleObject>();
  int64_t n = all->length <= kMaxWidth ? all->length : kMaxWidth + 1;
  w.needClose = false;
  for (int64_t i = 0; i < n; ++i) {
    bool last = i == n - 1, truncated = i >= kMaxWidth;
    if (last)
      w.needClose = true;
    w.out.append(static_cast<size_t>(2 * w.depth), ' ');
    w.out += std::string(i == 0 ? "+-" : "  ") + "+---------------- " + (truncated ? "..." : std::to_string(i + 1)) + " ----------------\n";
    ++w.depth;
    if (truncated) {
      int64_t rest = all->length - kMaxWidth;
      w.margin();
      w.out += "and " + std::to_string(rest) + " more exception" + (rest == 1 ? "" : "s") + "\n";
    } else {
      writeRecursive(w, all->items[i]);
    }
    if (last && w.needClose) {
      w.out.append(static_cast<size_t>(2 * w.depth), ' ');
      w.out += "+------------------------------------\n";
      w.needClose = false;
    }
    --w.depth;
  }
  if (w.depth == 1)
    w.depth = 0;
}

static void writeRecursive(Writer &w, Value exception) {
  if (!checkNativeStack(w.t)) {
    clearPending(w.t);
    return;
  }
  w.seen.push(exception);
  auto *e = asException(exception);
  auto unseen = [&](Value v) {
    for (Value x : w.seen)
      if (x == v)
        return false;
    return true;
  };
  if (e->cause.isObject() && e->cause != None) {
    if (unseen(e->cause))
      writeChained(w, e->cause, "The above exception was the direct cause of the following exception:\n");
  } else if (e->context.isObject() && e->context != None && !(e->bits & 1)) {
    if (unseen(e->context))
      writeChained(w, e->context, "During handling of the above exception, another exception occurred:\n");
  }
  if (isInstanceOf(exception, exc::BaseExceptionGroup))
    writeGroup(w, exception);
  else
    writeOne(w, exception, false);
}

std::string formatException(Thread *t, Value exception) {
  Value saved = takePending(t);
  Writer w(t);
  writeRecursive(w, exception);
  t->pending = saved;
  return w.out;
}

} // namespace pyc
