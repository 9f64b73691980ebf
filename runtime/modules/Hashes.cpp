//===- Hashes.cpp - _md5, _sha1, _sha256, _sha512, _sha3, _blake2 ---------===//
//
// One native type per algorithm over Digest.h's state.
//
//===----------------------------------------------------------------------===//
#include "runtime/modules/Digest.h"
#include "runtime/modules/Modules.h"
#include "runtime/modules/io/IO.h"

namespace pyc {

namespace {
using digest::Algorithm;

struct HashObject : Object { // skip 2
  digest::State *state;
  const char *name;
};
HashObject *H(Value v) { return v.as<HashObject>(); }

bool bytesOf(Thread *t, Value v, std::string &out) {
  const char *p;
  size_t n;
  if (isStr(v)) {
    raise(t, exc::TypeError, "Strings must be encoded before hashing");
    return false;
  }
  if (!io::bytesLike(t, v, p, n)) {
    if (pendingMatches(t, exc::TypeError)) {
      clearPending(t);
      raise(t, exc::TypeError, "object supporting the buffer API required");
    }
    return false;
  }
  out.assign(p, n);
  return true;
}

struct Row { const char *module, *constructor, *name, *type; Algorithm algorithm; TypeObject *made; };
Row rows[] = {
    {"_md5", "md5", "md5", "_md5.md5", Algorithm::Md5}, {"_sha1", "sha1", "sha1", "_sha1.sha1", Algorithm::Sha1},
    {"_sha256", "sha224", "sha224", "_sha256.sha224", Algorithm::Sha224}, {"_sha256", "sha256", "sha256", "_sha256.sha256", Algorithm::Sha256},
    {"_sha512", "sha384", "sha384", "_sha512.sha384", Algorithm::Sha384}, {"_sha512", "sha512", "sha512", "_sha512.sha512", Algorithm::Sha512},
    {"_sha3", "sha3_224", "sha3_224", "_sha3.sha3_224", Algorithm::Sha3_224}, {"_sha3", "sha3_256", "sha3_256", "_sha3.sha3_256", Algorithm::Sha3_256},
    {"_sha3", "sha3_384", "sha3_384", "_sha3.sha3_384", Algorithm::Sha3_384}, {"_sha3", "sha3_512", "sha3_512", "_sha3.sha3_512", Algorithm::Sha3_512},
    {"_sha3", "shake_128", "shake_128", "_sha3.shake_128", Algorithm::Shake128}, {"_sha3", "shake_256", "shake_256", "_sha3.shake_256", Algorithm::Shake256},
    {"_blake2", "blake2b", "blake2b", "_blake2.blake2b", Algorithm::Blake2b}, {"_blake2", "blake2s", "blake2s", "_blake2.blake2s", Algorithm::Blake2s}};

const Row *rowOf(Value cls) {
  for (auto &r : rows)
    if (r.made && cls == typeValue(r.made))
      return &r;
  return nullptr;
}

/// (type, data=b'', *, usedforsecurity) and, for Blake2, its parameters.
Value hashNew(Thread *t, Value *args, size_t n) {
  const Row *row = rowOf(args[0]);
  if (!row)
    return raise(t, exc::TypeError, "cannot create instances of a subclass of a hash");
  bool blake = row->algorithm >= Algorithm::Blake2b, wide = row->algorithm == Algorithm::Blake2b;
  std::string data, key, salt, person;
  int64_t size = 0;
  if (args[1] && !bytesOf(t, args[1], data))
    return Value::empty();
  if (blake) {
    int64_t most = wide ? 64 : 32, extra = wide ? 16 : 8;
    if (args[3]) {
      if (!indexAsInt64(t, args[3], size, exc::OverflowError))
        return Value::empty();
      if (size < 1 || size > most)
        return raise(t, exc::ValueError, "digest_size for %s must be between 1 and %d bytes, here it is %zd", wide ? "Blake2b" : "Blake2s",
                     static_cast<int>(most), static_cast<ssize_t>(size));
    }
    if ((args[4] && !bytesOf(t, args[4], key)) || (args[5] && !bytesOf(t, args[5], salt)) || (args[6] && !bytesOf(t, args[6], person)))
      return Value::empty();
    if (key.size() > static_cast<size_t>(most))
      return raise(t, exc::ValueError, "maximum key length is %d bytes", static_cast<int>(most));
    if (salt.size() > static_cast<size_t>(extra))
      return raise(t, exc::ValueError, "maximum salt length is %d bytes", static_cast<int>(extra));
    if (person.size() > static_cast<size_t>(extra))
      return raise(t, exc::ValueError, "maximum person length is %d bytes", static_cast<int>(extra));
  }
  Value v = newInstance(t, args[0].as<TypeObject>());
  if (!v)
    return v;
  gcRegisterFinalizer(v.asObject());
  H(v)->name = row->name;
  H(v)->state = new digest::State;
  digest::start(*H(v)->state, row->algorithm, static_cast<uint32_t>(size), key, salt, person);
  digest::update(*H(v)->state, data.data(), data.size());
  return v;
}
Value hashUpdate(Thread *t, Value *args, size_t n) {
  std::string data;
  if (!bytesOf(t, args[1], data))
    return Value::empty();
  digest::update(*H(args[0])->state, data.data(), data.size());
  return None;
}
bool finished(Thread *t, Value *args, std::string &out) {
  int64_t length = 0;
  if (H(args[0])->state->digestSize == 0) {
    if (!args[1]) {
      raise(t, exc::TypeError, "digest() missing required argument 'length' (pos 1)");
      return false;
    }
    if (!indexAsInt64(t, args[1], length, exc::OverflowError))
      return false;
    if (length < 0 || length > (1 << 29)) {
      raise(t, exc::ValueError, length < 0 ? "value must be positive" : "length is too large");
      return false;
    }
  }
  out = digest::finish(*H(args[0])->state, static_cast<size_t>(length));
  return true;
}
Value hashDigest(Thread *t, Value *args, size_t n) {
  std::string d;
  return finished(t, args, d) ? newBytes(t, d.data(), static_cast<int64_t>(d.size())) : Value::empty();
}
Value hashHex(Thread *t, Value *args, size_t n) {
  std::string d, out;
  if (!finished(t, args, d))
    return Value::empty();
  for (char c : d) {
    out += "0123456789abcdef"[static_cast<uint8_t>(c) >> 4];
    out += "0123456789abcdef"[c & 15];
  }
  return newStr(t, out);
}
Value hashCopy(Thread *t, Value *args, size_t n) {
  Value v = newInstance(t, typeOf(args[0]));
  if (!v)
    return v;
  gcRegisterFinalizer(v.asObject());
  H(v)->name = H(args[0])->name;
  H(v)->state = new digest::State(*H(args[0])->state);
  return v;
}
Value hashRepr(Thread *t, Value *args, size_t n) {
  char text[100];
  snprintf(text, sizeof text, "<%s %s object @ 0x%lx>", H(args[0])->name, "_hashlib.HASH", static_cast<unsigned long>(gcIdentity(args[0].asObject())));
  return newStr(t, text);
}
Value nameOf(Thread *t, Value v) { return newStr(t, H(v)->name); }
Value digestSizeOf(Thread *t, Value v) { return Value::fromSmallInt(H(v)->state->digestSize); }
Value blockSizeOf(Thread *t, Value v) { return Value::fromSmallInt(H(v)->state->blockSize); }

#define METHODS(signature)                                                                         \
  {{"__new__", hashNew, signature, kEffAny, nullptr, kNativeStatic}, {"update", hashUpdate, "($self, obj, /)"}, \
   {"digest", hashDigest, "($self, length=<none>, /)"}, {"hexdigest", hashHex, "($self, length=<none>, /)"}, \
   {"copy", hashCopy, "($self, /)"}, {"__repr__", hashRepr, "($self, /)"}, {nullptr, nullptr, nullptr}}
const NativeDef plainMethods[] = METHODS("($type, string=b'', *, usedforsecurity=True)");
const NativeDef blakeMethods[] = METHODS("($type, data=b'', /, usedforsecurity=True, *, digest_size=64, key=b'', salt=b'', person=b'', fanout=1, depth=1, leaf_size=0, node_offset=0, node_depth=0, inner_size=0, last_node=False)");
const GetSetDef getsets[] = {{"name", nameOf, nullptr}, {"digest_size", digestSizeOf, nullptr}, {"block_size", blockSizeOf, nullptr}, {nullptr, nullptr, nullptr}};
const NativeDef none[] = {{nullptr, nullptr, nullptr}};

bool initModule(Thread *t, ModuleObject *m) {
  Value name = dictGetStr(m->dict.as<DictObject>(), names::__name__);
  std::string module = strToUtf8(name);
  for (auto &r : rows) {
    if (module != r.module)
      continue;
    bool blake = r.algorithm >= Algorithm::Blake2b;
    TypeSpec spec{r.type, Kind::RegularObject, sizeof(HashObject), TraceKind::FixedSlots, 2, 0, blake ? blakeMethods : plainMethods, getsets};
    r.made = makeBuiltinType(t, spec);
    if (blake) {
      bool wide = r.algorithm == Algorithm::Blake2b;
      struct { const char *name; int value; } sizes[] = {{"MAX_DIGEST_SIZE", wide ? 64 : 32}, {"MAX_KEY_SIZE", wide ? 64 : 32}, {"SALT_SIZE", wide ? 16 : 8}, {"PERSON_SIZE", wide ? 16 : 8}};
      for (auto &s : sizes)
        if (!typeDictSet(t, r.made, internStr(t, s.name), Value::fromSmallInt(s.value)))
          return false;
    }
    if (!moduleSet(t, m, r.constructor, typeValue(r.made)))
      return false;
  }
  return true;
}
const ModuleSpec specs[] = {{"_md5", "", none, initModule}, {"_sha1", "", none, initModule}, {"_sha256", "", none, initModule},
                            {"_sha512", "", none, initModule}, {"_sha3", "", none, initModule}, {"_blake2", "", none, initModule}};
} // namespace

/// Frees the state of a dead hash; called by the files' finaliser.
bool finalizeHash(Object *o) {
  for (auto &r : rows)
    if (r.made && o->type() == r.made) {
      delete static_cast<HashObject *>(o)->state;
      static_cast<HashObject *>(o)->state = nullptr;
      return true;
    }
  return false;
}

void registerHashes(Thread *t) {
  for (auto &s : specs)
    registerNativeModule(&s);
}

} // namespace pyc
