"""Pictures of returns: judged, private, and gone when they are to go."""

import io
import secrets
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from PIL import Image
from sqlalchemy import text

from commerce.returns import tasks
from commerce.returns.photos import PREFIX
from ecomm_core.kernel import Kernel

from .test_returns_api import DAY, Sale, _sale

PNG = "image/png"


def picture(size: tuple[int, int] = (1200, 900), kind: str = "PNG", **save: Any) -> bytes:
    """A picture nobody sent before."""
    made = Image.new("RGB", size, tuple(secrets.token_bytes(3)))
    target = io.BytesIO()
    made.save(target, kind, **save)
    return target.getvalue()


class Pictured:
    """A return its shopper asked for, and its pictures."""

    def __init__(self, sale: Sale, return_id: str) -> None:
        self.sale, self.id = sale, return_id
        self.public = f"{sale.public}/returns/{return_id}/photos"
        self.private = f"{sale.shop.store.path}/returns/{return_id}/photos"

    async def add(self, data: bytes | None = None, headers: dict[str, str] | None = None) -> Any:
        return await self.sale.shop.api.post(
            self.public,
            files={"file": ("a.png", data or picture(), PNG)},
            headers={**self.sale.headers, **(headers or {})},
        )

    async def seen(self, photo_id: str, headers: dict[str, str], size: str = "large") -> Any:
        return await self.sale.shop.api.get(
            f"{self.public}/{photo_id}", params={"size": size}, headers=headers
        )

    async def shown(self) -> list[dict[str, Any]]:
        reply = await self.sale.merchant.get(f"{self.sale.shop.store.path}/returns/{self.id}")
        photos: list[dict[str, Any]] = reply.json()["data"]["photos"]
        return photos


async def pictured(shop: Any) -> Pictured:
    """A requested return without pictures yet."""
    sale, _ = await _sale(shop)
    await sale.deliver(await sale.ship())
    [item] = await sale.items()
    asked = await sale.ask(item)
    assert asked.status_code == 201, asked.text
    return Pictured(sale, asked.json()["data"]["id"])


def files(environ: dict[str, str]) -> list[Path]:
    folder = Path(environ["ECOMM_STORAGE_URL"].removeprefix("file://")) / PREFIX
    return [file for file in folder.rglob("*") if file.is_file()] if folder.exists() else []


async def test_a_shopper_shows_what_is_wrong_and_the_merchant_sees_it(
    shop: Any, environ: dict[str, str]
) -> None:
    """R8.3 (pictures of returns): turned upright, small and large, and nothing but pixels kept."""
    case = await pictured(shop)
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "CANARY"
    added = await case.add(picture(kind="JPEG", exif=exif))
    assert added.status_code == 201, added.text
    data = added.json()["data"]
    [photo] = data["photos"]
    assert (photo["width"], photo["height"], data["photos_left"]) == (900, 1200, 4)
    assert await case.shown() == data["photos"]
    for size, width in (("small", 512), ("large", 900)):
        theirs = await case.seen(photo["id"], case.sale.headers, size)
        mine = await case.sale.merchant.get(f"{case.private}/{photo['id']}", params={"size": size})
        assert (theirs.status_code, mine.status_code) == (200, 200)
        assert theirs.content == mine.content
        assert Image.open(io.BytesIO(mine.content)).size[0] == width
        for reply in (theirs, mine):
            assert reply.headers["content-type"] == "image/webp"
            assert reply.headers["cache-control"] == "private, no-store"
            assert "sandbox" in reply.headers["content-security-policy"]
            assert b"CANARY" not in reply.content
    kept = [file for file in files(environ) if case.id in str(file)]
    assert sorted(file.name for file in kept) == ["512.webp", "900.webp"], "no original"


