"""Consent to being told apart: the log, what it allows, and how a browser is forgotten."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from ecomm_core.ids import new_id
from ecomm_testing.actors import ShopStore

from .test_events import PAGE, PERSON, tell, told

WORDS = {"text_version": "1", "locale": "de"}


async def say(shop: Any, granted: bool, visitor: str | None, **more: Any) -> Any:
    body = {"granted": granted, "visitor": visitor, **WORDS, **more}
    return await shop.api.post(f"{shop.store.public}/consents", json=body)


def someone() -> dict[str, str]:
    return {"id": str(new_id()), "session": str(new_id())}


async def visitors(shop: Any) -> list[str | None]:
    return [str(row["visitor"]) if row["visitor"] else None for row in await told(shop)]


async def test_only_an_agreement_on_record_tells_a_browser_apart(
    shop: Any, shift_clock: Callable[[float], None]
) -> None:
    """Whatever the browser says: before it is on record, after a refusal and once it is taken back,
    events are counted without a name. Planted: the browser's word taken for it."""
    one = someone()
    await tell(shop, PAGE, visitor=one)
    agreed = await say(shop, True, one["id"])
    assert agreed.status_code == 201, agreed.text
    shift_clock(1)
    await tell(shop, PAGE, visitor=one)
    assert (await say(shop, False, one["id"])).status_code == 201
    shift_clock(2)
    await tell(shop, PAGE, visitor=one)
    assert await visitors(shop) == [None, one["id"], None]


async def test_the_log_says_who_agreed_to_which_words_and_when(
    shop: Any, shift_clock: Callable[[float], None]
) -> None:
    """A word is never written over; the same again, to the same words, is not written twice."""
    one = someone()
    first = (await say(shop, True, one["id"])).json()["data"]
    shift_clock(5)
    assert (await say(shop, True, one["id"])).json()["data"] == first
    await say(shop, True, one["id"], text_version="2")
    shift_clock(10)
    await say(shop, False, one["id"], text_version="2", locale="en")
    shift_clock(15)
    await say(shop, False, None)
    reply = await shop.store.merchant.get(f"{shop.store.path}/analytics/consents?per_page=3")
    log = reply.json()
    assert log["page"]["total"] == 4
    found = [
        (line["granted"], line["visitor"], line["text_version"], line["locale"], line["purpose"])
        for line in log["data"]
    ]
    assert found == [
        (False, None, "1", "de", "statistics"),
        (False, one["id"], "2", "en", "statistics"),
        (True, one["id"], "2", "de", "statistics"),
    ]
    times = [line["at"] for line in log["data"]]
    assert times == sorted(times, reverse=True)


@pytest.mark.parametrize(
    "body",
    [
        {"granted": True},
        {"granted": "yes", "visitor": str(new_id())},
        {"granted": 1, "visitor": str(new_id())},
        {"granted": False, "text_version": "<b>1</b>"},
        {"granted": False, "text_version": ""},
        {"granted": False, "locale": "deutsch und mehr"},
        {"granted": False, "email": "ada@example.com"},
    ],
)
async def test_what_is_no_answer_is_refused(shop: Any, body: dict[str, Any]) -> None:
    reply = await shop.api.post(f"{shop.store.public}/consents", json={**WORDS, **body})
    assert (reply.status_code, reply.json()["data"]) == (422, None)
    assert await shop.rows("select 1 from browser_consents") == []


async def test_a_browser_reads_all_that_is_kept_of_it(
    shop: Any, make_shop: Callable[[ShopStore], Any], other_store: ShopStore
) -> None:
    """And nobody else's, and nothing of it in another shop."""
    one, two = someone(), someone()
    for visitor in (one, two):
        await say(shop, True, visitor["id"])
        await tell(shop, PAGE, {"kind": "page_view"}, visitor=visitor)
    await tell(shop, PAGE)
    reply = await shop.api.get(f"{shop.store.public}/consents/{one['id']}?per_page=1")
    kept = reply.json()["data"]
    assert (kept["total"], len(kept["events"]), len(kept["consents"])) == (2, 1, 1)
    assert kept["events"][0]["session"] == one["session"]
    other = make_shop(other_store)
    elsewhere = await shop.api.get(f"{other.store.public}/consents/{one['id']}")
    assert elsewhere.json()["data"] == {"consents": [], "events": [], "total": 0}


async def test_a_browser_is_forgotten_and_stays_counted(
    shop: Any, make_shop: Callable[[ShopStore], Any], other_store: ShopStore
) -> None:
    """The name goes from events and log; figures stay; others keep theirs; again does no harm.
    Planted: the log left as it is."""
    one, two = someone(), someone()
    for visitor in (one, two):
        await say(shop, True, visitor["id"])
        await tell(shop, PAGE, {"kind": "page_view"}, visitor=visitor)
    before = await shop.rows("select at, kind, entry from shop_events order by at, kind, entry")
    address = f"/consents/{one['id']}"
    elsewhere = await shop.api.delete(f"{make_shop(other_store).store.public}{address}")
    assert elsewhere.json()["data"] == {"events": 0, "consents": 0}
    gone = await shop.api.delete(f"{shop.store.public}{address}")
    assert (gone.status_code, gone.json()["data"]) == (200, {"events": 2, "consents": 2})
    again = await shop.api.delete(f"{shop.store.public}{address}")
    assert again.json()["data"] == {"events": 0, "consents": 0}
    assert await shop.rows(
        "select at, kind, entry from shop_events order by at, kind, entry"
    ) == before  # fmt: skip
    assert sorted(await visitors(shop), key=str) == sorted(
        [two["id"], two["id"], None, None], key=str
    )
    said = await shop.rows(
        "select visitor, granted from browser_consents order by visitor, granted"
    )
    assert [(str(row["visitor"]), row["granted"]) for row in said] == [
        (two["id"], True), ("None", False), ("None", True),
    ]  # fmt: skip
    await tell(shop, PAGE, visitor=one)
    assert one["id"] not in await visitors(shop)


async def test_the_log_cannot_be_rewritten_nor_read_by_others(
    shop: Any, make_shop: Callable[[ShopStore], Any], other_store: ShopStore
) -> None:
    await say(shop, True, someone()["id"])
    other = make_shop(other_store)
    assert await other.rows("select 1 from browser_consents") == []
    foreign = await other_store.merchant.get(f"{shop.store.path}/analytics/consents")
    assert (foreign.status_code, foreign.json()["data"]) == (404, None)
    with pytest.raises(DBAPIError, match="permission denied"):
        async with shop.transaction() as session:
            await session.execute(text("update browser_consents set granted = false"))


async def test_a_paused_shop_hears_no_answer(shop: Any) -> None:
    """Nothing is written where nothing is sold."""
    one = someone()
    await say(shop, True, one["id"])
    await shop.store.merchant.patch(shop.store.path, json={"status": "paused"})
    assert (await say(shop, False, one["id"])).status_code == 404
    rows = await shop.rows("select granted from browser_consents")
    assert [row["granted"] for row in rows] == [True]


async def test_visits_are_told_apart_by_a_person_s_browser_alone(shop: Any) -> None:
    """GPC outweighs what was agreed before."""
    one = someone()
    await say(shop, True, one["id"])
    await tell(shop, PAGE, visitor=one, headers={"Sec-GPC": "1"}, agent=PERSON)
    assert await visitors(shop) == [None]
