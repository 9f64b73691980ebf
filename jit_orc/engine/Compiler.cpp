//===- Compiler.cpp - A trace from buffer to machine code -----------------===//
//
// import, optimise, lower, generate code, link: each timed. The contexts live
// as long as the compiler; what one trace needs beyond them is made for it.
//
//===----------------------------------------------------------------------===//
#include "jit_orc/engine/Compiler.h"
#include "dialects/Trace/Opcode.h"
#include "jit_orc/engine/CodeGen.h"
#include "jit_orc/engine/Import.h"
#include "passes/lowering/TraceToLLVM.h"
#include "passes/trace/Passes.h"
#include "passes/trace/TraceUtil.h"
#include "llvm/IR/Verifier.h"
#include "llvm/Object/ObjectFile.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Target/TargetMachine.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/Verifier.h"
#include <cstdio>
#include <ctime>
#include <unistd.h>

using namespace pyc;

namespace {
// CPU time of this thread: what a compilation costs whoever else wants to run.
struct Clock {
  static uint64_t now() {
    timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return uint64_t(t.tv_sec) * 1000000 + t.tv_nsec / 1000;
  }
  uint64_t start = now(), last = start;
  uint32_t lap() {
    uint64_t at = now(), before = last;
    last = at;
    return uint32_t(at - before);
  }
  uint32_t total() { return uint32_t(now() - start); }
};

struct Impl : CompiledTrace {
  ExitTables tables;
  std::vector<TraceSymbol> symbolTable;
  std::vector<std::string> symbolNames;
  llvm::SmallVector<char, 0> objectBytes;
  std::unique_ptr<ExitSlot[]> slotArray;
  std::atomic<uint32_t> flag{0};
  std::string problem, texts, symbolName;
  void *handle = nullptr;

  Impl() : CompiledTrace{} {
    impl = this;
    invalidated = &flag;
    refusedPart = kNoIndex;
  }
  Impl *failed(std::string why) {
    problem = why.empty() ? "unknown error" : std::move(why);
    error = problem.c_str();
    return this;
  }
};
} // namespace

Compiler::Compiler(const RuntimeLayout &layout)
    : layout(layout), context(mlir::MLIRContext::Threading::DISABLED) {
  context.loadDialect<trace::TraceDialect>();
}
Compiler::~Compiler() = default;

std::string Compiler::prepareTraces() {
  if (linker)
    return "";
  initialiseCodeGen();
  machine = makeTargetMachine();
  if (!machine)
    return "no code generator for this machine";
  auto made = Linker::create();
  if (!made)
    return llvm::toString(made.takeError());
  linker = std::move(*made);
  return "";
}

static uint32_t countOps(trace::TraceOp op) {
  uint32_t n = 0;
  for (mlir::Block &block : op.getBody())
    n += block.getOperations().size();
  return n;
}

// Objects that the root's own path makes in each round of its loop.
static uint32_t countLoopAllocations(trace::TraceOp op) {
  TraceLoop loop = findLoop(op);
  uint32_t n = 0;
  for (mlir::Block *at = loop.header; at;) {
    for (mlir::Operation &o : *at)
      n += llvm::isa<trace::NewOp>(o);
    mlir::Operation *end = at->getTerminator();
    auto fork = llvm::dyn_cast<trace::ForkOp>(end);
    auto branch = llvm::dyn_cast<trace::BranchOp>(end);
    at = fork ? fork.getNext() : branch ? branch->getSuccessor(branch->hasAttr("main_else")) : nullptr;
  }
  return n;
}

static void addText(Impl &out, const char *stage, llvm::StringRef text) {
  out.texts += ("; ---- " + llvm::Twine(stage) + "\n" + text + "\n").str();
}
static std::string printed(mlir::Operation *op) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  op->print(stream, mlir::OpPrintingFlags().useLocalScope());
  return text;
}

static void writePerfMap(const Impl &trace) {
  char path[64];
  snprintf(path, sizeof path, "/tmp/perf-%d.map", int(getpid()));
  if (FILE *f = fopen(path, "a")) {
    fprintf(f, "%lx %zx %s\n", (unsigned long)trace.code, trace.codeSize,
            trace.name);
    fclose(f);
  }
}

