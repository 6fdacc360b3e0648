"""What a process tells Prometheus. One registry per process; `render` is the /metrics page.

Label values come from closed sets (route templates, methods, statuses, limits), never from
input, so that the number of series is bounded. Children are looked up once and kept: a request
costs a dictionary look-up and a few additions.
"""

import asyncio
from contextlib import suppress
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

from ecomm_core.logging import get_logger

log = get_logger(__name__)

_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_MAX_SERIES: Final = 5_000
"""Children kept for requests. Real services have hundreds; the cap is a net under a mistake."""
_OTHER: Final = ("other", "other", "other")

registry: Final = CollectorRegistry()
ProcessCollector(registry=registry)
PlatformCollector(registry=registry)

_requests: Final = Histogram(
    "http_request_duration_seconds",
    "Time from the request's arrival to the end of its reply.",
    ("method", "route", "status"),
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15),
    registry=registry,
)
_in_flight: Final = Gauge(
    "http_requests_in_flight", "Requests being served now.", registry=registry
)
_loop_lag: Final = Gauge(
    "event_loop_lag_seconds",
    "How late the event loop woke a sleeping task, last measured.",
    registry=registry,
)
_loop_lags: Final = Histogram(
    "event_loop_lag_duration_seconds",
    "How late the event loop woke a sleeping task.",
    buckets=(0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 5),
    registry=registry,
)
_health_failures: Final = Counter(
    "health_check_failures", "Health checks that found the service unable.", registry=registry
)
_rate_limited: Final = Counter(
    "rate_limited", "Requests refused by a rate limit.", ("limit",), registry=registry
)
_outbox_due: Final = Gauge(
    "outbox_due_rows",
    "Rows of the outbox that are due and not done.",
    ("queue",),
    registry=registry,
)
_outbox_oldest: Final = Gauge(
    "outbox_oldest_due_seconds",
    "For how long the oldest of them has been due; 0 when none is.",
    ("queue",),
    registry=registry,
)
_outbox_dead: Final = Gauge(
    "outbox_dead_rows",
    "Rows of the outbox given up after the last try.",
    ("queue",),
    registry=registry,
)

_children: Final[dict[tuple[str, str, int], Histogram]] = {}


def observe_request(method: str, route: str, status: int, seconds: float) -> None:
    """Count a served request under its route's template (never its path) and its duration."""
    key = (method, route, status)
    child = _children.get(key)
    if child is None:
        child = _request_child(key)
    child.observe(seconds)


def _request_child(key: tuple[str, str, int]) -> Histogram:
    method, route, status = key
    if len(_children) >= _MAX_SERIES:
        return _requests.labels(*_OTHER)
    if method not in _METHODS:
        # The method is the client's to invent: it shares one series and is not remembered.
        return _requests.labels("other", route, str(status))
    child = _requests.labels(method, route, str(status))
    _children[key] = child
    return child


def request_started() -> None:
    """A request came in. Pair with `request_ended`, in a `finally`."""
    _in_flight.inc()


def request_ended() -> None:
    """A request's reply was sent, or its client left."""
    _in_flight.dec()


def rate_limited(limit: str) -> None:
    """A request was refused by a rate limit (by its class, never by its client)."""
    _rate_limited.labels(limit).inc()


def health_failed(reason: str) -> None:
    """A health check said no. The reason goes to the log, not into a label."""
    _health_failures.inc()
    log.warning("health_failed", reason=reason)


def outbox_waits(queue: str, *, due: int, oldest: float, dead: int) -> None:
    """What waits in a queue of the outbox. Every process tells the same: it is the database's."""
    _outbox_due.labels(queue).set(due)
    _outbox_oldest.labels(queue).set(oldest)
    _outbox_dead.labels(queue).set(dead)


def outbox_unknown() -> None:
    """Show nothing rather than what was true once."""
    for gauge in (_outbox_due, _outbox_oldest, _outbox_dead):
        gauge.clear()


def render() -> bytes:
    """All metrics in Prometheus' text format 0.0.4."""
    return generate_latest(registry)


class LoopLagMonitor:
    """Measures how late the running event loop wakes a task, every `interval` seconds.

    A task that blocks the loop for n seconds shows as a lag of about n. `worst` is the largest lag
    since the start or the last `reset`; tests fail above 0.2.
    """

    def __init__(self, interval: float = 0.25) -> None:
        if interval <= 0:
            raise ValueError("the interval is a positive number of seconds")
        self._interval = interval
        self._task: asyncio.Task[None] | None = None
        self.worst = 0.0

    def start(self) -> None:
        """Begin measuring the running loop; a second call changes nothing."""
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._measure(), name="loop-lag")

    async def stop(self) -> None:
        """End measuring; may be called without a start."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    def reset(self) -> None:
        """Forget the largest lag."""
        self.worst = 0.0

    async def _measure(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + self._interval
            await asyncio.sleep(self._interval)
            lag = max(0.0, loop.time() - due)
            _loop_lag.set(lag)
            _loop_lags.observe(lag)
            self.worst = max(self.worst, lag)
