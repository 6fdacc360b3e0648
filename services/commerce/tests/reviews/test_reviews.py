"""Reviews: who may write one, who sees it, and what becomes of it (issue 4, section 2)."""

import io
import secrets
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest
from PIL import Image
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from commerce.payments.service import BY_HAND
from commerce.reviews.words import folded, found_in, shown_name

COUNTED = """
    select p.id,
           coalesce((select array[ones, twos, threes, fours, fives] from review_totals t
                      where t.product_id = p.id), '{0,0,0,0,0}') as kept,
           array(select count(*) filter (where r.rating = stars) from generate_series(1, 5) stars
                   left join reviews r on r.product_id = p.id and r.status = 'published'
                  group by stars order by stars) as counted
      from products p"""


class Buyer:
    """Somebody whose goods have left, with their order's token."""

    def __init__(self, shop: Any, order: dict[str, Any], slug: str) -> None:
        self.shop, self.id, self.slug = shop, order["id"], slug
        self.headers = {"X-Order-Token": order["token"]}
        self.path = f"{shop.store.public}/orders/{self.id}/reviews"

    async def items(self) -> dict[str, Any]:
        reply = await self.shop.api.get(self.path, headers=self.headers)
        assert reply.status_code == 200, reply.text
        data: dict[str, Any] = reply.json()["data"]
        return data

    async def write(self, rating: int = 5, **fields: Any) -> httpx2.Response:
        [item] = (await self.items())["items"]
        body = {"item_id": item["item_id"], "rating": rating, **fields}
        reply: httpx2.Response = await self.shop.api.post(
            self.path, headers=self.headers, json=body
        )
        return reply

    async def wrote(self, rating: int = 5, **fields: Any) -> dict[str, Any]:
        reply = await self.write(rating, **fields)
        assert reply.status_code == 201, reply.text
        review: dict[str, Any] = reply.json()["data"]["items"][0]["review"]
        return review

    async def photo(self, review_id: str) -> httpx2.Response:
        made = Image.new("RGB", (1200, 900), tuple(secrets.token_bytes(3)))
        exif = Image.Exif()
        exif[0x010E] = "CANARY"
        file = io.BytesIO()
        made.save(file, "JPEG", exif=exif)
        reply: httpx2.Response = await self.shop.api.post(
            f"{self.path}/{review_id}/photos",
            headers=self.headers,
            files={"file": ("a.jpg", file.getvalue(), "image/jpeg")},
        )
        return reply


async def buyer(shop: Any, variant: UUID, *, ship: bool = True, test: bool = False) -> Buyer:
    shopper = await shop.shopper((variant, 1))
    order = await shopper.buy()
    await shop.run()
    if not test:
        async with shop.transaction() as session:
            await session.execute(
                text("update orders set test = false where id = :id"), {"id": UUID(order["id"])}
            )
    if ship:
        path = f"{shop.store.path}/orders/{order['id']}/fulfillments"
        parcel = {"carrier": "DHL", "tracking_number": "1"}
        reply = await shop.store.merchant.post(path, json=parcel)
        assert reply.status_code == 201, reply.text
    slug = await shop.one(
        "select p.slug from products p join product_variants v on v.product_id = p.id "
        "where v.id = :id",
        id=variant,
    )
    return Buyer(shop, order, slug)


async def settings(shop: Any, **changes: Any) -> None:
    body = {"enabled": True, "auto_publish": True, "words": [], **changes}
    reply = await shop.store.merchant.put(f"{shop.store.path}/reviews/settings", json=body)
    assert reply.status_code == 200, reply.text


async def shown(shop: Any, slug: str, **query: Any) -> dict[str, Any]:
    reply = await shop.api.get(f"{shop.store.public}/products/{slug}/reviews", params=query)
    assert reply.status_code == 200, reply.text
    data: dict[str, Any] = reply.json()["data"]
    return data


async def counted(shop: Any) -> None:
    """The counts are what a recount finds."""
    for row in await shop.rows(COUNTED):
        assert list(row["kept"]) == list(row["counted"]), row


async def do(shop: Any, review_id: str, action: str) -> httpx2.Response:
    path = f"{shop.store.path}/reviews/{review_id}/{action}"
    reply: httpx2.Response = await shop.store.merchant.post(path)
    return reply


