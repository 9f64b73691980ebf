//===- CodeLowering.h - Lowering one code object to a py.func -------------===//
//
// The tree is walked once, in Python's order of evaluation, and ops are
// appended to the current block. What holds:
//
//  - `reachable()` is false after a terminator; statements that cannot be
//    reached are not lowered.
//  - A block is placed (appended to the function) when its code begins. A
//    block that nothing jumps to is dropped instead.
//  - Leaving statements early (return, break, continue) walks the stack of
//    Unwind entries from the innermost outwards, and each emits what CPython
//    emits there: closing protected regions, calling __exit__, a copy of the
//    finally body (lowered with the entries outside of it only).
//  - Variables are found by scope analysis; registers are the blob's
//    localsplus: parameters and locals, then cells that are no locals, then
//    free variables. Module and class bodies have the namespace in register 0.
//
//===----------------------------------------------------------------------===//
#pragma once
#include "dialects/Py/Py.h"
#include "frontend/parse/Parse.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"

namespace pyc::lower {
using namespace ast;
using mlir::Attribute;
using mlir::Block;
using mlir::Location;
using mlir::StringAttr;
using mlir::Type;
using mlir::Value;
using llvm::ArrayRef;
using llvm::SmallVector;
using llvm::StringRef;

/// What the code objects of one module share.
struct ModuleState {
  mlir::MLIRContext &context;
  ASTContext &ast;
  ParseResult &result;
  mlir::OpBuilder builder;
  mlir::ModuleOp module;
  Type object;
  StringAttr filename;
  bool futureAnnotations;
  bool interactive = false;
  unsigned optimise = 0; ///< -O: 1, no asserts; 2, no docstrings either
  unsigned nextFunction = 0;
  unsigned depth = 0;
  bool failed = false;
  std::vector<StringAttr> names; ///< by Ident::index

  ModuleState(mlir::MLIRContext &context, ASTContext &ast, ParseResult &result);
  StringAttr name(const Ident *ident) {
    if (ident->index >= names.size())
      names.resize(ident->index + 64);
    StringAttr &slot = names[ident->index];
    if (!slot)
      slot = StringAttr::get(&context,
                             StringRef(ident->text.data(), ident->text.size()));
    return slot;
  }
  void fail(const Node *where, const char *message);
};

/// Parsing's limit is lower for most nests; long chains of operators get here.
constexpr unsigned kMaxDepth = 3000;

struct Unwind {
  enum Kind : uint8_t {
    Loop,     ///< while, for, async for
    Region,   ///< an open protected region
    Finally,  ///< an open region, then a finally body
    Handler,  ///< inside a handler: the handled exception must be restored
    NameClear, ///< `except E as name`: name = None; del name
    With,     ///< an open region, then __exit__(None, None, None)
    AsyncWith,
  } kind;
  Block *continueTarget = nullptr, *breakTarget = nullptr;
  Value exception, previous; ///< Handler
  Value exit;                ///< With
  const Seq<Stmt *> *body = nullptr; ///< Finally
  const Ident *name = nullptr;
  const Node *node = nullptr; ///< position of what is emitted
};

class CodeLowering {
public:
  CodeLowering(ModuleState &state, Scope *scope, CodeLowering *parent,
               StringRef symbol, int firstLine);

  py::FuncOp func;

  // --- whole code objects (Lower.cpp, LowerFunction.cpp) ---
  void lowerModule(Mod *mod);
  void lowerFunctionBody(const Seq<Stmt *> &body);
  void lowerLambdaBody(Lambda *lambda);
  void lowerClassBody(ClassDef *cls);
  void lowerComprehensionBody(Expr *comp);

private:
  ModuleState &state;
  mlir::OpBuilder &b;
  Scope *scope;
  CodeLowering *parent;
  Block *block = nullptr; ///< the current one; null: unreachable
  SmallVector<Unwind, 8> unwinds;
  llvm::DenseMap<const Ident *, int> registers;
  Location loc;
  const Node *locNode = nullptr;
  const Node *lastTest = nullptr; ///< the comparison that jumpIf saw last
  const char *what = nullptr;

  friend struct AtNode;
  friend struct Deeper;

