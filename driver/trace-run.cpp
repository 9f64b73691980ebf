//===- trace-run.cpp - Compile and run textual traces, for tests ----------===//
//
//   trace-run file.mlir --run=@name [--reg 1=10] [--reg 2=1.5] [--reg 3=None]
//     [--reg 4=obj:Point:1:2.5:None] [--bridge 3=@b] [--slot loop=@name]
//     [--no-opt] [--disable=MASK] [--stress=N] [--text=llvm] [--times] [--verify]
//     [--repeat=N] [--fresh-young]
//
// Runs the trace on a window of fake registers and prints where it left and
// what the interpreter's frames would hold, virtual objects written as
// @Shape(offset=value, ...). Objects made with obj: have the shape named and
// Values from byte 8 on. Symbols that name a helper below are that function;
// others get a little memory in the low arena.
//
//===----------------------------------------------------------------------===//
#include "dialects/Trace/Opcode.h"
#include "jit_orc/DefaultLayout.h"
#include "jit_orc/engine/Compiler.h"
#include "passes/Passes.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/raw_ostream.h"
#include "mlir/Parser/Parser.h"
#include <chrono>
#include <map>
#include <sys/mman.h>

using namespace pyc;
namespace cl = llvm::cl;

namespace {
Thread gThread;
Value gStack[4096];
uint64_t gExitValues[256];
int32_t gStress;
char *gArena;
std::map<std::string, uint64_t> gSymbols;
std::vector<CompiledTrace *> gTraces;
std::map<uint64_t, std::string> gNameOf;
unsigned gRemembered, gSlowAllocations;

char *arena(size_t bytes) {
  char *p = gArena;
  gArena += (bytes + 63) & ~size_t(63);
  return p;
}

// Helpers that tests may call.
uint64_t testAdd(uint64_t a, uint64_t b) { return a + b; }
double testHypot(double a, double b) { return __builtin_sqrt(a * a + b * b); }
bool testNot(bool b) { return !b; }
uint64_t testFail(Thread *) { return Value::kEmptyBits; }
uint64_t testId(uint64_t v) { return v; }
void testPrint(uint64_t v);
void *allocateSlow(Thread *t, size_t size, Shape *shape) {
  ++gSlowAllocations;
  auto *o = reinterpret_cast<Object *>(arena(size));
  o->shapeId = uint32_t(reinterpret_cast<uintptr_t>(shape));
  return o;
}
void remember(Object *, Value *) { ++gRemembered; }
uint64_t boxFloat(Thread *, double d) {
  auto *o = reinterpret_cast<double *>(arena(16));
  o[1] = d;
  reinterpret_cast<Object *>(o)->shapeId = uint32_t(gSymbols["FloatObject"]);
  return reinterpret_cast<uint64_t>(o) + 3;
}

uint64_t symbolAddress(const std::string &name) {
  uint64_t &address = gSymbols[name];
  if (!address) {
    address = reinterpret_cast<uint64_t>(arena(64));
    gNameOf[address] = name;
  }
  return address;
}

std::string show(uint64_t bits) {
  Value v = Value::fromBits(bits);
  if (v.isEmpty()) return "empty";
  if (v == None) return "None";
  if (v == True) return "True";
  if (v == False) return "False";
  if (v.isInt()) return std::to_string(v.asInt());
  char text[64];
  if (v.isFloat()) {
    snprintf(text, sizeof text, "%.12g", v.asFloat());
    return strpbrk(text, ".en") ? text : std::string(text) + ".0";
  }
  auto *o = v.as<uint64_t>();
  if (gNameOf.count(reinterpret_cast<uint64_t>(o)))
    return "@" + gNameOf[reinterpret_cast<uint64_t>(o)];
  uint32_t shape = uint32_t(o[0]);
  auto it = gNameOf.find(shape);
  std::string name = it == gNameOf.end() ? "?" : it->second;
  if (name == "FloatObject") {
    snprintf(text, sizeof text, "boxed %.12g", std::bit_cast<double>(o[1]));
    return text;
  }
  return name + "(" + show(o[1]) + ")";
}
void testPrint(uint64_t v) { llvm::outs() << "print " << show(v) << "\n"; }

std::string showTyped(TraceType type, uint64_t w) {
  switch (type) {
  case TraceType::Float: {
    Value v;
    double d = std::bit_cast<double>(w);
    if (Value::tryFromDouble(d, v))
      return "float " + show(v.bits);
    char text[64];
    snprintf(text, sizeof text, "float %.12g", d);
    return text;
  }
  case TraceType::Int: return "int " + std::to_string(int64_t(w) >> 2);
  case TraceType::Bool: return w ? "bool 1" : "bool 0";
  case TraceType::Raw: return "raw " + std::to_string(int64_t(w));
  case TraceType::Ptr: return "ptr";
  default: return show(w);
  }
}

std::string showExit(const CompiledTrace &t, const ExitValue &v) {
  switch (v.kind) {
  case ExitValueKind::Slot: return showTyped(v.type, gExitValues[v.payload]);
  case ExitValueKind::Int: return "int " + std::to_string(v.payload);
  case ExitValueKind::Float: return showTyped(TraceType::Float, v.payload);
  case ExitValueKind::Bool: return showTyped(TraceType::Bool, v.payload);
  case ExitValueKind::Raw: return showTyped(TraceType::Raw, v.payload);
  case ExitValueKind::Bits: return show(v.payload);
  case ExitValueKind::Object: return std::string("@") + t.symbols[v.payload].name;
  case ExitValueKind::Pointer: return std::string("&") + t.symbols[v.payload].name;
  case ExitValueKind::Virtual: {
    const ExitVirtual &made = t.virtuals[v.payload];
    std::string s = std::string("virtual ") + t.symbols[made.shape].name + "(";
    for (uint32_t i = 0; i < made.valueCount; ++i) {
      const ExitValue &field = t.values[made.firstValue + i];
      s += (i ? ", " : "") + std::to_string(field.reg) + "=" + showExit(t, field);
    }
    return s + ")";
  }
  }
  return "?";
}

void report(ExitSlot *slot) {
  if (!slot) {
    llvm::outs() << "finished " << show(gExitValues[0]) << "\n";
    return;
  }
  const CompiledTrace &t = *slot->trace;
  const Exit &exit = t.exits[slot->index];
  llvm::outs() << "exit of @" << t.name << (exit.raise ? " raise" : "") << "\n";
  for (uint32_t i = 0; i < exit.frameCount; ++i) {
    const ExitFrame &frame = t.frames[exit.firstFrame + i];
    llvm::outs() << "  @" << t.symbols[frame.code].name << ":" << frame.pc;
    if (frame.offset) llvm::outs() << " offset " << frame.offset;
    if (frame.ret) llvm::outs() << " ret " << frame.ret;
    if (frame.hasHolder) llvm::outs() << " holder " << showExit(t, frame.holder);
    for (uint32_t j = 0; j < frame.valueCount; ++j) {
      const ExitValue &v = t.values[frame.firstValue + j];
      llvm::outs() << (j ? ", " : " ") << v.reg << "=" << showExit(t, v);
    }
    llvm::outs() << "\n";
  }
}

// --plain: the frame as the interpreter would find it, however the trace held
// it: objects made and virtual look the same, and all registers are printed.
std::string showDeep(uint64_t bits, int depth) {
  Value v = Value::fromBits(bits);
  if (!v.isObject() || v == None || v == True || v == False)
    return show(bits);
  auto *o = v.as<uint64_t>();
  auto it = gNameOf.find(uint32_t(o[0]));
  if (it == gNameOf.end() || it->second[0] != 'P')
    return show(bits);
  if (depth > 6)
    return "...";
  return it->second + "(" + showDeep(o[1], depth + 1) + ", " +
         showDeep(o[2], depth + 1) + ")";
}

Value materialise(const CompiledTrace &t, const ExitValue &v,
                  std::vector<Value> &made, uint32_t firstVirtual) {
  auto boxed = [](double d) {
    Value f;
    return Value::tryFromDouble(d, f) ? f
                                      : Value::fromBits(boxFloat(nullptr, d));
  };
  uint64_t w = v.kind == ExitValueKind::Slot ? gExitValues[v.payload]
                                             : uint64_t(v.payload);
  switch (v.kind) {
  case ExitValueKind::Int: return Value::fromSmallInt(v.payload);
  case ExitValueKind::Bits: return Value::fromBits(w);
  case ExitValueKind::Object: return Value::fromBits(t.symbols[v.payload].address + 3);
  case ExitValueKind::Virtual: return made[v.payload - firstVirtual];
  default: break;
  }
  switch (v.type) {
  case TraceType::Float: return boxed(std::bit_cast<double>(w));
  case TraceType::Bool: return boolValue(w);
  case TraceType::Raw: return Value::fromSmallInt(int64_t(w));
  default: return Value::fromBits(w);
  }
}

void reportPlain(ExitSlot *slot, Value *base) {
  if (!slot) {
    llvm::outs() << "finished " << showDeep(gExitValues[0], 0) << "\n";
    return;
  }
  const CompiledTrace &t = *slot->trace;
  const Exit &exit = t.exits[slot->index];
  std::vector<Value> made;
  for (uint32_t i = 0; i < exit.virtualCount; ++i) {
    const ExitVirtual &virt = t.virtuals[exit.firstVirtual + i];
    auto *o = reinterpret_cast<uint64_t *>(arena(virt.size));
    o[0] = t.symbols[virt.shape].address;
    for (uint32_t j = 0; j < virt.valueCount; ++j) {
      const ExitValue &field = t.values[virt.firstValue + j];
      o[field.reg / 8] = materialise(t, field, made, exit.firstVirtual).bits;
    }
    made.push_back(Value::fromObject(o));
  }
  for (uint32_t i = 0; i < exit.frameCount; ++i) {
    const ExitFrame &frame = t.frames[exit.firstFrame + i];
    for (uint32_t j = 0; j < frame.valueCount; ++j) {
      const ExitValue &v = t.values[frame.firstValue + j];
      base[frame.offset + v.reg] = materialise(t, v, made, exit.firstVirtual);
    }
    llvm::outs() << "@" << t.symbols[frame.code].name << ":" << frame.pc
                 << (exit.raise ? " raise" : "") << "\n";
  }
  for (int i = 0; i < 24; ++i)
    llvm::outs() << "  " << i << " = " << showDeep(base[i].bits, 0) << "\n";
}

Value parseValue(llvm::StringRef text) {
  if (text == "None") return None;
  if (text == "True") return True;
  if (text == "False") return False;
  if (text == "empty") return Value::empty();
  if (text.consume_front("@"))
    return Value::fromBits(symbolAddress(text.str()) + 3);
  if (text.consume_front("obj:") || text.consume_front("old:")) {
    bool old = text.data()[-4] == 'o' && text.data()[-3] == 'l';
    llvm::SmallVector<llvm::StringRef> parts;
    text.split(parts, ':');
    auto *o = reinterpret_cast<uint64_t *>(arena(8 * parts.size()));
    o[0] = symbolAddress(parts[0].str()) | (old ? uint64_t(kGcOld) << 32 : 0);
    for (size_t i = 1; i < parts.size(); ++i) {
      llvm::StringRef field = parts[i];
      int64_t raw;
      double d;
      if (field.consume_front("raw") && !field.getAsInteger(0, raw))
        o[i] = raw;
      else if (field.consume_front("f64") && !field.getAsDouble(d))
        o[i] = std::bit_cast<uint64_t>(d);
      else
        o[i] = parseValue(field).bits;
    }
    return Value::fromObject(o);
  }
  int64_t i;
  if (!text.getAsInteger(0, i)) return Value::fromSmallInt(i);
  double d;
  Value v;
  if (!text.getAsDouble(d)) {
    if (Value::tryFromDouble(d, v)) return v;
    return Value::fromBits(boxFloat(nullptr, d));
  }
  llvm::errs() << "trace-run: cannot read value " << text << "\n";
  exit(2);
}

cl::opt<std::string> input(cl::Positional, cl::Required);
cl::opt<std::string> runName("run");
cl::list<std::string> regs("reg"), bridges("bridge"), slots("slot");
cl::opt<bool> noOpt("no-opt"), times("times"), noVerify("no-verify"),
    breaker("breaker"), fullNursery("full-nursery"), regsAfter("regs-after"), plain("plain");
cl::opt<unsigned> disable("disable", cl::init(0)), repeat("repeat", cl::init(1)),
    stress("stress", cl::init(0)), compiles("compiles", cl::init(1));
cl::list<std::string> text("text");
} // namespace

