//===- ExpatModule.cpp - pyexpat ------------------------------------------===//
//
// XML parsing with the system's libexpat, loaded when it is first needed. A
// parser object holds its handlers in a list, one slot each; expat is told of a
// handler only while it is set. A handler that raises stops the parse: the
// exception is pending when XML_Parse comes back. The parser's memory lives as
// long as the process, since nothing here has a finaliser; it is given back when
// the final chunk has been parsed and no handler runs.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/Bytes.h"
#include "runtime/object/Types.h"
#include <dlfcn.h>
#include <expat.h>

namespace pyc {

namespace {

#define EXPAT_FUNCTIONS(X)                                                                                      \
  X(ParserCreate) X(ParserCreateNS) X(ParserFree) X(Parse) X(StopParser) X(SetUserData) X(GetErrorCode) X(ErrorString) \
  X(GetCurrentLineNumber) X(GetCurrentColumnNumber) X(GetCurrentByteIndex) X(SetElementHandler)                \
  X(SetCharacterDataHandler) X(SetProcessingInstructionHandler) X(SetCommentHandler) X(SetCdataSectionHandler) \
  X(SetDefaultHandler) X(SetDefaultHandlerExpand) X(SetStartDoctypeDeclHandler) X(SetEndDoctypeDeclHandler)    \
  X(SetXmlDeclHandler) X(SetNamespaceDeclHandler) X(SetEntityDeclHandler) X(SetNotationDeclHandler)            \
  X(SetUnparsedEntityDeclHandler) X(SetExternalEntityRefHandler) X(SetSkippedEntityHandler) X(SetAttlistDeclHandler) \
  X(SetElementDeclHandler) X(FreeContentModel) X(GetSpecifiedAttributeCount) X(SetParamEntityParsing) X(UseForeignDTD) \
  X(SetReturnNSTriplet) X(ExpatVersion) X(ExpatVersionInfo) X(SetBase) X(GetBase) X(SetEncoding)               \
  X(ExternalEntityParserCreate) X(SetNotStandaloneHandler)
struct Library {
#define X(name) decltype(&::XML_##name) name;
  EXPAT_FUNCTIONS(X)
#undef X
};
Library xml;

bool loadLibrary(Thread *t) {
  void *lib = dlopen("libexpat.so.1", RTLD_NOW | RTLD_LOCAL);
  bool ok = lib != nullptr;
#define X(name) ok = ok && (xml.name = reinterpret_cast<decltype(xml.name)>(dlsym(lib, "XML_" #name)));
  EXPAT_FUNCTIONS(X)
#undef X
  if (!ok)
    raise(t, exc::ImportError, "libexpat.so.1 cannot be loaded");
  return ok;
}

enum Handler : unsigned {
  kStartElement, kEndElement, kCharacterData, kProcessingInstruction, kComment, kStartCdata, kEndCdata, kDefault, kDefaultExpand,
  kStartDoctype, kEndDoctype, kXmlDecl, kStartNamespace, kEndNamespace, kEntityDecl, kNotationDecl, kUnparsedEntity,
  kExternalEntity, kSkippedEntity, kAttlistDecl, kElementDecl, kNotStandalone, kHandlerCount,
};
const char *const kHandlerNames[] = {
    "StartElementHandler", "EndElementHandler", "CharacterDataHandler", "ProcessingInstructionHandler", "CommentHandler",
    "StartCdataSectionHandler", "EndCdataSectionHandler", "DefaultHandler", "DefaultHandlerExpand", "StartDoctypeDeclHandler",
    "EndDoctypeDeclHandler", "XmlDeclHandler", "StartNamespaceDeclHandler", "EndNamespaceDeclHandler", "EntityDeclHandler",
    "NotationDeclHandler", "UnparsedEntityDeclHandler", "ExternalEntityRefHandler", "SkippedEntityHandler", "AttlistDeclHandler",
    "ElementDeclHandler", "NotStandaloneHandler"};
static_assert(std::size(kHandlerNames) == kHandlerCount);

/// What expat calls back with; outside of the heap, which moves.
struct State {
  XML_Parser parser;
  Thread *thread = nullptr;
  Object *self = nullptr; ///< while parsing, when it is pinned
  bool parsing = false, bufferText = false, orderedAttributes = false, specifiedAttributes = false, prefixes = false;
  int64_t bufferSize = 8192;
  std::string text; ///< character data held back (buffer_text)
};
struct ParserObject : Object { // FixedSlots skip 1
  State *state;
  Value handlers, intern, name;
};
ParserObject *P(Value v) { return v.as<ParserObject>(); }
TypeObject *gParser, *gError;

Value handlerOf(ParserObject *p, unsigned which) { return p->handlers.as<ListObject>()->items()->items[which]; }

Value fail(Thread *t, State *s, int code) {
  auto line = static_cast<int64_t>(xml.GetCurrentLineNumber(s->parser)), column = static_cast<int64_t>(xml.GetCurrentColumnNumber(s->parser));
  const char *text = xml.ErrorString(static_cast<XML_Error>(code));
  Value message = newStr(t, std::string(text ? text : "?") + ": line " + std::to_string(line) + ", column " + std::to_string(column));
  Value e = message ? call(t, typeValue(gError), message) : message;
  if (!e || !setAttr(t, e, internStr(t, "code"), Value::fromSmallInt(code)) || !setAttr(t, e, internStr(t, "offset"), newInt(t, column)) ||
      !setAttr(t, e, internStr(t, "lineno"), newInt(t, line)))
    return Value::empty();
  return raiseValue(t, e);
}

//===-- callbacks ----------------------------------------------------------===//

Value textOf(Thread *t, const XML_Char *s) { return s ? newStr(t, s) : None; }
Value nameOf(Thread *t, const XML_Char *s) { return s ? internStr(t, s) : None; }

/// Calls handler `which`. Empty: raised, and the parse stops.
Value invoke(State *s, unsigned which, Value *args, size_t n) {
  Thread *t = s->thread;
  for (size_t i = 0; i < n; ++i)
    if (!args[i]) {
      xml.StopParser(s->parser, XML_FALSE);
      return Value::empty();
    }
  Value r = call(t, handlerOf(static_cast<ParserObject *>(s->self), which), args, n);
  if (!r)
    xml.StopParser(s->parser, XML_FALSE);
  return r;
}
bool flushText(State *s) {
  if (s->text.empty() || s->thread->pending)
    return !s->thread->pending;
  Value text = newStr(s->thread, s->text);
  s->text.clear();
  if (handlerOf(static_cast<ParserObject *>(s->self), kCharacterData) == None)
    return true;
  return bool(invoke(s, kCharacterData, &text, 1));
}
/// At the beginning of each callback: false: say nothing more.
bool ready(State *s) { return !s->thread->pending && flushText(s); }
#define STATE auto *s = static_cast<State *>(user); Thread *t = s->thread

void onStart(void *user, const XML_Char *name, const XML_Char **attributes) {
  STATE;
  if (!ready(s))
    return;
  int n = 0;
  if (s->specifiedAttributes)
    n = xml.GetSpecifiedAttributeCount(s->parser);
  else
    while (attributes[n])
      n += 2;
  Value args[2] = {nameOf(t, name), s->orderedAttributes ? newList(t, nullptr, 0) : newDict(t)};
  for (int i = 0; args[1] && i < n; i += 2) {
    Value k = nameOf(t, attributes[i]), v = textOf(t, attributes[i + 1]);
    bool ok = k && v &&
              (s->orderedAttributes ? listAppend(t, args[1].as<ListObject>(), k) && listAppend(t, args[1].as<ListObject>(), v)
                                    : dictSet(t, args[1].as<DictObject>(), k, v));
    if (!ok)
      args[1] = Value::empty();
  }
  (void)invoke(s, kStartElement, args, 2);
}
void onEnd(void *user, const XML_Char *name) {
  STATE;
  if (!ready(s))
    return;
  Value v = nameOf(t, name);
  (void)invoke(s, kEndElement, &v, 1);
}
void onText(void *user, const XML_Char *p, int n) {
  STATE;
  if (t->pending)
    return;
  if (s->bufferText) {
    if (static_cast<int64_t>(s->text.size()) + n > s->bufferSize && !flushText(s))
      return;
    if (n <= s->bufferSize) {
      s->text.append(p, static_cast<size_t>(n));
      return;
    }
  }
  Value v = newStr(t, std::string_view(p, static_cast<size_t>(n)));
  (void)invoke(s, kCharacterData, &v, 1);
}
template <unsigned Which> void onPiece(void *user, const XML_Char *p, int n) {
  STATE;
  if (!ready(s))
    return;
  Value v = newStr(t, std::string_view(p, static_cast<size_t>(n)));
  (void)invoke(s, Which, &v, 1);
}
void onInstruction(void *user, const XML_Char *target, const XML_Char *data) {
  STATE;
  if (!ready(s))
    return;
  Value v[2] = {nameOf(t, target), textOf(t, data)};
  (void)invoke(s, kProcessingInstruction, v, 2);
}
void onComment(void *user, const XML_Char *data) {
  STATE;
  if (!ready(s))
    return;
  Value v = textOf(t, data);
  (void)invoke(s, kComment, &v, 1);
}
template <unsigned Which> void onNothing(void *user) {
  STATE;
  (void)t;
  if (ready(s))
    (void)invoke(s, Which, nullptr, 0);
}
void onDoctype(void *user, const XML_Char *name, const XML_Char *system, const XML_Char *publicId, int internal) {
  STATE;
  if (!ready(s))
    return;
  Value v[4] = {nameOf(t, name), textOf(t, system), textOf(t, publicId), Value::fromSmallInt(internal)};
  (void)invoke(s, kStartDoctype, v, 4);
}
void onDeclaration(void *user, const XML_Char *version, const XML_Char *encoding, int standalone) {
  STATE;
  if (!ready(s))
    return;
  Value v[3] = {textOf(t, version), textOf(t, encoding), Value::fromSmallInt(standalone)};
  (void)invoke(s, kXmlDecl, v, 3);
}
void onNamespace(void *user, const XML_Char *prefix, const XML_Char *uri) {
  STATE;
  if (!ready(s))
    return;
  Value v[2] = {nameOf(t, prefix), nameOf(t, uri)};
  (void)invoke(s, kStartNamespace, v, 2);
}
void onNamespaceEnd(void *user, const XML_Char *prefix) {
  STATE;
  if (!ready(s))
    return;
  Value v = nameOf(t, prefix);
  (void)invoke(s, kEndNamespace, &v, 1);
}
void onEntity(void *user, const XML_Char *name, int parameter, const XML_Char *value, int n, const XML_Char *base,
              const XML_Char *system, const XML_Char *publicId, const XML_Char *notation) {
  STATE;
  if (!ready(s))
    return;
  Value v[7] = {nameOf(t, name), Value::fromSmallInt(parameter), value ? newStr(t, std::string_view(value, static_cast<size_t>(n))) : None,
                textOf(t, base), textOf(t, system), textOf(t, publicId), textOf(t, notation)};
  (void)invoke(s, kEntityDecl, v, 7);
}
void onNotation(void *user, const XML_Char *name, const XML_Char *base, const XML_Char *system, const XML_Char *publicId) {
  STATE;
  if (!ready(s))
    return;
  Value v[4] = {nameOf(t, name), textOf(t, base), textOf(t, system), textOf(t, publicId)};
  (void)invoke(s, kNotationDecl, v, 4);
}
void onUnparsed(void *user, const XML_Char *name, const XML_Char *base, const XML_Char *system, const XML_Char *publicId, const XML_Char *notation) {
  STATE;
  if (!ready(s))
    return;
  Value v[5] = {nameOf(t, name), textOf(t, base), textOf(t, system), textOf(t, publicId), textOf(t, notation)};
  (void)invoke(s, kUnparsedEntity, v, 5);
}
int truth(State *s, Value r) {
  int64_t n;
  if (!r || !indexAsInt64(s->thread, r, n)) {
    xml.StopParser(s->parser, XML_FALSE);
    return 0;
  }
  return static_cast<int>(n);
}
int onExternal(XML_Parser parser, const XML_Char *context, const XML_Char *base, const XML_Char *system, const XML_Char *publicId) {
  auto *s = *reinterpret_cast<State **>(parser); // expat keeps the user data first
  Thread *t = s->thread;
  if (!ready(s))
    return 0;
  Value v[4] = {textOf(t, context), textOf(t, base), textOf(t, system), textOf(t, publicId)};
  return truth(s, invoke(s, kExternalEntity, v, 4));
}
void onSkipped(void *user, const XML_Char *name, int parameter) {
  STATE;
  if (!ready(s))
    return;
  Value v[2] = {nameOf(t, name), Value::fromSmallInt(parameter)};
  (void)invoke(s, kSkippedEntity, v, 2);
}
void onAttlist(void *user, const XML_Char *element, const XML_Char *name, const XML_Char *type, const XML_Char *value, int required) {
  STATE;
  if (!ready(s))
    return;
  Value v[5] = {nameOf(t, element), nameOf(t, name), textOf(t, type), textOf(t, value), Value::fromSmallInt(required)};
  (void)invoke(s, kAttlistDecl, v, 5);
}
Value modelOf(Thread *t, const XML_Content *c) {
  Value children = newList(t, nullptr, 0);
  for (unsigned i = 0; children && i < c->numchildren; ++i) {
    Value child = modelOf(t, &c->children[i]);
    if (!child || !listAppend(t, children.as<ListObject>(), child))
      return Value::empty();
  }
  Value v[4] = {Value::fromSmallInt(c->type), Value::fromSmallInt(c->quant), textOf(t, c->name), children ? tupleFrom(t, children) : children};
  return v[2] && v[3] ? newTuple(t, v, 4) : Value::empty();
}
void onElementDecl(void *user, const XML_Char *name, XML_Content *content) {
  STATE;
  if (ready(s)) {
    Value v[2] = {nameOf(t, name), modelOf(t, content)};
    (void)invoke(s, kElementDecl, v, 2);
  }
  xml.FreeContentModel(s->parser, content);
}
int onNotStandalone(void *user) {
  STATE;
  (void)t;
  return ready(s) ? truth(s, invoke(s, kNotStandalone, nullptr, 0)) : 0;
}

/// Tells expat which callbacks are wanted.
void connect(ParserObject *p) {
  XML_Parser x = p->state->parser;
  auto on = [&](unsigned which) { return handlerOf(p, which) != None; };
  xml.SetElementHandler(x, on(kStartElement) ? onStart : nullptr, on(kEndElement) ? onEnd : nullptr);
  xml.SetCharacterDataHandler(x, on(kCharacterData) ? onText : nullptr);
  xml.SetProcessingInstructionHandler(x, on(kProcessingInstruction) ? onInstruction : nullptr);
  xml.SetCommentHandler(x, on(kComment) ? onComment : nullptr);
  xml.SetCdataSectionHandler(x, on(kStartCdata) ? onNothing<kStartCdata> : nullptr, on(kEndCdata) ? onNothing<kEndCdata> : nullptr);
  if (on(kDefaultExpand))
    xml.SetDefaultHandlerExpand(x, onPiece<kDefaultExpand>);
  else
    xml.SetDefaultHandler(x, on(kDefault) ? onPiece<kDefault> : nullptr);
  xml.SetStartDoctypeDeclHandler(x, on(kStartDoctype) ? onDoctype : nullptr);
  xml.SetEndDoctypeDeclHandler(x, on(kEndDoctype) ? onNothing<kEndDoctype> : nullptr);
  xml.SetXmlDeclHandler(x, on(kXmlDecl) ? onDeclaration : nullptr);
  xml.SetNamespaceDeclHandler(x, on(kStartNamespace) ? onNamespace : nullptr, on(kEndNamespace) ? onNamespaceEnd : nullptr);
  xml.SetEntityDeclHandler(x, on(kEntityDecl) ? onEntity : nullptr);
  xml.SetNotationDeclHandler(x, on(kNotationDecl) ? onNotation : nullptr);
  if (on(kUnparsedEntity))
    xml.SetUnparsedEntityDeclHandler(x, onUnparsed);
  xml.SetExternalEntityRefHandler(x, on(kExternalEntity) ? onExternal : nullptr);
  xml.SetSkippedEntityHandler(x, on(kSkippedEntity) ? onSkipped : nullptr);
  xml.SetAttlistDeclHandler(x, on(kAttlistDecl) ? onAttlist : nullptr);
  xml.SetElementDeclHandler(x, on(kElementDecl) ? onElementDecl : nullptr);
  xml.SetNotStandaloneHandler(x, on(kNotStandalone) ? onNotStandalone : nullptr);
}

//===-- the parser object --------------------------------------------------===//

Value newParser(Thread *t, XML_Parser parser, Value intern) {
  if (!parser)
    return raiseMemoryError(t);
  Value v = newInstance(t, gParser), list = v ? newList(t, nullptr, 0) : v;
  for (unsigned i = 0; list && i < kHandlerCount; ++i)
    if (!listAppend(t, list.as<ListObject>(), None))
      list = Value::empty();
  if (!list)
    return list;
  P(v)->state = new State{parser};
  setSlot(P(v), &P(v)->handlers, list);
  setSlot(P(v), &P(v)->intern, intern);
  xml.SetUserData(parser, P(v)->state);
  return v;
}
Value parserCreate(Thread *t, Value *a, size_t) {
  std::string encoding, separator;
  for (int i = 0; i < 2; ++i) {
    if (!a[i] || a[i] == None)
      continue;
    if (!isStr(a[i]))
      return raise(t, exc::TypeError, "ParserCreate() argument '%s' must be str or None, not %T", i ? "namespace_separator" : "encoding", a[i]);
    (i ? separator : encoding) = strToUtf8(payloadOf(a[i]));
  }
  bool spaces = a[1] && a[1] != None;
  if (separator.size() > 1)
    return raise(t, exc::ValueError, "namespace_separator must be at most one character, omitted, or None");
  Value intern = a[2] ? a[2] : newDict(t);
  if (!intern)
    return intern;
  const char *e = encoding.empty() ? nullptr : encoding.c_str();
  return newParser(t, spaces ? xml.ParserCreateNS(e, separator.empty() ? 0 : separator[0]) : xml.ParserCreate(e), intern);
}
/// One chunk. Empty: raised
Value parseChunk(Thread *t, Value self, std::string_view data, bool final) {
  State *s = P(self)->state;
  if (s->parsing)
    return raise(t, gError, "parser is already parsing"); // expat cannot be entered twice
  RootVector pinned(t); // callbacks find the object through its address
  pinned.push(self);
  s->thread = t;
  s->self = self.asObject();
  s->parsing = true;
  XML_Status status = XML_STATUS_OK;
  do { // its lengths are ints
    size_t part = std::min<size_t>(data.size(), 1u << 30);
    bool last = part == data.size();
    status = xml.Parse(s->parser, data.data(), static_cast<int>(part), final && last);
    data.remove_prefix(part);
  } while (status == XML_STATUS_OK && !data.empty());
  s->parsing = false;
  if (t->pending)
    return Value::empty();
  if (status == XML_STATUS_ERROR)
    return fail(t, s, xml.GetErrorCode(s->parser));
  s->parsing = true;
  bool ok = flushText(s);
  s->parsing = false;
  return ok ? Value::fromSmallInt(status) : Value::empty();
}
Value parse(Thread *t, Value *a, size_t) {
  int final = a[2] ? isTrue(t, a[2]) : 0;
  if (final < 0)
    return Value::empty();
  if (isStr(a[1])) {
    xml.SetEncoding(P(a[0])->state->parser, "utf-8");
    return parseChunk(t, a[0], strToUtf8(payloadOf(a[1])), final);
  }
  ByteView v;
  if (!v.require(t, a[1]))
    return Value::empty();
  std::string copy(v.text()); // handlers may collect
  return parseChunk(t, a[0], copy, final);
}
Value parseFile(Thread *t, Value *a, size_t) {
  for (;;) {
    Value size = Value::fromSmallInt(32768), chunk = callMethod(t, a[1], "read", &size, 1);
    ByteView v;
    if (!chunk)
      return chunk;
    if (v.acquire(t, chunk) <= 0)
      return t->pending ? Value::empty() : raise(t, exc::TypeError, "read() did not return a bytes object (type=%.400s)", typeNameOf(chunk).c_str());
    std::string copy(v.text());
    Value r = parseChunk(t, a[0], copy, copy.empty());
    if (!r || copy.empty())
      return r;
  }
}
Value setBase(Thread *t, Value *a, size_t) {
  if (!isStr(a[1]))
    return raise(t, exc::TypeError, "SetBase() argument must be str, not %T", a[1]);
  return xml.SetBase(P(a[0])->state->parser, strToUtf8(payloadOf(a[1])).c_str()) ? None : raiseMemoryError(t);
}
Value getBase(Thread *t, Value *a, size_t) { return textOf(t, xml.GetBase(P(a[0])->state->parser)); }
Value inputContext(Thread *, Value *, size_t) { return None; }
Value paramEntities(Thread *t, Value *a, size_t) {
  int64_t n;
  return indexAsInt64(t, a[1], n)
             ? Value::fromSmallInt(xml.SetParamEntityParsing(P(a[0])->state->parser, static_cast<XML_ParamEntityParsing>(n)))
             : Value::empty();
}
Value foreignDtd(Thread *t, Value *a, size_t) {
  int on = a[1] ? isTrue(t, a[1]) : 1;
  if (on < 0)
    return Value::empty();
  XML_Error e = xml.UseForeignDTD(P(a[0])->state->parser, on ? XML_TRUE : XML_FALSE);
  return e == XML_ERROR_NONE ? None : fail(t, P(a[0])->state, e);
}
Value externalParser(Thread *t, Value *a, size_t) {
  std::string context, encoding;
  bool hasContext = a[1] != None;
  if (hasContext && isStr(a[1]))
    context = strToUtf8(payloadOf(a[1]));
  if (a[2] && isStr(a[2]))
    encoding = strToUtf8(payloadOf(a[2]));
  State *from = P(a[0])->state;
  Value v = newParser(t, xml.ExternalEntityParserCreate(from->parser, hasContext ? context.c_str() : nullptr, encoding.empty() ? nullptr : encoding.c_str()),
                      P(a[0])->intern);
  if (!v)
    return v;
  State *s = P(v)->state;
  s->bufferText = from->bufferText;
  s->orderedAttributes = from->orderedAttributes;
  s->specifiedAttributes = from->specifiedAttributes;
  s->prefixes = from->prefixes;
  for (unsigned i = 0; i < kHandlerCount; ++i) {
    auto *items = P(v)->handlers.as<ListObject>()->items();
    setSlot(items, &items->items[i], handlerOf(P(a[0]), i));
  }
  connect(P(v));
  return v;
}
const NativeDef kParserMethods[] = {
    {"Parse", parse, "($self, data, isfinal=False, /)"}, {"ParseFile", parseFile, "($self, file, /)"}, {"SetBase", setBase, "($self, base, /)"},
    {"GetBase", getBase, "($self, /)"}, {"GetInputContext", inputContext, "($self, /)"},
    {"SetParamEntityParsing", paramEntities, "($self, flag, /)"}, {"UseForeignDTD", foreignDtd, "($self, flag=True, /)"},
    {"ExternalEntityParserCreate", externalParser, "($self, context, encoding=None, /)"}, {nullptr, nullptr, nullptr}};

template <unsigned Which> Value getHandler(Thread *, Value v) { return handlerOf(P(v), Which); }
template <unsigned Which> bool setHandler(Thread *t, Value self, Value v) {
  if (v.isEmpty()) {
    raise(t, exc::RuntimeError, "Cannot delete attribute");
    return false;
  }
  if (Which == kCharacterData && P(self)->state->parsing && !flushText(P(self)->state))
    return false;
  auto *items = P(self)->handlers.as<ListObject>()->items();
  setSlot(items, &items->items[Which], v);
  connect(P(self));
  return true;
}
template <bool State::*Field> Value getFlag(Thread *, Value v) { return boolValue(P(v)->state->*Field); }
template <bool State::*Field> bool setFlag(Thread *t, Value self, Value v) {
  int on = v ? isTrue(t, v) : 0;
  if (on < 0)
    return false;
  if (Field == &State::bufferText && !on && P(self)->state->parsing && !flushText(P(self)->state))
    return false;
  P(self)->state->*Field = on;
  if (Field == &State::prefixes)
    xml.SetReturnNSTriplet(P(self)->state->parser, on);
  return true;
}
Value getBufferSize(Thread *t, Value v) { return newInt(t, P(v)->state->bufferSize); }
bool setBufferSize(Thread *t, Value self, Value v) {
  int64_t n;
  if (!v || !isIntLike(v)) {
    raise(t, exc::TypeError, "buffer_size must be an integer");
    return false;
  }
  if (!indexAsInt64(t, v, n))
    return false;
  if (n <= 0) {
    raise(t, exc::ValueError, "buffer_size must be greater than zero");
    return false;
  }
  P(self)->state->bufferSize = n;
  return true;
}
Value getBufferUsed(Thread *t, Value v) { return newInt(t, static_cast<int64_t>(P(v)->state->text.size())); }
Value getLine(Thread *t, Value v) { return newInt(t, static_cast<int64_t>(xml.GetCurrentLineNumber(P(v)->state->parser))); }
Value getColumn(Thread *t, Value v) { return newInt(t, static_cast<int64_t>(xml.GetCurrentColumnNumber(P(v)->state->parser))); }
Value getIndex(Thread *t, Value v) { return newInt(t, xml.GetCurrentByteIndex(P(v)->state->parser)); }
Value getCode(Thread *, Value v) { return Value::fromSmallInt(xml.GetErrorCode(P(v)->state->parser)); }

#define HANDLER_ROW(i) {kHandlerNames[i], getHandler<i>, setHandler<i>}
const GetSetDef kParserGetSets[] = {
    HANDLER_ROW(0), HANDLER_ROW(1), HANDLER_ROW(2), HANDLER_ROW(3), HANDLER_ROW(4), HANDLER_ROW(5), HANDLER_ROW(6), HANDLER_ROW(7),
    HANDLER_ROW(8), HANDLER_ROW(9), HANDLER_ROW(10), HANDLER_ROW(11), HANDLER_ROW(12), HANDLER_ROW(13), HANDLER_ROW(14), HANDLER_ROW(15),
    HANDLER_ROW(16), HANDLER_ROW(17), HANDLER_ROW(18), HANDLER_ROW(19), HANDLER_ROW(20), HANDLER_ROW(21),
    {"buffer_text", getFlag<&State::bufferText>, setFlag<&State::bufferText>},
    {"ordered_attributes", getFlag<&State::orderedAttributes>, setFlag<&State::orderedAttributes>},
    {"specified_attributes", getFlag<&State::specifiedAttributes>, setFlag<&State::specifiedAttributes>},
    {"namespace_prefixes", getFlag<&State::prefixes>, setFlag<&State::prefixes>},
    {"buffer_size", getBufferSize, setBufferSize}, {"buffer_used", getBufferUsed, nullptr},
    {"CurrentLineNumber", getLine, nullptr}, {"CurrentColumnNumber", getColumn, nullptr}, {"CurrentByteIndex", getIndex, nullptr},
    {"ErrorLineNumber", getLine, nullptr}, {"ErrorColumnNumber", getColumn, nullptr}, {"ErrorByteIndex", getIndex, nullptr},
    {"ErrorCode", getCode, nullptr}, {nullptr, nullptr, nullptr}};
const MemberDef kParserMembers[] = {{"intern", offsetof(ParserObject, intern), true}, {nullptr, 0, true}};

Value errorString(Thread *t, Value *a, size_t) {
  int64_t n;
  if (!indexAsInt64(t, a[0], n))
    return Value::empty();
  return textOf(t, xml.ErrorString(static_cast<XML_Error>(n)));
}
const NativeDef kFunctions[] = {{"ParserCreate", parserCreate, "(encoding=None, namespace_separator=None, intern=<none>)"},
                                {"ErrorString", errorString, "(code, /)"}, {nullptr, nullptr, nullptr}};

const char *const kErrorNames[] = {
    nullptr, "NO_MEMORY", "SYNTAX", "NO_ELEMENTS", "INVALID_TOKEN", "UNCLOSED_TOKEN", "PARTIAL_CHAR", "TAG_MISMATCH", "DUPLICATE_ATTRIBUTE",
    "JUNK_AFTER_DOC_ELEMENT", "PARAM_ENTITY_REF", "UNDEFINED_ENTITY", "RECURSIVE_ENTITY_REF", "ASYNC_ENTITY", "BAD_CHAR_REF",
    "BINARY_ENTITY_REF", "ATTRIBUTE_EXTERNAL_ENTITY_REF", "MISPLACED_XML_PI", "UNKNOWN_ENCODING", "INCORRECT_ENCODING",
    "UNCLOSED_CDATA_SECTION", "EXTERNAL_ENTITY_HANDLING", "NOT_STANDALONE", "UNEXPECTED_STATE", "ENTITY_DECLARED_IN_PE",
    "FEATURE_REQUIRES_XML_DTD", "CANT_CHANGE_FEATURE_ONCE_PARSING", "UNBOUND_PREFIX", "UNDECLARING_PREFIX", "INCOMPLETE_PE", "XML_DECL",
    "TEXT_DECL", "PUBLICID", "SUSPENDED", "NOT_SUSPENDED", "ABORTED", "FINISHED", "SUSPEND_PE", "RESERVED_PREFIX_XML",
    "RESERVED_PREFIX_XMLNS", "RESERVED_NAMESPACE_URI", "INVALID_ARGUMENT", "NO_BUFFER", "AMPLIFICATION_LIMIT_BREACH"};
Value subModule(Thread *t, ModuleObject *m, const char *name) {
  std::string full = std::string("pyexpat.") + name;
  Value key = internStr(t, full), sub = key ? newModule(t, key) : key;
  bool ok = sub && moduleSet(t, m, name, sub) && dictSet(t, gSysModules.as<DictObject>(), key, sub);
  return ok ? sub : Value::empty();
}
bool addErrors(Thread *t, ModuleObject *m) {
  Value sub = subModule(t, m, "errors"), codes = newDict(t), messages = newDict(t);
  if (!sub || !codes || !messages)
    return false;
  for (size_t i = 1; i < std::size(kErrorNames); ++i) {
    const char *text = xml.ErrorString(static_cast<XML_Error>(i));
    Value message = newStr(t, text ? text : ""), number = Value::fromSmallInt(static_cast<int64_t>(i));
    if (!message || !moduleSet(t, sub.as<ModuleObject>(), (std::string("XML_ERROR_") + kErrorNames[i]).c_str(), message) ||
        !dictSet(t, codes.as<DictObject>(), message, number) || !dictSet(t, messages.as<DictObject>(), number, message))
      return false;
  }
  return moduleSet(t, sub.as<ModuleObject>(), "codes", codes) && moduleSet(t, sub.as<ModuleObject>(), "messages", messages);
}
bool addModel(Thread *t, ModuleObject *m) {
  Value sub = subModule(t, m, "model");
  static const struct { const char *name; int value; } list[] = {
      {"XML_CTYPE_EMPTY", 1}, {"XML_CTYPE_ANY", 2}, {"XML_CTYPE_MIXED", 3}, {"XML_CTYPE_NAME", 4}, {"XML_CTYPE_CHOICE", 5}, {"XML_CTYPE_SEQ", 6},
      {"XML_CQUANT_NONE", 0}, {"XML_CQUANT_OPT", 1}, {"XML_CQUANT_REP", 2}, {"XML_CQUANT_PLUS", 3}};
  for (auto &c : list)
    if (!sub || !moduleSet(t, sub.as<ModuleObject>(), c.name, Value::fromSmallInt(c.value)))
      return false;
  return true;
}
bool initialise(Thread *t, ModuleObject *m) {
  if (!loadLibrary(t))
    return false;
  static TypeSpec spec{"pyexpat.xmlparser", Kind::RegularObject, sizeof(ParserObject), TraceKind::FixedSlots, 1, 3, kParserMethods, kParserGetSets,
                       kParserMembers};
  spec.typeFlags = kTypeDisallowInstantiation;
  gParser = makeBuiltinType(t, spec);
  // An ordinary class: its instances get code, offset and lineno.
  Value base = typeValue(exc::Exception);
  Value args[3] = {newStr(t, "ExpatError"), newTuple(t, &base, 1), newDict(t)};
  if (!args[0] || !args[1] || !args[2] || !dictSet(t, args[2].as<DictObject>(), names::__module__, newStr(t, "xml.parsers.expat")))
    return false;
  Value error = call(t, typeValue(types::type_), args, 3);
  if (!error)
    return false;
  gError = error.as<TypeObject>();
  XML_Expat_Version v = xml.ExpatVersionInfo();
  Value parts[3] = {Value::fromSmallInt(v.major), Value::fromSmallInt(v.minor), Value::fromSmallInt(v.micro)};
  return moduleSet(t, m, "ExpatError", error) && moduleSet(t, m, "error", error) && moduleSet(t, m, "XMLParserType", typeValue(gParser)) &&
         moduleSet(t, m, "EXPAT_VERSION", newStr(t, xml.ExpatVersion())) && moduleSet(t, m, "version_info", newTuple(t, parts, 3)) &&
         moduleSet(t, m, "native_encoding", newStr(t, "UTF-8")) && moduleSet(t, m, "features", newList(t, nullptr, 0)) &&
         moduleSet(t, m, "XML_PARAM_ENTITY_PARSING_NEVER", Value::fromSmallInt(0)) &&
         moduleSet(t, m, "XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE", Value::fromSmallInt(1)) &&
         moduleSet(t, m, "XML_PARAM_ENTITY_PARSING_ALWAYS", Value::fromSmallInt(2)) && addErrors(t, m) && addModel(t, m);
}
const ModuleSpec kModule{"pyexpat", "XML parsing with expat.", kFunctions, initialise};

} // namespace

void registerExpat() { registerNativeModule(&kModule); }

} // namespace pyc
