"""Rightful calls around partners: A invites, earns as an affiliate, and is paid."""

from commerce.billing import inbox
from commerce.billing.providers import subscriptions_of
from commerce.partners import paying
from commerce.partners.following import follow
from ecomm_connectors.subscriptions.mock import rules
from ecomm_core.db.scope import Scope
from ecomm_testing.actors import Merchant, register_merchant
from ecomm_testing.leak import Call
from ecomm_testing.outbox import run_outbox

from .operations import operation, simple
from .world import World

PAYEE = {"payee_name": "Ada Example", "payee_account": "DE02 1203 0000 0000 2020 51"}

simple("partners_show")
simple("partners_make_code")
simple("partners_list_credits")


async def _terms(world: World) -> str:
    shown = (await world.owner.get("/partners")).json()["data"]
    return str(shown["terms"]["version"])


async def _affiliate(world: World) -> str:
    """The code of A's link."""
    shown = (await world.owner.get("/partners")).json()["data"]
    if shown["affiliate"] is None:
        joined = await world.owner.post(
            "/partners/affiliate", json={"terms_version": await _terms(world), **PAYEE}
        )
        assert joined.status_code == 200, joined.text
        shown = joined.json()["data"]
    return str(shown["affiliate"]["code"])


async def _invitation(world: World) -> str:
    made = await world.owner.post("/partners/code", json={})
    assert made.status_code == 200, made.text
    return str(made.json()["data"]["referral"]["code"])


async def _friend(world: World, code: str) -> Merchant:
    """A new business that came by this link."""
    friend = await register_merchant(world.api, name="Grace Hopper")
    claimed = await friend.post("/partners/claim", json={"code": code})
    assert claimed.status_code == 200, claimed.text
    return friend


async def _earn(world: World) -> None:
    """A business that came by A's link pays for a year."""
    friend = await _friend(world, await _affiliate(world))
    opened = await friend.post("/subscriptions/checkout", json={"plan": "pro", "interval": "year"})
    assert opened.status_code == 200, opened.text
    mock = subscriptions_of(world.kernel).mock
    book, _ = await mock.choose(opened.json()["data"]["url"].rsplit("/", 1)[1], rules.pay)
    assert book.current is not None
    async with world.kernel.database.transaction(Scope(tenant_id=friend.tenant_id)) as session:
        await inbox.ask(world.kernel, session, friend.tenant_id, mock.name, book.current.ref)
    await run_outbox(world.kernel, friend.tenant_id, untold=("commerce.email.verification",))
    # As if the window for refunds were over: the clock of a platform in production stands still.
    before = world.kernel.settings
    world.kernel.settings = before.model_copy(update={"partner_window_days": 0})
    try:
        async with world.kernel.database.transaction(Scope(tenant_id=friend.tenant_id)) as session:
            await follow(world.kernel, session, friend.tenant_id)
            await follow(world.kernel, session, friend.tenant_id)
    finally:
        world.kernel.settings = before


@operation("partners_claim")
async def _claim(world: World) -> Call:
    """By a new business, with A's code."""
    friend = await register_merchant(world.api)
    return Call(
        path=world.ids,
        json={"code": await _invitation(world)},
        bearer=friend.headers,
        own_caller=True,
    )


@operation("partners_join")
async def _join(world: World) -> Call:
    """By a new business: A joins once."""
    friend = await register_merchant(world.api)
    return Call(
        path=world.ids,
        json={"terms_version": await _terms(world), **PAYEE},
        bearer=friend.headers,
        own_caller=True,
    )


@operation("partners_set_payee")
async def _payee(world: World) -> Call:
    await _affiliate(world)
    return Call(path=world.ids, json=PAYEE)


@operation("partners_list_introductions")
async def _introductions(world: World) -> Call:
    await _friend(world, await _invitation(world))
    return Call(path=world.ids)


@operation("partners_list_commissions")
async def _commissions(world: World) -> Call:
    await _earn(world)
    return Call(path=world.ids)


@operation("partners_list_payouts")
async def _payouts(world: World) -> Call:
    await _earn(world)
    for due in await paying.open_payouts(world.kernel):
        if due.email == world.owner.email:
            await paying.mark_paid(world.kernel, due.id, f"SEPA {due.id.hex[-6:]}")
    return Call(path=world.ids)


@operation("partners_look_at_link")
async def _link(world: World) -> Call:
    return Call(path={"code": await _invitation(world)})


@operation("partners_count_visit")
async def _visit(world: World) -> Call:
    """By somebody's browser."""
    agent = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}
    return Call(path={"code": await _affiliate(world)}, bearer=agent)
