print("importing", __name__)
from .first import VALUE as FIRST
from . import first as same
VALUE = FIRST + 10


def __getattr__(name):
    if name == "computed":
        return "from module __getattr__"
    raise AttributeError(f"module has no {name}")
