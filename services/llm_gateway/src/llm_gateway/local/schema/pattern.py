"""A text that matches a regular expression: literals, classes, groups, choices, counts.

What goes further (looking ahead, back-references) is refused, never answered wrongly: the result
is checked with the real engine.
"""

import re
from dataclasses import dataclass
from typing import Final

from llm_gateway.local.schema.shape import Unfillable

_LONGEST: Final = 2000
_CLASSES: Final = {"d": "0123456789", "w": "abcdefgh0123", "s": " ", "D": "ab", "W": "-", "S": "ab"}
_ESCAPED: Final = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v"}
_ANY: Final = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -_.,:;/#+*!?()äöüéñ"


@dataclass(frozen=True, slots=True)
class _Node:
    """`chars` is one of these; `options` one of these sequences; repeated `low` to `high` times."""

    chars: str = ""
    options: tuple[tuple["_Node", ...], ...] = ()
    low: int = 1
    high: int | None = 1


def example(pattern: str, low: int, high: int | None) -> str:
    """A text of `low` to `high` characters that the pattern is found in. Raises Unfillable."""
    if len(pattern) > _LONGEST:
        raise Unfillable("a very long pattern")
    try:
        check = re.compile(pattern)
        tree = _Parser(pattern).parse()
    except (re.error, IndexError, RecursionError) as exc:
        raise Unfillable(f"the pattern {pattern[:80]!r}") from exc
    for more in (0, 1, 2, 4, 8, 16, 32, 64, 128, 256, low):
        for option in range(4):
            text = _sequence(tree, more, option)
            # Where nothing ties the pattern to the end, anything may follow.
            for candidate in (text, text + "a" * (low - len(text)), "a" * (low - len(text)) + text):
                fits = low <= len(candidate) and (high is None or len(candidate) <= high)
                if fits and check.search(candidate):
                    return candidate
    raise Unfillable(f"the pattern {pattern[:80]!r} within its length")


def _sequence(nodes: tuple[_Node, ...], more: int, option: int) -> str:
    return "".join(_one(node, more, option) for node in nodes)


def _one(node: _Node, more: int, option: int) -> str:
    times = node.low + more
    if node.high is not None:
        times = min(times, node.high)
    times = min(times, _LONGEST)
    if node.options:
        chosen = node.options[option % len(node.options)]
        return _sequence(chosen, more, option) * times
    return node.chars[option % len(node.chars)] * times if node.chars else ""


class _Parser:
    def __init__(self, pattern: str) -> None:
        self._text = pattern
        self._at = 0

    def parse(self) -> tuple[_Node, ...]:
        tree = self._options()
        if self._at < len(self._text):
            raise Unfillable(f"the pattern {self._text[:80]!r}")
        return (_Node(options=tree),)

    def _options(self) -> tuple[tuple[_Node, ...], ...]:
        options: list[tuple[_Node, ...]] = []
        nodes: list[_Node] = []
        while self._at < len(self._text) and self._text[self._at] != ")":
            char = self._next()
            if char == "|":
                options.append(tuple(nodes))
                nodes = []
            elif char not in "^$":
                nodes.append(self._counted(self._atom(char)))
        return (*options, tuple(nodes))

    def _next(self) -> str:
        char = self._text[self._at]
        self._at += 1
        return char

    def _peek(self) -> str:
        return self._text[self._at] if self._at < len(self._text) else ""

    def _atom(self, char: str) -> _Node:
        match char:
            case "(":
                return self._group()
            case "[":
                return _Node(chars=self._class())
            case ".":
                return _Node(chars=_ANY)
            case "\\":
                return _Node(chars=self._escape())
        return _Node(chars=char)

    def _group(self) -> _Node:
        if self._peek() == "?":
            self._at += 1
            kind = self._next()
            if kind == "P":
                kind = self._next()
            if kind == "<" and self._peek() not in "=!":
                self._at = self._text.index(">", self._at) + 1
            elif kind != ":":
                raise Unfillable("a pattern that looks ahead or behind")
        options = self._options()
        self._at += 1
        return _Node(options=options)

    def _escape(self) -> str:
        char = self._next()
        if char in "bBAZzkpP" or char.isdigit():
            if char in "bBAZz":
                return ""
            raise Unfillable("a pattern with back-references or properties")
        if char == "u":
            self._at += 4
            return chr(int(self._text[self._at - 4 : self._at], 16))
        return _CLASSES.get(char) or _ESCAPED.get(char, char)

    def _class(self) -> str:
        negated = self._peek() == "^"
        self._at += negated
        chars: list[str] = []
        first = True
        while first or self._peek() != "]":
            first = False
            char = self._next()
            known = self._escape() if char == "\\" else char
            if len(known) == 1 and self._peek() == "-" and self._text[self._at + 1] != "]":
                self._at += 1
                last = self._next()
                last = self._escape() if last == "\\" else last
                chars += [chr(code) for code in range(ord(known), min(ord(last), 0x24F) + 1)]
            else:
                chars += known
        self._at += 1
        if negated:
            chars = [char for char in _ANY if char not in chars]
        if not chars:
            raise Unfillable("a pattern with an empty class")
        return "".join(chars)

    def _counted(self, node: _Node) -> _Node:
        low, high = 1, 1
        unbounded = False
        match self._peek():
            case "*":
                low, unbounded = 0, True
            case "+":
                unbounded = True
            case "?":
                low = 0
            case "{":
                found = re.match(r"\{(\d+)(,?)(\d*)\}", self._text[self._at :])
                if found is None:
                    return node
                self._at += len(found.group()) - 1
                low = high = int(found[1])
                unbounded = bool(found[2]) and not found[3]
                high = int(found[3]) if found[3] else high
            case _:
                return node
        self._at += 1
        if self._peek() in {"?", "+"}:
            self._at += 1
        return _Node(node.chars, node.options, low, None if unbounded else high)
