"""`python -m tools.commerce_rules`: every bullet of the commerce rules is proven by a test.

A test names the bullets it proves in its docstring (`R3.2`). The check fails on a bullet without
a test, on a place that does not exist, and on a waiting bullet that is proven by now.
"""

import ast
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tools.lints.base import tracked

LIST = Path(__file__).with_name("commerce_rules.toml")
_PLACE = re.compile(r"\bR(\d+)\.(\d+)\b")


@dataclass(frozen=True, slots=True)
class Rules:
    """The bullets by place (`R1.4` to its title), and those that wait for a test."""

    titles: Mapping[str, str]
    waiting: frozenset[str] = field(default_factory=frozenset)


def load(text: str) -> Rules:
    """Read the list. Raises ValueError for a waiting place that does not exist."""
    data = tomllib.loads(text)
    titles = {
        f"R{section}.{number}": title
        for section, bullets in data["sections"].items()
        for number, title in enumerate(bullets, start=1)
    }
    waiting = frozenset(data["waiting"])
    if unknown := waiting - titles.keys():
        raise ValueError(f"waiting for rules that do not exist: {sorted(unknown)}")
    return Rules(titles, waiting)


def places(source: str) -> set[str]:
    """The places named in the docstrings of a file's tests; other mentions do not count."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (
            node.name.startswith("test_")
        ):
            found.update(match.group() for match in _PLACE.finditer(ast.get_docstring(node) or ""))
    return found


def problems(rules: Rules, proven: Mapping[str, Iterable[str]]) -> list[str]:
    """What is wrong, one sentence each. `proven` maps a place to the files that name it."""
    said = [
        f"{place} ({title}): no test carries it"
        for place, title in rules.titles.items()
        if place not in proven and place not in rules.waiting
    ]
    said += [
        f"{place} is proven by now: take it off the waiting list"
        for place in sorted(rules.waiting & proven.keys())
    ]
    said += [
        f"{place} does not exist; named in {', '.join(sorted(files))}"
        for place, files in sorted(proven.items())
        if place not in rules.titles
    ]
    return said


def main() -> int:
    """Print problems; the exit status."""
    rules = load(LIST.read_text(encoding="utf-8"))
    proven: dict[str, set[str]] = {}
    for path in tracked("*test_*.py"):
        if path.parts[0] != "tools":
            for place in places(path.read_text(encoding="utf-8")):
                proven.setdefault(place, set()).add(str(path))
    said = problems(rules, proven)
    for line in said:
        print(line)
    done = len(rules.titles.keys() & proven.keys())
    print(f"commerce rules: {done} of {len(rules.titles)} proven, {len(rules.waiting)} waiting")
    return 1 if said else 0


if __name__ == "__main__":
    raise SystemExit(main())
