"""What people choose, the mails that follow, and the daily summary."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from commerce.inventory.events import InventoryLow
from commerce.notifications import mails, service
from commerce.notifications.slots import next_summary, slot_of
from ecomm_core import clock
from ecomm_testing.actors import register_merchant
from ecomm_testing.members import join

from .conftest import Team, words


async def test_what_is_usual_and_what_is_chosen(team: Team) -> None:
    """Owners are written to of what cannot wait; staff and viewers are not written to unasked. A
    choice for one store is stronger than one for all; leaving it out brings the usual back."""
    await team.disabled()
    [mail] = team.letters(team.owner)
    assert "Warehouse was switched off" in str(mail["Subject"])
    assert f"/stores/{team.shop.store.id}/webhooks/" in words(mail)
    assert "/profile#notifications" in words(mail)
    assert team.letters(team.staff) == team.letters(team.viewer) == []

    everywhere = ("webhook_disabled", False, "never")
    here = (team.shop.store.id, "webhook_disabled", True, "never")
    await team.choose(team.owner, everywhere, stores=[here])
    await team.disabled("Second")
    assert len(await team.told(team.owner)) == 2
    assert len(team.letters(team.owner)) == 1
    await team.disabled("Other", store_id=team.other_store)
    assert len(await team.told(team.owner)) == 2
    assert len(team.letters(team.owner)) == 1
    [told] = await team.told(team.elsewhere)
    assert told["store_id"] == str(team.other_store)

    back = await team.choose(team.owner)
    assert all(choice["usual"] for choice in back["everywhere"])
    await team.disabled("Third")
    assert len(await team.told(team.owner)) == 3
    assert len(team.letters(team.owner)) == 2


async def test_mail_without_the_app(team: Team) -> None:
    """Off in the app and on by mail: nothing in list and bell, one mail."""
    await team.choose(team.staff, ("webhook_disabled", False, "at_once"))
    await team.disabled()
    assert await team.told(team.staff) == []
    assert len(team.letters(team.staff)) == 1


async def test_only_a_proven_address_is_written_to(team: Team) -> None:
    """And only while it is the one that is proven."""
    newcomer = await join(team.shop.kernel, team.owner, "admin")
    chosen = await team.choose(newcomer, ("webhook_disabled", True, "at_once"))
    assert chosen["mailable"] is False
    await team.disabled()
    assert len(await team.told(newcomer)) == 1
    assert team.letters(newcomer) == []


async def test_a_folded_mail_says_how_many(
    team: Team, shift_clock: Callable[[float], None]
) -> None:
    """It waits for what follows, and leaves once."""
    await team.choose(team.staff, ("low_stock", True, "at_once"))
    for _ in range(3):
        variant = await team.shop.variant(title="Cup")
        event = InventoryLow(product_id=uuid4(), variant_id=variant, available=1, threshold=5)
        await team.happens(event, resource_id=variant)
    assert team.letters(team.staff) == []
    await team.shop.run(ahead=timedelta(minutes=6))
    [mail] = team.letters(team.staff)
    assert "3 products are low" in words(mail)


async def test_a_mail_about_what_was_read_meanwhile_does_not_leave(team: Team) -> None:
    await team.choose(team.staff, ("low_stock", True, "at_once"))
    variant = await team.shop.variant(title="Cup")
    event = InventoryLow(product_id=uuid4(), variant_id=variant, available=1, threshold=5)
    await team.happens(event, resource_id=variant)
    await team.staff.post("/notifications/mark", json={"read": True, "ids": None})
    await team.shop.run(ahead=timedelta(minutes=6))
    assert team.letters(team.staff) == []


async def test_the_daily_summary_leaves_once_in_a_day_of_the_store(
    team: Team, shift_clock: Callable[[float], None]
) -> None:
    """At eight there, however often the clock strikes; what came after it is the next day's."""
    await team.choose(team.staff, ("webhook_disabled", True, "daily"))
    for name in ("One", "Two", "Three"):
        await team.disabled(name)
    reply = await team.staff.get("/notifications")
    three = next(one for one in reply.json()["data"] if one["facts"]["title"] == "Three")
    await team.staff.post("/notifications/mark", json={"read": True, "ids": [three["id"]]})
    await mails.send_summaries(team.shop.kernel)
    await team.shop.run()
    assert team.letters(team.staff) == []

    timezone = await team.shop.one(
        "select timezone from stores where id = :id", id=team.shop.store.id
    )
    shift = (next_summary(clock.now(), timezone) - clock.now()).total_seconds() + 1
    shift_clock(shift)
    for _ in range(2):
        await mails.send_summaries(team.shop.kernel)
        await team.shop.run()
    [mail] = team.letters(team.staff)
    assert "2 things happened" in str(mail["Subject"])
    assert "One was switched off" in words(mail)
    assert "Two was switched off" in words(mail)
    assert "Three" not in words(mail)

    await team.disabled("Four")
    await mails.send_summaries(team.shop.kernel)
    await team.shop.run()
    assert len(team.letters(team.staff)) == 1
    shift_clock(shift + 24 * 3600)
    await mails.send_summaries(team.shop.kernel)
    await team.shop.run()
    assert len(team.letters(team.staff)) == 2
    assert "1 thing happened" in str(team.letters(team.staff)[-1]["Subject"])