async def test_a_picture_is_nobody_else_s(shop: Any, other_store: Any) -> None:
    """Not by address, not with another order's token, not through another return or store."""
    case, other = await pictured(shop), await pictured(shop)
    photo = (await case.add()).json()["data"]["photos"][0]["id"]
    assert (await case.seen(photo, {})).status_code == 404
    assert (await case.seen(photo, {"X-Order-Token": "x" * 43})).status_code == 404
    assert (await case.seen(photo, other.sale.headers)).status_code == 404
    through = await other.seen(photo, other.sale.headers)
    assert (through.status_code, through.json()["error"]["code"]) == (404, "photo_not_found")
    # The other order's own token, on the first order's return.
    crossed = f"{other.sale.public}/returns/{case.id}/photos"
    upload = {"file": ("a.png", picture(), PNG)}
    for reply in (
        await shop.api.get(f"{crossed}/{photo}", headers=other.sale.headers),
        await shop.api.delete(f"{crossed}/{photo}", headers=other.sale.headers),
        await shop.api.post(crossed, files=upload, headers=other.sale.headers),
        await shop.api.post(case.public, files=upload),
        await other_store.merchant.get(f"{other_store.path}/returns/{case.id}/photos/{photo}"),
        await other_store.merchant.get(f"{case.private}/{photo}"),
        await case.sale.merchant.get(f"{other.private}/{photo}"),
        await case.sale.merchant.get(f"{case.private}/{uuid4()}"),
    ):
        assert reply.status_code == 404, reply.text
        assert reply.headers["content-type"].startswith("application/json")
    key = await shop.one("select sizes -> 0 ->> 'key' from return_photos")
    assert (await shop.api.get(f"/media/{key}")).status_code == 404, "no public address"
    assert await shop.one("select count(*) from return_photos") == 1


async def test_a_return_has_five_pictures_at_most_and_each_once(
    shop: Any, environ: dict[str, str]
) -> None:
    case = await pictured(shop)
    same = picture()
    for _ in range(2):
        reply = await case.add(same)
        assert (reply.status_code, len(reply.json()["data"]["photos"])) == (201, 1)
    for count in (2, 3, 4, 5):
        reply = await case.add()
        assert len(reply.json()["data"]["photos"]) == count
    assert reply.json()["data"]["photos_left"] == 0
    more = await case.add()
    assert (more.status_code, more.json()["error"]["code"]) == (409, "too_many_photos")
    assert len(await case.shown()) == 5
    gone = (await case.shown())[0]["id"]
    reply = await shop.api.delete(f"{case.public}/{gone}", headers=case.sale.headers)
    assert (reply.status_code, len(reply.json()["data"]["photos"])) == (200, 4)
    again = await shop.api.delete(f"{case.public}/{gone}", headers=case.sale.headers)
    assert (again.status_code, again.json()["error"]["code"]) == (404, "photo_not_found")
    await shop.run()
    kept = {file.parent.name for file in files(environ) if case.id in str(file)}
    assert kept == {photo["id"] for photo in await case.shown()}, "files go with their row"


async def test_pictures_stay_as_they_are_once_the_goods_have_arrived(shop: Any) -> None:
    case = await pictured(shop)
    photo = (await case.add()).json()["data"]["photos"][0]["id"]
    [item] = await case.sale.items()
    await case.sale.act(case.id, "approve")
    assert (await case.add()).status_code == 201, "an approved return may still get some"
    line = {"item_id": item["id"], "received": 1, "condition": "opened", "restock": True}
    await case.sale.act(case.id, "receive", lines=[line])
    late = await case.add()
    assert (late.status_code, late.json()["error"]["code"]) == (409, "photos_closed")
    reply = await shop.api.delete(f"{case.public}/{photo}", headers=case.sale.headers)
    assert (reply.status_code, reply.json()["error"]["code"]) == (409, "photos_closed")
    assert len(await case.shown()) == 2
    assert (await case.seen(photo, case.sale.headers)).status_code == 200


@pytest.mark.parametrize(
    "data", [b"", b"<svg onload=alert(1)>", b"GIF89a" + b"\x00" * 40, picture()[:200]]
)
async def test_what_is_no_whole_picture_is_refused(shop: Any, data: bytes) -> None:
    """R8.3: the same judge as for pictures of products."""
    case = await pictured(shop)
    reply = await shop.api.post(
        case.public, files={"file": ("a.png", data, PNG)}, headers=case.sale.headers
    )
    assert reply.status_code == 422, reply.text
    assert await case.shown() == []


async def test_a_picture_sent_twice_with_one_key_is_there_once(shop: Any) -> None:
    """R5.1: the second gets the first one's reply."""
    case = await pictured(shop)
    key, data = {"Idempotency-Key": secrets.token_urlsafe(24)}, picture()
    first, second = await case.add(data, key), await case.add(data, key)
    assert (first.status_code, first.json()) == (201, second.json())
    assert len(await case.shown()) == 1


