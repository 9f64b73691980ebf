"""A package of the tests."""
print("importing pkg", __name__)
from . import first
from .sub import deep
__all__ = ["first", "public"]
public = "public"
_private = "private"
