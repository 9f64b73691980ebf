"""An interpreter for an eight-instruction language, running a small program."""
import sys

NESTED = "++++++++++[>++++++++++[>++++++++++[>+>+++<<-]<-]<-]>>>.>."
ALPHABET = "++++++++[>++++++++>+++<<-]>+>++[<.+>-]"


class Tape:
    def __init__(self):
        self.cells = [0]
        self.position = 0

    def get(self):
        return self.cells[self.position]

    def add(self, n):
        self.cells[self.position] = (self.cells[self.position] + n) & 255

    def left(self):
        self.position -= 1
        if self.position < 0:
            raise IndexError("off the tape")

    def right(self):
        self.position += 1
        if self.position >= len(self.cells):
            self.cells.append(0)


def match_brackets(program):
    stack, jumps = [], {}
    for i, c in enumerate(program):
        if c == "[":
            stack.append(i)
        elif c == "]":
            j = stack.pop()
            jumps[i], jumps[j] = j, i
    return jumps


def run(source):
    program = [c for c in source if c in "+-<>[]."]
    jumps = match_brackets(program)
    tape = Tape()
    out = []
    pc = 0
    steps = 0
    while pc < len(program):
        c = program[pc]
        if c == "+":
            tape.add(1)
        elif c == "-":
            tape.add(-1)
        elif c == ">":
            tape.right()
        elif c == "<":
            tape.left()
        elif c == ".":
            out.append(chr(tape.get()))
        elif c == "[":
            if tape.get() == 0:
                pc = jumps[pc]
        elif c == "]":
            if tape.get() != 0:
                pc = jumps[pc]
        pc += 1
        steps += 1
    return "".join(out), steps


def work(rounds=40):
    steps = 0
    for _ in range(rounds):
        text, n = run(NESTED)
        steps += n
        letters, n = run(ALPHABET)
        steps += n
    return [ord(c) for c in text], letters, steps


if __name__ == "__main__":
    print(work(int(sys.argv[1])) if len(sys.argv) > 1 else work())
