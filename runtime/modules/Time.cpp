//===- Time.cpp - The module time -----------------------------------------===//
//
// Clocks through clock_gettime, calendars through the C library.
//
//===----------------------------------------------------------------------===//
#include "runtime/interpreter/Interpreter.h"
#include "runtime/modules/Modules.h"
#include "runtime/modules/Threads.h"
#include "runtime/modules/StructSeq.h"
#include <cerrno>
#include <cmath>
#include <ctime>

namespace pyc {

namespace {

TypeObject *gStructTime;

int64_t nanoseconds(clockid_t clock) {
  struct timespec ts;
  clock_gettime(clock, &ts);
  return int64_t(ts.tv_sec) * 1000000000 + ts.tv_nsec;
}
template <clockid_t Clock> Value seconds(Thread *t, Value *args, size_t n) {
  return newFloat(t, static_cast<double>(nanoseconds(Clock)) * 1e-9);
}
/// The wall clock: a division keeps the digits CPython shows.
Value timeTime(Thread *t, Value *args, size_t n) {
  struct timespec ts;
  clock_gettime(CLOCK_REALTIME, &ts);
  return newFloat(t, static_cast<double>(ts.tv_sec) + 1e-9 * static_cast<double>(ts.tv_nsec));
}
template <clockid_t Clock> Value nanos(Thread *t, Value *args, size_t n) { return newInt(t, nanoseconds(Clock)); }

bool clockArgument(Thread *t, Value v, clockid_t &out) {
  int64_t i;
  if (!indexAsInt64(t, v, i, exc::OverflowError))
    return false;
  out = static_cast<clockid_t>(i);
  return true;
}
Value clockGettime(Thread *t, Value *args, size_t n) {
  clockid_t clock;
  struct timespec ts;
  if (!clockArgument(t, args[0], clock))
    return Value::empty();
  if (clock_gettime(clock, &ts) < 0)
    return raiseOSError(t, errno, Value::empty());
  return newFloat(t, static_cast<double>(ts.tv_sec) + 1e-9 * static_cast<double>(ts.tv_nsec));
}
Value clockGettimeNs(Thread *t, Value *args, size_t n) {
  clockid_t clock;
  struct timespec ts;
  if (!clockArgument(t, args[0], clock))
    return Value::empty();
  if (clock_gettime(clock, &ts) < 0)
    return raiseOSError(t, errno, Value::empty());
  return newInt(t, int64_t(ts.tv_sec) * 1000000000 + ts.tv_nsec);
}

/// A number of seconds as float; TypeError otherwise.
bool secondsArgument(Thread *t, Value v, double &out) {
  if (isIntLike(v))
    return intToDouble(t, asIndex(t, v), out);
  Value p = payloadOf(v);
  if (isFloatExact(p)) {
    out = floatValue(p);
    return true;
  }
  if (lookupDunder(typeOf(v), Dunder::Index)) {
    Value i = asIndex(t, v);
    return i && intToDouble(t, i, out);
  }
  raise(t, exc::TypeError, "'%T' object cannot be interpreted as an integer", v);
  return false;
}

Value timeSleep(Thread *t, Value *args, size_t n) {
  double s;
  if (!secondsArgument(t, args[0], s))
    return Value::empty();
  if (std::isnan(s))
    return raise(t, exc::ValueError, "Invalid value NaN (not a number)");
  if (s < 0)
    return raise(t, exc::ValueError, "sleep length must be non-negative");
  if (s > 9.2e9)
    return raise(t, exc::OverflowError, "timestamp too large to convert to C _PyTime_t");
  if (!afterInterrupt(t)) // one that came just before
    return Value::empty();
  struct timespec until;
  clock_gettime(CLOCK_MONOTONIC, &until);
  double whole = std::floor(s);
  until.tv_sec += static_cast<time_t>(whole);
  until.tv_nsec += static_cast<long>(std::ceil((s - whole) * 1e9));
  if (until.tv_nsec >= 1000000000) {
    ++until.tv_sec;
    until.tv_nsec -= 1000000000;
  }
  int r = blockingCall(t, [&] {
    errno = clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, nullptr);
    return errno ? -1 : 0;
  });
  if (r == 0)
    return None;
  return t->pending ? Value::empty() : raiseOSError(t, errno, Value::empty());
}

Value toStruct(Thread *t, const struct tm &tm) {
  Value zone = tm.tm_zone ? newStr(t, tm.tm_zone) : None;
  if (!zone)
    return zone;
  auto num = [](int64_t i) { return Value::fromSmallInt(i); };
  Value v[11] = {num(tm.tm_year + 1900), num(tm.tm_mon + 1), num(tm.tm_mday), num(tm.tm_hour), num(tm.tm_min),
                 num(tm.tm_sec), num((tm.tm_wday + 6) % 7), num(tm.tm_yday + 1), num(tm.tm_isdst), zone, num(tm.tm_gmtoff)};
  return newStructSeq(t, gStructTime, v, 11);
}

bool whenArgument(Thread *t, Value v, time_t &out) {
  if (v.isEmpty() || v == None) {
    out = ::time(nullptr);
    return true;
  }
  double s;
  if (!secondsArgument(t, v, s))
    return false;
  if (std::isnan(s)) {
    raise(t, exc::ValueError, "Invalid value NaN (not a number)");
    return false;
  }
  if (!(std::fabs(s) < 9.2e18)) {
    raise(t, exc::OverflowError, "timestamp out of range for platform time_t");
    return false;
  }
  out = static_cast<time_t>(std::floor(s));
  return true;
}
Value timeLocaltime(Thread *t, Value *args, size_t n) {
  time_t when;
  struct tm tm;
  if (!whenArgument(t, args[0], when))
    return Value::empty();
  return localtime_r(&when, &tm) ? toStruct(t, tm) : raiseOSError(t, errno, Value::empty());
}
Value timeGmtime(Thread *t, Value *args, size_t n) {
  time_t when;
  struct tm tm;
  if (!whenArgument(t, args[0], when))
    return Value::empty();
  return gmtime_r(&when, &tm) ? toStruct(t, tm) : raiseOSError(t, errno, Value::empty());
}

/// Nine numbers, as struct tm.
bool fromTuple(Thread *t, Value v, struct tm &tm, const char *what) {
  if (!isTuple(v)) {
    raise(t, exc::TypeError, "Tuple or struct_time argument required");
    return false;
  }
  TupleObject *o = tupleOf(v);
  if (o->length != 9) {
    raise(t, exc::TypeError, "%s(): illegal time tuple argument", what);
    return false;
  }
  int64_t f[9];
  for (int i = 0; i < 9; ++i)
    if (!indexAsInt64(t, o->items[i], f[i], exc::OverflowError))
      return false;
  tm = {};
  tm.tm_year = static_cast<int>(f[0] - 1900);
  tm.tm_mon = static_cast<int>(f[1] - 1);
  tm.tm_mday = static_cast<int>(f[2]);
  tm.tm_hour = static_cast<int>(f[3]);
  tm.tm_min = static_cast<int>(f[4]);
  tm.tm_sec = static_cast<int>(f[5]);
  tm.tm_wday = static_cast<int>((f[6] + 1) % 7);
  tm.tm_yday = static_cast<int>(f[7] - 1);
  tm.tm_isdst = static_cast<int>(f[8]);
  return true;
}
Value timeMktime(Thread *t, Value *args, size_t n) {
  struct tm tm;
  if (!fromTuple(t, args[0], tm, "mktime"))
    return Value::empty();
  tm.tm_wday = -1;
  time_t r = mktime(&tm);
  if (r == -1 && tm.tm_wday == -1)
    return raise(t, exc::OverflowError, "mktime argument out of range");
  return newFloat(t, static_cast<double>(r));
}

/// Range checks of strftime and asctime; zeros mean the first.
bool checkFields(Thread *t, struct tm &tm) {
  auto bad = [&](const char *what) {
    raise(t, exc::ValueError, "%s out of range", what);
    return false;
  };
  if (tm.tm_mon == -1)
    tm.tm_mon = 0;
  else if (tm.tm_mon < 0 || tm.tm_mon > 11)
    return bad("month");
  if (tm.tm_mday == 0)
    tm.tm_mday = 1;
  else if (tm.tm_mday < 0 || tm.tm_mday > 31)
    return bad("day of month");
  if (tm.tm_hour < 0 || tm.tm_hour > 23)
    return bad("hour");
  if (tm.tm_min < 0 || tm.tm_min > 59)
    return bad("minute");
  if (tm.tm_sec < 0 || tm.tm_sec > 61)
    return bad("seconds");
  if (tm.tm_wday < 0)
    return bad("day of week");
  if (tm.tm_yday == -1)
    tm.tm_yday = 0;
  else if (tm.tm_yday < 0 || tm.tm_yday > 365)
    return bad("day of year");
  return true;
}
bool fieldsOrNow(Thread *t, Value v, struct tm &tm, const char *what) {
  if (v.isEmpty() || v == None) {
    time_t now = ::time(nullptr);
    localtime_r(&now, &tm);
    return true;
  }
  if (!fromTuple(t, v, tm, what) || !checkFields(t, tm))
    return false;
  // The zone's name and offset are those the tuple says, or the local ones.
  struct tm probe = tm;
  probe.tm_isdst = tm.tm_isdst;
  mktime(&probe);
  tm.tm_zone = probe.tm_zone;
  tm.tm_gmtoff = probe.tm_gmtoff;
  return true;
}
Value timeStrftime(Thread *t, Value *args, size_t n) {
  if (!isStr(args[0]))
    return raise(t, exc::TypeError, "strftime() argument 1 must be str, not %T", args[0]);
  struct tm tm;
  if (!fieldsOrNow(t, args[1], tm, "strftime"))
    return Value::empty();
  std::string format = strToUtf8(payloadOf(args[0]));
  if (format.empty())
    return EmptyStr;
  std::string out(256, '\0');
  for (;;) {
    size_t got = ::strftime(out.data(), out.size(), format.c_str(), &tm);
    if (got > 0 || out.size() > 256 * format.size() + 65536) {
      out.resize(got);
      return newStr(t, out);
    }
    out.resize(out.size() * 2);
  }
}
Value ascii(Thread *t, const struct tm &tm) {
  static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  char text[64];
  snprintf(text, sizeof text, "%s %s%3d %.2d:%.2d:%.2d %d", days[tm.tm_wday % 7], months[tm.tm_mon % 12], tm.tm_mday,
           tm.tm_hour, tm.tm_min, tm.tm_sec, tm.tm_year + 1900);
  return newStr(t, text);
}
Value timeAsctime(Thread *t, Value *args, size_t n) {
  struct tm tm;
  return fieldsOrNow(t, args[0], tm, "asctime") ? ascii(t, tm) : Value::empty();
}
Value timeCtime(Thread *t, Value *args, size_t n) {
  time_t when;
  struct tm tm;
  if (!whenArgument(t, args[0], when) || !localtime_r(&when, &tm))
    return t->pending ? Value::empty() : raiseOSError(t, errno, Value::empty());
  return ascii(t, tm);
}
Value timeStrptime(Thread *t, Value *args, size_t n) {
  Value m = importModule(t, "_strptime");
  if (!m)
    return m;
  Value a[2] = {args[0], args[1] ? args[1] : newStr(t, "%a %b %d %H:%M:%S %Y")};
  return callMethod(t, m, "_strptime_time", a, 2);
}

bool setZone(Thread *t, ModuleObject *m) {
  tzset();
  Value names[2] = {newStr(t, tzname[0]), newStr(t, tzname[1])};
  Value tuple = newTuple(t, names, 2);
  return tuple && moduleSet(t, m, "timezone", newInt(t, timezone)) &&
         moduleSet(t, m, "altzone", newInt(t, timezone - (daylight ? 3600 : 0))) &&
         moduleSet(t, m, "daylight", Value::fromSmallInt(daylight ? 1 : 0)) && moduleSet(t, m, "tzname", tuple);
}
Value timeTzset(Thread *t, Value *args, size_t n) {
  Value m = importModule(t, "time");
  return m && setZone(t, m.as<ModuleObject>()) ? None : Value::empty();
}
Value timeClockInfo(Thread *t, Value *args, size_t n) {
  std::string name = isStr(args[0]) ? strToUtf8(payloadOf(args[0])) : "";
  bool wall = name == "time", monotonic = name == "monotonic" || name == "perf_counter";
  if (!wall && !monotonic && name != "process_time" && name != "thread_time")
    return raise(t, exc::ValueError, "unknown clock");
  const char *implementation = wall ? "clock_gettime(CLOCK_REALTIME)" : monotonic ? "clock_gettime(CLOCK_MONOTONIC)"
                               : name == "process_time" ? "clock_gettime(CLOCK_PROCESS_CPUTIME_ID)"
                                                        : "clock_gettime(CLOCK_THREAD_CPUTIME_ID)";
  Value sys = importModule(t, "sys"), like = sys ? getAttr(t, sys, "implementation") : sys;
  Value ns = like ? call(t, typeValue(typeOf(like))) : like;
  bool ok = ns && setAttr(t, ns, internStr(t, "implementation"), newStr(t, implementation)) &&
            setAttr(t, ns, internStr(t, "monotonic"), boolValue(!wall)) &&
            setAttr(t, ns, internStr(t, "adjustable"), boolValue(wall)) &&
            setAttr(t, ns, internStr(t, "resolution"), newFloat(t, 1e-9));
  return ok ? ns : Value::empty();
}

// Clocks keep the default effects: a read that compiled code may not repeat,
// merge or move.
const NativeDef functions[] = {
    {"time", timeTime, "()"},
    {"time_ns", nanos<CLOCK_REALTIME>, "()"},
    {"monotonic", seconds<CLOCK_MONOTONIC>, "()"},
    {"monotonic_ns", nanos<CLOCK_MONOTONIC>, "()"},
    {"perf_counter", seconds<CLOCK_MONOTONIC>, "()"},
    {"perf_counter_ns", nanos<CLOCK_MONOTONIC>, "()"},
    {"process_time", seconds<CLOCK_PROCESS_CPUTIME_ID>, "()"},
    {"process_time_ns", nanos<CLOCK_PROCESS_CPUTIME_ID>, "()"},
    {"thread_time", seconds<CLOCK_THREAD_CPUTIME_ID>, "()"},
    {"thread_time_ns", nanos<CLOCK_THREAD_CPUTIME_ID>, "()"},
    {"clock_gettime", clockGettime, "(clk_id, /)"},
    {"clock_gettime_ns", clockGettimeNs, "(clk_id, /)"},
    {"sleep", timeSleep, "(seconds, /)"},
    {"localtime", timeLocaltime, "(seconds=None, /)"},
    {"gmtime", timeGmtime, "(seconds=None, /)"},
    {"mktime", timeMktime, "(tuple, /)"},
    {"strftime", timeStrftime, "(format, tuple=None, /)"},
    {"strptime", timeStrptime, "(string, format='%a %b %d %H:%M:%S %Y', /)"},
    {"asctime", timeAsctime, "(tuple=None, /)"},
    {"ctime", timeCtime, "(seconds=None, /)"},
    {"tzset", timeTzset, "()"},
    {"get_clock_info", timeClockInfo, "(name, /)"},
    {nullptr, nullptr, nullptr}};

bool initModule(Thread *t, ModuleObject *m) {
  gStructTime = makeStructSeq(t, "time.struct_time",
                              {"tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday",
                               "tm_isdst", "tm_zone", "tm_gmtoff"}, 9);
  struct { const char *name; int value; } clocks[] = {
      {"CLOCK_REALTIME", CLOCK_REALTIME}, {"CLOCK_MONOTONIC", CLOCK_MONOTONIC},
      {"CLOCK_PROCESS_CPUTIME_ID", CLOCK_PROCESS_CPUTIME_ID}, {"CLOCK_THREAD_CPUTIME_ID", CLOCK_THREAD_CPUTIME_ID},
      {"CLOCK_MONOTONIC_RAW", CLOCK_MONOTONIC_RAW}, {"CLOCK_BOOTTIME", CLOCK_BOOTTIME}, {"CLOCK_TAI", CLOCK_TAI}, {"_STRUCT_TM_ITEMS", 11}};
  for (auto &c : clocks)
    if (!moduleSet(t, m, c.name, Value::fromSmallInt(c.value)))
      return false;
  return setZone(t, m) && moduleSet(t, m, "struct_time", typeValue(gStructTime));
}
const ModuleSpec spec{"time", "Clocks and calendars.", functions, initModule};

} // namespace

void registerTime(Thread *t) { registerNativeModule(&spec); }

} // namespace pyc
