# Modules that CPython has in C and pyc in Python say the same of errors, and
# show no frames of their own in a traceback.
import asyncio
import collections
import datetime
import decimal
import queue
import traceback
from decimal import Decimal


async def fails():
    await asyncio.sleep(0)
    return 1 / 0


async def outer():
    return await asyncio.create_task(fails())


tries = [
    lambda: datetime.date(2020, 13, 1), lambda: datetime.date(2021, 2, 29), lambda: datetime.date(0, 1, 1),
    lambda: datetime.time(25), lambda: datetime.datetime(2020, 1, 1, 1, 61), lambda: datetime.date.fromisoformat("x"),
    lambda: datetime.datetime.strptime("x", "%Y"), lambda: datetime.date(2020, 1, 1) < 3,
    lambda: datetime.datetime(2020, 1, 1) - 3, lambda: datetime.timedelta(1) + "a",
    lambda: datetime.datetime(2020, 1, 1) < datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc),
    lambda: datetime.datetime(2020, 1, 1) - datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc),
    lambda: datetime.time(1) < datetime.time(1, tzinfo=datetime.timezone.utc),
    lambda: datetime.date(2020, 1, 1).isocalendar(),
    lambda: Decimal("abc"), lambda: Decimal(1) / 0, lambda: Decimal(0) / 0, lambda: Decimal(1) + 1.5,
    lambda: Decimal("inf") - Decimal("inf"), lambda: Decimal("1e999999") * Decimal("1e999999"),
    lambda: Decimal(-1).sqrt(), lambda: Decimal("1.5") < "a",
    lambda: Decimal("123.456").quantize(Decimal("1e-50")), lambda: decimal.getcontext().create_decimal("x"),
    lambda: collections.OrderedDict().popitem(), lambda: collections.OrderedDict() + 1,
    lambda: queue.SimpleQueue().get_nowait(), lambda: asyncio.run(outer()),
]
for f in tries:
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e, e.args)
        print([frame.name for frame in traceback.extract_tb(e.__traceback__)])
