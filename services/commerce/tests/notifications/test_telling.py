"""Who hears of what, once, and who does not (commerce.md §1; issue 4, section 2)."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from commerce.fraud.events import FraudHeld
from commerce.identity.permissions import TABLE
from commerce.inventory.events import InventoryLow
from commerce.notifications import kinds
from commerce.notifications.heard import HEARD
from commerce.notifications.kinds import FACTS, NotificationKind
from commerce.notifications.news import MADE
from commerce.notifications.tasks import heard
from commerce.openapi import document
from commerce.tasks import TASKS
from commerce.wiring import subscriptions
from ecomm_core.accounts.people import Role
from ecomm_core.tasks.registry import deliver
from ecomm_testing.actors import register_merchant
from services.commerce.tests.fuzz.grounds import STAFF_READS

from .conftest import Team

HELD = FraudHeld(number=1001, score=80, test=False, reasons=["Two cards failed."])


async def test_an_order_is_told_to_everybody_who_enters_the_store(team: Team) -> None:
    """Not to who enters another one, nor to another business; and it names no shopper."""
    variant = await team.shop.variant(title="Cup")
    buyer = await team.shop.shopper((variant, 1))
    order = await buyer.buy()
    await team.shop.run()
    for person in (team.owner, team.staff, team.viewer):
        [told] = await team.told(person)
        assert (told["kind"], told["resource_id"]) == ("order_placed", order["id"])
        assert told["facts"]["number"] == order["number"]
        assert told["store_id"] == str(team.shop.store.id)
    assert await team.told(team.elsewhere) == []
    stranger = await register_merchant(team.shop.api)
    assert await team.told(stranger) == []
    rows = await team.shop.rows("select user_id, facts::text as facts from notifications")
    assert {row["user_id"] for row in rows} == {
        person.user_id for person in (team.owner, team.staff, team.viewer)
    }
    assert not [row for row in rows if buyer.email in row["facts"]]


async def test_nobody_is_told_of_what_they_may_not_read(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kind whose page asks for more: a viewer gets no row and no mail, and what was told before
    is gone from list and bell. Every kind's page is one that its `minimum` opens."""
    await team.choose(team.viewer, ("webhook_disabled", True, "at_once"))
    await team.disabled("Before")
    assert len(team.letters(team.viewer)) == 1
    kind = NotificationKind.WEBHOOK_DISABLED
    stricter = replace(FACTS[kind], minimum=Role.STAFF)
    monkeypatch.setitem(kinds.FACTS, kind, stricter)
    assert await team.told(team.viewer) == []
    await team.disabled("After")
    assert len(team.letters(team.viewer)) == 1
    assert len(await team.told(team.staff)) == 2
    mine = await team.shop.rows(
        "select facts from notifications where user_id = :user", user=team.viewer.user_id
    )
    assert [row["facts"]["title"] for row in mine] == ["Before"]
    refused = await team.viewer.post("/notifications/mark", json={"read": True, "ids": None})
    assert refused.json()["data"] == {"changed": 0, "unread": 0}


async def test_who_may_no_longer_enter_a_store_sees_and_hears_nothing_of_it(team: Team) -> None:
    await team.disabled()
    assert len(await team.told(team.staff)) == 1
    member = f"/team/members/{team.staff.user_id}"
    moved = {"role": "staff", "store_ids": [str(team.other_store)]}
    reply = await team.owner.patch(member, json=moved)
    assert reply.status_code == 200, reply.text
    assert await team.told(team.staff) == []
    await team.disabled("Later")
    moved["store_ids"] = None  # type: ignore[assignment]  # plain JSON
    assert (await team.owner.patch(member, json=moved)).status_code == 200
    assert [one["facts"]["title"] for one in await team.told(team.staff)] == ["Warehouse"]


async def test_whoever_left_the_team_hears_nothing_more(team: Team) -> None:
    """No row, no mail, also none that was asked for while they belonged to it."""
    await team.choose(team.staff, ("webhook_disabled", True, "at_once"))
    await team.disabled(work=False)
    # The consumers wrote the mail's wish; its job still waits.
    async with team.shop.transaction() as session:
        waiting = await session.scalar(
            text("select count(*) from outbox where done_at is null and task like '%.webhooks'")
        )
    assert waiting == 1
    await _only(team, "commerce.notifications.webhooks")
    gone = await team.owner.delete(f"/team/members/{team.staff.user_id}")
    assert gone.status_code == 200, gone.text
    await team.shop.run()
    await team.disabled("Later")
    assert team.letters(team.staff) == []
    assert len(team.letters(team.owner)) == 2
    left = await team.shop.rows(
        """select user_id from notifications where user_id = :user union all
           select user_id from notification_preferences where user_id = :user""",
        user=team.staff.user_id,
    )
    assert left == []
    assert (await team.staff.get("/notifications")).status_code == 401


