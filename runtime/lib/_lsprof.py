"""Counts and times calls for cProfile, on top of sys.setprofile."""
import sys
import time
from collections import namedtuple

profiler_entry = namedtuple(
    "profiler_entry", "code callcount reccallcount totaltime inlinetime calls")
profiler_subentry = namedtuple(
    "profiler_subentry", "code callcount reccallcount totaltime inlinetime")


def _label(function):
    """What a builtin is listed as."""
    name = getattr(function, "__name__", "?")
    owner = getattr(function, "__objclass__", None)
    if owner is None:
        receiver = getattr(function, "__self__", None)
        if receiver is not None and not isinstance(receiver, type(sys)):
            owner = type(receiver)
    if owner is not None:
        return f"<method '{name}' of '{owner.__name__}' objects>"
    module = getattr(function, "__module__", None) or "builtins"
    return f"<built-in method {module}.{name}>"


class _Count:
    """Calls of one thing, from everywhere or from one caller."""
    __slots__ = ("calls", "recursive", "total", "inline", "active", "callees")

    def __init__(self):
        self.calls = self.recursive = self.active = 0
        self.total = self.inline = 0.0
        self.callees = {}

    def done(self, elapsed, inline):
        self.active -= 1
        self.calls += 1
        self.inline += inline
        if self.active:
            self.recursive += 1  # an outer call has this time in its own
        else:
            self.total += elapsed


class Profiler:
    def __init__(self, timer=None, timeunit=0.0, subcalls=True, builtins=True):
        self._timer = timer or time.perf_counter
        self._unit = timeunit if timer and timeunit else 1.0
        self._subcalls = subcalls
        self._builtins = builtins
        self.clear()

    def clear(self):
        self._counts = {}
        self._stack = []  # [key, count, count under the caller, start, time in callees]

    def enable(self, subcalls=True, builtins=True):
        self._subcalls = subcalls
        self._builtins = builtins
        sys.setprofile(self._event)

    def disable(self):
        sys.setprofile(None)
        while self._stack:
            self._leave()

    def _enter(self, key):
        count = self._counts.get(key)
        if count is None:
            count = self._counts[key] = _Count()
        count.active += 1
        under = None
        if self._subcalls and self._stack:
            callees = self._stack[-1][1].callees
            under = callees.get(key)
            if under is None:
                under = callees[key] = _Count()
            under.active += 1
        self._stack.append([key, count, under, self._timer(), 0])

    def _leave(self):
        key, count, under, start, inside = self._stack.pop()
        elapsed = self._timer() - start
        count.done(elapsed, elapsed - inside)
        if under is not None:
            under.done(elapsed, elapsed - inside)
        if self._stack:
            self._stack[-1][4] += elapsed

    def _event(self, frame, event, arg):
        if event == "call":
            self._enter(frame.f_code)
        elif event == "return":
            if self._stack:
                self._leave()
        elif not self._builtins:
            return
        elif event == "c_call":
            self._enter(_label(arg))
        elif self._stack and type(self._stack[-1][0]) is str:
            self._leave()

    def getstats(self):
        unit = self._unit

        def numbers(key, c):
            return key, c.calls, c.recursive, c.total * unit, c.inline * unit

        return [profiler_entry(*numbers(key, c),
                               [profiler_subentry(*numbers(k, s)) for k, s in c.callees.items()] or None)
                for key, c in self._counts.items() if c.calls]