async def test_a_summary_asks_again_whether_it_is_wanted(
    team: Team, shift_clock: Callable[[float], None]
) -> None:
    """Chosen otherwise, or gone from the store, before it left."""
    for person in (team.staff, team.viewer):
        await team.choose(person, ("webhook_disabled", True, "daily"))
    await team.disabled()
    await team.choose(team.staff, ("webhook_disabled", True, "never"))
    moved = {"role": "viewer", "store_ids": [str(team.other_store)]}
    reply = await team.owner.patch(f"/team/members/{team.viewer.user_id}", json=moved)
    assert reply.status_code == 200, reply.text
    shift_clock(timedelta(days=1).total_seconds())
    await mails.send_summaries(team.shop.kernel)
    await team.shop.run()
    assert team.letters(team.staff) == team.letters(team.viewer) == []
    due = await team.shop.one("select count(*) from notifications where mail_at is not null")
    assert due == 0


def test_a_summary_leaves_at_eight_where_the_store_is() -> None:
    """Also on the days when clocks change, and in zones nobody knows any more."""
    cases = {
        ("2026-03-28T12:00", "Europe/Berlin"): "2026-03-29T06:00",
        ("2026-03-27T12:00", "Europe/Berlin"): "2026-03-28T07:00",
        ("2026-03-28T06:59", "Europe/Berlin"): "2026-03-28T07:00",
        ("2026-03-28T07:00", "Europe/Berlin"): "2026-03-29T06:00",
        ("2026-03-28T12:00", "Asia/Kolkata"): "2026-03-29T02:30",
        ("2026-03-28T12:00", "Nowhere/Land"): "2026-03-29T08:00",
    }
    for (now, zone), expected in cases.items():
        at = next_summary(datetime.fromisoformat(now).replace(tzinfo=UTC), zone)
        assert at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M") == expected, (now, zone)
    late = datetime(2026, 3, 28, 23, 30, tzinfo=UTC)
    assert slot_of(late, "Europe/Berlin") == "2026-03-29"


async def test_marking_pages_and_their_order(team: Team) -> None:
    """Pages by cursor hold each once, in both orders; marking all leaves what came since."""
    for number in range(5):
        await team.disabled(f"Hook {number}")
    first = (await team.told(team.staff))[0]
    for order in ("newest", "unread_first"):
        seen: list[str] = []
        cursor = None
        for _ in range(4):
            query = {"per_page": 2, "order": order, **({"cursor": cursor} if cursor else {})}
            reply = (await team.staff.get("/notifications", params=query)).json()
            seen += [one["facts"]["title"] for one in reply["data"]]
            cursor = reply["page"]["next"]
            if cursor is None:
                break
        assert seen == [f"Hook {number}" for number in (4, 3, 2, 1, 0)]
    await team.disabled("Since")
    reply = await team.staff.post(
        "/notifications/mark", json={"read": True, "ids": None, "until": first["at"]}
    )
    assert reply.json()["data"] == {"changed": 5, "unread": 1}
    back = await team.staff.post("/notifications/mark", json={"read": False, "ids": [first["id"]]})
    assert back.json()["data"] == {"changed": 1, "unread": 2}
    shown = await team.told(team.staff, order="unread_first")
    assert [one["facts"]["title"] for one in shown[:2]] == ["Since", "Hook 4"]
    assert [one["read_at"] is None for one in shown] == [True, True, False, False, False, False]
    read = await team.told(team.staff, unread="false")
    assert len(read) == 4
    assert await team.told(team.staff, kind="order_placed") == []
    assert await team.told(team.staff, store_id=str(team.other_store)) == []


async def test_nobody_marks_what_is_another_s(team: Team) -> None:
    """Not a colleague's, not another business's: nothing changes, and nothing is said."""
    await team.disabled()
    [mine] = await team.told(team.staff)
    stranger = await register_merchant(team.shop.api)
    for person in (team.viewer, team.owner, stranger):
        before = await team.bell(person)
        body = {"read": True, "ids": [mine["id"]]}
        reply = await person.post("/notifications/mark", json=body)
        assert reply.json()["data"] == {"changed": 0, "unread": before}
    assert (await team.told(team.staff))[0]["read_at"] is None
    foreign = {"store_id": str(team.shop.store.id), "kind": "low_stock", "in_app": True}
    choice = {"everywhere": [], "stores": [{**foreign, "email": "never"}]}
    for person in (stranger, team.elsewhere):
        refused = await person.put("/notifications/preferences", json=choice)
        assert (refused.status_code, refused.json()["error"]["code"]) == (404, "store_not_found")
    rows = await team.shop.rows("select 1 from notification_preferences")
    assert rows == []


async def test_the_bell_s_etag_is_one_s_own(team: Team) -> None:
    """A colleague with as many is not told "as before"."""
    await team.disabled()
    shown = await team.staff.get("/notifications/unread")
    tag = {"If-None-Match": shown.headers["etag"]}
    assert (await team.staff.get("/notifications/unread", headers=tag)).status_code == 304
    theirs = await team.viewer.get("/notifications/unread", headers=tag)
    assert (theirs.status_code, theirs.json()["data"]) == (200, {"unread": 1})
    await team.disabled("Second")
    assert (await team.staff.get("/notifications/unread", headers=tag)).status_code == 200


async def test_what_is_older_than_ninety_days_goes(
    team: Team, shift_clock: Callable[[float], None]
) -> None:
    """Read or not; what is younger stays."""
    await team.disabled("Old")
    shift_clock(timedelta(days=89, hours=23).total_seconds())
    await team.disabled("Young")
    await service.clean_up(team.shop.kernel)
    count = "select count(*) from notifications"
    assert await team.shop.one(count) == 6
    shift_clock(timedelta(days=90, hours=1).total_seconds())
    await service.clean_up(team.shop.kernel)
    titles = await team.shop.rows("select distinct facts ->> 'title' as title from notifications")
    assert [row["title"] for row in titles] == ["Young"]
