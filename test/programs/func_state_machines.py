# Dispatch through dicts of functions, state machines, simple interpreters.
def lexer(s):
    state, out, cur = "start", [], ""
    def start(c):
        nonlocal cur
        if c.isdigit(): cur = c; return "number"
        if c.isalpha(): cur = c; return "name"
        if not c.isspace(): out.append(("op", c))
        return "start"
    def number(c):
        nonlocal cur
        if c.isdigit() or c == ".": cur += c; return "number"
        out.append(("num", float(cur) if "." in cur else int(cur)))
        return start(c)
    def name(c):
        nonlocal cur
        if c.isalnum(): cur += c; return "name"
        out.append(("id", cur))
        return start(c)
    table = {"start": start, "number": number, "name": name}
    for c in s + " ": state = table[state](c)
    return out
print(lexer("x1 = 3.5*(y+42)"), len(lexer("a+1 b2*33 " * 300)))
def vm(code, n):
    stack, pc, env, steps = [], 0, {"n": n}, 0
    ops = {"add": lambda: stack.append(stack.pop() + stack.pop()), "mul": lambda: stack.append(stack.pop() * stack.pop()),
           "sub": lambda: stack.append(-stack.pop() + stack.pop()), "dup": lambda: stack.append(stack[-1])}
    while pc < len(code):
        op, *arg = code[pc]
        pc += 1; steps += 1
        if op == "push": stack.append(arg[0])
        elif op == "load": stack.append(env[arg[0]])
        elif op == "store": env[arg[0]] = stack.pop()
        elif op == "jnz":
            if stack.pop(): pc = arg[0]
        else: ops[op]()
    return env, steps
code = [("push", 1), ("store", "r"), ("load", "r"), ("load", "n"), ("mul",), ("store", "r"), ("load", "n"), ("push", 1), ("sub",), ("dup",), ("store", "n"), ("jnz", 2)]
print(vm(code, 25), vm(code, 300)[1])
class Machine:
    def __init__(self): self.state, self.log = self.idle, []
    def idle(self, e): return self.busy if e == "go" else self.idle
    def busy(self, e):
        self.log.append(e)
        return self.idle if e == "stop" else self.busy
    def feed(self, events):
        for e in events: self.state = self.state(e)
        return self
m = Machine().feed(["go", "a", "stop", "x"] * 500)
print(len(m.log), m.state.__name__, m.log[:3])
