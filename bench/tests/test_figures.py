"""The figures' verdicts, and what is asked for: each fault planted, each seen."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bench.figures import EVENTS, REPORTS, Asked, FigureSide, checks, differences, lines, periods
from bench.figures_past import late_zone

ROWS = {"events": 900, "visits": 300, "product_views": 250, "orders": 7}


def side(wait: float = 0.05, *, period: str = "7d", report: str = "overview") -> FigureSide:
    """A measurement as it should be, but for one report of one period."""
    found = FigureSide(EVENTS, today=50_000, written_seconds=30.0, written=(179, 4_000))
    for name in REPORTS:
        for asked in periods(date(2026, 3, 31)):
            dear = (name, asked) == (report, period)
            one = Asked(name, asked, ROWS, waits=[wait if dear else 0.02] * 30)
            one.used = [{"api": 9.0, "postgres": 11.0}] * 30
            found.asked.append(one)
    return found


def failing(found: FigureSide) -> int:
    """How many verdicts fail the run."""
    return len([check for check in checks(found) if check.verdict.fails])


@pytest.mark.parametrize("period", list(periods(date(2026, 3, 31))))
def test_the_overview_is_judged_in_every_period(period: str) -> None:
    """The dearest period counts, and no other report does."""
    assert failing(side(0.1, period=period)) == 0
    assert failing(side(0.151, period=period)) == 1
    assert failing(side(5.0, period=period, report="products")) == 0


def test_a_few_slow_replies_of_many_are_no_pass() -> None:
    """One of ten is more than the five of a hundred that do not count."""
    found = side()
    found.overviews[0].waits[:3] = [0.4] * 3
    assert failing(found) == 1


def test_what_is_told_wrong_fails_however_quick_it_was() -> None:
    """Days that were not written, a day too few."""
    found = side()
    found.wrong = ["7d, overview: visits 0, not 300"]
    assert failing(found) == 1


def test_figures_are_compared_with_the_rows() -> None:
    """Each figure that both have."""
    overview: dict[str, Any] = {"visits": {"value": 300}, "orders": {"value": 7}}
    assert differences("overview", overview, ROWS) == []
    overview["visits"]["value"] = 299
    assert differences("overview", overview, ROWS) == ["overview: visits 299, not 300"]
    steps = [{"step": "visits", "value": 300}, {"step": "product_views", "value": 250}]
    revenue = {"funnel": steps, "orders": {"value": 7}}
    assert differences("revenue", revenue, ROWS) == []
    steps[1]["value"] = 0
    assert differences("revenue", revenue, ROWS) == ["revenue: product_views 0, not 250"]
    assert differences("profit", {}, ROWS) == []


def test_the_report_names_every_report_and_period() -> None:
    """Twenty rows, and the verdicts."""
    found = side()
    written = lines(found, checks(found))
    for name in REPORTS:
        assert len([line for line in written if line.startswith(f"| {name} |")]) == 4
    assert any("5,000,000 events" in line and "50,000 of them today" in line for line in written)


@pytest.mark.parametrize("minute", [0, 29, 30, 59])
@pytest.mark.parametrize("hour", range(24))
def test_the_day_is_nearly_over_and_does_not_end(hour: int, minute: int) -> None:
    """Whenever it is measured: most of a day is told, and half an hour is left."""
    now = datetime(2026, 3, 31, hour, minute, tzinfo=UTC)
    there = now.astimezone(ZoneInfo(late_zone(now)))
    assert there.hour >= 22
    assert (there + timedelta(minutes=30)).date() == there.date()