// Gives the tables, the slots and the symbols' addresses to the linker. What
// stays is what exits need: traces live as long as the process.
static bool linkCode(Compiler &compiler, Impl &out, bool keepObject) {
  out.tables.finish();
  out.exits = out.tables.exits.data();
  out.exitCount = out.tables.exits.size();
  out.frames = out.tables.frames.data();
  out.frameCount = out.tables.frames.size();
  out.values = out.tables.values.data();
  out.valueCount = out.tables.values.size();
  out.virtuals = out.tables.virtuals.data();
  out.virtualCount = out.tables.virtuals.size();
  out.name = out.symbolName.c_str();
  out.symbols = out.symbolTable.data();
  out.symbolCount = out.symbolTable.size();
  out.slotArray.reset(new ExitSlot[out.exitCount + 1]());
  out.slots = out.slotArray.get();
  for (uint32_t i = 0; i < out.exitCount; ++i) {
    out.slots[i].trace = &out;
    out.slots[i].index = i;
  }
  const RuntimeLayout &layout = compiler.layout;
  std::vector<std::pair<llvm::StringRef, uint64_t>> symbols = {
      {kSymExits, reinterpret_cast<uint64_t>(out.slots)},
      {kSymInvalidated, reinterpret_cast<uint64_t>(out.invalidated)},
      {kSymAllocate, layout.allocateSlow},
      {kSymRemember, layout.remember},
      {kSymBoxFloat, layout.boxFloat},
      {kSymStress, layout.stressCounter}};
  for (const TraceSymbol &s : out.symbolTable)
    if (!llvm::StringRef(s.name).starts_with("pyc_rt_") &&
        llvm::StringRef(s.name) != kSymInvalidated)
      symbols.push_back({s.name, s.address});
  std::vector<std::string> valueNames;
  for (uint32_t i : out.tables.valueSymbols)
    valueNames.push_back(std::string(out.symbolTable[i].name) + kValueSuffix);
  for (size_t i = 0; i < valueNames.size(); ++i)
    symbols.push_back(
        {valueNames[i], out.symbolTable[out.tables.valueSymbols[i]].address + 3});
  auto linked = compiler.linker->link(
      {out.objectBytes.data(), out.objectBytes.size()}, kCodePrefix + out.symbolName, symbols);
  if (!linked) {
    out.failed(llvm::toString(linked.takeError()));
    return false;
  }
  out.handle = linked->handle;
  out.code = linked->entry;
  out.entry = reinterpret_cast<TraceFn>(linked->entry);
  auto object = llvm::object::ObjectFile::createObjectFile(
      llvm::MemoryBufferRef({out.objectBytes.data(), out.objectBytes.size()},
                            "trace"));
  if (object) {
    for (const llvm::object::SectionRef &section : (*object)->sections())
      if (section.isText())
        out.codeSize += section.getSize();
  } else {
    llvm::consumeError(object.takeError());
  }
  if (keepObject) {
    out.object = reinterpret_cast<const uint8_t *>(out.objectBytes.data());
    out.objectSize = out.objectBytes.size();
  } else {
    llvm::SmallVector<char, 0>().swap(out.objectBytes);
  }
  return true;
}

CompiledTrace *
pyc::compileTraceOp(Compiler &compiler, trace::TraceOp op,
                    llvm::function_ref<TraceSymbol(llvm::StringRef)> lookup,
                    const TraceOptions &options) {
  auto *out = new Impl;
  Clock clock;
  std::string unready = compiler.prepareTraces();
  if (!unready.empty())
    return out->failed(unready);
  clock.lap();
  out->symbolName = op.getSymName().str();
  out->opsBefore = countOps(op);
  auto wants = [&](uint32_t stage) { return options.textStages & stage; };
  if (wants(kTextTrace))
    addText(*out, "trace", printed(op));
  std::string diagnostics;
  mlir::ScopedDiagnosticHandler handler(
      &compiler.context, [&](mlir::Diagnostic &d) {
        diagnostics += d.str() + "\n";
        return mlir::success();
      });
  if (options.verify && failed(mlir::verify(op)))
    return out->failed("recorded trace: " + diagnostics);
  if (options.optimise) {
    std::string why =
        optimiseTrace(op, {options.verify, options.disabledPasses});
    if (!why.empty())
      return out->failed(why + ": " + diagnostics);
  }
  out->opsAfter = countOps(op);
  out->loopAllocations = countLoopAllocations(op);
  out->phases.optimise = clock.lap();
  if (wants(kTextTraceOpt))
    addText(*out, "trace-opt", printed(op));

  clock.lap();
  llvm::LLVMContext context;
  llvm::Module module(out->symbolName, context);
  prepareModule(module, *compiler.machine);
  LoweringOptions lowering = {compiler.layout, options.stress};
  if (auto error = lowerTrace(op, module, lowering, out->tables))
    return out->failed(llvm::toString(std::move(error)));
  if (options.verify) {
    std::string text;
    llvm::raw_string_ostream stream(text);
    if (llvm::verifyModule(module, &stream))
      return out->failed("lowered trace: " + text);
  }
  out->phases.lower = clock.lap();
  for (uint32_t stage : {kTextLLVM, kTextLLVMOpt})
    if (wants(stage)) {
      std::string text;
      llvm::raw_string_ostream stream(text);
      module.print(stream, nullptr);
      addText(*out, stage == kTextLLVM ? "llvm" : "llvm-opt", text);
    }
  if (wants(kTextAsm)) {
    // Code generation changes the module: let it have a copy.
    llvm::LLVMContext copyContext;
    llvm::Module copy(out->symbolName, copyContext);
    prepareModule(copy, *compiler.machine);
    ExitTables tables;
    if (auto error = lowerTrace(op, copy, lowering, tables))
      llvm::consumeError(std::move(error));
    addText(*out, "asm", emitAssembly(copy, *compiler.machine));
  }
  out->text = out->texts.c_str();
  clock.lap();
  if (!emitObject(module, *compiler.machine, out->objectBytes))
    return out->failed("no code generated");
  out->phases.codegen = clock.lap();

  // The tables' order of names is the order of the symbols given back.
  out->symbolNames = out->tables.symbols;
  for (const std::string &name : out->symbolNames) {
    TraceSymbol found = lookup(name);
    if (!found.address && name != kSymInvalidated)
      return out->failed("unknown symbol " + name);
    found.name = name.c_str();
    out->symbolTable.push_back(found);
  }
  if (!linkCode(compiler, *out, options.keepObject))
    return out;
  out->phases.link = clock.lap();
  out->phases.total = clock.total();
  if (options.perfMap)
    writePerfMap(*out);
  return out;
}

