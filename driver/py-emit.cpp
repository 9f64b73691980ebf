//===- py-emit.cpp - A stage's text of Python files, without running them -===//
//
//   py-emit STAGE [--mode=exec|eval|single] FILE...
//     STAGE: tokens, ast, py, py-opt, bytecode; or
//       check  compile, verify the bytecode, print only what is wrong
//       time   compile, print the milliseconds of the best of five
//
//===----------------------------------------------------------------------===//
#include "jit_orc/engine/Source.h"
#include "passes/lowering/PyToBytecode.h"
#include <chrono>
#include <cstdio>
#include <cstring>
#include <string>

using namespace pyc;

static bool readFile(const char *path, std::string &out) {
  FILE *file = strcmp(path, "-") ? fopen(path, "rb") : stdin;
  if (!file)
    return false;
  char buffer[65536];
  size_t n;
  while ((n = fread(buffer, 1, sizeof buffer, file)) > 0)
    out.append(buffer, n);
  if (file != stdin)
    fclose(file);
  return true;
}

int main(int argc, char **argv) {
  if (argc < 3) {
    fprintf(stderr, "usage: py-emit STAGE [--mode=...] FILE...\n");
    return 2;
  }
  std::string stage = argv[1];
  SourceMode mode = SourceMode::Exec;
  int status = 0;
  for (int i = 2; i < argc; ++i) {
    if (!strncmp(argv[i], "--mode=", 7)) {
      mode = !strcmp(argv[i] + 7, "eval")     ? SourceMode::Eval
             : !strcmp(argv[i] + 7, "single") ? SourceMode::Single
                                              : SourceMode::Exec;
      continue;
    }
    std::string source;
    if (!readFile(argv[i], source)) {
      fprintf(stderr, "py-emit: cannot read %s\n", argv[i]);
      return 2;
    }
    if (stage == "time") {
      double best = 1e9;
      for (int round = 0; round < 5; ++round) {
        auto start = std::chrono::steady_clock::now();
        freeResult(compileSource(nullptr, source.data(), source.size(),
                                 argv[i], mode, 0));
        std::chrono::duration<double, std::milli> took =
            std::chrono::steady_clock::now() - start;
        best = std::min(best, took.count());
      }
      printf("%8.2f ms %s\n", best, argv[i]);
      continue;
    }
    bool check = stage == "check";
    CompileResult *result =
        check ? compileSource(nullptr, source.data(), source.size(), argv[i],
                              mode, 0)
              : emitStage(nullptr, stage.c_str(), source.data(), source.size(),
                          argv[i], mode, 0);
    if (result->error) {
      const CompileError &e = *result->error;
      printf("%s:%d:%d: %s: %s\n", e.filename, e.line, e.column, e.type,
             e.message);
      status = 1;
    } else if (check) {
      std::string problem =
          verifyBlob({reinterpret_cast<const char *>(result->blob),
                      result->blobSize});
      if (!problem.empty()) {
        printf("%s: verifier: %s\n", argv[i], problem.c_str());
        status = 1;
      }
    } else {
      fputs(result->text, stdout);
    }
    freeResult(result);
  }
  return status;
}
