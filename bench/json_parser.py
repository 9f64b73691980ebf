"""A JSON parser and writer in plain Python, by recursive descent over a string."""
import sys

ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


class ParseError(ValueError):
    def __init__(self, message, position):
        super().__init__(f"{message} at {position}")
        self.position = position


class Parser:
    def __init__(self, text):
        self.text = text
        self.pos = 0

    def skip(self):
        text, pos = self.text, self.pos
        while pos < len(text) and text[pos] in " \t\r\n":
            pos += 1
        self.pos = pos

    def parse(self):
        value = self.value()
        self.skip()
        if self.pos != len(self.text):
            raise ParseError("trailing data", self.pos)
        return value

    def value(self):
        self.skip()
        if self.pos >= len(self.text):
            raise ParseError("unexpected end", self.pos)
        c = self.text[self.pos]
        if c == "{":
            return self.object()
        if c == "[":
            return self.array()
        if c == '"':
            return self.string()
        if c == "-" or c.isdigit():
            return self.number()
        for word, constant in (("true", True), ("false", False), ("null", None)):
            if self.text.startswith(word, self.pos):
                self.pos += len(word)
                return constant
        raise ParseError(f"unexpected {c!r}", self.pos)

    def object(self):
        result = {}
        self.pos += 1
        self.skip()
        if self.text[self.pos] == "}":
            self.pos += 1
            return result
        while True:
            self.skip()
            key = self.string()
            self.skip()
            self.expect(":")
            result[key] = self.value()
            self.skip()
            if self.text[self.pos] == ",":
                self.pos += 1
                continue
            self.expect("}")
            return result

    def array(self):
        result = []
        self.pos += 1
        self.skip()
        if self.text[self.pos] == "]":
            self.pos += 1
            return result
        while True:
            result.append(self.value())
            self.skip()
            if self.text[self.pos] == ",":
                self.pos += 1
                continue
            self.expect("]")
            return result

    def expect(self, c):
        if self.text[self.pos:self.pos + 1] != c:
            raise ParseError(f"expected {c!r}", self.pos)
        self.pos += 1

    def string(self):
        self.expect('"')
        text = self.text
        parts = []
        start = self.pos
        while True:
            c = text[self.pos]
            if c == '"':
                parts.append(text[start:self.pos])
                self.pos += 1
                return "".join(parts)
            if c == "\\":
                parts.append(text[start:self.pos])
                e = text[self.pos + 1]
                if e == "u":
                    parts.append(chr(int(text[self.pos + 2:self.pos + 6], 16)))
                    self.pos += 6
                else:
                    parts.append(ESCAPES[e])
                    self.pos += 2
                start = self.pos
            else:
                self.pos += 1

    def number(self):
        text, start = self.text, self.pos
        pos = start
        if text[pos] == "-":
            pos += 1
        real = False
        while pos < len(text):
            c = text[pos]
            if "0" <= c <= "9":
                pass
            elif c in ".eE+-":
                real = True
            else:
                break
            pos += 1
        self.pos = pos
        return float(text[start:pos]) if real else int(text[start:pos])


def write(value, out):
    if isinstance(value, str):
        out.append('"')
        for c in value:
            out.append("\\" + c if c in '"\\' else c if c >= " " else f"\\u{ord(c):04x}")
        out.append('"')
    elif value is None:
        out.append("null")
    elif value is True or value is False:
        out.append("true" if value else "false")
    elif isinstance(value, (int, float)):
        out.append(repr(value))
    elif isinstance(value, dict):
        out.append("{")
        for i, (key, item) in enumerate(value.items()):
            if i:
                out.append(",")
            write(key, out)
            out.append(":")
            write(item, out)
        out.append("}")
    else:
        out.append("[")
        for i, item in enumerate(value):
            if i:
                out.append(",")
            write(item, out)
        out.append("]")


def sample(n):
    return {
        "items": [{"id": i, "name": f"item \"{i}\"\n", "price": i * 1.25, "tags": ["a", "b" * (i % 4)],
                   "parent": None if i % 3 else i // 3, "ok": i % 2 == 0} for i in range(n)],
        "total": n, "nested": [[[[1, -2, 3.5e3]]]], "empty": [{}, []],
    }


def work(n=1200):
    out = []
    write(sample(n), out)
    text = "".join(out)
    parsed = Parser(text).parse()
    errors = []
    for bad in ("[1, 2", "{\"a\" 1}", "[tru]", "1 2"):
        try:
            Parser(bad).parse()
        except ParseError as error:
            errors.append(str(error))
        except IndexError:
            errors.append("end")
    return len(text), parsed == sample(n), sum(len(i["name"]) for i in parsed["items"]), errors


if __name__ == "__main__":
    print(work(int(sys.argv[1])) if len(sys.argv) > 1 else work())
