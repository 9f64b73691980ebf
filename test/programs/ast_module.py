import ast, traceback
src = open(__file__.rsplit("/", 1)[0] + "/ast_source.txt").read()
t = ast.parse(src)
print(ast.dump(t, include_attributes=True))
print(ast.unparse(t))
print(ast.literal_eval("[1, -2.5, 'a', (None, True), {1: {2}}, b'x', 1+2j]"))
try: ast.literal_eval("f()")
except ValueError as e: print(str(e)[:40])
try: ast.parse("x = = 1")
except SyntaxError as e: print(e)
class V(ast.NodeVisitor):
    def visit_Name(self, n): print("name", n.id, n.lineno)
V().visit(ast.parse("a + b\nc"))
class T(ast.NodeTransformer):
    def visit_Constant(self, n): return ast.copy_location(ast.Constant(n.value * 2), n)
tree = T().visit(ast.parse("x = 3 + 4")); ast.fix_missing_locations(tree); ns = {}; exec(compile(tree, "f", "exec"), ns); print(ns["x"])
print([type(n).__name__ for n in ast.walk(ast.parse("f(x)[1]"))], ast.get_docstring(ast.parse('"d"')), ast.parse("1", mode="eval").body.value, isinstance(t, ast.Module), 1)
def f():
    a = [1]; b = None
    return a[0] + b["x"] / 2
try: f()
except TypeError: traceback.print_exc(); print(traceback.format_exc())
