#include "frontend/parse/Parse.h"
// Until the parser's own lands.
__attribute__((weak)) std::string pyc::ast::unparseExpr(const Expr *) { return "<unparse>"; }
