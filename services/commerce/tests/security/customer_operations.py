"""Rightful calls of customers, segments, and what shoppers keep."""

import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from commerce.cart import reminders
from commerce.cart.models import CartReminder
from commerce.customers import links
from ecomm_core import clock
from ecomm_core.accounts.links import Purpose
from ecomm_core.db.scope import Scope
from ecomm_core.ids import new_id
from ecomm_testing.actors import PASSWORD
from ecomm_testing.leak import Call
from ecomm_testing.shopping import ADDRESS

from .operations import operation, simple, with_id
from .world import World, fresh_cart


async def person(world: World) -> str:
    """A fresh customer's id."""
    body = {"email": f"{secrets.token_hex(6)}@example.com", "name": "P", "address": ADDRESS}
    return str((await world.made("/customers", json=body))["id"])


async def _segment(world: World) -> str:
    body = {"name": secrets.token_hex(6), "kind": "manual"}
    return str((await world.made("/segments", json=body))["id"])


RULES = {"match": "all", "conditions": [{"field": "consent", "op": "is", "value": True}]}

simple("customers_list")
simple("customers_export")
simple("customers_tags")
simple("customers_import_csv", json={"csv": "email,name\nsomebody@example.com,S\n"})
with_id("customers_get", "customer_id", person)
with_id("customers_orders", "customer_id", person)
with_id("customers_update", "customer_id", person, json={"name": "New"})
with_id("customers_delete", "customer_id", person)
with_id("customers_add_address", "customer_id", person, json=ADDRESS)
simple("segments_list")
simple("segments_preview", json=RULES)
with_id("segments_get", "segment_id", _segment)
with_id("segments_update", "segment_id", _segment, json={"name": "Renamed segment"})
with_id("segments_delete", "segment_id", _segment)


@operation("customers_create")
async def _customer_create(world: World) -> Call:
    body = {"email": f"{secrets.token_hex(6)}@example.com", "name": "P"}
    return Call(path=world.ids, json=body)


@operation("customers_bulk_tags")
async def _bulk_tags(world: World) -> Call:
    return Call(path=world.ids, json={"customer_ids": [await person(world)], "add": ["t"]})


async def _address_of(world: World) -> dict[str, str]:
    customer = await person(world)
    made = await world.made(f"/customers/{customer}/addresses", json=ADDRESS)
    return {**world.ids, "customer_id": customer, "address_id": made["id"]}


@operation("customers_replace_address")
async def _replace_address(world: World) -> Call:
    return Call(path=await _address_of(world), json=ADDRESS)


@operation("customers_remove_address")
async def _remove_address(world: World) -> Call:
    return Call(path=await _address_of(world))


@operation("segments_create")
async def _segment_create(world: World) -> Call:
    return Call(path=world.ids, json={"name": secrets.token_hex(6), "kind": "rules", **RULES})


async def _members(world: World) -> Call:
    path = {**world.ids, "segment_id": await _segment(world)}
    return Call(path=path, json={"customer_ids": [await person(world)]})


operation("segments_add_customers")(_members)
operation("segments_remove_customers")(_members)


# What shoppers do with their own account.


simple("customers_change_me", json={"name": "New"})
simple("customers_sessions")
simple("customers_marketing")
simple("customers_set_marketing", json={"granted": True})
simple("customers_my_addresses")
simple("customers_add_my_address", json=ADDRESS)
simple("customers_wishlist")
simple("customers_my_orders")
simple("customers_my_cart", json={})
simple("customers_forgot_password", json={"email": "nobody@example.com"})


async def _shopper(world: World) -> dict[str, Any]:
    """Somebody of A's shop, of their own."""
    email = f"{secrets.token_hex(6)}@example.com"
    reply = await world.api.post(
        f"{world.store.public}/customers/register",
        json={"email": email, "password": PASSWORD, "name": "N"},
    )
    assert reply.status_code == 201, reply.text
    data: dict[str, Any] = reply.json()["data"]
    return data


