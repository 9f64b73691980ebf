"""Node classes of Python's abstract syntax.

The classes are made from the table below, one constructor a line: name, fields
(? optional, * list), and for sum types the base in front of the colon. Nodes
can be built, compared field by field through ast.dump, walked and unparsed;
compile() does not take or give them.
"""

PyCF_ONLY_AST = 0x400
PyCF_TYPE_COMMENTS = 0x1000
PyCF_ALLOW_TOP_LEVEL_AWAIT = 0x2000

_POSITION = ('lineno', 'col_offset', 'end_lineno', 'end_col_offset')


class AST:
    _fields = ()
    _attributes = ()
    __match_args__ = ()

    def __init__(self, *args, **kwargs):
        fields = self._fields
        if len(args) > len(fields):
            raise TypeError("%s constructor takes at most %d positional argument%s"
                            % (type(self).__name__, len(fields), "" if len(fields) == 1 else "s"))
        for name, value in zip(fields, args):
            setattr(self, name, value)
        for name, value in kwargs.items():
            if name in fields[:len(args)]:
                raise TypeError("%s got multiple values for argument '%s'"
                                % (type(self).__name__, name))
            setattr(self, name, value)

    def __reduce_ex__(self, protocol):
        return type(self), (), self.__dict__

    __module__ = 'ast'


AST.__qualname__ = 'AST'

_TABLE = """
mod - : Module body* type_ignores* | Interactive body* | Expression body | FunctionType argtypes* returns
stmt + : FunctionDef name args body* decorator_list* returns? type_comment?
 | AsyncFunctionDef name args body* decorator_list* returns? type_comment?
 | ClassDef name bases* keywords* body* decorator_list*
 | Return value? | Delete targets* | Assign targets* value type_comment? | AugAssign target op value
 | AnnAssign target annotation value? simple | For target iter body* orelse* type_comment?
 | AsyncFor target iter body* orelse* type_comment? | While test body* orelse* | If test body* orelse*
 | With items* body* type_comment? | AsyncWith items* body* type_comment? | Match subject cases*
 | Raise exc? cause? | Try body* handlers* orelse* finalbody* | TryStar body* handlers* orelse* finalbody*
 | Assert test msg? | Import names* | ImportFrom module? names* level? | Global names* | Nonlocal names*
 | Expr value | Pass | Break | Continue
expr + : BoolOp op values* | NamedExpr target value | BinOp left op right | UnaryOp op operand | Lambda args body
 | IfExp test body orelse | Dict keys* values* | Set elts* | ListComp elt generators* | SetComp elt generators*
 | DictComp key value generators* | GeneratorExp elt generators* | Await value | Yield value? | YieldFrom value
 | Compare left ops* comparators* | Call func args* keywords* | FormattedValue value conversion format_spec?
 | JoinedStr values* | Constant value kind? | Attribute value attr ctx | Subscript value slice ctx
 | Starred value ctx | Name id ctx | List elts* ctx | Tuple elts* ctx | Slice lower? upper? step?
expr_context - : Load | Store | Del
boolop - : And | Or
operator - : Add | Sub | Mult | MatMult | Div | Mod | Pow | LShift | RShift | BitOr | BitXor | BitAnd | FloorDiv
unaryop - : Invert | Not | UAdd | USub
cmpop - : Eq | NotEq | Lt | LtE | Gt | GtE | Is | IsNot | In | NotIn
excepthandler + : ExceptHandler type? name? body*
pattern + : MatchValue value | MatchSingleton value | MatchSequence patterns* | MatchMapping keys* patterns* rest?
 | MatchClass cls patterns* kwd_attrs* kwd_patterns* | MatchStar name? | MatchAs pattern? name? | MatchOr patterns*
type_ignore - : TypeIgnore lineno tag
"""
_PRODUCTS = """
comprehension target iter ifs* is_async
arguments posonlyargs* args* vararg? kwonlyargs* kw_defaults* kwarg? defaults*
+arg arg annotation? type_comment?
+keyword arg? value
+alias name asname?
withitem context_expr optional_vars?
match_case pattern guard? body*
"""


def _make(name, base, fields, attributes):
    names = tuple(f.rstrip('?*') for f in fields)
    ns = {'_fields': names, '__match_args__': names, '__module__': 'ast', '__doc__': None}
    if attributes is not None:
        ns['_attributes'] = attributes
        if attributes:
            ns['end_lineno'] = ns['end_col_offset'] = None
    for f in fields:
        if f.endswith('?'):
            ns[f[:-1]] = None
    cls = type(name, (base,), ns)
    globals()[name] = cls
    return cls


def _build():
    current = None
    for line in _TABLE.strip().splitlines():
        if not line.startswith(' '):
            head, line = line.split(' : ')
            name, positions = head.split()
            current = _make(name, AST, (), _POSITION if positions == '+' else ())
        for part in line.split('|'):
            if part.split():
                name, *fields = part.split()
                _make(name, current, fields, None)
    for line in _PRODUCTS.strip().splitlines():
        positions = line.startswith('+')
        name, *fields = line.lstrip('+').split()
        _make(name, AST, fields, _POSITION if positions else ())


_build()
del _build