int main(int argc, char **argv) {
  cl::ParseCommandLineOptions(argc, argv);
  gArena = static_cast<char *>(mmap(
      reinterpret_cast<void *>(kLowArenaBase), 64 << 20, PROT_READ | PROT_WRITE,
      MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0));
  gArena += kSingletonCount * kSingletonStride;
  gSymbols = {{"test_add", reinterpret_cast<uint64_t>(testAdd)},
              {"test_hypot", reinterpret_cast<uint64_t>(testHypot)},
              {"test_not", reinterpret_cast<uint64_t>(testNot)},
              {"test_fail", reinterpret_cast<uint64_t>(testFail)},
              {"test_id", reinterpret_cast<uint64_t>(testId)},
              {"test_print", reinterpret_cast<uint64_t>(testPrint)}};
  symbolAddress("FloatObject");
  gThread.exitValues = gExitValues;
  gThread.gcBlack = kGcOld; // the fake objects have no colours
  gThread.nurseryTop = static_cast<char *>(calloc(64, 1 << 20));
  gThread.nurseryEnd = gThread.nurseryTop + (fullNursery ? 0 : 64 << 20);
  RuntimeLayout layout = defaultRuntimeLayout();
  layout.allocateSlow = reinterpret_cast<uint64_t>(allocateSlow);
  layout.remember = reinterpret_cast<uint64_t>(remember);
  layout.boxFloat = reinterpret_cast<uint64_t>(boxFloat);
  layout.stressCounter = reinterpret_cast<uint64_t>(&gStress);
  gStress = stress ? int32_t(stress) : 0;
  Compiler compiler(layout);
  TraceOptions options;
  options.optimise = !noOpt;
  options.verify = !noVerify;
  options.disabledPasses = disable;
  options.stress = stress != 0;
  for (const std::string &stage : text)
    options.textStages |= stage == "trace"       ? kTextTrace
                          : stage == "trace-opt" ? kTextTraceOpt
                          : stage == "llvm"      ? kTextLLVM
                          : stage == "asm"       ? kTextAsm
                                                 : 0;
  std::map<std::string, CompiledTrace *> byName;
  for (unsigned round = 0; round < compiles; ++round) {
    auto module =
        mlir::parseSourceFile<mlir::ModuleOp>(input, &compiler.context);
    if (!module)
      return 1;
    for (trace::TraceOp op : module->getOps<trace::TraceOp>()) {
      CompiledTrace *t = compileTraceOp(
          compiler, op,
          [](llvm::StringRef name) {
            return TraceSymbol{nullptr, symbolAddress(name.str()),
                               SymbolKind::Object};
          },
          options);
      if (t->error) {
        llvm::errs() << "trace-run: " << t->error << "\n";
        return 1;
      }
      if (round + 1 == compiles)
        llvm::outs() << t->text;
      if (times)
        llvm::outs() << t->name << ": " << t->opsBefore << " -> " << t->opsAfter
                     << " ops, " << t->codeSize << " bytes; optimise "
                     << t->phases.optimise << " lower " << t->phases.lower
                     << " codegen " << t->phases.codegen << " link "
                     << t->phases.link << " us\n";
      byName[t->name] = t;
      *reinterpret_cast<TraceFn *>(symbolAddress(std::string(t->name))) = t->entry;
    }
  }
  auto named = [&](llvm::StringRef name) -> CompiledTrace * {
    name.consume_front("@");
    auto it = byName.find(name.str());
    if (it == byName.end()) {
      llvm::errs() << "trace-run: no trace @" << name << "\n";
      exit(2);
    }
    return it->second;
  };
  if (runName.empty())
    return 0;
  CompiledTrace *main = named(runName);
  for (llvm::StringRef spec : bridges) { // exit=@bridge, or trace.exit=@bridge
    auto [where, what] = spec.split('=');
    CompiledTrace *from = main;
    if (where.contains('.')) {
      from = named(where.split('.').first);
      where = where.split('.').second;
    }
    unsigned number = ~0u;
    if (where.getAsInteger(10, number) || number >= from->exitCount) {
      llvm::errs() << "trace-run: no exit " << where << "\n";
      return 2;
    }
    from->slots[number].bridge = named(what)->entry;
  }
  Value *base = gStack + 64;
  auto start = std::chrono::steady_clock::now();
  ExitSlot *left = nullptr;
  for (unsigned i = 0; i < repeat; ++i) {
    for (llvm::StringRef spec : regs) {
      auto [reg, value] = spec.split('=');
      unsigned number;
      if (reg.getAsInteger(10, number) || number > 1000)
        return 2;
      base[number] = parseValue(value);
    }
    gThread.evalBreaker = breaker;
    left = main->entry(base, &gThread);
  }
  auto took = std::chrono::steady_clock::now() - start;
  if (plain)
    reportPlain(left, base);
  else
    report(left);
  if (regsAfter)
    for (unsigned i = 0; i < 8; ++i)
      llvm::outs() << "  reg " << i << " = " << show(base[i].bits) << "\n";
  if (gRemembered)
    llvm::outs() << "remembered " << gRemembered << "\n";
  if (gSlowAllocations)
    llvm::outs() << "slow allocations " << gSlowAllocations << "\n";
  if (times)
    llvm::outs() << "ran "
                 << std::chrono::duration_cast<std::chrono::microseconds>(took)
                        .count()
                 << " us\n";
  return 0;
}
