#include "frontend/parse/Parse.h"
namespace pyc::ast {
bool analyseScopes(ASTContext &, ParseResult &) { return true; }
std::string dumpScopes(const Mod *) { return ""; }
} // namespace pyc::ast
