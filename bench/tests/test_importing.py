"""The import's verdicts: each fault planted, each seen."""

import csv
import dataclasses
from pathlib import Path
from typing import Any

import pytest

from bench.importing import Imported, checks, rows, write_file
from bench.measure import DEAR
from bench.report import checks as report_checks
from bench.tests.test_verdict import results


def imported(**changes: Any) -> Imported:
    """An import of 100,000 as it should be."""
    n = 100_000
    good = Imported(n, 40.0, seconds=500.0, peak=280.0, made=(n, 3 * n, n), second=(n, n))
    return dataclasses.replace(good, **changes)


@pytest.mark.parametrize(
    "planted",
    [
        {"seconds": 901.0},
        {"peak": 301.0},
        {"made": (100_000, 299_999, 100_000)},
        {"made": (100_000, 300_000, 99_999)},
        {"second": (100_001, 100_000)},
        {"second": (100_000, 99_000)},
        {"books": ["stock counters = sum of movements: item 1"]},
    ],
    ids="-".join,
)
def test_what_is_planted_fails_and_nothing_else(planted: dict[str, Any]) -> None:
    """Too slow, too large, a variant lost, a document lost, doubled, changed by a second time, an
    invariant broken: one verdict each."""
    assert not [check for check in checks(imported()) if check.verdict.fails]
    assert len([c for c in checks(imported(**planted)) if c.verdict.fails]) == 1


def test_fewer_products_have_less_time() -> None:
    """A tenth is judged by a tenth of the time."""
    n = 10_000
    small = imported(products=n, made=(n, 3 * n, n), second=(n, n), seconds=500.0)
    assert [check.verdict.fails for check in checks(small)] == [True, False, False]


def test_the_file_has_every_product_once(tmp_path: Path) -> None:
    """Handles follow each other, SKUs are unique, two files of one size are the same."""
    write_file(tmp_path / "a.csv", 5)
    with (tmp_path / "a.csv").open(newline="") as file:
        found = list(csv.DictReader(file))
    assert [row["Handle"] for row in found] == [f"imported-{n}" for n in range(1, 6) for _ in "abc"]
    assert len({row["Variant SKU"] for row in found}) == 15
    assert list(rows(5)) == list(rows(5))


@pytest.mark.parametrize("planted", ["statements", "cpu", "books"])
def test_the_dear_order_and_the_books_are_judged(planted: str) -> None:
    """131 statements, 1.5 times the CPU and a broken invariant each fail the run."""
    found = results()
    assert not [check for check in report_checks(found) if check.verdict.fails]
    if planted == "statements":
        found.one[DEAR].statements = 130.5
    elif planted == "cpu":
        found.one[DEAR].rounds[0]["api"] = 121.0
    else:
        found.books = ["order total = tenders: order 1"]
    assert len([check for check in report_checks(found) if check.verdict.fails]) == 1
