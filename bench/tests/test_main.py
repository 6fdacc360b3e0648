"""The command: what fails it, and what is never lost."""

from pathlib import Path

import pytest

import bench.__main__ as command
from bench import measure, report, search, storefront
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


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> measure.Results:
    """A run whose figures are given."""
    found = results()

    async def run(_size: measure.Size, _say: measure.Say) -> measure.Results:
        return found

    async def searched(_rounds: int, sizes: tuple[int, ...], _say: measure.Say) -> list[object]:
        return [side(products) for products in sizes]

    monkeypatch.setattr(measure, "run", run)
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
