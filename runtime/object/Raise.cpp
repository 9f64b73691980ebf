//===- Raise.cpp - Raising exceptions from C++ ----------------------------===//
//
// Every failing runtime function ends in one of these: they make the exception,
// chain its context and leave it pending on the thread.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/Types.h"
#include <cerrno>
#include <cstdio>

namespace pyc {

/// Conversions that call back into Python must not run with an exception
/// pending; what they raise themselves is dropped in favour of a placeholder.
static std::string textOf(Thread *t, Value v, bool asRepr) {
  Value s = asRepr ? repr(t, v) : str(t, v);
  if (!s) {
    clearPending(t);
    return "<unprintable " + typeNameOf(v) + " object>";
  }
  return strToUtf8(s);
}

static std::string messageNameOf(const TypeObject *type) {
  auto *spec = static_cast<const TypeSpec *>(type->typeFlags & kTypeHeap ? nullptr : type->spec);
  if (spec)
    return strchr(spec->name, '.') ? spec->name : typeNameOf(type);
  // So do those of classes that CPython has in C.
  std::string name = typeNameOf(type);
  if (Value module = typeOwn(type, names::__module__); module && isStr(module)) {
    std::string m = strToUtf8(module);
    if (m == "datetime" || m == "decimal" || (m == "collections" && name == "OrderedDict"))
      return m + "." + name;
  }
  return name;
}

std::string vformat(Thread *t, const char *format, va_list ap) {
  std::string out;
  for (const char *p = format; *p; ++p) {
    if (*p != '%') {
      out += *p;
      continue;
    }
    const char *begin = p++;
    switch (*p) {
    case '%': out += '%'; continue;
    case 'V': out += textOf(t, va_arg(ap, Value), true); continue;
    case 'S': out += textOf(t, va_arg(ap, Value), false); continue;
    // Messages name builtin types outside builtins with their module.
    case 'T': out += messageNameOf(typeOf(va_arg(ap, Value))); continue;
    case 'N': out += messageNameOf(va_arg(ap, TypeObject *)); continue;
    default: break;
    }
    while (*p && !strchr("sdiuxXcpgf", *p))
      ++p;
    std::string spec(begin, p + 1);
    char buffer[512];
    bool l = spec.find('l') != std::string::npos || spec.find('z') != std::string::npos;
    switch (*p) {
    case 's': {
      const char *s = va_arg(ap, const char *);
      if (spec == "%s")
        out += s;
      else {
        snprintf(buffer, sizeof buffer, spec.c_str(), s);
        out += buffer;
      }
      continue;
    }
    case 'd': case 'i': case 'u': case 'x': case 'X':
      if (l)
        snprintf(buffer, sizeof buffer, spec.c_str(), va_arg(ap, long));
      else
        snprintf(buffer, sizeof buffer, spec.c_str(), va_arg(ap, int));
      break;
    case 'c':
      snprintf(buffer, sizeof buffer, spec.c_str(), va_arg(ap, int));
      break;
    case 'p':
      snprintf(buffer, sizeof buffer, spec.c_str(), va_arg(ap, void *));
      break;
    case 'g': case 'f':
      snprintf(buffer, sizeof buffer, spec.c_str(), va_arg(ap, double));
      break;
    default:
      internalError(__FILE__, __LINE__, "bad format for raise()");
    }
    out += buffer;
  }
  return out;
}

Value raiseValue(Thread *t, Value exception) {
  auto *e = asException(exception);
  Value handled = t->handled;
  if (handled.isObject() && handled != None && handled != exception) {
    // Break a cycle that chaining would close: if the new exception is already
    // in the context chain of the handled one, cut it off there.
    // (A program may have made a cycle by hand: `slow` goes half as fast and
    // is met there.)
    Value o = handled, slow = handled;
    for (bool second = false;; second = !second) {
      Value next = asException(o)->context;
      if (!next.isObject() || next == None)
        break;
      if (next == exception) {
        asException(o)->context = None;
        break;
      }
      o = next;
      if (o == slow)
        break;
      if (second)
        slow = asException(slow)->context;
    }
    setSlot(e, &e->context, handled);
  }
  t->pending = exception;
  return Value::empty();
}

Value raise(Thread *t, TypeObject *type, const char *format, ...) {
  va_list ap;
  va_start(ap, format);
  std::string text = vformat(t, format, ap);
  va_end(ap);
  Value message = newStr(t, text);
  if (!message)
    return message;
  ExceptionObject *e = newException(t, type, message);
  return e ? raiseValue(t, Value::fromObject(e)) : Value::empty();
}

Value raiseWithArgs(Thread *t, TypeObject *type, Value *args, size_t n) {
  Value e = instantiate(t, type, args, n, Value::empty());
  return e ? raiseValue(t, e) : e;
}

Value raiseKeyError(Thread *t, Value key) {
  ExceptionObject *e = newException(t, exc::KeyError, key);
  return e ? raiseValue(t, Value::fromObject(e)) : Value::empty();
}

/// Made at start-up: there is no memory to make it when it is needed.
static Value gMemoryError = Value::empty();
void initRaise(Thread *t) {
  gMemoryError = Value::fromObject(newException(t, exc::MemoryError, Value::empty()));
  gcRegisterRoot(&gMemoryError);
  gcOutOfMemoryHook = [](Thread *thread) { (void)raiseMemoryError(thread); };
}
Value raiseMemoryError(Thread *t) {
  auto *e = asException(gMemoryError);
  e->traceback = e->context = e->cause = None;
  t->pending = gMemoryError;
  return Value::empty();
}

Value raiseStopIteration(Thread *t, Value value) {
  ExceptionObject *e = newException(t, exc::StopIteration, value);
  if (!e)
    return Value::empty();
  if (value)
    setSlot(e, &e->extra[kStopValue], value);
  return raiseValue(t, Value::fromObject(e));
}

Value takePending(Thread *t) {
  Value e = t->pending;
  t->pending = Value::empty();
  return e;
}

bool pendingMatches(Thread *t, TypeObject *type) {
  return t->pending && isSubtype(typeOf(t->pending), type);
}

Value takeStopIteration(Thread *t) {
  if (!pendingMatches(t, exc::StopIteration))
    return Value::empty();
  return asException(takePending(t))->extra[kStopValue];
}

TypeObject *osErrorClass(int errnoValue) {
  switch (errnoValue) {
  case EAGAIN: case EALREADY: case EINPROGRESS: return exc::BlockingIOError;
  case EPIPE: case ESHUTDOWN: return exc::BrokenPipeError;
  case ECHILD: return exc::ChildProcessError;
  case ECONNABORTED: return exc::ConnectionAbortedError;
  case ECONNREFUSED: return exc::ConnectionRefusedError;
  case ECONNRESET: return exc::ConnectionResetError;
  case EEXIST: return exc::FileExistsError;
  case ENOENT: return exc::FileNotFoundError;
  case EISDIR: return exc::IsADirectoryError;
  case ENOTDIR: return exc::NotADirectoryError;
  case EINTR: return exc::InterruptedError;
  case EACCES: case EPERM: return exc::PermissionError;
  case ESRCH: return exc::ProcessLookupError;
  case ETIMEDOUT: return exc::TimeoutError;
  default: return exc::OSError;
  }
}

Value raiseOSError(Thread *t, int errnoValue, Value filename) {
  Value args[3] = {Value::fromSmallInt(errnoValue), newStr(t, strerror(errnoValue)), filename};
  if (!args[1])
    return args[1];
  return raiseWithArgs(t, exc::OSError, args, filename ? 3 : 2);
}

Value raiseAttributeError(Thread *t, Value message, Value name, Value obj) {
  if (!message)
    return message;
  ExceptionObject *e = newException(t, exc::AttributeError, message);
  if (!e)
    return Value::empty();
  setSlot(e, &e->extra[kAttributeErrorName], name);
  setSlot(e, &e->extra[kAttributeErrorObj], obj);
  return raiseValue(t, Value::fromObject(e));
}

Value raiseNameError(Thread *t, TypeObject *type, Value message, Value name) {
  if (!message)
    return message;
  ExceptionObject *e = newException(t, type, message);
  if (!e)
    return Value::empty();
  setSlot(e, &e->extra[kNameErrorName], name);
  return raiseValue(t, Value::fromObject(e));
}

Value raiseImportError(Thread *t, TypeObject *type, Value message, Value name, Value path) {
  if (!message)
    return message;
  ExceptionObject *e = newException(t, type, message);
  if (!e)
    return Value::empty();
  setSlot(e, &e->extra[kImportMsg], message);
  if (name)
    setSlot(e, &e->extra[kImportName], name);
  if (path)
    setSlot(e, &e->extra[kImportPath], path);
  return raiseValue(t, Value::fromObject(e));
}

} // namespace pyc