@pytest.mark.parametrize("guest", [True, False])
async def test_a_forgotten_customer_s_pictures_are_gone(
    shop: Any, environ: dict[str, str], guest: bool
) -> None:
    """Rows and files, of orders that are the account's and of those with its address alone; nobody
    else's."""
    case, other = await pictured(shop), await pictured(shop)
    photo = (await case.add()).json()["data"]["photos"][0]["id"]
    await other.add()
    await shop.run()
    orders = await shop.rows("select id, email from orders order by number")
    customer = await shop.rows(
        "select id from customer_accounts where email = :email", email=orders[0]["email"]
    )
    if not guest:
        async with shop.transaction() as session:
            await session.execute(
                text("update orders set customer_id = :customer, email = 'x@y.zz' where id = :id"),
                {"customer": customer[0]["id"], "id": orders[0]["id"]},
            )
    reply = await case.sale.merchant.delete(f"{shop.store.path}/customers/{customer[0]['id']}")
    assert reply.status_code == 200, reply.text
    await shop.run()
    await shop.run()
    assert await case.shown() == []
    assert len(await other.shown()) == 1
    assert (await case.seen(photo, case.sale.headers)).status_code == 404
    kept = [str(file) for file in files(environ)]
    assert not [file for file in kept if case.id in file]
    assert [file for file in kept if other.id in file]


@pytest.mark.parametrize("proven", [True, False])
async def test_who_closes_their_account_takes_their_pictures_along(
    shop: Any, environ: dict[str, str], proven: bool
) -> None:
    """Those of a guest's order once the address is proven: who merely types somebody's address and
    closes that account takes nothing from them (R7.2)."""
    case = await pictured(shop)
    await case.add()
    email = await shop.one("select email from orders")
    body = {"email": email, "password": "eight888", "name": "Ada"}
    made = await shop.api.post(f"{shop.store.public}/customers/register", json=body)
    assert made.status_code == 201, made.text
    if proven:
        async with shop.transaction() as session:
            await session.execute(
                text("update customer_accounts set email_verified_at = now() where email = :email"),
                {"email": email},
            )
    closed = await shop.api.post(
        f"{shop.store.public}/customers/me/close",
        json={"password": "eight888"},
        headers={"Authorization": f"Bearer {made.json()['data']['access_token']}"},
    )
    assert closed.status_code == 200, closed.text
    await shop.run()
    await shop.run()
    kept = [file for file in files(environ) if case.id in str(file)]
    assert (len(await case.shown()), bool(kept)) == ((0, False) if proven else (1, True))


@pytest.mark.parametrize("proven", [True, False])
async def test_a_merchants_deletion_touches_no_other_persons_pictures(
    shop: Any, environ: dict[str, str], proven: bool
) -> None:
    """R7.2: a guest's order belongs to who proved its address; an account that somebody opened with
    it and never proved is deleted without it."""
    case = await pictured(shop)
    await case.add()
    email = await shop.one("select email from orders")
    body = {"email": email, "password": "eight888", "name": "Ada"}
    made = await shop.api.post(f"{shop.store.public}/customers/register", json=body)
    assert made.status_code == 201, made.text
    if proven:
        async with shop.transaction() as session:
            await session.execute(
                text("update customer_accounts set email_verified_at = now() where email = :email"),
                {"email": email},
            )
    one = f"{shop.store.path}/customers/{made.json()['data']['user']['id']}"
    gone = await case.sale.merchant.delete(one)
    assert gone.status_code == 200, gone.text
    await shop.run()
    await shop.run()
    kept = [file for file in files(environ) if case.id in str(file)]
    assert (len(await case.shown()), bool(kept)) == ((0, False) if proven else (1, True))


async def test_files_without_a_row_are_swept_after_a_day(
    shop: Any, kernel: Kernel, environ: dict[str, str], shift_clock: Any
) -> None:
    """An upload that ended between file and row; what a return has stays."""
    case = await pictured(shop)
    photo = UUID((await case.add()).json()["data"]["photos"][0]["id"])
    [*kept] = [file for file in files(environ) if case.id in str(file)]
    stray = kept[0].parents[1] / str(uuid4()) / "512.webp"
    stray.parent.mkdir()
    stray.write_bytes(kept[0].read_bytes())
    await tasks.strays(kernel)
    assert stray.exists(), "it may be about to get its row"
    shift_clock(DAY + 60)
    await tasks.strays(kernel)
    assert not stray.exists()
    assert all(file.exists() for file in kept)
    assert await shop.one("select id from return_photos") == photo
