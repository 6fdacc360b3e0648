"""What a figure means beside its target, and what makes the run fail."""

from pathlib import Path

import pytest

from bench.measure import LIST, ORDER, PRODUCT, Measured, Results, Size
from bench.report import LIMITS, checks
from bench.scenarios import HotSku
from bench.verdict import at_most, exactly, memory
from bench.yardstick import Yardstick


@pytest.mark.parametrize(
    ("measured", "hard", "words", "fails"),
    [
        (2.0, False, "holds", False),
        (3.0, False, "missed by 1.50 x", False),
        (3.1, False, "MISSED by 1.55 x", True),
        (2.1, True, "MISSED by 1.05 x", True),
    ],
)
def test_cpu_may_be_missed_by_half_and_nothing_else_at_all(
    measured: float, hard: bool, words: str, fails: bool
) -> None:
    """The lenience is for figures that a busy machine makes worse."""
    verdict = at_most(measured, 2.0, hard=hard)
    assert words in verdict.text
    assert verdict.fails is fails


def test_a_broken_promise_fails() -> None:
    """There is no nearly."""
    assert exactly(met=False).fails
    assert not exactly(met=True).fails


def test_memory_is_judged_where_it_was_measured(tmp_path: Path) -> None:
    """A file of another script; nonsense in it is an error, not a pass."""
    file = tmp_path / "memory.json"
    assert memory(file) == []
    file.write_text('{"60 s after ready": 1500, "after 200 page views": 2100.5}')
    assert [check.verdict.fails for check in memory(file)] == [False, True]
    file.write_text('{"60 s after ready": "1500 MB"}')
    with pytest.raises(ValueError, match="megabytes"):
        memory(file)


def results() -> Results:
    """Everything as it should be."""
    cpu = {"api": 0.1, "worker": 0.0, "clock": 0.0, "postgres": 0.1, "redis": 9.0}
    kinds = {*LIMITS, LIST, PRODUCT, ORDER}
    many = {kind: Measured([dict(cpu)], 1.0) for kind in (LIST, PRODUCT, ORDER)}
    hot = HotSku(buyers=50, stock=10, orders=10, refused=40, recorded=10, committed=10, seconds=1.0)
    return Results(
        Size(),
        {kind: Measured([dict(cpu)], 1.0) for kind in kinds},
        many,
        hot=[hot],
        machine=[Yardstick(1.0, 0.04, 0.5)],
    )


def failing(found: Results) -> list[str]:
    """What makes the run fail."""
    return [check.what for check in checks(found) if check.verdict.fails]


def test_nothing_fails_when_everything_holds() -> None:
    """The control of the tests below."""
    assert failing(results()) == []


def test_a_statement_too_many_fails() -> None:
    """In all, and between one store and many."""
    found = results()
    found.one[ORDER].statements = found.many[ORDER].statements = 100.2
    assert failing(found) == ["paid order, statements"]
    found = results()
    found.many[LIST].statements = 1.1
    assert failing(found) == ["list of 24, statements with 1 store and with 200"]


@pytest.mark.parametrize(
    "changes",
    [
        {"orders": 11, "recorded": 11, "committed": 11, "refused": 39},
        {"refused": 39},
        {"recorded": 11},
        {"committed": 9},
    ],
)
def test_the_hot_sku_is_exact_in_replies_and_database(changes: dict[str, int]) -> None:
    """One unit too many, a buyer without a clean answer, an order nobody was told of."""
    found = results()
    whole = {"buyers": 50, "stock": 10, "orders": 10, "refused": 40, "recorded": 10}
    found.hot = [HotSku(**{**whole, "committed": 10, **changes}, seconds=1.0)]
    assert failing(found) == ["hot SKU, 50 buyers for 10"]


def test_many_stores_that_cost_twice_as_much_fail() -> None:
    """More than the lenience allows; a little more is marked only."""
    found = results()
    found.many[LIST].rounds[0]["postgres"] = 0.3
    assert failing(found) == ["list of 24, CPU with 200 stores against 1"]
    found.many[LIST].rounds[0]["postgres"] = 0.16
    assert failing(found) == []
