"""Rightful calls of what merchants do with payments: disputes, reconciliation, payouts."""

import json
import secrets
from datetime import timedelta

from sqlalchemy import text

from commerce.payments.service import providers_of
from ecomm_connectors.payments.mock import SIGNATURE_HEADER
from ecomm_connectors.payments.signature import sign
from ecomm_core import clock
from ecomm_core.db.scope import Scope
from ecomm_testing.fakes.payouts import ContentAccounts
from ecomm_testing.leak import Call
from ecomm_testing.outbox import run_outbox

from .operations import operation, simple, with_id
from .world import World, fresh_cart


async def dispute_id(world: World) -> str:
    """A dispute of a payment of A's that wants an answer."""
    cart = await fresh_cart(world)
    started = await cart.start()
    assert started.status_code == 201, started.text
    url = str(started.json()["data"]["payment_url"])
    await cart.act(url)
    await cart.state(started.json()["data"]["checkout_id"])
    await cart.act(url, "dispute")
    await _hear(world, url.rsplit("/", 1)[1])
    await run_outbox(world.kernel, world.owner.tenant_id)
    reply = await world.owner.get(
        f"{world.store.path}/disputes", params={"status": "needs_response"}
    )
    return str(reply.json()["data"][0]["id"])


async def _hear(world: World, session: str) -> None:
    """The mock's webhook about a dispute; here nobody carries it."""
    said = {
        "id": f"mevt_{secrets.token_hex(8)}",
        "type": "dispute.opened",
        "created": int(clock.timestamp()),
        "payment": session,
        "dispute": f"{session}_d",
    }
    body = json.dumps(said).encode()
    mock = providers_of(world.kernel).mock
    headers = {SIGNATURE_HEADER: sign(mock.secret, body, int(clock.timestamp()))}
    reply = await world.api.post("/api/v1/webhooks/mock", content=body, headers=headers)
    assert reply.status_code == 200, reply.text


async def mismatch_id(world: World) -> str:
    """A payment that the ledger has and the provider has never heard of."""
    scope = Scope(tenant_id=world.owner.tenant_id)
    cart = await fresh_cart(world)
    bought = (await cart.buy())["order"]
    async with world.kernel.database.transaction(scope) as session:
        await session.execute(
            text("update payments set provider_ref = :ref where order_id = :order"),
            {"ref": secrets.token_hex(8), "order": bought["id"]},
        )
        await session.execute(
            text(
                """insert into payment_ledger (tenant_id, id, store_id, at, kind, debit, credit,
                       amount, currency, payment_id, test)
                   select tenant_id, gen_random_uuid(), store_id, :at, 'charge', 'provider',
                          'sales', 1, currency, id, test from payments where order_id = :order"""
            ),
            {"order": bought["id"], "at": clock.now() - timedelta(hours=1)},
        )
    reply = await world.owner.post(f"{world.store.path}/reconciliation/runs")
    assert reply.status_code == 202, reply.text
    await run_outbox(world.kernel, world.owner.tenant_id)
    reply = await world.owner.get(
        f"{world.store.path}/reconciliation/mismatches", params={"status": "open"}
    )
    return str(reply.json()["data"][0]["id"])


@operation("payments_onboard")
async def _onboard(world: World) -> Call:
    providers_of(world.kernel).connect_to(ContentAccounts())
    return Call(path=world.ids)


@operation("payments_check")
async def _check_account(world: World) -> Call:
    providers_of(world.kernel).connect_to(ContentAccounts())
    await world.made("/payments/onboarding")
    await run_outbox(world.kernel, world.owner.tenant_id)
    return Call(path=world.ids)


simple("payments_list")
simple("payments_settings")
simple("reconciliation_runs")
simple("reconciliation_mismatches")
with_id("reconciliation_resolve", "mismatch_id", mismatch_id, json={"note": "Paid back by hand."})


@operation("reconciliation_check")
async def _check(world: World) -> Call:
    # One at a time: what an earlier call asked for is done first.
    await run_outbox(world.kernel, world.owner.tenant_id)
    return Call(path=world.ids)


simple("disputes_list")
with_id("disputes_get", "dispute_id", dispute_id)


@operation("disputes_answer")
async def _answer(world: World) -> Call:
    path = {**world.ids, "dispute_id": await dispute_id(world)}
    return Call(path=path, json={"explanation": "Delivered."})
