"""Metrics: what was observed is rendered, series stay bounded, the loop's lag is seen."""

import asyncio
import io
import time
from collections.abc import Iterator

import pytest
from prometheus_client.parser import text_string_to_metric_families

from ecomm_core import metrics


@pytest.fixture(autouse=True)
def _fresh_requests() -> Iterator[None]:
    metrics._children.clear()
    metrics._requests.clear()
    yield
    metrics._children.clear()
    metrics._requests.clear()


def value(name: str, **labels: str) -> float | None:
    page = io.StringIO(metrics.render().decode())
    for family in text_string_to_metric_families(page.read()):
        for sample in family.samples:
            if sample.name == name and sample.labels == labels:
                return float(sample.value)
    return None


def series() -> int:
    return metrics.render().count(b"http_request_duration_seconds_count{")


def test_requests_are_counted_by_template_method_and_status() -> None:
    labels = {"method": "GET", "route": "/stores/{store_id}", "status": "200"}
    for seconds in (0.002, 0.004, 3.0):
        metrics.observe_request("GET", "/stores/{store_id}", 200, seconds)
    metrics.observe_request("GET", "/stores/{store_id}", 404, 0.001)
    assert value("http_request_duration_seconds_count", **labels) == 3
    assert value("http_request_duration_seconds_sum", **labels) == pytest.approx(3.006)
    assert value("http_request_duration_seconds_bucket", **labels, le="0.005") == 2
    assert value("http_request_duration_seconds_bucket", **labels, le="1.0") == 2
    assert series() == 2


def test_invented_methods_share_one_series() -> None:
    for number in range(1000):
        metrics.observe_request(f"X{number}", "unmatched", 405, 0.001)
    assert series() == 1
    assert not metrics._children


def test_series_stay_bounded_even_when_templates_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "_MAX_SERIES", 50)
    for number in range(550):
        metrics.observe_request("GET", f"/mistake/{number}", 200, 0.001)
    assert series() == 51
    other = {"method": "other", "route": "other", "status": "other"}
    assert value("http_request_duration_seconds_count", **other) == 500


def test_in_flight_goes_up_and_down() -> None:
    before = value("http_requests_in_flight")
    assert before is not None
    metrics.request_started()
    metrics.request_started()
    assert value("http_requests_in_flight") == before + 2
    metrics.request_ended()
    metrics.request_ended()
    assert value("http_requests_in_flight") == before


def test_health_failures_are_counted_without_their_reason() -> None:
    before = value("health_check_failures_total") or 0
    metrics.health_failed("OSError('secret-host')")
    assert value("health_check_failures_total") == before + 1
    assert b"secret-host" not in metrics.render()


def test_the_process_shows_its_memory() -> None:
    resident = value("process_resident_memory_bytes")
    assert resident is not None
    assert resident > 1_000_000


def loop_lag_tasks() -> set[asyncio.Task[object]]:
    """Monitors on this loop; an application under test has one of its own."""
    return {task for task in asyncio.all_tasks() if task.get_name() == "loop-lag"}


async def test_the_monitor_sees_a_blocked_loop() -> None:
    before = loop_lag_tasks()
    monitor = metrics.LoopLagMonitor(interval=0.01)
    monitor.start()
    monitor.start()
    assert len(loop_lag_tasks() - before) == 1
    await asyncio.sleep(0.05)
    monitor.reset()
    time.sleep(0.15)  # noqa: ASYNC251 - blocking the loop is the fault to be seen
    await asyncio.sleep(0.02)
    assert monitor.worst > 0.1
    await monitor.stop()
    await monitor.stop()
    assert loop_lag_tasks() <= before
    lag = value("event_loop_lag_duration_seconds_sum")
    assert lag is not None
    assert lag > 0.1


def test_an_interval_must_be_positive() -> None:
    with pytest.raises(ValueError, match="interval"):
        metrics.LoopLagMonitor(interval=0)
