//===- BlobView.cpp - Reading a blob back ---------------------------------===//
#include "passes/lowering/BlobView.h"
#include <cmath>
#include <cstdio>

using namespace pyc;
using namespace pyc::lowering;

static std::string quoted(std::string_view s, bool bytes) {
  std::string out = bytes ? "b'" : "'";
  for (char ch : s) {
    auto c = static_cast<unsigned char>(ch);
    if (c == '\'' || c == '\\') {
      out += '\\';
      out += ch;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c < 0x20 || c == 0x7F || (bytes && c >= 0x80)) {
      char buffer[8];
      snprintf(buffer, sizeof buffer, "\\x%02x", c);
      out += buffer;
    } else {
      out += ch;
    }
  }
  return out + "'";
}

static std::string number(double d) {
  char buffer[40];
  for (int precision = 1; precision <= 17; ++precision) {
    snprintf(buffer, sizeof buffer, "%.*g", precision, d);
    if (strtod(buffer, nullptr) == d)
      break;
  }
  std::string s = buffer;
  if (std::isfinite(d) && s.find_first_of(".e") == s.npos)
    s += ".0";
  return s;
}

static bool readCode(BlobReader &r, BlobCode &code, unsigned depth);

static bool readConst(BlobReader &r, BlobCode &code, BlobCode::Const &out,
                      unsigned depth) {
  if (depth > 250)
    return false;
  out.tag = ConstTag(r.u8());
  auto asDouble = [&] {
    uint64_t bits = r.u64();
    double d;
    memcpy(&d, &bits, 8);
    return d;
  };
  switch (out.tag) {
  case ConstTag::None:
    out.text = "None";
    break;
  case ConstTag::True:
    out.text = "True";
    break;
  case ConstTag::False:
    out.text = "False";
    break;
  case ConstTag::Ellipsis:
    out.text = "Ellipsis";
    break;
  case ConstTag::Int:
    out.text = std::to_string(r.svarint());
    break;
  case ConstTag::BigInt:
    out.text = "0x" + std::string(r.str());
    break;
  case ConstTag::Float:
    out.text = number(asDouble());
    break;
  case ConstTag::Complex: {
    double re = asDouble(), im = asDouble();
    out.text = "(" + number(re) + "+" + number(im) + "j)";
    break;
  }
  case ConstTag::Str:
  case ConstTag::Name:
    out.text = quoted(r.str(), false);
    break;
  case ConstTag::Bytes:
    out.text = quoted(r.str(), true);
    break;
  case ConstTag::Tuple:
  case ConstTag::FrozenSet: {
    bool tuple = out.tag == ConstTag::Tuple;
    uint64_t n = r.varint();
    out.text = tuple ? "(" : "frozenset({";
    for (uint64_t i = 0; i < n && !r.failed; ++i) {
      BlobCode::Const element;
      if (!readConst(r, code, element, depth + 1))
        return false;
      out.text += (i ? ", " : "") + element.text;
    }
    out.text += tuple ? (n == 1 ? ",)" : ")") : "})";
    break;
  }
  case ConstTag::Code: {
    BlobCode nested;
    if (!readCode(r, nested, depth + 1))
      return false;
    out.text = "<code " + nested.qualname + ">";
    out.code = unsigned(code.codes.size());
    code.codes.push_back(std::move(nested));
    break;
  }
  default:
    return false;
  }
  return !r.failed;
}

static bool readCode(BlobReader &r, BlobCode &code, unsigned depth) {
  code.name = r.str();
  code.qualname = r.str();
  code.filename = r.str();
  code.firstLine = uint32_t(r.varint());
  code.flags = uint32_t(r.varint());
  code.argCount = uint32_t(r.varint());
  code.posOnlyCount = uint32_t(r.varint());
  code.kwOnlyCount = uint32_t(r.varint());
  code.registerCount = uint32_t(r.varint());
  uint64_t n = r.varint();
  for (uint64_t i = 0; i < n && !r.failed; ++i) {
    uint8_t kind = r.u8();
    code.locals.push_back({kind, std::string(r.str())});
  }
  n = r.varint();
  for (uint64_t i = 0; i < n && !r.failed; ++i) {
    code.constants.emplace_back();
    BlobCode::Const constant;
    if (!readConst(r, code, constant, depth))
      return false;
    code.constants.back() = std::move(constant);
  }
  n = r.varint();
  r.align8();
  if (r.failed || !r.need(n * 8))
    return false;
  code.words.resize(n);
  memcpy(code.words.data(), r.p, n * 8);
  r.p += n * 8;
  n = r.varint();
  for (uint64_t i = 0; i < n && !r.failed; ++i) {
    ExceptionEntry e;
    e.start = uint32_t(r.varint());
    e.end = uint32_t(r.varint());
    e.handler = uint32_t(r.varint());
    code.exceptions.push_back(e);
  }
  n = r.varint();
  uint32_t pc = 0, line = 0;
  for (uint64_t i = 0; i < n && !r.failed; ++i) {
    PositionEntry p;
    p.pc = pc += uint32_t(r.varint());
    p.line = line = uint32_t(int64_t(line) + r.svarint());
    p.endLine = uint32_t(int64_t(line) + r.svarint());
    p.col = uint16_t(r.svarint());
    p.endCol = uint16_t(r.svarint());
    code.positions.push_back(p);
  }
  return !r.failed;
}

bool pyc::lowering::readBlob(std::string_view blob, BlobCode &code) {
  BlobReader r(blob.data(), blob.size());
  char magic[4] = {};
  if (r.need(4)) {
    memcpy(magic, r.p, 4);
    r.p += 4;
  }
  if (memcmp(magic, kBlobMagic, 4) != 0 || r.u32() != kBlobVersion)
    return false;
  return readCode(r, code, 0) && r.p == r.end;
}
