//===- trace_api.cpp - The border of libpyc-compiler.so, end to end -------===//
//
// Loads the library as pyc-run does, compiles a recorded loop, runs it, frees
// it; checks that a broken buffer is refused. `trace_api path [ops]` also
// prints times for a loop of that many operations.
//
//===----------------------------------------------------------------------===//
#include "jit_orc/DefaultLayout.h"
#include "jit_orc/TraceWriter.h"
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>

using namespace pyc;

static double ms() {
  using namespace std::chrono;
  return duration<double, std::milli>(steady_clock::now().time_since_epoch())
      .count();
}
#define CHECK(what)                                                            \
  if (!(what)) {                                                               \
    printf("failed: %s (line %d)\n", #what, __LINE__);                         \
    return 1;                                                                  \
  }

static uint64_t gExitValues[256];
static Thread gThread;
static Value gStack[256];

// while i < n: i += 1; x = x * 1.5 + i
static void writeLoop(TraceWriter &w, int copies) {
  uint32_t code = w.symbol("code_f", 0x1000, SymbolKind::Code);
  TraceRef i0 = w.arg(0), n0 = w.arg(1), x0 = w.arg(2);
  w.label({i0, n0, x0});
  TraceRef i = i0, x = x0;
  for (int c = 0; c < copies; ++c) {
    uint32_t s = w.frame({.code = code, .pc = 4}, {{0, i}, {1, n0}, {2, x}});
    TraceRef ii = w.guard(TraceOpcode::guard_int_, s, {i});
    TraceRef nn = w.guard(TraceOpcode::guard_int_, s, {n0});
    TraceRef lt = w.op(TraceOpcode::int_lt_, {ii, nn});
    w.guard(TraceOpcode::guard_true_, s, {lt});
    TraceRef j = w.guard(TraceOpcode::int_add_ovf_, s, {ii, w.constInt(1)});
    i = w.op(TraceOpcode::box_int_, {j});
    uint32_t s2 = w.frame({.code = code, .pc = 6}, {{0, i}, {1, n0}, {2, x}});
    TraceRef f = w.guard(TraceOpcode::guard_float_, s2, {x});
    TraceRef g = w.op(TraceOpcode::float_mul_, {f, w.constFloat(1.5)});
    TraceRef h = w.op(TraceOpcode::int_to_float_, {j});
    TraceRef k = w.op(TraceOpcode::float_add_, {g, h});
    x = w.op(TraceOpcode::box_float_, {k});
  }
  uint32_t s3 = w.frame({.code = code, .pc = 2}, {{0, i}, {1, n0}, {2, x}});
  w.guard(TraceOpcode::guard_breaker_, s3, {});
  w.jump({i, n0, x});
}

int main(int argc, char **argv) {
  if (argc < 2)
    return 2;
  double t0 = ms();
  void *library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
  if (!library)
    return printf("%s\n", dlerror()), 1;
  auto get = reinterpret_cast<const CompilerApi *(*)(uint32_t)>(
      dlsym(library, "pyc_compiler_api"));
  CHECK(get && !get(0) && get(kCompilerApiVersion));
  const CompilerApi &api = *get(kCompilerApiVersion);
  double t1 = ms();
  RuntimeLayout layout = defaultRuntimeLayout();
  layout.allocateSlow = layout.remember = layout.boxFloat = 0x1000;
  Compiler *compiler = api.newCompiler(&layout);
  double t2 = ms();

  TraceWriter w;
  writeLoop(w, 1);
  TraceOptions options;
  options.verify = options.keepObject = true;
  CompiledTrace *t =
      api.compileTrace(compiler, &w.finish("f_4", TraceBufferKind::Loop), &options);
  if (t->error)
    return printf("%s\n", t->error), 1;
  double t3 = ms();
  gThread.exitValues = gExitValues;
  Value x;
  Value::tryFromDouble(1.0, x);
  gStack[64] = Value::fromSmallInt(0);
  gStack[65] = Value::fromSmallInt(10);
  gStack[66] = x;
  ExitSlot *left = t->entry(gStack + 64, &gThread);
  CHECK(left && left->trace == t);
  const Exit &exit = t->exits[left->index];
  CHECK(exit.frameCount == 1 && !exit.raise);
  const ExitFrame &frame = t->frames[exit.firstFrame];
  CHECK(frame.pc == 4 && std::string(t->symbols[frame.code].name) == "code_f");
  bool sawTen = false;
  for (uint32_t i = 0; i < frame.valueCount; ++i) {
    const ExitValue &v = t->values[frame.firstValue + i];
    if (v.reg == 0)
      sawTen = v.kind == ExitValueKind::Slot && v.type == TraceType::Int &&
               int64_t(gExitValues[v.payload]) >> 2 == 10;
    CHECK(v.reg != 1); // unchanged: memory has it
  }
  CHECK(sawTen);
  // The stored object links again.
  CompiledTrace *again = api.linkTrace(compiler, t);
  CHECK(!again->error && again->entry != t->entry);
  gStack[64] = Value::fromSmallInt(0);
  left = again->entry(gStack + 64, &gThread);
  CHECK(left && left->trace == again);
  api.freeTrace(compiler, t);
  api.freeTrace(compiler, again);

  // What a recorder may get wrong is refused.
  w.clear();
  TraceRef a = w.arg(0);
  w.op(TraceOpcode::int_add_, {a, a});
  t = api.compileTrace(compiler, &w.finish("bad", TraceBufferKind::Function), &options);
  CHECK(t->error);
  printf("refused: %s\n", t->error);
  api.freeTrace(compiler, t);

  printf("ok\n");
  if (argc > 2) {
    printf("load %.2f ms, compiler %.2f ms, first trace %.2f ms\n", t1 - t0,
           t2 - t1, t3 - t2);
    options.verify = false;
    for (int round = 0; round < 3; ++round) {
      w.clear();
      writeLoop(w, atoi(argv[2]) / 11);
      t = api.compileTrace(compiler, &w.finish("big", TraceBufferKind::Loop), &options);
      if (t->error)
        return printf("%s\n", t->error), 1;
      printf("%u -> %u ops, %zu bytes, %u exits: import %u, optimise %u, lower "
             "%u, codegen %u, link %u, total %u us\n",
             t->opsBefore, t->opsAfter, t->codeSize, t->exitCount,
             t->phases.import, t->phases.optimise, t->phases.lower,
             t->phases.codegen, t->phases.link, t->phases.total);
      api.freeTrace(compiler, t);
    }
  }
  api.freeCompiler(compiler);
  return 0;
}
