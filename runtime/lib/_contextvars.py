"""Context variables (PEP 567): one current Context a thread."""

import _thread

_missing = object()
_current = {}


def _context():
    ident = _thread.get_ident()
    ctx = _current.get(ident)
    if ctx is None:
        ctx = _current[ident] = Context()
    return ctx


class _MissingType:
    __slots__ = ()

    def __repr__(self):
        return '<Token.MISSING>'


class Token:
    __slots__ = ('_ctx', 'var', 'old_value', '_used')
    MISSING = _MissingType()
    __hash__ = None

    def __new__(cls):
        raise RuntimeError("Tokens can only be created by ContextVars")

    def __repr__(self):
        return "<Token%s var=%r at %#x>" % (" used" if self._used else "", self.var, id(self))

    @classmethod
    def __class_getitem__(cls, item):
        import types
        return types.GenericAlias(cls, item)


class ContextVar:
    __slots__ = ('name', '_default', '__weakref__')

    def __init__(self, name, *, default=_missing):
        if not isinstance(name, str):
            raise TypeError("context variable name must be a str")
        object.__setattr__(self, 'name', name)
        object.__setattr__(self, '_default', default)

    def __setattr__(self, name, value):
        raise AttributeError("'ContextVar' object attribute %r is read-only" % name)

    def get(self, default=_missing, /):
        value = _context()._data.get(self, _missing)
        if value is not _missing:
            return value
        if default is not _missing:
            return default
        if self._default is not _missing:
            return self._default
        raise LookupError(self)

    def set(self, value, /):
        ctx = _context()
        token = object.__new__(Token)
        token._ctx = ctx
        token.var = self
        token.old_value = ctx._data.get(self, Token.MISSING)
        token._used = False
        ctx._data = {**ctx._data, self: value}
        return token

    def reset(self, token, /):
        if not isinstance(token, Token):
            raise TypeError("expected an instance of Token, got %r" % (token,))
        if token._used:
            raise RuntimeError("%r has already been used once" % (token,))
        if token.var is not self:
            raise ValueError("%r was created by a different ContextVar" % (token,))
        ctx = _context()
        if token._ctx is not ctx:
            raise ValueError("%r was created in a different Context" % (token,))
        token._used = True
        data = dict(ctx._data)
        if token.old_value is Token.MISSING:
            data.pop(self, None)
        else:
            data[self] = token.old_value
        ctx._data = data

    def __repr__(self):
        default = "" if self._default is _missing else " default=%r" % (self._default,)
        return "<ContextVar name=%r%s at %#x>" % (self.name, default, id(self))

    @classmethod
    def __class_getitem__(cls, item):
        import types
        return types.GenericAlias(cls, item)


class Context:
    __slots__ = ('_data', '_entered', '__weakref__')

    def __new__(cls, *args, **kwargs):
        if args or kwargs:
            raise TypeError("Context() does not accept any arguments")
        self = object.__new__(cls)
        self._data = {}
        self._entered = False
        return self

    def run(self, callable, /, *args, **kwargs):
        if self._entered:
            raise RuntimeError("cannot enter context: %r is already entered" % (self,))
        ident = _thread.get_ident()
        previous = _context()
        self._entered = True
        _current[ident] = self
        try:
            return callable(*args, **kwargs)
        finally:
            _current[ident] = previous
            self._entered = False

    def copy(self):
        new = Context()
        new._data = self._data
        return new

    def __getitem__(self, var):
        if not isinstance(var, ContextVar):
            raise TypeError("a ContextVar key was expected, got %r" % (var,))
        return self._data[var]

    def get(self, var, default=None, /):
        if not isinstance(var, ContextVar):
            raise TypeError("a ContextVar key was expected, got %r" % (var,))
        return self._data.get(var, default)

    def __contains__(self, var):
        if not isinstance(var, ContextVar):
            raise TypeError("a ContextVar key was expected, got %r" % (var,))
        return var in self._data

    def __len__(self):
        return len(self._data)

    def __iter__(self):
        return iter(self._data)

    def keys(self):
        return self._data.keys()

    def values(self):
        return self._data.values()

    def items(self):
        return self._data.items()

    def __eq__(self, other):
        if not isinstance(other, Context):
            return NotImplemented
        return self._data == other._data

    __hash__ = None


def copy_context():
    return _context().copy()


