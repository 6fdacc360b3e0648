"""What a lint is: a rule's name, the files it reads, and the problems it finds in one of them."""

import re
import subprocess
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

SKIP = re.compile(r"lint-skip: (?P<rule>[a-z-]+)(?: - (?P<reason>\S.*))?")


def tracked(*patterns: str) -> list[Path]:
    """Files that git tracks or would, by its patterns (all without one). What was deleted and not
    committed is still listed by git, and left out here."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", *patterns],
        check=True,
        capture_output=True,
        text=True,
    )
    return [Path(name) for name in listed.stdout.splitlines() if Path(name).is_file()]


@dataclass(frozen=True, slots=True)
class Problem:
    """One broken rule. `line` counts from 1; 0 is the file as a whole."""

    rule: str
    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.rule}: {self.message}"


@dataclass(frozen=True, slots=True)
class Lint:
    """A rule: `wants` picks files, `find` yields (line, message) in one of them."""

    rule: str
    wants: Callable[[Path], bool]
    find: Callable[[Path, str], Iterable[tuple[int, str]]]


def run(lint: Lint, path: Path, text: str) -> Iterator[Problem]:
    """Problems of one file, without those the line escapes with a reason."""
    if not lint.wants(path):
        return
    lines = text.splitlines()
    for number, message in lint.find(path, text):
        line = lines[number - 1] if 0 < number <= len(lines) else ""
        escape = SKIP.search(line)
        if escape and escape["rule"] == lint.rule and escape["reason"]:
            continue
        yield Problem(lint.rule, path, number, message)


def matching(pattern: str, message: str) -> Callable[[Path, str], Iterator[tuple[int, str]]]:
    """A finder that reports each line a regular expression matches."""
    compiled = re.compile(pattern)

    def find(_path: Path, text: str) -> Iterator[tuple[int, str]]:
        for number, line in enumerate(text.splitlines(), 1):
            if compiled.search(line):
                yield number, message

    return find


def under(*prefixes: str) -> Callable[[Path], bool]:
    """Files below one of the folders."""
    return lambda path: path.as_posix().startswith(prefixes)


def suffixed(*suffixes: str) -> Callable[[Path], bool]:
    """Files with one of the suffixes."""
    return lambda path: path.suffix in suffixes


def both(*tests: Callable[[Path], bool]) -> Callable[[Path], bool]:
    """Files that pass every test."""
    return lambda path: all(test(path) for test in tests)


def but(test: Callable[[Path], bool]) -> Callable[[Path], bool]:
    """Files that do not pass."""
    return lambda path: not test(path)
