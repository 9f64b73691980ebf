# How the folders that use MLIR and LLVM are built (DESIGN §15).
#
#   pyc_tablegen_dialect(Trace)         dialects/Trace/Trace.td -> Trace.h.inc ...
#   pyc_mlir_library(name sources...)   static, PIC, with the shared PCH
#   ${PYC_MLIR_CLOSURE}                 the static archives of MLIR and LLVM
#
# MLIR's own CMake targets pull in libLLVM.so through their interface
# libraries, which costs 27 ms at every start. So the static closure is
# computed here once, without `LLVM`, and linked as one group.
set(PYC_LLVM_PREFIX /usr/lib/llvm-22 CACHE PATH "Where Debian's LLVM 22 lives")
set(PYC_LLVM_LIB ${PYC_LLVM_PREFIX}/lib)
set(PYC_MLIR_TBLGEN ${PYC_LLVM_PREFIX}/bin/mlir-tblgen CACHE INTERNAL "")

find_package(MLIR REQUIRED CONFIG
  PATHS ${PYC_LLVM_LIB}/cmake/mlir NO_DEFAULT_PATH)

function(_pyc_mlir_closure out)
  set(todo ${ARGN})
  set(seen "")
  while(todo)
    list(POP_FRONT todo lib)
    if(lib IN_LIST seen OR NOT TARGET ${lib} OR NOT lib MATCHES "^MLIR")
      continue()
    endif()
    list(APPEND seen ${lib})
    get_target_property(deps ${lib} INTERFACE_LINK_LIBRARIES)
    if(deps)
      string(REGEX REPLACE "\\$<LINK_ONLY:([^>]*)>" "\\1" deps "${deps}")
      list(APPEND todo ${deps})
    endif()
  endwhile()
  list(TRANSFORM seen REPLACE "(.+)" "${PYC_LLVM_LIB}/lib\\1.a")
  set(${out} ${seen} PARENT_SCOPE)
endfunction()

_pyc_mlir_closure(_mlir_archives MLIRIR MLIRPass MLIRTransforms MLIRParser
  MLIRAsmParser MLIRControlFlowInterfaces MLIRSideEffectInterfaces
  MLIRInferTypeOpInterface MLIRFunctionInterfaces MLIRCallInterfaces
  MLIRTransformUtils MLIROptLib)
execute_process(
  COMMAND ${PYC_LLVM_PREFIX}/bin/llvm-config --link-static --libfiles orcjit
    x86codegen x86desc x86info x86asmparser x86disassembler passes bitreader
    bitwriter linker irreader asmparser
  OUTPUT_VARIABLE _llvm_archives OUTPUT_STRIP_TRAILING_WHITESPACE
  COMMAND_ERROR_IS_FATAL ANY)
separate_arguments(_llvm_archives UNIX_COMMAND "${_llvm_archives}")
set(PYC_MLIR_CLOSURE -Wl,--start-group ${_mlir_archives} ${_llvm_archives}
  -Wl,--end-group z zstd m dl pthread CACHE INTERNAL "")

# Every MLIR file includes this one precompiled header; a lowering file then
# takes 3.6 s instead of 10.8. Without -fpch-instantiate-templates the dialect
# files get slower instead.
set(_pch_source ${CMAKE_BINARY_DIR}/pyc_mlir_pch.cpp)
if(NOT EXISTS ${_pch_source})
  file(WRITE ${_pch_source} "")
endif()
add_library(pyc_mlir_pch STATIC ${_pch_source})

function(_pyc_mlir_options target)
  target_include_directories(${target} SYSTEM PRIVATE ${PYC_LLVM_PREFIX}/include)
  target_compile_definitions(${target} PRIVATE _GNU_SOURCE
    __STDC_CONSTANT_MACROS __STDC_FORMAT_MACROS __STDC_LIMIT_MACROS)
  target_compile_options(${target} PRIVATE -fpch-instantiate-templates
    -Xclang -fno-pch-timestamp)
  set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON)
endfunction()
_pyc_mlir_options(pyc_mlir_pch)
target_precompile_headers(pyc_mlir_pch PRIVATE ${CMAKE_SOURCE_DIR}/cmake/PycMLIRPch.h)

# The generated headers of all dialects; every MLIR library waits for it.
add_custom_target(pyc_tablegen)

function(pyc_mlir_library name)
  if(NOT ARGN)
    return()
  endif()
  add_library(${name} STATIC ${ARGN})
  _pyc_mlir_options(${name})
  target_precompile_headers(${name} REUSE_FROM pyc_mlir_pch)
  add_dependencies(${name} pyc_tablegen)
  set_property(GLOBAL APPEND PROPERTY PYC_COMPILER_LIBRARIES ${name})
endfunction()

function(pyc_mlir_executable name)
  add_executable(${name} ${ARGN})
  _pyc_mlir_options(${name})
  # The PCH is compiled with -fPIC, so what uses it must be, not with -fPIE.
  set_target_properties(${name} PROPERTIES POSITION_INDEPENDENT_CODE OFF)
  target_compile_options(${name} PRIVATE -fPIC)
  target_precompile_headers(${name} REUSE_FROM pyc_mlir_pch)
  add_dependencies(${name} pyc_tablegen)
endfunction()

# dialects/<Name>/<Name>.td -> build/dialects/<Name>/<Name>{Ops,Types,Dialect,Enums}.{h,cpp}.inc
# One .td per dialect: -gen-op-defs ignores -dialect.
function(pyc_tablegen_dialect name)
  set(td ${CMAKE_CURRENT_SOURCE_DIR}/${name}/${name}.td)
  string(TOLOWER ${name} lower)
  set(dir ${CMAKE_CURRENT_BINARY_DIR}/${name})
  file(MAKE_DIRECTORY ${dir})
  file(GLOB parts CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.td)
  set(outs "")
  foreach(gen "op-decls|Ops.h" "op-defs|Ops.cpp" "typedef-decls|Types.h"
          "typedef-defs|Types.cpp" "attrdef-decls|Attrs.h"
          "attrdef-defs|Attrs.cpp" "dialect-decls|Dialect.h"
          "dialect-defs|Dialect.cpp" "enum-decls|Enums.h" "enum-defs|Enums.cpp")
    string(REPLACE "|" ";" gen ${gen})
    list(GET gen 0 action)
    list(GET gen 1 suffix)
    set(extra "")
    if(action MATCHES "^dialect")
      set(extra -dialect=${lower})
    elseif(action MATCHES "^typedef")
      set(extra -typedefs-dialect=${lower})
    elseif(action MATCHES "^attrdef")
      set(extra -attrdefs-dialect=${lower})
    endif()
    set(out ${dir}/${name}${suffix}.inc)
    add_custom_command(OUTPUT ${out}
      COMMAND ${PYC_MLIR_TBLGEN} -gen-${action} ${extra}
        -I ${PYC_LLVM_PREFIX}/include -I ${CMAKE_CURRENT_SOURCE_DIR}/${name}
        ${td} -o ${out} --write-if-changed
      DEPENDS ${parts} VERBATIM)
    list(APPEND outs ${out})
  endforeach()
  add_custom_target(pyc_tablegen_${lower} DEPENDS ${outs})
  add_dependencies(pyc_tablegen pyc_tablegen_${lower})
endfunction()
