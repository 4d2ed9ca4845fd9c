"""Finds declarations and balanced spans in Swift sources without a compiler: enough to count, not to understand."""

import re


def blank(text):
    """The text with strings and comments overwritten by spaces, so that positions and line numbers stay."""

    def spaces(match):
        return re.sub(r"[^\n]", " ", match.group(0))

    literal = re.compile(
        r'(?P<hash>#*)"""[\s\S]*?"""(?P=hash)|(?P<sharp>#+)"[^\n]*?"(?P=sharp)'
        r'|"(?:\\\([^\n()]*(?:\([^\n()]*(?:\([^\n()]*\)[^\n()]*)*\)[^\n()]*)*\)|\\.|[^"\\\n])*"|//[^\n]*|/\*[\s\S]*?\*/')
    return literal.sub(spaces, text)


def span(code, start, opening="{", closing="}"):
    """The end of the balanced span whose opening sign is the first one at or after `start`."""
    position = code.index(opening, start)
    depth = 0
    while position < len(code):
        depth += (code[position] == opening) - (code[position] == closing)
        position += 1
        if depth == 0:
            return position
    return len(code)


class Struct:
    """A struct: its name, the names of the types around it, what it conforms to, and its stored members with types."""

    def __init__(self, path, name, around, head, members, first, last):
        self.path, self.name, self.around, self.head = path, name, around, head
        self.members, self.first, self.last = members, first, last

    @property
    def names(self):
        return self.around + [self.name]


DECLARATION = re.compile(
    r"\b(?:struct|enum|class|extension|actor|protocol)\s+(?P<name>[A-Z][\w.]*)(?P<head>[^{}]*)\{|\{|\}")
MEMBER = re.compile(r"^[ \t]*(?:package |private |fileprivate )?(?:let|var) (\w+)\s*:\s*([^=\n{]+?)\s*(?:=.*)?$", re.M)


def structs(path, text):
    code = blank(text)
    open_types, found = [], []
    for match in DECLARATION.finditer(code):
        if match.group(0) == "}":
            if open_types:
                open_types.pop()
            continue
        name = match.group("name")
        if name and match.group(0).startswith("struct"):
            end = span(code, match.end() - 1)
            found.append(
                Struct(
                    path, name, [each for each in open_types if each], match.group("head"),
                    MEMBER.findall(outermost(code[match.end():end - 1])), line(code, match.start()), line(code, end)))
        open_types.append(name)
    return found


def outermost(body):
    """The body without what is in inner braces."""
    result, depth = [], 0
    for sign in body:
        depth += sign == "{"
        if depth == 0 or sign == "\n":
            result.append(sign)
        depth -= sign == "}"
    return "".join(result)


def line(code, position):
    return code.count("\n", 0, position) + 1