async def test_a_buyer_writes_one_review_and_the_merchant_publishes_it(shop: Any) -> None:
    variant = await shop.variant(stock=9, title="Cup")
    early = await buyer(shop, variant, ship=False)
    refused = await early.write()
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "not_reviewable")
    one = await buyer(shop, variant)
    review = await one.wrote(4, title=" Good ", body="Warm hands.")
    assert (review["status"], review["author"], review["title"]) == ("pending", "Ada L.", "Good")
    again = await one.write(1)
    assert (again.status_code, again.json()["error"]["code"]) == (409, "already_reviewed")
    assert await shop.one("select count(*) from reviews") == 1
    page = await shown(shop, one.slug)
    assert (page["rating"], page["reviews"]) == (None, []), "nobody sees what waits"
    product = f"{shop.store.public}/products/{one.slug}"
    assert (await shop.api.get(product)).json()["data"]["rating"] is None
    assert (await do(shop, review["id"], "publish")).status_code == 200
    page = await shown(shop, one.slug)
    assert page["rating"] == {"average": 4.0, "count": 1}
    assert page["histogram"] == {"ones": 0, "twos": 0, "threes": 0, "fours": 1, "fives": 0}
    [public] = page["reviews"]
    assert (public["verified"], public["imported"], public["author"]) == (True, False, "Ada L.")
    assert (await shop.api.get(product)).json()["data"]["rating"] == {"average": 4, "count": 1}
    cards = (await shop.api.get(f"{shop.store.public}/products")).json()["data"]
    assert [card["rating"] for card in cards] == [{"average": 4, "count": 1}]
    types = await shop.rows(
        "select type from events where type like 'review%' order by occurred_at"
    )
    assert [row["type"] for row in types] == ["review.created", "reviews.changed"]
    assert (await do(shop, review["id"], "reject")).status_code == 200
    assert (await shown(shop, one.slug))["rating"] is None
    assert (await shop.api.get(product)).json()["data"]["rating"] is None
    await counted(shop)


async def test_nobody_makes_a_verified_mark_for_themselves(shop: Any) -> None:
    """Of a test order, of one the merchant wrote down as paid, of an import: none is verified, and
    no field of a request says so."""
    await settings(shop)
    variant = await shop.variant(stock=9)
    tested = await buyer(shop, variant, test=True)
    await tested.wrote(verified=True, source="order", status="published")
    by_hand = await buyer(shop, variant)
    async with shop.transaction() as session:
        await session.execute(
            text("update payments set provider = :name where order_id = :id"),
            {"id": UUID(by_hand.id), "name": BY_HAND},
        )
    await by_hand.wrote()
    csv = f"product,rating,author,verified,source\n{tested.slug},5,Eve,yes,order\n"
    sheet = {"csv": csv, "dry_run": False}
    reply = await shop.store.merchant.post(f"{shop.store.path}/reviews/import", json=sheet)
    assert reply.json()["data"]["created"] == 1, reply.text
    found = (await shown(shop, tested.slug))["reviews"]
    assert [(one["verified"], one["imported"]) for one in found] == [
        (False, True),
        (False, False),
        (False, False),
    ]
    with pytest.raises(IntegrityError, match="ck_reviews_verified"):
        async with shop.transaction() as session:
            await session.execute(text("update reviews set verified = source = 'import'"))


async def test_words_of_the_list_wait_and_the_rest_is_shown_at_once(shop: Any) -> None:
    await settings(shop, words=["Scam", "  fake  ", "scam"])
    variant = await shop.variant(stock=9)
    good, bad = await buyer(shop, variant), await buyer(shop, variant)
    assert (await good.wrote(5, body="No scammer here."))["status"] == "published"
    held = await bad.wrote(1, body="A SCÁM!")
    assert held["status"] == "pending"
    path = f"{shop.store.path}/reviews"
    listed = (await shop.store.merchant.get(path, params={"status": "pending"})).json()["data"]
    assert [(row["id"], row["held_words"]) for row in listed] == [(held["id"], ["scam"])]
    await settings(shop, enabled=False)
    late = await buyer(shop, variant)
    assert (await late.write()).json()["error"]["code"] == "reviews_closed"
    assert (await late.items())["enabled"] is False
    await counted(shop)


