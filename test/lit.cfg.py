# The test suite's configuration: ninja check-pyc, or by hand
#   /usr/lib/llvm-22/bin/lit -v build/test [--filter=trace]
import os
import lit.formats

config.name = "pyc"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".mlir", ".py", ".test"]
# Programs compared with python3.11 have their own runner; inputs of tests
# are no tests.
config.excludes = ["cpython_suite.py", "fuzz.py", "generate.py", "programs", "inputs", "Inputs", "lit.cfg.py", "tools",
                   "check.py", "differential.py",
                   "__pycache__", "CMakeLists.txt"]
config.test_source_root = os.path.dirname(__file__)
config.test_exec_root = os.path.join(config.pyc_build, "test")

bin_dir = os.path.join(config.pyc_build, "bin")
llvm_bin = "/usr/lib/llvm-22/bin"
config.environment["PATH"] = os.pathsep.join(
    [llvm_bin, config.environment.get("PATH", "")])
for variable in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "HOME", "LANG"):
    if variable in os.environ:
        config.environment[variable] = os.environ[variable]

# Longest names first: lit replaces textually, in this order.
for tool in ("pyc-run", "pyc-opt", "py-emit", "trace-run", "pyc"):
    path = os.path.join(bin_dir, tool)
    config.substitutions.append((r"%" + tool + r"\b", path))
    if os.path.exists(path):
        config.available_features.add(tool)
config.substitutions.append((r"%ut-dir\b", bin_dir))
config.substitutions.append((r"%compiler\b",
    os.path.join(config.pyc_build, "lib", "libpyc-compiler.so")))
config.substitutions.append((r"%python\b", "/usr/bin/python3.11"))
config.substitutions.append((r"%FileCheck\b", llvm_bin + "/FileCheck"))
if os.path.exists(os.path.join(bin_dir, "ut_trace_api")):
    config.available_features.add("ut_trace_api")
if os.path.exists("/usr/bin/python3.11"):
    config.available_features.add("python3.11")
if os.path.exists(os.path.join(config.pyc_build, "lib", "libpyc-compiler.so")):
    config.available_features.add("jit")
