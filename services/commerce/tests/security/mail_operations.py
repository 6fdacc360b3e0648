"""Rightful calls around a store's mails: its words, its sender, what was sent."""

from typing import Any

from ecomm_testing.leak import Call
from ecomm_testing.outbox import run_outbox

from .operations import operation, simple
from .world import World

DRAFT = {"subject": "Order #{{ number }}", "body": "Thank you, {{ name }}."}
SENDER = {"from_name": "A", "reply_to": "hello@example.org", "from_email": "shop@example.org"}


async def _saved(world: World) -> int:
    """The newest version of A's own words."""
    path = f"{world.store.path}/email-templates/shipping"
    version = (await world.owner.get(path)).json()["data"]["version"]
    reply = await world.owner.put(path, json={**DRAFT, "version": version})
    assert reply.status_code == 200, reply.text
    return int(reply.json()["data"]["version"])


def _of_kind(identifier: str, kind: str = "shipping", **fields: Any) -> None:
    @operation(identifier)
    async def call(world: World) -> Call:
        await _saved(world)
        return Call(path={**world.ids, "kind": kind}, **fields)


simple("email_templates_list_templates")
_of_kind("email_templates_get_template")
_of_kind("email_templates_switch", json={"enabled": True})
_of_kind("email_templates_reset")
_of_kind("email_templates_versions")
_of_kind("email_templates_preview", json=DRAFT)
_of_kind("email_templates_send_test", json=DRAFT)


@operation("email_templates_save")
async def save(world: World) -> Call:
    """The version that is the newest."""
    version = await _saved(world)
    return Call(path={**world.ids, "kind": "shipping"}, json={**DRAFT, "version": version})


@operation("email_templates_restore")
async def restore(world: World) -> Call:
    """A version that is there."""
    version = await _saved(world)
    return Call(path={**world.ids, "kind": "shipping", "version": str(version)})


simple("mail_sender_get_sender")
simple("mail_sender_put_sender", json=SENDER)
simple("mail_sender_check_sender")
simple("mails_list_mails")


@operation("mails_of_order")
async def of_order(world: World) -> Call:
    """A's order."""
    return Call(path={**world.ids, "order_id": world.order["id"]})


@operation("mails_resend")
async def resend(world: World) -> Call:
    """A mail about A's order that has been sent."""
    await run_outbox(world.kernel, world.owner.tenant_id)
    found = await world.owner.get(f"{world.store.path}/orders/{world.order['id']}/mails")
    mail_id = found.json()["data"][0]["id"]
    return Call(path={**world.ids, "mail_id": mail_id})