CompiledTrace *pyc::compileTrace(Compiler *compiler, const TraceBuffer *buffer,
                                 const TraceOptions *options) {
  std::lock_guard<std::mutex> hold(compiler->lock);
  Clock clock;
  std::string problem;
  auto op = importTrace(*buffer, compiler->context, problem);
  if (!op)
    return (new Impl)->failed("import: " + problem);
  uint32_t imported = clock.lap();
  llvm::StringMap<const TraceSymbol *> byName;
  for (const TraceSymbol &s :
       llvm::ArrayRef(buffer->symbols, buffer->symbolCount))
    byName[s.name] = &s;
  CompiledTrace *made = compileTraceOp(
      *compiler, *op,
      [&](llvm::StringRef name) {
        auto it = byName.find(name);
        return it == byName.end() ? TraceSymbol{} : *it->second;
      },
      *options);
  made->phases.import = imported;
  made->phases.total += imported;
  return made;
}

CompiledTrace *pyc::compileTree(Compiler *compiler, const TreePart *parts,
                                uint32_t count, const char *name,
                                uint64_t ownSlot, const TraceOptions *options) {
  std::lock_guard<std::mutex> hold(compiler->lock);
  Clock clock;
  std::string problem;
  uint32_t refused = kNoIndex;
  llvm::StringMap<TraceSymbol> symbols;
  auto op = importTree(llvm::ArrayRef(parts, count), name, ownSlot,
                       compiler->context, problem, refused, symbols);
  if (!op) {
    Impl *failed = (new Impl)->failed("import: " + problem);
    failed->refusedPart = refused;
    return failed;
  }
  uint32_t imported = clock.lap();
  CompiledTrace *made = compileTraceOp(
      *compiler, *op,
      [&](llvm::StringRef symbol) { return symbols.lookup(symbol); }, *options);
  made->phases.import = imported;
  made->phases.total += imported;
  return made;
}

CompiledTrace *pyc::linkTrace(Compiler *compiler, const CompiledTrace *from) {
  std::lock_guard<std::mutex> hold(compiler->lock);
  auto *out = new Impl;
  std::string unready = compiler->prepareTraces();
  if (!unready.empty())
    return out->failed(unready);
  Clock clock;
  out->tables.exits.assign(from->exits, from->exits + from->exitCount);
  out->tables.frames.assign(from->frames, from->frames + from->frameCount);
  out->tables.values.assign(from->values, from->values + from->valueCount);
  out->tables.virtuals.assign(from->virtuals,
                              from->virtuals + from->virtualCount);
  for (uint32_t i = 0; i < from->symbolCount; ++i)
    out->symbolNames.push_back(from->symbols[i].name);
  for (uint32_t i = 0; i < from->symbolCount; ++i) {
    out->symbolTable.push_back(from->symbols[i]);
    out->symbolTable.back().name = out->symbolNames[i].c_str();
  }
  // Which symbols are used as Values is not stored: give them all.
  for (uint32_t i = 0; i < from->symbolCount; ++i)
    out->tables.valueSymbols.push_back(i);
  out->objectBytes.assign(from->object, from->object + from->objectSize);
  out->opsBefore = from->opsBefore;
  out->opsAfter = from->opsAfter;
  out->symbolName = from->name;
  if (linkCode(*compiler, *out, /*keepObject=*/true))
    out->phases.link = out->phases.total = clock.lap();
  return out;
}

void pyc::freeTrace(Compiler *compiler, CompiledTrace *trace) {
  if (!trace)
    return;
  std::lock_guard<std::mutex> hold(compiler->lock);
  auto *impl = static_cast<Impl *>(trace);
  if (impl->handle)
    compiler->linker->unlink(impl->handle);
  delete impl;
}
