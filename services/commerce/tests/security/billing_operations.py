"""Rightful calls around what A pays for its plan."""

from commerce.billing import inbox, operating
from commerce.billing.providers import subscriptions_of
from ecomm_connectors.subscriptions.mock import rules
from ecomm_core import clock
from ecomm_core.db.scope import Scope
from ecomm_testing.leak import Call
from ecomm_testing.outbox import run_outbox

from .operations import operation, simple
from .world import World

simple("subscriptions_list_plans")
simple("subscriptions_show_subscription")
simple("subscriptions_list_plan_invoices")

PRO = {"plan": "pro", "interval": "month"}


async def _paying(world: World) -> None:
    """A pays for Pro, at the mock, and its plan goes on."""
    shown = (await world.owner.get("/subscriptions/current")).json()["data"]
    if shown["may_manage"]:
        await world.owner.post("/subscriptions/resume", json={})
        return
    opened = await world.owner.post("/subscriptions/checkout", json=PRO)
    assert opened.status_code == 200, opened.text
    page_id = opened.json()["data"]["url"].rsplit("/", 1)[1]
    provider = subscriptions_of(world.kernel).mock
    book, _ = await provider.choose(page_id, rules.pay)
    assert book.current is not None
    async with world.kernel.database.transaction(Scope(tenant_id=world.owner.tenant_id)) as session:
        await inbox.ask(
            world.kernel, session, world.owner.tenant_id, provider.name, book.current.ref
        )
    await run_outbox(world.kernel, world.owner.tenant_id)


@operation("subscriptions_open_plan_checkout")
async def _checkout(world: World) -> Call:
    """While nobody pays."""
    shown = (await world.owner.get("/subscriptions/current")).json()["data"]
    if shown["may_manage"]:
        await operating.end_trying(world.kernel, world.owner.email)
    return Call(path=world.ids, json={**PRO, "add_ons": {"extra_store": 1}})


async def _simply(world: World) -> Call:
    await _paying(world)
    return Call(path=world.ids, json={})


for _name in ("open_portal", "cancel_plan", "resume_plan"):
    operation(f"subscriptions_{_name}")(_simply)


@operation("subscriptions_preview_plan")
async def _preview(world: World) -> Call:
    await _paying(world)
    return Call(path=world.ids, json={**PRO, "interval": "year"})


@operation("subscriptions_change_plan")
async def _change(world: World) -> Call:
    """The same plan with one more store, at amounts of now."""
    await _paying(world)
    now = clock.now().replace(microsecond=0).isoformat()
    return Call(path=world.ids, json={**PRO, "add_ons": {"extra_store": 1}, "at": now})