async def test_the_shop_answers_in_public_and_takes_it_back(shop: Any) -> None:
    one = await buyer(shop, await shop.variant(stock=9))
    review = await one.wrote(2)
    path = f"{shop.store.path}/reviews/{review['id']}/reply"
    early = await shop.store.merchant.put(path, json={"text": "Sorry"})
    assert (early.status_code, early.json()["error"]["code"]) == (409, "not_published")
    await do(shop, review["id"], "publish")
    assert (await shop.store.merchant.put(path, json={"text": "Sorry"})).status_code == 200
    assert (await shown(shop, one.slug))["reviews"][0]["reply"] == "Sorry"
    assert (await shop.store.merchant.delete(path)).status_code == 200
    assert (await shown(shop, one.slug))["reviews"][0]["reply"] is None


async def test_a_file_of_reviews_comes_in_once_and_is_labelled(shop: Any) -> None:
    one = await buyer(shop, await shop.variant(stock=9))
    path = f"{shop.store.path}/reviews/import"

    async def take(csv: str, *, dry_run: bool = False) -> dict[str, Any]:
        reply = await shop.store.merchant.post(path, json={"csv": csv, "dry_run": dry_run})
        assert reply.status_code == 200, reply.text
        data: dict[str, Any] = reply.json()["data"]
        return data

    head = "id,product,rating,title,body,author,date,reply\n"
    lines = f"a1,{one.slug},5,Top,Nice,Kim,2025-05-01,Thanks\n,{one.slug.upper()},3,,Fine,Lee,,\n"
    assert (await take(head + lines, dry_run=True))["created"] == 2
    assert await shop.one("select count(*) from reviews") == 0
    assert (await take(head + lines))["created"] == 2
    assert (await take(head + lines))["unchanged"] == 2
    changed = await take(f"{head}a1,{one.slug},4,Top,Nice,Kim,2025-05-01,Thanks\n")
    assert (changed["updated"], changed["applied"]) == (1, True)
    wrong = await take(
        f"{head}b,nothing,5,,,,,\nc,{one.slug},6,,,,,\nd,{one.slug},five,,,,,\n"
        f"e,{one.slug},5,,,,2999-01-01,\n"
    )
    assert [(p["row"], p["column"]) for p in wrong["problems"]] == [
        (2, "product"),
        (3, "rating"),
        (4, "rating"),
        (5, "date"),
    ]
    page = await shown(shop, one.slug, sort="oldest")
    assert page["rating"] == {"average": 3.5, "count": 2}
    assert [(r["author"], r["rating"], r["imported"]) for r in page["reviews"]] == [
        ("Kim", 4, True),
        ("Lee", 3, True),
    ]
    assert page["reviews"][0]["written_at"].startswith("2025-05-01")
    ids = [row["id"] for row in page["reviews"]]
    mine = await one.wrote()
    body = {"ids": [*ids, mine["id"], str(uuid4())], "action": "delete"}
    told = (await shop.store.merchant.post(f"{shop.store.path}/reviews/bulk", json=body)).json()
    assert [row["code"] for row in told["data"]] == [None, None, "not_imported", "review_not_found"]
    await counted(shop)


async def test_shoppers_sort_filter_and_turn_pages(shop: Any) -> None:
    one = await buyer(shop, await shop.variant(stock=9))
    rows = "".join(
        f"{n},{one.slug},{stars},T{n},,,2025-01-0{n}\n" for n, stars in enumerate((5, 1, 3, 5), 1)
    )
    csv = f"id,product,rating,title,body,author,date\n{rows}"
    sheet = {"csv": csv, "dry_run": False}
    await shop.store.merchant.post(f"{shop.store.path}/reviews/import", json=sheet)

    async def titles(**query: Any) -> list[str]:
        return [row["title"] for row in (await shown(shop, one.slug, **query))["reviews"]]

    assert await titles() == ["T4", "T3", "T2", "T1"]
    assert await titles(sort="oldest") == ["T1", "T2", "T3", "T4"]
    assert await titles(sort="highest") == ["T4", "T1", "T3", "T2"]
    assert await titles(sort="lowest", per_page=2) == ["T2", "T3"]
    assert await titles(sort="lowest", per_page=2, page=2) == ["T4", "T1"]
    assert await titles(rating=5) == ["T4", "T1"]
    assert await titles(photos=True) == []
    assert (await shown(shop, one.slug, rating=5))["rating"]["count"] == 4, "of all of them"
    public = f"{shop.store.public}/products/nothing/reviews"
    assert (await shop.api.get(public)).status_code == 404


