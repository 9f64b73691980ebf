//===- Helpers.h - Runtime functions that traces call ---------------------===//
//
// C functions with word arguments. A Value result is empty when an exception is
// pending. Those that may run Python are called through callAnything().
//
//===----------------------------------------------------------------------===//
#pragma once
#include "runtime/object/Api.h"

/// A helper and its name, for calls.
#define HELPER_OF(f) reinterpret_cast<const void *>(f), #f

namespace pyc {

extern "C" {
// Any object: the protocols of Api.h. op is a Dunder.
Value pyc_jit_binary(Thread *t, uint64_t op, Value a, Value b);
Value pyc_jit_inplace(Thread *t, uint64_t op, Value a, Value b);
Value pyc_jit_unary(Thread *t, uint64_t op, Value a);
Value pyc_jit_compare(Thread *t, uint64_t op, Value a, Value b);
Value pyc_jit_compare_true(Thread *t, uint64_t op, Value a, Value b); ///< True or False
Value pyc_jit_truth(Thread *t, Value v);                              ///< True or False
Value pyc_jit_contains(Thread *t, Value item, Value container);
Value pyc_jit_is(Value a, Value b);
Value pyc_jit_get_attr(Thread *t, Value o, Value name);
Value pyc_jit_set_attr(Thread *t, Value o, Value name, Value v); ///< None
Value pyc_jit_get_item(Thread *t, Value o, Value key);
Value pyc_jit_set_item(Thread *t, Value o, Value key, Value v);  ///< None
Value pyc_jit_del_item(Thread *t, Value o, Value key);           ///< None
Value pyc_jit_get_iter(Thread *t, Value o);
/// Next item, or EmptyBuffer (which Python never sees) at the end.
Value pyc_jit_iter_next(Thread *t, Value it);
Value pyc_jit_length(Thread *t, Value o);
// Calls: up to four arguments, then through a list.
Value pyc_jit_call0(Thread *t, Value f, uint64_t inlined);
Value pyc_jit_call1(Thread *t, Value f, Value a, uint64_t inlined);
Value pyc_jit_call2(Thread *t, Value f, Value a, Value b, uint64_t inlined);
Value pyc_jit_call3(Thread *t, Value f, Value a, Value b, Value c, uint64_t inlined);
Value pyc_jit_call4(Thread *t, Value f, Value a, Value b, Value c, Value d, uint64_t inlined);
Value pyc_jit_call_tuple(Thread *t, Value f, Value args, Value kwNames, uint64_t inlined);
/// f(*args, **kw); kw is a dict or None.
Value pyc_jit_call_ex(Thread *t, Value f, Value args, Value kw, uint64_t inlined);
// Native functions with their exact number of parameters.
Value pyc_jit_native0(Thread *t, NativeFn fn);
Value pyc_jit_native1(Thread *t, NativeFn fn, Value a);
Value pyc_jit_native2(Thread *t, NativeFn fn, Value a, Value b);
Value pyc_jit_native3(Thread *t, NativeFn fn, Value a, Value b, Value c);
Value pyc_jit_native4(Thread *t, NativeFn fn, Value a, Value b, Value c, Value d);
// Specific ones.
Value pyc_jit_int_binary(Thread *t, uint64_t op, Value a, Value b); ///< ints of any size
double pyc_jit_float_floordiv(double a, double b);                  ///< b nonzero
double pyc_jit_float_mod(double a, double b);                       ///< b nonzero
double pyc_jit_float_square(double a);                              ///< pow(a, 2), to the last bit
double pyc_jit_float_round(double a, uint64_t places);              ///< |a| < 1e15
bool pyc_jit_str_eq(Value a, Value b);                              ///< exact flat strs
uint64_t pyc_jit_str_compare(Value a, Value b);                     ///< -1, 0, 1
Value pyc_jit_str_concat(Thread *t, Value a, Value b);              ///< exact strs
Value pyc_jit_add_attr(Thread *t, Value o, Shape *next, uint64_t place, Value v); ///< None
Value pyc_jit_store_global(Value dict, uint64_t entry, Value v);    ///< None
/// list or tuple; bounds as in a slice, stop INT64_MAX: to the end.
Value pyc_jit_slice(Thread *t, Value v, int64_t start, int64_t stop);
Value pyc_jit_str_slice(Thread *t, Value v, int64_t start, int64_t stop); ///< str1
Value pyc_jit_set_discard(Thread *t, Value set, Value v);           ///< None
Value pyc_jit_dict_setdefault(Thread *t, Value dict, Value key, Value v);
Value pyc_jit_list_append(Thread *t, Value list, Value v);          ///< None
Value pyc_jit_dict_get(Thread *t, Value dict, Value key);           ///< KeyError; str/int keys run no Python
Value pyc_jit_dict_set(Thread *t, Value dict, Value key, Value v);  ///< None
Value pyc_jit_dict_get_or(Thread *t, Value dict, Value key, Value otherwise);
Value pyc_jit_build_const_map(Thread *t, Value keys, Value values);
Value pyc_jit_build_list(Thread *t, Value tuple);
Value pyc_jit_build_string(Thread *t, Value tuple);
Value pyc_jit_build_map(Thread *t, Value tuple);
Value pyc_jit_build_set(Thread *t, Value tuple);
Value pyc_jit_format(Thread *t, Value v, Value spec, uint64_t conversion);
Value pyc_jit_new_slice(Thread *t, Value a, Value b, Value c);
Value pyc_jit_make_function(Thread *t, Value code, Value globals, Value defaults,
                            Value closure);
Value pyc_jit_unpack(Thread *t, Value v, uint64_t n); ///< a tuple of exactly n
Value pyc_jit_unpack_ex(Thread *t, Value v, uint64_t counts); ///< a tuple; counts as in UnpackEx
/// A list of what lies between the first `before` and the last `behind` items
/// of a list or tuple that has that many.
Value pyc_jit_middle(Thread *t, Value v, uint64_t before, uint64_t behind);
Value pyc_jit_extend_display(Thread *t, Value list, Value iterable);           ///< None
Value pyc_jit_dict_merge_call(Thread *t, Value into, Value from, Value callee); ///< None
Value pyc_jit_dict_update_display(Thread *t, Value dict, Value from);          ///< None
Value pyc_jit_set_update(Thread *t, Value set, Value from);                    ///< None
/// Sets the pending exception, as `raise e from cause` does (cause may be empty).
Value pyc_jit_raise(Thread *t, Value e, Value cause);
/// The pending exception leaves an instruction of f; base: its frame, or null.
Value pyc_jit_add_traceback(Thread *t, Value f, uint64_t pcWord, Value *base);
Value pyc_jit_super_attr(Thread *t, Value cls, Value self, Value super, Value name);
Value pyc_jit_load_special(Thread *t, Value o, uint64_t which); ///< SpecialName
void pyc_jit_finish_generator(Value g);               ///< it has returned
Value pyc_jit_set_add(Thread *t, Value set, Value v); ///< None
Value pyc_jit_list_to_tuple(Thread *t, Value list);
}

} // namespace pyc
