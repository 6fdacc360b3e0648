"""`docs/promises.md` is true: every promise has checks that exist, each with a planted fault that
is named where it is planted."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "docs" / "promises.md"
PROMISES = (
    "No oversell and no lost unit",
    "One order per payment",
    "Committed events are never lost",
    "Redis down, frozen, flushed",
    "PostgreSQL restarted under load",
    "Money always adds up",
    "No tenant sees another",
    "Row-level security from the catalogue",
    "No input makes a 5xx",
    "Login guessing and enumeration",
    "Refresh theft",
    "SSRF through every caller",
    "Scripts that are not ours never run",
    "Templates, CSV, archives, images, paths",
    "No card numbers, no stray personal data",
    "Backup and restore drill",
    "Migrations without stalls",
    "No stale price",
    "Nothing hangs, nothing piles up",
    "A bad receiver hurts nobody",
    "No supplier order twice, no paid order forgotten",
    "Erasure leaves nobody named",
    "A shop taken over comes whole and once",
    "What is sold elsewhere takes its units once, and a lost answer is looked up, never sent again",
    "Whoever deletes their account is named nowhere, and leaves no order, team or bill behind",
    "Nobody pays for two subscriptions",
)
"""Every one must have a row; a new promise is a line here and there."""
RUNS = {"make test", "make fuzz", "make chaos", "make chaos-short", "make e2e"}
_CODE = re.compile(r"`([^`]+)`")
_PLANT = re.compile(r"plant|naive", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """One check of a promise."""

    promise: str
    checks: tuple[str, ...]
    plants: tuple[str, ...]
    runs: str


def rows(text: str) -> Iterator[Row]:
    """The table's rows; an empty first cell goes on with the promise above."""
    promise = ""
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("|") or len(cells) != 4 or set(cells[0]) == {"-"}:
            continue
        if cells[0] == "promise":
            continue
        promise = cells[0] or promise
        checks, plants = (tuple(_CODE.findall(cell)) for cell in cells[1:3])
        yield Row(promise, checks, plants, cells[3])


def named(reference: str) -> str:
    """What a reference points at: the words in which a planted fault must be named. Raises
    AssertionError when it does not exist."""
    path, _, name = reference.partition("::")
    file = ROOT / path
    assert file.is_file(), f"{path} does not exist"
    source = file.read_text(encoding="utf-8")
    if not name:
        return source
    if file.suffix == ".ts":
        assert f'"{name}"' in source or f"`{name}" in source, f"{reference}: no such journey"
        return source
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == name:
            return f"{name} {ast.get_docstring(node) or ''} {ast.get_docstring(tree) or ''}"
    raise AssertionError(f"{reference}: no such function")


def problems(text: str) -> list[str]:
    """What is not true, one sentence each."""
    found: list[str] = []
    seen: set[str] = set()
    for row in rows(text):
        seen.add(row.promise)
        if row.runs not in RUNS:
            found.append(f"{row.promise}: runs in {row.runs!r}, which is none of {sorted(RUNS)}")
        if not row.checks or not row.plants:
            found.append(f"{row.promise}: a row without a check or a planted fault")
        for reference in (*row.checks, *row.plants):
            try:
                words = named(reference)
            except AssertionError as error:
                found.append(f"{row.promise}: {error}")
                continue
            if not _PLANT.search(words):
                found.append(f"{row.promise}: {reference} does not name its planted fault")
    found += [f"{promise}: no row" for promise in PROMISES if promise not in seen]
    found += [f"{promise}: not on the list of promises" for promise in seen - set(PROMISES)]
    return found


def test_every_promise_has_a_check_and_a_planted_fault() -> None:
    assert problems(TABLE.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("test_oversell.py::test_a_naive", "test_oversell.py::test_gone", "no such function"),
        ("services/commerce/tests/inventory/", "services/gone/", "does not exist"),
        (
            "test_races.py::test_fifty_buyers_for_ten_units",
            "test_races.py::test_carts_that_share_two_products_never_deadlock",
            "does not name its planted fault",
        ),
        ("| make chaos |", "| sometimes |", "which is none of"),
        ("| Money always adds up |", "| Money adds up |", "no row"),
    ],
)
def test_an_untrue_table_is_seen(before: str, after: str, said: str) -> None:
    """Planted: a test that went, a file that moved, a check that does not say what it was seen to
    catch, a run that does not exist, a promise lost."""
    text = TABLE.read_text(encoding="utf-8")
    assert before in text
    assert any(said in problem for problem in problems(text.replace(before, after)))
