"""decimal's implementation is the standard library's own _pydecimal; here its
exceptions get the arguments that CPython's _decimal gives them."""
import _pydecimal
from _pydecimal import *
from _pydecimal import __doc__, __version__, __libmpdec_version__


def _raise_error(self, condition, explanation=None, *args):
    error = _pydecimal._condition_map.get(condition, condition)
    if error in self._ignored_flags:
        return error().handle(self, *args)
    self.flags[error] = 1
    if not self.traps[error]:
        return condition().handle(self, *args)
    raise error([condition])


_pydecimal.Context._raise_error = _raise_error