  // --- blocks and ops ---
  bool reachable() const { return block != nullptr; }
  Block *newBlock() { return new Block; }
  void place(Block *next);
  void setNode(const Node *node) {
    if (node != locNode && node->lineno > 0) {
      locNode = node;
      loc = locationOf(node->lineno, node->col_offset, node->end_lineno,
                       node->end_col_offset);
    }
  }
  Location locationOf(int line, int column, int endLine, int endColumn);
  template <typename Op, typename... Args> Op emit(Args &&...args) {
    return Op::create(b, loc, std::forward<Args>(args)...);
  }
  /// An op with one object result.
  template <typename Op, typename... Args> Value make(Args &&...args) {
    return Op::create(b, loc, state.object, std::forward<Args>(args)...)
        .getResult();
  }
  template <typename Op, typename... Args> void terminate(Args &&...args) {
    Op::create(b, loc, std::forward<Args>(args)...);
    block = nullptr;
  }
  void branch(Block *dest) { terminate<py::BrOp>(mlir::ValueRange(), dest); }
  void branch(Block *dest, Value v) {
    terminate<py::BrOp>(mlir::ValueRange(v), dest);
  }
  void branchIfReachable(Block *dest) {
    if (reachable())
      branch(dest);
  }
  void condBranch(Value cond, Block *ifTrue, Block *ifFalse) {
    terminate<py::CondBrOp>(cond, ifTrue, ifFalse);
  }
  /// A block with one argument, the phi of `a if c else b`.
  Block *newPhiBlock() {
    Block *phi = newBlock();
    phi->addArgument(state.object, loc);
    return phi;
  }

  // --- constants ---
  Value constant(Attribute value) { return make<py::ConstantOp>(value); }
  Value none() { return constant(py::NoneAttr::get(&state.context)); }
  Attribute intAttr(int64_t i) {
    return mlir::IntegerAttr::get(mlir::IntegerType::get(&state.context, 64),
                                  i);
  }
  Attribute strAttr(std::string_view s) {
    return StringAttr::get(&state.context, StringRef(s.data(), s.size()));
  }
  Attribute tupleAttr(ArrayRef<Attribute> elements) {
    return py::TupleAttr::get(&state.context,
                              mlir::ArrayAttr::get(&state.context, elements));
  }
  Attribute constantAttr(const ConstantValue &value);
  /// The constant that an expression is without folding, or null.
  Attribute constantOf(Expr *e);
  /// 1, 0, or -1 when the truth of e is not known now.
  int knownTruth(Expr *e);

  // --- names (LowerName.cpp) ---
  enum class NameOp { Local, Deref, ClassDeref, Global, Name };
  const Ident *mangle(const Ident *name) {
    return state.ast.mangle(scope->privateName, name);
  }
  NameOp classify(const Ident *mangled, int &reg, bool load);
  Value loadName(const Ident *name);
  void storeName(const Ident *name, Value value);
  void deleteName(const Ident *name);
  Value closureFor(Scope *inner);
  Value loadCell(const Ident *name);

  // --- expressions (LowerExpr.cpp, LowerCall.cpp) ---
  Value visit(Expr *e);
  Value visitExpr(Expr *e);
  Value visitBoolOp(BoolOp *e);
  Value visitIfExp(IfExp *e);
  void endEarly(ArrayRef<std::pair<Block *, Value>> stops, Block *end);
  Value visitCompare(Compare *e);
  Value visitDict(Dict *e);
  Value visitJoined(JoinedStr *e);
  Value visitFormatted(FormattedValue *e);
  Value visitSequence(const Seq<Expr *> &elements, bool tuple, bool set);
  Value visitLambda(Lambda *e);
  Value visitComprehension(Expr *e);
  Value visitYield(Yield *e);
  Value awaitValue(Value awaitable, int kind);
  Value compare(CmpOperator op, Value lhs, Value rhs);
  Value compareRhs(CmpOperator op, Expr *rhs);
  bool canReload(Expr *middle, Expr *next);
  /// Ends the current block with a branch on e's truth.
  void jumpIf(Expr *e, Block *ifTrue, Block *ifFalse);

  Value visitCall(Call *e);
  Value visitMethodCall(Call *e, ast::Attribute *func);
  bool superMethod(Call *superCall, Value &cls, Value &self, Value &super);
  bool isSuperCall(Expr *e);
  Value callWith(Value callee, ArrayRef<Value> first, const Seq<Expr *> &args,
                 const Seq<keyword *> &keywords);
  Value callEx(Value callee, ArrayRef<Value> first, const Seq<Expr *> &args,
               const Seq<keyword *> &keywords);
  Attribute keywordNames(const Seq<keyword *> &keywords);
  Value makeFunction(py::FuncOp code, Value defaults, Value kwDefaults,
                     Value annotations, Scope *inner);

