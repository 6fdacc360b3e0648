"""The overview and the reports of a store with five million events in ninety days: how long a
merchant waits, and what a request costs.

The days are written by the worker, by the job that the clock runs. What is timed is the whole
request, today read from the raw rows; and what is timed is right: visits, looks at products and
orders are counted again by SQL.
"""

import asyncio
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

import asyncpg
import httpx2

from bench import verdict as targets
from bench.catalogue import Shop, sign_in
from bench.cpu import Reading
from bench.figures_past import DAYS, Control, make_past
from bench.platform import Platform, platform
from bench.search import p95
from bench.verdict import Check, at_most, exactly, table
from commerce.analytics.tasks import AGGREGATE, EVERY
from ecomm_core.tasks.celery import make_celery, slot_publisher
from ecomm_core.tasks.schedule import slot_of

EVENTS: Final = 5_000_000
REPORTS: Final = ("overview", "revenue", "products", "customers", "profit")
PARTS: Final = ("api", "postgres")
ASKED: Final = 40
"""Times that each period of the overview is asked for."""

ASKED_REPORT: Final = 15
WARM: Final = 3
WRITTEN_SECONDS: Final = 600

_EXPECTED = """
with edge as (
  select $2::date::timestamp at time zone s.timezone as first,
         ($3::date + 1)::timestamp at time zone s.timezone as last
    from stores s where s.id = $1
)
select (select count(*) from shop_events e
         where e.store_id = $1 and e.at >= edge.first and e.at < edge.last) as events,
       (select count(*) from shop_events e
         where e.store_id = $1 and e.at >= edge.first and e.at < edge.last and e.entry) as visits,
       (select count(*) from shop_events e
         where e.store_id = $1 and e.at >= edge.first and e.at < edge.last
           and e.product_id is not null) as product_views,
       (select count(*) from orders o
         where o.store_id = $1 and o.placed_at >= edge.first and o.placed_at < edge.last) as orders
  from edge
"""

_WRITTEN = """select (select count(*) from daily_metrics where store_id = $1),
                     (select count(*) from product_days where store_id = $1)"""


@dataclass(slots=True)
class Asked:
    """A report of a period. `waits` in seconds, `used` in CPU-ms by part, one for each request;
    `rows`: events, visits, product_views and orders of its days, counted by SQL."""

    report: str
    period: str
    rows: Mapping[str, int]
    waits: list[float] = field(default_factory=list)
    used: list[dict[str, float]] = field(default_factory=list)

    def typical(self, part: str) -> float:
        """CPU-ms of a part."""
        return statistics.median(one[part] for one in self.used)


@dataclass(slots=True)
class FigureSide:
    """What was measured. `written`: rows of days and of products' days; `wrong`: what a
    report said otherwise than the raw rows."""

    events: int
    today: int = 0
    written_seconds: float = 0.0
    written: tuple[int, int] = (0, 0)
    asked: list[Asked] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def overviews(self) -> list[Asked]:
        """Those of the overview."""
        return [one for one in self.asked if one.report == "overview"]


def periods(today: date) -> dict[str, dict[str, str]]:
    """What a merchant may ask for: the presets, and sixty days that ended ten days ago."""
    own = {"from": (today - timedelta(days=69)).isoformat(),
           "to": (today - timedelta(days=10)).isoformat()}  # fmt: skip
    return {**{name: {"range": name} for name in ("7d", "30d", "90d")}, "60 days of one's own": own}


def differences(report: str, data: Mapping[str, Any], rows: Mapping[str, int]) -> list[str]:
    """Where a report's figures are not the raw rows'."""
    told: dict[str, int] = {}
    if report == "overview":
        told = {name: data[name]["value"] for name in ("visits", "orders")}
    elif report == "revenue":
        steps = {step["step"]: step["value"] for step in data["funnel"]}
        told = {name: steps[name] for name in ("visits", "product_views")}
        told["orders"] = data["orders"]["value"]
    return [
        f"{report}: {name} {value:,}, not {rows[name]:,}"
        for name, value in told.items()
        if value != rows[name]
    ]


async def run(say: Callable[[str], None], events: int = EVENTS) -> FigureSide:
    """Fill, let the worker write the days, ask."""
    async with (
        platform() as running,
        running.superuser() as control,
        httpx2.AsyncClient(
            base_url=running.url, timeout=60, limits=httpx2.Limits(keepalive_expiry=2)
        ) as client,
    ):
        shop = await make_past(running, client, control, events, say)
        side = FigureSide(events)
        started = time.monotonic()
        await _write_days(running, shop, control)
        side.written_seconds = time.monotonic() - started
        row = await _row(control, _WRITTEN, shop.store_id)
        side.written = (row[0], row[1])
        await control.execute("vacuum analyze", timeout=600)
        say(f"figures: days written in {side.written_seconds:.0f} s, {side.written}")
        client.headers["Authorization"] = f"Bearer {await sign_in(client, control, shop)}"
        await _measure(running, shop, client, control, side, say)
        return side