async def _only(team: Team, task: str) -> None:
    """Run one task's rows and leave the others."""
    async with team.shop.transaction() as session:
        await session.execute(
            text(
                """update outbox set lease_until = 'infinity', not_before = 'infinity'
                    where done_at is null and task <> :task"""
            ),
            {"task": task},
        )
    later = "update outbox set lease_until = null, not_before = now() where done_at is null"
    async with team.shop.transaction() as session:
        rows = await session.execute(
            text("select id, attempts from outbox where done_at is null and task = :task"),
            {"task": task},
        )
        found = rows.all()
    [handler] = [one for one in TASKS if one.name == task]
    for row in found:
        await deliver(team.shop.kernel, handler, team.shop.tenant_id, row.id, row.attempts)
    async with team.shop.transaction() as session:
        await session.execute(text(later))


async def test_an_event_that_comes_again_is_told_once(team: Team) -> None:
    """R4 of the outbox: a message delivered twice changes nothing, mails included."""
    await team.happens(HELD, resource_id=uuid4())
    before = [await team.told(person) for person in (team.owner, team.staff, team.viewer)]
    assert [len(told) for told in before] == [1, 1, 1]
    assert len(team.letters(team.owner)) == 1
    assert "commerce.notifications.fraud" in await team.again()
    after = [await team.told(person) for person in (team.owner, team.staff, team.viewer)]
    assert after == before
    assert len(team.letters(team.owner)) == 1


async def test_many_low_products_are_one_notification_that_counts(team: Team) -> None:
    """Each row stands for an event; what is shown is one, and counts on until it is read."""
    variants = [await team.shop.variant(title=f"Cup {number}") for number in range(4)]
    for variant in variants[:3]:
        await team.happens(_low(variant), resource_id=variant, work=False)
    await team.shop.run()
    [told] = await team.told(team.owner)
    assert (told["kind"], told["units"]) == ("low_stock", 3)
    assert told["facts"]["title"].startswith("Cup")
    await team.again()
    assert [one["units"] for one in await team.told(team.owner)] == [3]

    await team.owner.post("/notifications/mark", json={"read": True, "ids": [told["id"]]})
    await team.happens(_low(variants[3]), resource_id=variants[3])
    assert [one["units"] for one in await team.told(team.owner)] == [1, 3]
    assert [one["units"] for one in await team.told(team.staff)] == [4]
    assert await team.bell(team.owner) == 1


def _low(variant: UUID) -> InventoryLow:
    return InventoryLow(product_id=uuid4(), variant_id=variant, available=2, threshold=5)


async def test_two_events_at_once_fold_into_one(team: Team) -> None:
    """Both workers look for something to fold into at the same moment."""
    variants = [await team.shop.variant(title="Cup") for _ in range(6)]
    for variant in variants:
        await team.happens(_low(variant), resource_id=variant, work=False)
    await team.shop.work()
    await team.shop.run()
    assert [one["units"] for one in await team.told(team.owner)] == [6]


async def test_what_is_gone_is_not_told_of(team: Team) -> None:
    """A variant that was deleted before the worker came, and a whole store."""
    await team.happens(_low(uuid4()))
    assert await team.told(team.owner) == []
    await team.disabled()
    assert len(await team.told(team.owner)) == 1
    await team.disabled(work=False)
    deleted = await team.owner.delete(team.shop.store.path)
    assert deleted.status_code == 200, deleted.text
    await team.shop.run()
    assert await team.told(team.owner) == []


async def test_every_event_of_the_list_is_heard_and_every_kind_is_told() -> None:
    """Whoever adds one side has the other: subscriptions, kinds, and the pages that show them."""
    found = subscriptions()
    for event, subscriber in heard():
        assert subscriber in found.of(event.type), event.type
    assert set(MADE) == {event.type for _, event in HEARD}
    assert {kind for kind, _ in MADE.values()} == set(NotificationKind) == set(FACTS)


def test_every_kind_is_shown_by_a_page_its_reader_may_open() -> None:
    """The page's operation exists, and a viewer is refused it or not, as the kind says."""
    items = document()["paths"].values()
    operations = {one["operationId"] for item in items for one in item.values()}
    for kind, facts in FACTS.items():
        assert facts.shown_by in operations, f"{kind}: there is no {facts.shown_by}"
        assert facts.shown_by.startswith(f"{facts.tag}_"), kind
        assert facts.permission in TABLE.permissions, kind
        assert (facts.minimum is Role.VIEWER) == (facts.shown_by not in STAFF_READS), kind
