//===- Main.cpp - The `pyc` command ---------------------------------------===//
//
//   pyc run SCRIPT [ARGUMENT...]    the same as pyc-run
//   pyc emit STAGE SCRIPT           a stage as text (pyc-run --emit=STAGE)
//   pyc build SCRIPT -o PROGRAM     not there yet: says so, exit code 2
//
//===----------------------------------------------------------------------===//
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstring>
#include <string>
#include <unistd.h>
#include <vector>

static const char *kUsage =
    "usage: pyc run SCRIPT [ARGUMENT...]\n"
    "       pyc emit STAGE SCRIPT   (tokens ast py py-opt bytecode trace\n"
    "                                trace-opt llvm llvm-opt asm)\n"
    "       pyc -V\n";

static int usage(int code) {
  fputs(kUsage, code ? stderr : stdout);
  return code;
}

/// Replaces this process by pyc-run with the given arguments.
static int becomePycRun(const std::vector<std::string> &arguments) {
  char path[PATH_MAX];
  ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
  if (n <= 0) {
    fprintf(stderr, "pyc: cannot tell where I am installed\n");
    return 2;
  }
  std::string program(path, static_cast<size_t>(n));
  program = program.substr(0, program.rfind('/')) + "/pyc-run";
  std::vector<char *> argv{program.data()};
  for (const std::string &a : arguments)
    argv.push_back(const_cast<char *>(a.c_str()));
  argv.push_back(nullptr);
  execv(program.c_str(), argv.data());
  fprintf(stderr, "pyc: cannot start %s: %s\n", program.c_str(), strerror(errno));
  return 2;
}

int main(int argc, char **argv) {
  if (argc < 2)
    return usage(2);
  std::string command = argv[1];
  std::vector<std::string> rest(argv + 2, argv + argc);
  if (command == "-h" || command == "--help")
    return usage(0);
  if (command == "-V" || command == "--version")
    return becomePycRun({"-V"});
  if (command == "run")
    return rest.empty() ? usage(2) : becomePycRun(rest);
  if (command == "emit") {
    if (rest.size() < 2)
      return usage(2);
    rest[0] = "--emit=" + rest[0];
    return becomePycRun(rest);
  }
  if (command == "build") {
    fprintf(stderr, "pyc: ahead-of-time builds are not there yet; pyc-run runs the program\n");
    return 2;
  }
  fprintf(stderr, "pyc: unknown command '%s'\n", command.c_str());
  return usage(2);
}
