"""What a template may say, and the check that it says nothing else.

Merchants write it, so the list is of what is allowed: variables of the mail, `if`, `for` over the
mail's own lists, comparisons, and a few filters. No calls, no assignments, no macros, no includes,
no subscripts, no arithmetic: what is not named here is refused when it is saved, with its line.
"""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, TypeAlias

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from commerce.mail.language.escape import into_markdown, into_subject

MAX_BODY: Final = 20_000
MAX_SUBJECT: Final = 250
_MAX_DEPTH: Final = 4
"""Loops in loops: more of them multiply what a small template writes."""

FILTERS: Final = frozenset(
    {"capitalize", "default", "first", "join", "last", "length", "lower", "title", "trim", "upper"}
)
TESTS: Final = frozenset({"defined", "none"})
_COMPARISONS: Final = frozenset({"eq", "ne", "lt", "lteq", "gt", "gteq"})
LOOP: Final = frozenset({"index", "first", "last", "length"})

Shape: TypeAlias = "Mapping[str, Shape] | list[Shape] | None"
"""What a variable is: fields by name, a list of one shape, or a plain value."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a template is refused, and where."""

    part: str
    """`subject` or `body`."""
    line: int
    code: str
    message: str


class _Refused(ValueError):
    def __init__(self, node: nodes.Node, code: str, message: str) -> None:
        super().__init__(message)
        self.problem = (node.lineno, code, message)


class _DictsOnly(ImmutableSandboxedEnvironment):
    """A dot names a key of a dictionary, or what a loop knows of itself. Python's attributes do
    not exist: `parcel.items` is the parcel's own field."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """The value under a key; undefined for anything else."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        if isinstance(obj, LoopContext) and attribute in LOOP:
            return getattr(obj, attribute)
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """There are no subscripts."""
        return self.undefined(obj=obj, name=str(argument))

    def call(self, *_args: Any, **_kwargs: Any) -> Any:
        """There are no calls."""
        raise SecurityError("templates call nothing")


def _environment(*, body: bool) -> ImmutableSandboxedEnvironment:
    made = _DictsOnly(
        undefined=StrictUndefined,
        finalize=into_markdown if body else into_subject,
        trim_blocks=body,
        lstrip_blocks=body,
        keep_trailing_newline=False,
    )
    made.filters = {name: made.filters[name] for name in FILTERS}
    made.tests = {name: made.tests[name] for name in (*TESTS, *_COMPARISONS) if name in made.tests}
    made.globals.clear()
    return made


_BODY: Final = _environment(body=True)
_SUBJECT: Final = _environment(body=False)


@lru_cache(maxsize=200)
def compiled(source: str, *, body: bool) -> Template:
    """A template that `problems` has nothing against."""
    environment = _BODY if body else _SUBJECT
    tree = environment.parse(source)
    for node in tree.iter_child_nodes():
        _allowed(node, 0)
    return environment.from_string(tree)


def problems(subject: str, body: str, shape: Mapping[str, Shape]) -> list[Problem]:
    """Everything that is wrong with a template whose variables have this shape."""
    found = []
    for part, source, longest in (("subject", subject, MAX_SUBJECT), ("body", body, MAX_BODY)):
        if len(source) > longest:
            text = f"at most {longest} characters"
            found.append(Problem(part, 1, "too_long", text))
        elif not source.strip():
            found.append(Problem(part, 1, "empty", "must not be empty"))
        else:
            found += [Problem(part, *problem) for problem in _problems(part, source, shape)]
    return found


def _problems(part: str, source: str, shape: Mapping[str, Shape]) -> Iterator[tuple[int, str, str]]:
    environment = _BODY if part == "body" else _SUBJECT
    try:
        tree = environment.parse(source)
        for node in tree.iter_child_nodes():
            _allowed(node, 0)
    except TemplateSyntaxError as error:
        yield error.lineno, "syntax", error.message or "is not valid"
        return
    except _Refused as refused:
        yield refused.problem
        return
    except RecursionError:
        yield 1, "too_deep", "is nested too deeply"
        return
    yield from _unknown(tree.body, dict(shape))


_PLAIN: Final = (
    nodes.Output,
    nodes.TemplateData,
    nodes.If,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.CondExpr,
    nodes.Concat,
)


