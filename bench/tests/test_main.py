"""The command: what fails it, and what is never lost."""

from pathlib import Path
from typing import Any

import pytest

import bench.__main__ as command
from bench import gateway, measure, report, search, storefront
from bench.load import Latencies
from bench.search_catalogue import phrases
from bench.tests.test_verdict import results
from bench.verdict import Verdict


def side(products: int, *, ms: float = 3.0, wait: float = 0.05) -> search.SearchSide:
    """A store's search as it would have been measured."""
    made = search.SearchSide(products, index_seconds=9.0, found_after=0.1, megabytes=40.0)
    for measured in (made.plain, made.counted, made.typed):
        measured["kettle"] = [ms, ms]
    made.split = {"api": 1.0, "postgres": ms - 1}
    made.waits = made.instant_waits = [wait] * 30
    return made


def through_the_gateway(
    *, ms: float = 5.0, cpu: float = 0.6, sent: int = 100, lost: int = 0
) -> gateway.Found:
    """A gateway as it would have been measured; `lost` calls are not in its ledger."""

    def run(each: float, per_second: float) -> Latencies:
        return Latencies([each] * sent, sent / per_second)

    found = gateway.Found(1.5, 100.0, loaded_mb=120.0, sent=sent, in_ledger=sent - lost)
    found.spent = sent * gateway.COST
    found.rounds = [
        gateway.Round(run(1, 9_000), run(ms, 5_000 / ms), cpu, 0.1, run(31, 99), run(32, 99))
    ]
    return found


@pytest.mark.parametrize(
    ("changed", "missed"),
    [
        ({}, []),
        ({"lost": 1}, ["gateway, ledger and budget at the end"]),
        ({"cpu": 2.0}, []),
        ({"cpu": 2.5}, ["gateway's process, CPU-ms a call"]),
        (
            {"ms": 25.0},
            ["gateway, no delay, 10 at a time: answers a second", "the same, p50"],
        ),
    ],
)
def test_the_gateway_fails_by_what_it_must_not_miss(
    changed: dict[str, Any], missed: list[str]
) -> None:
    """A call that is not in the ledger is never forgiven; what a busy machine makes worse is, by
    half. Fault it was seen to catch: an upper limit where a lower one is meant."""
    judged = gateway.checks(through_the_gateway(**changed))
    assert [check.what for check in judged if check.verdict.fails] == missed


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> measure.Results:
    """A run whose figures are given."""
    found = results()

    async def run(_size: measure.Size, _say: measure.Say) -> measure.Results:
        return found

    async def searched(_rounds: int, sizes: tuple[int, ...], _say: measure.Say) -> list[object]:
        return [side(products) for products in sizes]

    monkeypatch.setattr(measure, "run", run)
    monkeypatch.setattr(gateway, "measure", lambda _size, _say: through_the_gateway())
    monkeypatch.setattr(search, "run", searched)
    monkeypatch.setattr(command, "RESULTS", tmp_path)
    monkeypatch.setattr(report, "body", lambda _results, judged: [c.row() for c in judged])
    monkeypatch.setattr("sys.argv", ["bench", "--memory", str(tmp_path / "none.json")])
    return found


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A storefront that answers; the rounds it was asked for."""
    asked: list[int] = []

    async def lines(rounds: int) -> list[str]:
        asked.append(rounds)
        return ["| kB | **1** | 150 | yes |"]

    monkeypatch.setattr(storefront, "lines", lines)
    return asked


def test_all_well(measured: measure.Results, web: list[int], tmp_path: Path) -> None:
    """0, and a report with both parts."""
    assert command.main() == 0
    assert web == [measured.size.rounds]
    text = (tmp_path / "report.md").read_text()
    assert text.startswith("# Bench")
    assert "| kB |" in text
    assert "hot SKU" in text


@pytest.mark.usefixtures("web")
def test_a_missed_promise_is_the_exit_status(measured: measure.Results, tmp_path: Path) -> None:
    """And stands in the report all the same."""
    measured.one[measure.ORDER].statements = 101
    measured.many[measure.ORDER].statements = 101
    assert command.main() == 1
    assert Verdict("**MISSED by 1.01 x**", fails=True).text in (tmp_path / "report.md").read_text()


@pytest.mark.usefixtures("measured")
def test_a_storefront_that_does_not_start_loses_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Ten minutes of measuring are written down; the run fails with the reason."""

    async def lines(_rounds: int) -> list[str]:
        raise RuntimeError("not built")

    monkeypatch.setattr(storefront, "lines", lines)
    assert command.main() == 1
    text = (tmp_path / "report.md").read_text()
    assert "not measured" in text
    assert "not built" in text
    assert "hot SKU" in text


def test_a_search_that_is_too_dear_or_too_slow_is_told() -> None:
    """Figures of the small store are CPU, of the large one p95."""
    verdicts = [
        check.verdict
        for check in search.checks([side(10_000, ms=8.0), side(100_000, wait=0.3), side(10_000)])
    ]
    assert [one.fails for one in verdicts] == [True, False, False, True, False, *[False] * 3]
    assert "150" in "".join(check.target for check in search.checks([side(100_000)]))


def test_the_mix_is_48_different_phrases() -> None:
    asked = [phrase.text for phrase in phrases()]
    assert len(asked) == len(set(asked)) == 48