async def test_pictures_lose_what_they_say_of_their_maker_and_go_with_their_review(
    shop: Any, environ: dict[str, str]
) -> None:
    """R8.3; and a picture that comes later is looked at before it is shown."""
    one = await buyer(shop, await shop.variant(stock=9))
    review = await one.wrote()
    await do(shop, review["id"], "publish")
    added = await one.photo(review["id"])
    assert added.status_code == 201, added.text
    mine = added.json()["data"]["items"][0]["review"]
    assert (mine["status"], len(mine["photos"]), mine["photos_left"]) == ("pending", 1, 4)
    assert (await shown(shop, one.slug))["reviews"] == []
    await do(shop, review["id"], "publish")
    [public] = (await shown(shop, one.slug, photos=True))["reviews"]
    picture = await shop.api.get(public["photos"][0]["url"])
    assert (picture.status_code, picture.headers["content-type"]) == (200, "image/webp")
    assert b"CANARY" not in picture.content
    for _ in range(4):
        assert (await one.photo(review["id"])).status_code == 201
    assert (await one.photo(review["id"])).json()["error"]["code"] == "too_many_photos"
    root = Path(environ["ECOMM_STORAGE_URL"].removeprefix("file://")) / "media" / str(shop.store.id)
    assert len([file for file in root.rglob("*.webp") if file.is_file()]) == 5 * 4
    gone = await shop.api.delete(f"{one.path}/{review['id']}", headers=one.headers)
    assert gone.status_code == 200, gone.text
    await shop.run()
    assert [file for file in root.rglob("*.webp") if file.is_file()] == []
    assert (await shop.api.get(public["photos"][0]["url"])).status_code == 404
    assert (await one.wrote(3))["rating"] == 3, "and may write another"
    await counted(shop)


async def test_reviews_are_nobody_else_s(shop: Any, other_store: Any) -> None:
    variant = await shop.variant(stock=9)
    one, other = await buyer(shop, variant), await buyer(shop, variant)
    review = await one.wrote()
    crossed = f"{other.path}/{review['id']}"
    upload = {"file": ("a.png", b"x", "image/png")}
    path = f"{shop.store.path}/reviews/{review['id']}"
    theirs = path.replace(str(shop.store.id), str(other_store.id))
    for reply in (
        await shop.api.delete(crossed, headers=other.headers),
        await shop.api.post(f"{crossed}/photos", headers=other.headers, files=upload),
        await shop.api.delete(f"{one.path}/{review['id']}", headers=other.headers),
        await shop.api.get(one.path),
        await shop.api.get(one.path, headers=other.headers),
        await other_store.merchant.get(path),
        await other_store.merchant.get(theirs),
        await other_store.merchant.post(f"{theirs}/publish"),
    ):
        assert reply.status_code == 404, reply.text
    assert await shop.rows("select status, photos from reviews") == [
        {"status": "pending", "photos": []}
    ]
    item = (await one.items())["items"][0]["item_id"]
    body = {"item_id": item, "rating": 5}
    wrong = await shop.api.post(other.path, headers=other.headers, json=body)
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (404, "order_item_not_found")


async def test_an_erased_customer_leaves_stars_and_words_without_a_name(
    shop: Any, environ: dict[str, str]
) -> None:
    await settings(shop)
    one = await buyer(shop, await shop.variant(stock=9))
    review = await one.wrote(4, body="Good.")
    await one.photo(review["id"])
    found = await shop.one("select id from customer_accounts")
    reply = await shop.store.merchant.delete(f"{shop.store.path}/customers/{found}")
    assert reply.status_code == 200, reply.text
    await shop.run()
    [public] = (await shown(shop, one.slug))["reviews"]
    assert (public["author"], public["photos"], public["body"]) == ("", [], "Good.")
    assert (await shown(shop, one.slug))["rating"]["count"] == 1
    root = Path(environ["ECOMM_STORAGE_URL"].removeprefix("file://")) / "media" / str(shop.store.id)
    assert [file for file in root.rglob("*.webp") if file.is_file()] == []


def test_words_and_names() -> None:
    assert folded(["  Fake ", "FÁKE", "so bad"]) == ["fake", "so bad"]
    assert found_in(["fake", "so bad"], "A fakery.", "It is so, bad!") == ["so bad"]
    assert [shown_name(name) for name in ("Ada Lovelace", "Ada", "", "Jean Luc de Pi")] == [
        "Ada L.",
        "Ada",
        "",
        "Jean P.",
    ]