  // --- targets ---
  void store(Expr *target, Value value);
  void storeUnpacked(const Seq<Expr *> &targets, Value value);
  void deleteTarget(Expr *target);
  /// A chain of attributes over several lines points at the name's line.
  void atAttribute(ast::Attribute *attribute) {
    if (attribute->lineno != attribute->end_lineno)
      loc = locationOf(attribute->end_lineno,
                       attribute->end_col_offset -
                           int(attribute->attr->text.size()),
                       attribute->end_lineno, attribute->end_col_offset);
  }

  // --- statements (LowerStmt.cpp, LowerTry.cpp, LowerMatch.cpp) ---
  void visitBody(const Seq<Stmt *> &body);
  void visitStmt(Stmt *s);
  void visitAssign(Assign *s);
  void visitAugAssign(AugAssign *s);
  void visitAnnAssign(AnnAssign *s);
  void visitIf(If *s);
  void visitWhile(While *s);
  void visitFor(For *s);
  void visitAsyncFor(AsyncFor *s);
  void visitReturn(Return *s);
  void visitAssert(Assert *s);
  void visitImport(Import *s);
  void visitImportFrom(ImportFrom *s);
  void visitTry(Try *s);
  void protectedBody(Stmt *s, const Seq<Stmt *> &body,
                     const Seq<Stmt *> &orelse, Block *end, Block *cleanup,
                     Value &exception, Value &previous);
  void visitTryExcept(Try *s);
  void visitTryStar(TryStar *s);
  void visitTryStarExcept(TryStar *s);
  void lowerFinally(Stmt *s, const Seq<Stmt *> &finalbody,
                    llvm::function_ref<void()> body);
  /// Name binding, body and name clearing of one handler whose exception is
  /// `value`; then goes to `done`, outside of what `close` leaves.
  void handlerBody(ExceptHandler *h, Value value);
  void visitWith(const Seq<withitem *> &items, unsigned index,
                 const Seq<Stmt *> &body, Stmt *s, bool async);
  void visitBreakContinue(bool isBreak, Stmt *s);
  void visitFunctionDef(Stmt *s);
  void visitClassDef(ClassDef *s);
  void visitMatch(Match *s);

  /// Opens a region: the current block ends, the body begins.
  void openTry(Block *handler);
  void closeTry();
  void beginHandler(Block *handler, Value &exception, Value &previous);
  void leaveHandler(Value exception, Value previous);
  void cleanupHandler(Block *cleanup, Value exception, Value previous);
  /// Emits what leaving the innermost entries down to `depth` needs.
  void unwindTo(size_t depth);
  void clearName(const Ident *name);
  Value callExit(Value exit, bool async);

  // --- annotations, defaults ---
  Value annotationValue(Expr *annotation);
  Value visitAnnotations(arguments *args, Expr *returns);
  Value visitDefaults(arguments *args);
  Value visitKwDefaults(arguments *args);

  // --- comprehension parts ---
  void lowerGenerators(const Seq<comprehension *> &generators, unsigned index,
                       llvm::function_ref<void()> element);
  void asyncLoop(Value iterator, llvm::function_ref<void(Value)> store,
                 llvm::function_ref<void(Block *head)> body, Block *end,
                 const Node *endNode);

  // --- patterns (LowerMatch.cpp) ---
  struct PatternState {
    SmallVector<std::pair<const Ident *, Value>, 4> captures;
    Block *fail = nullptr;
  };
  void matchPattern(Pattern *p, Value subject, PatternState &ps);
  void matchSequence(MatchSequence *p, Value subject, PatternState &ps);
  void matchMapping(MatchMapping *p, Value subject, PatternState &ps);
  void matchClass(MatchClass *p, Value subject, PatternState &ps);
  void matchOr(MatchOr *p, Value subject, PatternState &ps);
  void capture(PatternState &ps, const Ident *name, Value value);
  /// Goes on in a new block when cond holds, else to ps.fail.
  void require(Value cond, PatternState &ps, bool whenTrue = true);
};

/// Positions of ops made in this scope are node's; restored afterwards.
struct AtNode {
  CodeLowering &lowering;
  Location saved;
  const Node *savedNode;
  AtNode(CodeLowering &lowering, const Node *node)
      : lowering(lowering), saved(lowering.loc), savedNode(lowering.locNode) {
    lowering.setNode(node);
  }
  ~AtNode() {
    lowering.loc = saved;
    lowering.locNode = savedNode;
  }
};

} // namespace pyc::lower
