//===- AstObjects.cpp - Source to ast nodes -------------------------------===//
//
// compile(source, ..., PyCF_ONLY_AST). The compiler library shows the tree as
// text, in the form of ast.dump() with positions; this reads that text back into
// nodes of the module _ast. (Text crosses the border because the tree lives in
// the library's memory; the reader is linear and this is not a hot path.)
//
// The way back, compile(tree, ...), goes through ast.unparse().
//
//===----------------------------------------------------------------------===//
#include "runtime/modules/AstObjects.h"
#include "runtime/interpreter/Compile.h"
#include "runtime/object/Containers.h"
#include "runtime/object/NumStr.h"
#include "runtime/object/Types.h"
#include <cstdlib>

namespace pyc {

namespace {
struct Reader {
  Thread *t;
  const char *p, *end;
  Value module;   ///< _ast
  Value classes;  ///< name -> class, and "()" + name -> shared instance
  Value bad() { return raise(t, exc::SystemError, "malformed syntax tree text"); }
  void space() {
    while (p < end && (*p == ' ' || *p == '\n'))
      ++p;
  }
  bool word(const char *w) {
    size_t n = strlen(w);
    if (static_cast<size_t>(end - p) < n || memcmp(p, w, n) || isalnum(static_cast<unsigned char>(p[n])) || p[n] == '_')
      return false;
    p += n;
    return true;
  }
  Value classNamed(const std::string &name);
  Value string(bool bytes);
  Value number();
  Value node();
  Value value();
};
} // namespace

Value Reader::classNamed(const std::string &name) {
  Value key = internStr(t, name);
  Value c = dictGetStr(classes.as<DictObject>(), key);
  if (c)
    return c;
  c = getAttr(t, module, key);
  return c && dictSet(t, classes.as<DictObject>(), key, c) ? c : Value::empty();
}

Value Reader::string(bool bytes) {
  char quote = *p++;
  std::string raw;
  auto putChar = [&](uint32_t c) {
    if (bytes || c < 0x80)
      raw += static_cast<char>(c);
    else if (c < 0x800)
      raw += {static_cast<char>(0xC0 | c >> 6), static_cast<char>(0x80 | (c & 63))};
    else if (c < 0x10000)
      raw += {static_cast<char>(0xE0 | c >> 12), static_cast<char>(0x80 | (c >> 6 & 63)), static_cast<char>(0x80 | (c & 63))};
    else
      raw += {static_cast<char>(0xF0 | c >> 18), static_cast<char>(0x80 | (c >> 12 & 63)), static_cast<char>(0x80 | (c >> 6 & 63)), static_cast<char>(0x80 | (c & 63))};
  };
  while (p < end && *p != quote) {
    if (*p != '\\') {
      raw += *p++;
      continue;
    }
    if (end - p < 2)
      return bad();
    char c = p[1];
    p += 2;
    unsigned digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
    if (digits) {
      if (end - p < static_cast<ptrdiff_t>(digits))
        return bad();
      putChar(static_cast<uint32_t>(strtoul(std::string(p, digits).c_str(), nullptr, 16)));
      p += digits;
    } else {
      raw += c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c;
    }
  }
  ++p;
  return bytes ? newBytes(t, raw.data(), static_cast<int64_t>(raw.size())) : newStr(t, raw);
}

Value Reader::number() {
  const char *begin = p;
  bool negative = *p == '-';
  if (negative)
    ++p;
  bool real = false;
  if (word("inf")) {
    Value v = newFloat(t, negative ? -__builtin_inf() : __builtin_inf());
    return v;
  }
  if (end - p > 3 && !strncmp(p, "infj", 4)) {
    p += 4;
    return newComplex(t, 0, __builtin_inf());
  }
  while (p < end && (isdigit(static_cast<unsigned char>(*p)) || *p == '.' || *p == 'e' || ((*p == '+' || *p == '-') && p[-1] == 'e'))) {
    real |= *p == '.' || *p == 'e';
    ++p;
  }
  std::string text(begin, p);
  if (p < end && *p == 'j') {
    ++p;
    return newComplex(t, 0, strtod(text.c_str(), nullptr));
  }
  if (real)
    return newFloat(t, strtod(text.c_str(), nullptr));
  return intFromText(t, std::string_view(text).substr(negative), 10, negative);
}

Value Reader::node() {
  const char *begin = p;
  while (p < end && (isalnum(static_cast<unsigned char>(*p)) || *p == '_'))
    ++p;
  std::string name(begin, p);
  if (p >= end || *p != '(' || name.empty())
    return bad();
  ++p;
  space();
  Value cls = classNamed(name);
  if (!cls)
    return cls;
  bool shared = p < end && *p == ')';
  Value sharedKey = shared ? internStr(t, "()" + name) : None;
  if (shared)
    if (Value v = dictGetStr(classes.as<DictObject>(), sharedKey)) {
      ++p;
      return v;
    }
  Value o = call(t, cls);
  if (!o)
    return o;
  while (p < end && *p != ')') {
    begin = p;
    while (p < end && *p != '=')
      ++p;
    Value field = internStr(t, std::string_view(begin, static_cast<size_t>(p - begin)));
    ++p;
    space();
    Value v = value();
    if (!v || !setAttr(t, o, field, v))
      return Value::empty();
    space();
    if (p < end && *p == ',')
      ++p;
    space();
  }
  ++p;
  if (shared && !dictSet(t, classes.as<DictObject>(), sharedKey, o))
    return Value::empty();
  return o;
}

Value Reader::value() {
  if (p >= end || !checkNativeStack(t))
    return t->pending ? Value::empty() : bad();
  if (*p == '[') {
    ++p;
    Value list = newList(t, nullptr, 0);
    space();
    while (list && p < end && *p != ']') {
      Value v = value();
      if (!v || !listAppend(t, list.as<ListObject>(), v))
        return Value::empty();
      space();
      if (p < end && *p == ',')
        ++p;
      space();
    }
    ++p;
    return list;
  }
  if (*p == '\'' || *p == '"')
    return string(false);
  if (*p == 'b' && end - p > 1 && (p[1] == '\'' || p[1] == '"')) {
    ++p;
    return string(true);
  }
  if (word("None"))
    return None;
  if (word("True"))
    return True;
  if (word("False"))
    return False;
  if (word("Ellipsis"))
    return Ellipsis;
  if (isdigit(static_cast<unsigned char>(*p)) || *p == '-' || !strncmp(p, "inf", 3))
    return number();
  return node();
}

AstHook gAstHook;
void raiseSyntaxError(Thread *t, const SourceCompiled &r); // Compile.cpp

Value parseToAst(Thread *t, std::string_view source, std::string_view filename, const char *mode, uint32_t flags) {
  SourceCompiled r;
  if (!gAstHook)
    return raise(t, exc::RuntimeError, "this program was built without a compiler");
  if (!gAstHook(source, filename, mode, flags, r)) {
    if (r.unavailable)
      return raise(t, exc::RuntimeError, "the compiler library cannot be loaded");
    raiseSyntaxError(t, r);
    return Value::empty();
  }
  Value module = importModule(t, "_ast"), classes = newDict(t);
  if (!module || !classes)
    return Value::empty();
  Reader reader{t, r.blob.data(), r.blob.data() + r.blob.size(), module, classes};
  reader.space();
  return reader.node();
}

bool isAstNode(Thread *t, Value v) {
  Value m = gSysModules ? dictGetStr(gSysModules.as<DictObject>(), internStr(t, "_ast")) : Value::empty();
  Value base = m && isKind(m, Kind::Module) ? dictGetStr(moduleDict(m), internStr(t, "AST")) : Value::empty();
  return base && isTypeObject(base) && isInstanceOf(v, base.as<TypeObject>());
}

bool sourceOfAst(Thread *t, Value tree, std::string &out) {
  Value ast = importModule(t, "ast");
  Value text = ast ? callMethod(t, ast, "unparse", &tree, 1) : ast;
  if (!text)
    return false;
  if (!isStr(text)) {
    raise(t, exc::TypeError, "ast.unparse() returned %T", text);
    return false;
  }
  out = strToUtf8(payloadOf(text)) + "\n";
  return true;
}

} // namespace pyc