def _bearer(who: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {who['access_token']}"}


async def _link(world: World, customer_id: str, purpose: Purpose) -> str:
    """The token of the newest link of somebody's, as its mail has it."""
    async with world.kernel.database.transaction(Scope(tenant_id=world.owner.tenant_id)) as session:
        row = (
            await session.execute(
                text(
                    """select id, nonce, expires_at from customer_links
                        where customer_id = :customer and purpose = :purpose
                        order by created_at desc limit 1"""
                ),
                {"customer": customer_id, "purpose": purpose.value},
            )
        ).one()
    return links.signer(world.kernel).token(purpose, row.id, bytes(row.nonce), row.expires_at)


@operation("customers_change_password")
async def _change_password(world: World) -> Call:
    who = await _shopper(world)
    body = {"current": PASSWORD, "password": "another password"}
    return Call(path=dict(world.ids), json=body, bearer=_bearer(who), own_caller=True)


@operation("customers_close")
async def _close(world: World) -> Call:
    who = await _shopper(world)
    body = {"password": PASSWORD}
    return Call(path=dict(world.ids), json=body, bearer=_bearer(who), own_caller=True)


@operation("customers_resend_verification")
async def _resend(world: World) -> Call:
    who = await _shopper(world)
    async with world.kernel.database.transaction(Scope(tenant_id=world.owner.tenant_id)) as session:
        await session.execute(
            text("delete from customer_links where customer_id = :customer"),
            {"customer": who["user"]["id"]},
        )
    return Call(path=dict(world.ids), bearer=_bearer(who), own_caller=True)


@operation("customers_verify_email")
async def _verify(world: World) -> Call:
    who = await _shopper(world)
    token = await _link(world, who["user"]["id"], Purpose.VERIFY)
    return Call(path=dict(world.ids), json={"token": token})


@operation("customers_reset_password")
async def _reset(world: World) -> Call:
    who = await _shopper(world)
    await world.api.post(
        f"{world.store.public}/customers/forgot-password", json={"email": who["user"]["email"]}
    )
    token = await _link(world, who["user"]["id"], Purpose.RESET)
    return Call(path=dict(world.ids), json={"token": token, "password": "another password"})


async def _session_id(world: World) -> str:
    """Another device of the world's shopper."""
    login = await world.api.post(
        f"{world.store.public}/customers/login",
        json={"email": world.shopper_email, "password": PASSWORD},
    )
    bearer = _bearer(login.json()["data"])
    listed = await world.api.get(f"{world.store.public}/customers/me/sessions", headers=bearer)
    return str(next(entry["id"] for entry in listed.json()["data"] if entry["current"]))


with_id("customers_end_session", "session_id", _session_id)


async def _my_address(world: World) -> str:
    reply = await world.api.post(
        f"{world.store.public}/customers/me/addresses", headers=world.shopper, json=ADDRESS
    )
    assert reply.status_code == 201, reply.text
    return str(reply.json()["data"]["id"])


with_id("customers_replace_my_address", "address_id", _my_address, json=ADDRESS)
with_id("customers_remove_my_address", "address_id", _my_address)


async def _wished(world: World) -> str:
    return str(world.product["id"])


with_id("customers_unwish", "product_id", _wished)


@operation("customers_wish")
async def _wish(world: World) -> Call:
    return Call(path=dict(world.ids), json={"product_ids": [world.product["id"]]})


@operation("customers_my_order")
async def _my_order(world: World) -> Call:
    async with world.kernel.database.transaction(Scope(tenant_id=world.owner.tenant_id)) as session:
        await session.execute(
            text(
                """update orders set customer_id =
                     (select id from customer_accounts where email = :email) where id = :order"""
            ),
            {"email": world.shopper_email, "order": world.order["id"]},
        )
    return Call(path={**world.ids, "order_id": world.order["id"]})


# Carts left behind.

simple("carts_list_abandoned_carts")


async def _left_behind(world: World, purpose: Purpose) -> str:
    cart = await fresh_cart(world)
    row = CartReminder(
        tenant_id=world.owner.tenant_id,
        id=new_id(),
        store_id=world.store.id,
        cart_id=UUID(cart.id),
        step=1,
        email=f"{secrets.token_hex(6)}@example.com",
        nonce=b"n" * 16,
        created_at=clock.now(),
        expires_at=clock.now() + timedelta(days=1),
        opened_at=None,
    )
    async with world.kernel.database.transaction(Scope(tenant_id=world.owner.tenant_id)) as session:
        session.add(row)
        await session.flush()
        return reminders.token(world.kernel, row, purpose)


@operation("carts_recover")
async def _recover(world: World) -> Call:
    return Call(path=world.ids, json={"token": await _left_behind(world, Purpose.RECOVER)})


@operation("carts_unsubscribe")
async def _unsubscribe(world: World) -> Call:
    return Call(path=world.ids, json={"token": await _left_behind(world, Purpose.UNSUBSCRIBE)})


@operation("carts_contact")
async def _contact(world: World) -> Call:
    cart = await fresh_cart(world)
    body = {"email": f"{secrets.token_hex(6)}@example.com"}
    return Call(path={**world.ids, "cart_id": cart.id}, capability=cart.headers, json=body)
