"""Research with real ports: once a day, growth of a series, missing is missing."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from commerce.sourcing.research import running, tasks, timing
from commerce.sourcing.research.models import ResearchRun
from ecomm_connectors.suppliers.errors import SupplierUnavailable
from ecomm_core import clock
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import ShopStore
from ecomm_testing.fakes.supplier import SimulatedSupplierServer
from ecomm_testing.fakes.suppliers import offer, variant

from .conftest import Sourced

DAY = 86_400.0
ON = {"enabled": True, "categories": [], "max_cost": None}


def _sell(sourced: Sourced, external_id: str = "p1", **fields: Any) -> None:
    cost = fields.pop("cost", 1_000)
    sourced.shelf.put(offer(external_id, variant("a", cost, list_price=2_500), **fields))


async def _begin(sourced: Sourced, *, scheduled: bool = False) -> ResearchRun | None:
    store = await sourced.facts()
    async with sourced.session() as session:
        found = await running.begin(
            sourced.kernel, session, store, scheduled=scheduled, actor="system"
        )
        if found is not None:
            session.expunge(found)
        return found


async def _signals(sourced: Sourced, **query: Any) -> dict[str, dict[str, Any]]:
    [found] = await sourced.get("/research", **query)
    return {one["code"]: one for one in found["breakdown"]}


async def _runs(sourced: Sourced) -> list[tuple[date, bool]]:
    async with sourced.session() as session:
        rows = await session.execute(
            text("select day, finished_at is not null from research_runs where store_id = :s"),
            {"s": sourced.store.id},
        )
        return [tuple(row) for row in rows.all()]


async def test_it_runs_once_on_a_day_and_reports_once(
    sourced: Sourced, kernel: Kernel, shift_clock: Callable[[float], None]
) -> None:
    """Two clocks, a clock set back, and an hour later: one run and one mail; a day later the
    next."""
    _sell(sourced, orders_count=500)
    on = await sourced.send("PUT", "/research/settings", ON)
    due = datetime.fromisoformat(on["next_run_at"])
    assert due == timing.next_eight(clock.now(), (await sourced.facts()).timezone)
    await tasks.daily(kernel)
    assert await _runs(sourced) == [], "not before eight"
    ahead = (due - clock.now()).total_seconds() + 60
    shift_clock(ahead)
    await asyncio.gather(tasks.daily(kernel), tasks.daily(kernel))
    await sourced.work()
    assert [done for _, done in await _runs(sourced)] == [True]
    async with sourced.session() as session:
        await session.execute(
            text("update research_settings set next_run_at = :at where store_id = :s"),
            {"at": due, "s": sourced.store.id},
        )
    shift_clock(ahead + 3_600)
    await tasks.daily(kernel)
    await sourced.work()
    assert len(await _runs(sourced)) == 1
    async with sourced.session() as session:
        mails = await session.scalar(
            text(
                "select count(*) from mail_messages "
                "where store_id = :s and template = 'daily_research_report'"
            ),
            {"s": sourced.store.id},
        )
    assert mails == 1
    shift_clock(ahead + 25 * 3_600)
    await tasks.daily(kernel)
    await sourced.work()
    days = sorted(day for day, _ in await _runs(sourced))
    assert days[1] - days[0] == timedelta(days=1)


async def test_a_paused_store_and_one_that_did_not_ask_are_left_alone(
    sourced: Sourced, kernel: Kernel, shift_clock: Callable[[float], None]
) -> None:
    _sell(sourced)
    shift_clock(2 * DAY)
    await tasks.daily(kernel)
    assert await _runs(sourced) == []
    shift_clock(0)
    await sourced.send("PUT", "/research/settings", ON)
    await sourced.send("PATCH", "", {"status": "paused"})
    shift_clock(2 * DAY)
    await tasks.daily(kernel)
    assert await _runs(sourced) == []
    shift_clock(0)
    off = await sourced.send("PUT", "/research/settings", {**ON, "enabled": False})
    assert off["next_run_at"] is None


async def test_growth_comes_of_a_series_and_is_missing_before(
    sourced: Sourced, shift_clock: Callable[[float], None]
) -> None:
    """Orders 1,000, 1,100, 1,250 a week apart: 150 against 100 is a velocity of 50."""
    for back, count in ((14, 1_000), (7, 1_100)):
        shift_clock(-back * DAY)
        _sell(sourced, orders_count=count)
        await _begin(sourced)
        await sourced.work()
    shift_clock(0)
    early = await _signals(sourced)
    assert early["sales_velocity"]["value"] is None, "missing, not zero"
    assert early["sales_velocity"]["points"] is None
    _sell(sourced, orders_count=1_250)
    await _begin(sourced)
    await sourced.work()
    signals = await _signals(sourced)
    assert signals["sales_velocity"]["value"] == 50
    assert [one["kind"] for one in signals["sales_velocity"]["evidence"]] == ["observation"] * 3
    assert signals["orders"]["value"] == 12.5
    assert signals["saturation"]["value"] is None
    [found] = await sourced.get("/research")
    # (15*50 + 10*12.5 + 3*75) / 28 = 39.28
    assert (found["score"], found["coverage"], found["strong"]) == (39, 28, False)
    assert found["state"] == "new"
    assert sum(one["weight"] for one in signals.values()) == 100


async def test_two_looks_on_a_day_are_one_observation(sourced: Sourced) -> None:
    for count in (500, 600):
        _sell(sourced, orders_count=count)
        await _begin(sourced)
        await sourced.work()
    async with sourced.session() as session:
        rows = await session.execute(
            text("select orders_count from research_observations where store_id = :s"),
            {"s": sourced.store.id},
        )
        assert [row.orders_count for row in rows.all()] == [600]


async def test_a_person_s_no_is_kept_by_the_rule(sourced: Sourced) -> None:
    """Taken off the watchlist, or dismissed, nothing is put back by later runs; prices and stock
    since are shown."""
    _sell(sourced, "p1", orders_count=9_000)
    _sell(sourced, "p2", orders_count=9_000)
    await sourced.taken("p1")
    await _begin(sourced)
    await sourced.work()
    kept = {one["external_id"]: one for one in await sourced.get("/watchlist")}
    assert set(kept) == {"p1", "p2"}
    assert (kept["p1"]["stock_then"], kept["p2"]["stock_then"]) == (20, None)
    _sell(sourced, "p1", orders_count=9_500, cost=1_300)
    await _begin(sourced)
    await sourced.work()
    now = {one["external_id"]: one for one in await sourced.get("/watchlist")}["p1"]
    assert (now["cost_then"]["amount"], now["cost"]["amount"]) == (1_000, 1_300)
    assert (now["orders_then"], now["orders_count"]) == (9_000, 9_500)
    await sourced.send("DELETE", f"/watchlist/{kept['p1']['id']}")
    await sourced.send("POST", f"/research/{kept['p2']['item_id']}/dismiss")
    await _begin(sourced)
    await sourced.work()
    assert await sourced.get("/watchlist") == []


async def test_what_costs_too_much_or_says_no_cost_is_left_out(sourced: Sourced) -> None:
    _sell(sourced, "cheap", cost=900)
    _sell(sourced, "dear", cost=1_100)
    _sell(sourced, "silent", cost=None)
    most = {"amount": 1_000, "currency": (await sourced.facts()).currency}
    await sourced.send("PUT", "/research/settings", {**ON, "max_cost": most})
    await _begin(sourced)
    await sourced.work()
    assert [one["external_id"] for one in await sourced.get("/research")] == ["cheap"]


async def test_a_supplier_that_is_silent_ends_the_run_and_says_so(
    sourced: Sourced, kernel: Kernel
) -> None:
    """Asked again until the last try; then the run is over, and says who did not answer."""
    sourced.shelf.down = True
    run = await _begin(sourced)
    assert run is not None
    async with sourced.session() as session:
        asked = await running.asked(
            session, sourced.store.id, run.id, sourced.supplier_id, attempt=1
        )
    assert asked is not None
    with pytest.raises(SupplierUnavailable):
        await running.ask(kernel, asked)
    last = replace(asked, last=True)
    heard = await running.ask(kernel, last)
    async with sourced.session() as session:
        await running.settle(kernel, session, last, heard)
    latest = (await sourced.get("/research/runs/latest"))["latest"]
    assert latest["finished_at"] is not None
    assert latest["suppliers"][0]["state"] == "failed"
    assert "memory.example" in latest["suppliers"][0]["error"]
    async with sourced.session() as session:
        await running.settle(kernel, session, last, running.Heard())
    assert (await sourced.get("/research/runs/latest"))["latest"] == latest, "settled once"


async def test_looking_now_is_what_the_plan_includes(
    sourced: Sourced, shift_clock: Callable[[float], None]
) -> None:
    """Starter looks once a week, and is told which plan looks oftener."""
    _sell(sourced)
    tenant = sourced.store.merchant.tenant_id
    async with sourced.session() as session:
        await session.execute(
            text("update tenants set plan = 'starter' where id = :t"), {"t": tenant}
        )
    shift_clock(-2 * DAY)
    await _begin(sourced)
    await sourced.work()
    shift_clock(0)
    refused = await sourced.send("POST", "/research/runs", status=402)
    assert refused["details"][0]["lifted_by"] == "Growth"
    assert len(await _runs(sourced)) == 1
    assert (await sourced.get("/research/settings"))["every_days"] == 7
    async with sourced.session() as session:
        await session.execute(
            text("update research_runs set day = day - 7 where store_id = :s"),
            {"s": sourced.store.id},
        )
    await sourced.send("POST", "/research/runs", status=202)


async def test_the_simulated_supplier_is_asked_over_http(
    store: ShopStore, kernel: Kernel, simulated_supplier: SimulatedSupplierServer
) -> None:
    """Best sellers page by page over a real port; the best-selling first, with its evidence."""
    panel = await simulated_supplier.open_account(balance=12_345)
    body = {"adapter": "simulated", "credentials": {"api_key": panel.key}}
    reply = await store.merchant.post(f"{store.path}/suppliers", json=body)
    sourced = Sourced(kernel, store, None, reply.json()["data"])  # type: ignore[arg-type]  # no shelf: a server
    await sourced.send("POST", "/research/runs", status=202)
    await sourced.work()
    latest = (await sourced.get("/research/runs/latest"))["latest"]
    assert latest["analysed"] == running.AT_MOST
    found = await sourced.get("/research", sort="orders", per_page=100)
    counts = [one["orders_count"] for one in found]
    assert len(found) == running.AT_MOST
    assert counts == sorted(counts, reverse=True)
    signal = next(one for one in found[0]["breakdown"] if one["code"] == "orders")
    assert signal["value"] == min(100, counts[0] / 100)
    assert UUID(signal["evidence"][0]["id"])
    assert {one["supplier_id"] for one in found} == {sourced.supplier["id"]}
