"""The overview of a store with five million events in ninety days: how long a merchant waits.

Events are made by SQL, spread evenly over the days before now; the days are written by the same job
that the clock runs. What is timed is the whole request, today read from the raw rows.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import httpx2

from bench import verdict as targets
from bench.catalogue import new_shop
from bench.platform import platform
from bench.search import p95
from bench.verdict import Check, at_most, table

EVENTS = 5_000_000
DAYS = 90
CHUNK = 250_000
ASKED = 60
PATHS = ("overview", "revenue", "products", "profit")

_MONTHS = "select commerce.keep_event_months(now() - make_interval(days => $1))"

_FILL = """
insert into shop_events (tenant_id, store_id, at, id, kind, entry, product_id)
select s.tenant_id, s.id, now() - n * (make_interval(days => $4) / $3::float8),
       gen_random_uuid(), case when n % 5 = 0 then 'product_view' else 'page_view' end,
       n % 5 = 1, case when n % 5 = 0 then md5((n % 500)::text)::uuid end
  from stores s, generate_series($1::bigint, $2::bigint) n where s.slug = $5
"""

_WRITTEN = """select m.through from metrics_marks m
  join stores s on s.tenant_id = m.tenant_id and s.id = m.store_id
 where s.slug = $1 and m.as_of > $2"""

_AGAIN = """delete from metrics_marks m using stores s
 where s.tenant_id = m.tenant_id and s.id = m.store_id and s.slug = $1"""


@dataclass(slots=True)
class FigureSide:
    """What was measured: seconds by report, and how long the days took to be written."""

    events: int
    today: int
    waits: dict[str, list[float]]
    written_after: float


async def run(say: Callable[[str], None], events: int = EVENTS) -> FigureSide:
    """Fill, let the job write, ask. Raises RuntimeError where a figure is not what was put in."""
    async with (
        platform() as running,
        httpx2.AsyncClient(base_url=running.url, timeout=120) as client,
        running.superuser() as control,
    ):
        shop, token = await new_shop(client)
        for days in range(0, DAYS + 31, 28):
            await control.execute(_MONTHS, days)
        await control.execute(
            "update stores set created_at = now() - make_interval(days => $1) where slug = $2",
            2 * DAYS,
            shop.slug,
        )
        for first in range(1, events + 1, CHUNK):
            last = min(first + CHUNK - 1, events)
            await control.execute(_FILL, first, last, float(events), DAYS, shop.slug, timeout=600)
            say(f"{last:,} events")
        await control.execute("vacuum analyze shop_events", timeout=600)
        started, since = time.perf_counter(), await control.fetchval("select now()")
        await control.execute(_AGAIN, shop.slug)
        await control.execute("delete from job_slots where job like 'commerce.analytics%'")
        while await control.fetchval(_WRITTEN, shop.slug, since) is None:
            if time.perf_counter() - started > 1800:
                raise RuntimeError("the days are not written")
            # The clock sends a slot once: the job is asked for by what it runs on.
            await asyncio.sleep(1)
        written = time.perf_counter() - started
        say(f"days written after {written:.0f} s")
        client.headers["Authorization"] = f"Bearer {token}"
        base = f"/api/v1/stores/{shop.store_id}/analytics"
        waits: dict[str, list[float]] = {path: [] for path in PATHS}
        for number in range(ASKED + 3):
            for path in PATHS:
                began = time.perf_counter()
                reply = await client.get(f"{base}/{path}", params={"range": "90d"})
                if reply.status_code != 200:
                    raise RuntimeError(f"{path}: {reply.status_code} {reply.text[:300]}")
                if number >= 3:
                    waits[path].append(time.perf_counter() - began)
        today = await control.fetchval(
            "select count(*) from shop_events where at >= date_trunc('day', now())"
        )
        return FigureSide(events, today, waits, written)


def checks(side: FigureSide) -> list[Check]:
    """The target is the overview's; the other reports are told beside it."""
    wait = p95(side.waits["overview"])
    return [
        Check(f"overview over {side.events:,} events, p95 ms", f"{wait:.0f}",
              f"≤ {targets.OVERVIEW_MS:g}", at_most(wait, targets.OVERVIEW_MS, hard=False))
    ]  # fmt: skip


def lines(side: FigureSide, judged: Sequence[Check]) -> list[str]:
    """The report's chapter."""
    return [
        "",
        "## Figures",
        "",
        f"{side.events:,} events in {DAYS} days, {side.today:,} of them today; all days written in "
        f"{side.written_after:.0f} s.",
        "",
        "| report | p95 ms |",
        "|---|---|",
        *(f"| {path} | {p95(waits):.0f} |" for path, waits in side.waits.items()),
        "",
        *table(judged),
    ]