async def _write_days(running: Platform, shop: Shop, control: Control) -> None:
    """The clock's own job in the worker, for a store that nobody wrote yet. Raises RuntimeError
    with what the job says, or when it takes too long."""
    since = await control.fetchval("select clock_timestamp()")
    send = slot_publisher(make_celery("commerce", running.environ["REDIS_URL"]), "commerce")
    # Taken before its time: the clock finds it done, and nothing else works while we measure.
    slot = slot_of(EVERY) + 1
    await control.execute("delete from metrics_marks where store_id = $1", shop.store_id)
    await send(AGGREGATE, "bulk", slot)
    for _ in range(WRITTEN_SECONDS * 5):
        await asyncio.sleep(0.2)
        error = await control.fetchval(
            "select error from job_slots where job = $1 and slot = $2", AGGREGATE, slot
        )
        if error:
            raise RuntimeError(f"the days are not written: {error}")
        if await control.fetchval(
            "select true from metrics_marks where store_id = $1 and as_of >= $2",
            shop.store_id,
            since,
        ):
            return
    raise RuntimeError(f"the days are not written after {WRITTEN_SECONDS} s")


async def _measure(
    running: Platform,
    shop: Shop,
    client: httpx2.AsyncClient,
    control: Control,
    side: FigureSide,
    say: Callable[[str], None],
) -> None:
    today = await control.fetchval(
        "select (now() at time zone timezone)::date from stores where id = $1", shop.store_id
    )
    side.today = (await _row(control, _EXPECTED, shop.store_id, today, today))["events"]
    base = f"/api/v1/stores/{shop.store_id}/analytics"
    for period, query in periods(today).items():
        rows: Mapping[str, int] = {}
        for report in REPORTS:
            reply, _ = await _ask(client, f"{base}/{report}", query)
            data = reply.json()["data"]
            if not rows:
                days = [date.fromisoformat(data[name]) for name in ("since", "until")]
                rows = dict(await _row(control, _EXPECTED, shop.store_id, *days))
            side.wrong += [f"{period}, {one}" for one in differences(report, data, rows)]
            one = Asked(report, period, rows)
            for number in range(WARM + (ASKED if report == "overview" else ASKED_REPORT)):
                before = _read(running)
                _, seconds = await _ask(client, f"{base}/{report}", query)
                if number >= WARM:
                    one.used.append(_read(running).since(before))
                    one.waits.append(seconds)
            side.asked.append(one)
            say(f"figures: {period} {report}, {statistics.median(one.waits) * 1000:.0f} ms")


async def _row(control: Control, query: str, *values: Any) -> asyncpg.Record:
    """A row of the store. Raises RuntimeError where there is none."""
    row = await control.fetchrow(query, *values, timeout=60)
    if row is None:
        raise RuntimeError("the store is not there")
    return row


def _read(running: Platform) -> Reading:
    pids = running.pids
    return Reading.of({part: pids[part] for part in PARTS})


async def _ask(
    client: httpx2.AsyncClient, path: str, query: Mapping[str, str]
) -> tuple[httpx2.Response, float]:
    """The reply, and the seconds it took. Raises RuntimeError unless it is 200."""
    started = time.perf_counter()
    reply = await client.get(path, params=query)
    seconds = time.perf_counter() - started
    if reply.status_code != 200:
        raise RuntimeError(f"{path} {query}: {reply.status_code} {reply.text[:300]}")
    return reply, seconds


def checks(side: FigureSide) -> list[Check]:
    """The target is the overview's, whatever the period; the other reports are told beside it."""
    wait = max(p95(one.waits) for one in side.overviews)
    return [
        Check(f"overview over {side.events:,} events, dearest period, p95 ms", f"{wait:.0f}",
              f"≤ {targets.OVERVIEW_MS:g}", at_most(wait, targets.OVERVIEW_MS, hard=False)),
        Check("overview and revenue, against the raw rows",
              "; ".join(side.wrong)[:300] or "equal", "equal", exactly(met=not side.wrong)),
    ]  # fmt: skip


def lines(side: FigureSide, judged: Sequence[Check]) -> list[str]:
    """The report's chapter."""
    return [
        "",
        "## Figures",
        "",
        f"{side.events:,} events in {DAYS} days, {side.today:,} of them today (the day is nearly "
        f"over); the worker wrote the days before in {side.written_seconds:.0f} s "
        f"({side.written[0]:,} rows of the store's days, {side.written[1]:,} of products' days). "
        "Every period stands beside the days before it.",
        "",
        "| report | period | events | orders | median ms | p95 ms | worst ms "
        "| CPU-ms, API + PostgreSQL |",
        "|---|---|---|---|---|---|---|---|",
        *(
            f"| {one.report} | {one.period} | {one.rows['events']:,} | {one.rows['orders']:,} "
            f"| **{statistics.median(one.waits) * 1000:.0f}** | {p95(one.waits):.0f} "
            f"| {max(one.waits) * 1000:.0f} "
            f"| {one.typical('api'):.1f} + {one.typical('postgres'):.1f} |"
            for one in side.asked
        ),
        "",
        *table(judged),
    ]


if __name__ == "__main__":
    import sys

    size = int(sys.argv[1]) if sys.argv[1:] else EVENTS
    outcome = asyncio.run(run(lambda text: print(text, file=sys.stderr, flush=True), size))
    print("\n".join(lines(outcome, checks(outcome))))