def _allowed(node: nodes.Node, depth: int) -> None:  # noqa: PLR0912 - one case per kind of node
    if isinstance(node, nodes.For):
        if depth >= _MAX_DEPTH:
            raise _Refused(node, "too_deep", f"loops stand in at most {_MAX_DEPTH} others")
        if node.recursive or node.test is not None or not isinstance(node.target, nodes.Name):
            raise _Refused(node, "not_allowed", "a loop is `for item in items`, nothing more")
        if not isinstance(node.iter, nodes.Name | nodes.Getattr):
            raise _Refused(node, "not_allowed", "a loop goes over one of the mail's lists")
        _name(node.target)
        for child in (node.iter, *node.body, *node.else_):
            _allowed(child, depth + 1)
        return
    if isinstance(node, nodes.Name):
        _name(node)
        return
    if isinstance(node, nodes.Getattr):
        if node.attr.startswith("_"):
            raise _Refused(node, "not_allowed", f"{node.attr!r} is not a field")
        if not isinstance(node.node, nodes.Name | nodes.Getattr):
            raise _Refused(node, "not_allowed", "only variables have fields")
    elif isinstance(node, nodes.Const):
        if not isinstance(node.value, str | int | bool | None):
            raise _Refused(node, "not_allowed", "only texts and whole numbers")
    elif isinstance(node, nodes.Filter):
        if node.name not in FILTERS or node.node is None:
            raise _Refused(node, "unknown_filter", _said("filter", node.name, FILTERS))
        if node.kwargs or node.dyn_args is not None or node.dyn_kwargs is not None:
            raise _Refused(node, "not_allowed", "filters take plain arguments only")
    elif isinstance(node, nodes.Test):
        if node.name not in TESTS or node.args or node.kwargs:
            raise _Refused(node, "unknown_test", _said("test", node.name, TESTS))
    elif isinstance(node, nodes.Compare):
        if len(node.ops) != 1 or node.ops[0].op not in _COMPARISONS:
            raise _Refused(node, "not_allowed", "compare two values by ==, !=, <, <=, > or >=")
        _allowed(node.ops[0].expr, depth)
        _allowed(node.expr, depth)
        return
    elif not isinstance(node, _PLAIN):
        name = type(node).__name__.lower()
        raise _Refused(node, "not_allowed", f"templates have no {_WORDS.get(name, name)}")
    for child in node.iter_child_nodes():
        _allowed(child, depth)


_WORDS: Final = {
    "call": "function calls",
    "assign": "assignments",
    "assignblock": "assignments",
    "macro": "macros",
    "callblock": "macros",
    "getitem": "[…]: write a dot and the field's name",
    "include": "includes",
    "import": "imports",
    "fromimport": "imports",
    "extends": "inheritance",
    "block": "blocks",
    "filterblock": "filter blocks",
    "list": "lists of their own",
    "tuple": "lists of their own",
    "dict": "dictionaries",
    "slice": "slices",
}


def _name(node: nodes.Name) -> None:
    if node.name.startswith("_"):
        raise _Refused(node, "not_allowed", f"{node.name!r} is not a variable")


def _said(what: str, name: str | None, known: frozenset[str]) -> str:
    return f"there is no {what} {name!r}; there are {', '.join(sorted(known))}"


def _unknown(body: list[nodes.Node], scope: dict[str, Any]) -> Iterator[tuple[int, str, str]]:
    for node in body:
        yield from _unknown_in(node, scope)


def _unknown_in(node: nodes.Node, scope: dict[str, Any]) -> Iterator[tuple[int, str, str]]:
    if isinstance(node, nodes.For):
        yield from _unknown_in_loop(node, scope)
    elif isinstance(node, nodes.Name | nodes.Getattr):
        _, problem = _resolve(node, scope)
        if problem is not None:
            yield problem
    elif isinstance(node, nodes.Output):
        for written in node.nodes:
            yield from _not_a_text(written, scope)
            yield from _unknown_in(written, scope)
    else:
        for child in node.iter_child_nodes():
            yield from _unknown_in(child, scope)


def _unknown_in_loop(node: nodes.For, scope: dict[str, Any]) -> Iterator[tuple[int, str, str]]:
    shape, problem = _resolve(node.iter, scope)
    if problem is not None:
        yield problem
        return
    if not isinstance(shape, list):
        yield node.lineno, "not_a_list", f"{_path(node.iter)} is not a list"
        return
    inner = {**scope, _target(node): shape[0], "loop": dict.fromkeys(LOOP)}
    yield from _unknown(node.body, inner)
    yield from _unknown(node.else_, scope)


def _not_a_text(node: nodes.Node, scope: dict[str, Any]) -> Iterator[tuple[int, str, str]]:
    shape, problem = _resolve(node, scope)
    if problem is None and shape is not None:
        path = _path(node)
        text = f"{path} is not one text: name one of its fields"
        if isinstance(shape, list):
            text = f"{path} is a list: use `for item in {path}`"
        yield node.lineno, "not_a_text", text


def _target(node: nodes.For) -> str:
    return node.target.name if isinstance(node.target, nodes.Name) else ""


def _resolve(node: nodes.Node, scope: Mapping[str, Any]) -> tuple[Any, tuple[int, str, str] | None]:
    if isinstance(node, nodes.Name):
        known: Any = scope
        name = node.name
    elif isinstance(node, nodes.Getattr):
        known, problem = _resolve(node.node, scope)
        if problem is not None:
            return None, problem
        name = node.attr
    else:
        return None, None
    if isinstance(known, Mapping) and name in known:
        return known[name], None
    names = sorted(known) if isinstance(known, Mapping) else []
    close = difflib.get_close_matches(name, names, 1)
    hint = f"; did you mean {close[0]!r}?" if close else ""
    return None, (node.lineno, "unknown_variable", f"there is no {_path(node)!r}{hint}")


def _path(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_path(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else "this"
