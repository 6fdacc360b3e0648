"""A store with a team, and what each of them was told."""

import email
import email.policy
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from commerce.webhooks.events import WebhookDisabled
from ecomm_core.outbox.events import EventData
from ecomm_testing.accounts import confirm_address
from ecomm_testing.actors import Merchant, create_store
from ecomm_testing.members import join


@dataclass(slots=True)
class Team:
    """`owner` made it all; `elsewhere` may enter another store of the business only."""

    shop: Any
    mailbox: Path
    owner: Merchant
    staff: Merchant
    viewer: Merchant
    elsewhere: Merchant
    other_store: UUID

    async def happens(self, event: EventData, **where: Any) -> None:
        """Something happens in the store, and the worker does what follows."""
        async with self.shop.transaction() as session:
            await self.shop.kernel.outbox.emit(
                session,
                event,
                tenant_id=self.shop.tenant_id,
                store_id=where.get("store_id", self.shop.store.id),
                resource_id=where.get("resource_id", uuid4()),
            )
        if where.get("work", True):
            await self.shop.run()

    async def disabled(self, name: str = "Warehouse", **where: Any) -> None:
        """A webhook is switched off: something that owners are written to about at once."""
        event = WebhookDisabled(
            webhook_id=uuid4(), name=name, host="hooks.example.org", reason="failing"
        )
        await self.happens(event, **where)

    async def again(self) -> list[str]:
        """The worker died after everything and before it noted so: all of it comes again."""
        async with self.shop.transaction() as session:
            await session.execute(
                text(
                    """update outbox set done_at = null, lease_until = null
                        where task like 'commerce.notifications.%'"""
                )
            )
        return list(await self.shop.run())

    async def told(self, person: Merchant, **query: Any) -> list[dict[str, Any]]:
        """What somebody sees, the newest first; it is as many as the bell and the list count."""
        reply = await person.get("/notifications", params={"per_page": 100, **query})
        assert reply.status_code == 200, reply.text
        found: list[dict[str, Any]] = reply.json()["data"]
        assert reply.json()["page"]["total"] == len(found)
        if not query:
            assert await self.bell(person) == sum(one["read_at"] is None for one in found)
        return found

    async def bell(self, person: Merchant) -> int:
        """What the bell shows somebody."""
        reply = await person.get("/notifications/unread")
        assert reply.status_code == 200, reply.text
        return int(reply.json()["data"]["unread"])

    async def kinds(self, person: Merchant) -> list[str]:
        """Kinds of what somebody was told."""
        return [one["kind"] for one in await self.told(person)]

    async def choose(self, person: Merchant, *choices: Any, stores: Any = ()) -> Any:
        """Somebody chooses how to be told: (kind, in_app, email), in stores (store, …) as well."""
        body = {
            "everywhere": [
                dict(zip(("kind", "in_app", "email"), one, strict=True)) for one in choices
            ],
            "stores": [
                dict(
                    zip(
                        ("store_id", "kind", "in_app", "email"),
                        (str(one[0]), *one[1:]),
                        strict=True,
                    )
                )
                for one in stores
            ],
        }
        reply = await person.put("/notifications/preferences", json=body)
        assert reply.status_code == 200, reply.text
        return reply.json()["data"]

    def letters(self, person: Merchant) -> list[Any]:
        """Mails of notifications that somebody got."""
        found = [
            email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            for path in sorted(self.mailbox.glob("*.eml"), key=lambda one: one.stat().st_mtime_ns)
        ]
        return [
            mail for mail in found if mail["To"] == person.email and "#notifications" in words(mail)
        ]


def words(mail: Any) -> str:
    """A mail as plain text."""
    return str(mail.get_body(("plain",)).get_content())


@pytest.fixture
async def team(shop: Any, mailbox: Path) -> Team:
    """Everybody's address is proven."""
    owner = shop.store.merchant
    other = (await create_store(owner, shop.kernel)).id
    staff = await join(shop.kernel, owner, "staff")
    viewer = await join(shop.kernel, owner, "viewer", [shop.store.id])
    elsewhere = await join(shop.kernel, owner, "admin", [other])
    for person in (owner, staff, viewer, elsewhere):
        await confirm_address(shop.kernel, person)
    await shop.run()
    return Team(shop, mailbox, owner, staff, viewer, elsewhere, other)
