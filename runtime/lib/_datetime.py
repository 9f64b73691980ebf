"""The module datetime asks for this one at its end, and keeps to itself when
there is none. So it is: but first its errors get the words of CPython's
_datetime."""
import sys

datetime = sys.modules["datetime"]
_index = datetime._index
_days_in_month = datetime._days_in_month


def _check_date_fields(year, month, day):
    year, month, day = _index(year), _index(month), _index(day)
    if not 1 <= year <= 9999:
        raise ValueError("year %i is out of range" % year)
    if not 1 <= month <= 12:
        raise ValueError("month must be in 1..12")
    if not 1 <= day <= _days_in_month(year, month):
        raise ValueError("day is out of range for month")
    return year, month, day


def _check_time_fields(hour, minute, second, microsecond, fold):
    hour, minute, second, microsecond = _index(hour), _index(minute), _index(second), _index(microsecond)
    if not 0 <= hour <= 23:
        raise ValueError("hour must be in 0..23")
    if not 0 <= minute <= 59:
        raise ValueError("minute must be in 0..59")
    if not 0 <= second <= 59:
        raise ValueError("second must be in 0..59")
    if not 0 <= microsecond <= 999999:
        raise ValueError("microsecond must be in 0..999999")
    if fold not in (0, 1):
        raise ValueError("fold must be either 0 or 1")
    return hour, minute, second, microsecond, fold


def _full_name(v):
    kind = type(v)
    return "datetime." + kind.__name__ if kind.__module__ == "datetime" else kind.__name__


def _cmperror(x, y):
    raise TypeError("can't compare %s to %s" % (_full_name(x), _full_name(y)))


def _repr(self):
    return "datetime.IsoCalendarDate(year=%d, week=%d, weekday=%d)" % tuple(self)


def _reword(function, old, new):
    code = function.__code__
    texts = tuple(new if isinstance(c, str) and c == old else c for c in code.co_consts)
    function.__code__ = code.replace(co_consts=texts)


_reword(datetime.datetime._cmp, "cannot compare naive and aware datetimes",
        "can't compare offset-naive and offset-aware datetimes")
_reword(datetime.time._cmp, "cannot compare naive and aware times", "can't compare offset-naive and offset-aware times")
_reword(datetime.datetime.__sub__, "cannot mix naive and timezone-aware time",
        "can't subtract offset-naive and offset-aware datetimes")
datetime._check_date_fields = _check_date_fields
datetime._check_time_fields = _check_time_fields
datetime._cmperror = _cmperror
datetime._IsoCalendarDate.__repr__ = _repr
raise ImportError("datetime is written in Python here")
