"""What the chaos scenarios judge by sees a planted fault: a judge that passes everything would let
every promise hold."""

import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
import pytest

from e2e.chaos import machines
from e2e.chaos.freshness import STALE_SECONDS, Ledger, Source
from e2e.chaos.oversell import Shelf, unsound
from e2e.chaos.report import Report, slower
from e2e.chaos.shoppers import Shop, Shoppers, judge
from e2e.chaos.stage import Count

REFUSED = {"data": None, "error": {"code": "unavailable", "request_id": "1"}}


@pytest.mark.parametrize(
    ("status", "headers", "body", "fault"),
    [
        (200, {}, {}, None),
        (409, {}, {}, None),
        (503, {"retry-after": "1"}, REFUSED, None),
        (500, {}, REFUSED, "status 500"),
        (502, {"retry-after": "1"}, REFUSED, "status 502"),
        (503, {}, REFUSED, "without Retry-After"),
        (503, {"retry-after": "1"}, {"detail": "x"}, "outside the envelope"),
    ],
)
def test_an_answer_on_a_bad_day_is_judged(
    status: int, headers: dict[str, str], body: Any, fault: str | None
) -> None:
    """PostgreSQL and Redis away. Planted: a 500, a 502, a 503 that does not say when to come back,
    one outside the envelope."""
    said = judge(httpx2.Response(status, headers=headers, content=json.dumps(body).encode()))
    assert (said is None) if fault is None else (said is not None and fault in said)


def test_a_price_that_was_superseded_is_seen() -> None:
    """Planted: the price of before, answered a second and a half after the new one was."""
    shop = Source("API 1", "http://127.0.0.1:1", "/")
    now = time.monotonic()
    ledger = Ledger(history={"mug": [(now - 60, 100), (now - 1.5, 200)]})

    def answer(amount: int) -> str:
        return json.dumps({"data": {"variants": [{"price": {"amount": amount}}]}})

    ledger.judge(shop, "mug", now, answer(200))
    assert max(ledger.late["API 1"]) == 0
    ledger.judge(shop, "mug", now, answer(100))
    assert max(ledger.late["API 1"]) > STALE_SECONDS


def test_a_call_without_an_answer_counts_unless_the_process_was_killed() -> None:
    """Planted: a connection that was cut while nothing of ours was killed."""
    load = Shoppers(Shop("", "", "", "", []))
    load._note(time.monotonic(), "cart", None, "no answer (ReadError)")
    assert load.faults()
    assert not load.faults(without_answer=True)


@pytest.mark.parametrize(
    ("shelf", "said"),
    [
        (Shelf(on_hand=30, committed=30, held=0, ordered=30), None),
        (Shelf(on_hand=30, committed=30, held=0, ordered=31), "31 ordered of 30"),
        (Shelf(on_hand=30, committed=29, held=0, ordered=29), "1 units lost"),
        (Shelf(on_hand=30, committed=30, held=1, ordered=30), "1 still held"),
        (Shelf(on_hand=30, committed=29, held=0, ordered=30), "the counters say"),
        (Shelf(on_hand=31, committed=30, held=0, ordered=30), "the counters say"),
    ],
)
def test_a_shelf_after_the_crowd_is_judged(shelf: Shelf, said: str | None) -> None:
    """Planted: a unit sold twice, one lost, one held for ever, counters that do not follow."""
    found = unsound([Shelf(30, 30, 0, 30), shelf], 30)
    assert (found == []) if said is None else any(said in word for word in found)


AGREED = Count(["1001", "1002"], 2, 2, 3, 1, [1, 1, 1], [], most_unknown=2)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, None),
        ({"copies": [1, 1, 1, 1]}, None),
        ({"shown": ["1001", "1001"]}, "shown to two"),
        ({"shown": ["1001", "1002", "1003"]}, "not in the books"),
        ({"orders": 3, "confirmed": 3}, "shown to nobody"),
        ({"confirmed": 1}, "without its confirmation"),
        ({"confirmed": 3}, "without an order"),
        ({"copies": [1, 1]}, "not in the mailbox"),
        ({"copies": [1, 1, 1, 1, 1]}, "not sent"),
        ({"unknown": 3}, "unknown fate"),
        ({"copies": [1, 1, 2]}, "second copy"),
        ({"mistakes": ["a shopper gave up"]}, "gave up"),
    ],
)
def test_what_was_lost_or_doubled_is_counted(change: dict[str, Any], said: str | None) -> None:
    """Kills, Redis and PostgreSQL away. Planted: an order lost or shown twice, a confirmation that
    never left or left twice, a mail nobody sent."""
    found = replace(AGREED, **change).wrong()
    assert (found == []) if said is None else any(said in word for word in found)


@pytest.mark.parametrize(
    ("times", "factor"), [([2.0] * 9, 1), ([2.0, 2.2, 2.6, 3.0], 1), ([2.0, 8.0, 8.0, 6.0], 3)]
)
def test_limits_are_longer_by_what_others_take_of_the_machine(
    times: list[float], factor: float
) -> None:
    """Planted: noise, for which no limit may grow."""
    assert slower(times) == factor


FAILING = """
import os, sys, time

def test_it():
    print(os.environ["MONEY_SEED"], "steps " * 3)
    print("x\\n" * 200, file=sys.stderr)
    time.sleep(float(os.environ["PLANTED"]))
    raise AssertionError("a cent is missing")
"""


@pytest.mark.parametrize(("sleeps", "limit"), [("0", 600.0), ("300", 8.0)])
async def test_what_a_failing_machine_said_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], sleeps: str, limit: float
) -> None:
    """Planted: a machine that fails, and one that hangs."""
    tests, results = tmp_path / "test_planted.py", tmp_path / "results"
    tests.write_text(FAILING)
    report = Report()
    more = {"MONEY_SEED": "4711", "PLANTED": sleeps}
    await machines.run(
        report, "money-4711", "money", str(tests), more, results=results, limit=limit
    )
    [kept] = results.iterdir()
    assert kept.name.startswith("money-4711-")
    assert "MONEY_SEED=4711" in kept.read_text().splitlines()[0]
    [(verdict, _, figure)] = report.lines
    assert verdict == "BROKEN"
    assert str(kept) in figure
    if sleeps == "0":
        assert "4711 steps steps steps" in kept.read_text()
        assert "a cent is missing" in capsys.readouterr().out
    else:
        assert "not ended after 8 s" in figure
