"""Lists and pictures become drafts in the review of imports: each once, trouble said by row."""

import io
import secrets
import stat
import zipfile
from datetime import timedelta
from typing import Any

import pytest

from commerce.imports import reviewing
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import ShopStore
from ecomm_testing.outbox import run_outbox

from .conftest import Importer, picture, pictured, row, table, zipped
from .picture_host import Host

ITEMS = "/goods-imports/items"


class Reviewed(Importer):
    """Files into the review of one store."""

    async def send(self, **files: tuple[str, bytes]) -> Any:
        """The reply to an upload."""
        sent = {name: (*given, "application/octet-stream") for name, given in files.items()}
        return await self.store.merchant.post(f"{self.store.path}/goods-imports/files", files=sent)

    async def take(self, **files: tuple[str, bytes]) -> dict[str, Any]:
        """Upload, and let the worker finish; the import."""
        reply = await self.send(**files)
        assert reply.status_code == 202, reply.text
        return await self.finish(reply.json()["data"]["id"])

    async def get(self, path: str, **query: Any) -> Any:
        reply = await self.store.merchant.get(f"{self.store.path}{path}", params=query or None)
        assert reply.status_code == 200, reply.text
        return reply.json()["data"]

    async def items(self) -> dict[str, dict[str, Any]]:
        """Handle -> its item, whole."""
        rows = await self.get(ITEMS, per_page=100)
        return {one["external_id"]: await self.get(f"{ITEMS}/{one['id']}") for one in rows}


@pytest.fixture
def reviewed(store: ShopStore, kernel: Kernel) -> Reviewed:
    """Files into the review of a store nobody else uses."""
    return Reviewed(store, kernel)


def shade() -> int:
    return secrets.randbelow(250)


async def test_shopify_s_csv_becomes_drafts_with_their_sources(
    reviewed: Reviewed, host: Host
) -> None:
    there = host.serves("/front.jpg", picture(shade=shade()))
    gone = host.url("/gone.jpg")
    rows = [
        *pictured("trail-mug", there, gone, "shelf.jpg", Vendor="Cup Works", Tags="cup, steel"),
        row("bowl", Variant_Price="x"),
    ]
    images = zipped({"shelf.jpg": picture(shade=shade())})
    job = await reviewed.take(file=("spring.csv", table(rows)), images=("p.zip", images))
    assert (job["kind"], job["status"], job["dry_run"]) == ("review", "done", False)
    assert (job["summary"]["created"], job["summary"]["skipped"]) == (1, 1)
    [wrong] = [one for one in job["issues"] if one["level"] == "error"]
    assert (wrong["row"], wrong["column"], wrong["code"]) == (5, "Variant Price", "price_invalid")
    counts = (await reviewed.get(f"/goods-imports/{job['id']}"))["counts"]
    assert (counts["total"], counts["needs_review"]) == (1, 1)
    item = (await reviewed.items())["trail-mug"]
    product = item["product"]
    assert (product["status"], product["title"], product["vendor"]) == (
        "draft",
        "Trail Mug",
        "Cup Works",
    )
    assert product["tags"] == ["cup", "steel"]
    assert (len(product["media"]), [one["url"] for one in item["picture_issues"]]) == (2, [gone])
    [variant] = product["variants"]
    assert (variant["price"]["amount"], variant["stock"]["on_hand"]) == (1_250, 5)
    fields = {one["name"]: (one["source"], one["by"]) for one in item["fields"]}
    assert fields["title"] == fields["tags"] == fields["vendor"] == ("file", "spring.csv")
    [sold] = item["variants"]
    assert (sold["source"], sold["by"], sold["breakdown"]) == ("file", "spring.csv", None)
    assert "lane" not in item["failing"], "the file counts it as the store's own stock"


async def test_a_list_of_one_s_own_is_priced_by_rule(reviewed: Reviewed, host: Host) -> None:
    urls = [host.serves(f"/{n}.jpg", picture(shade=shade() + n)) for n in range(2)]
    text = (
        "Name;Code;Wholesale price;Pictures\n"
        f"Bamboo Tray;BT-{secrets.token_hex(3)};4,20;{urls[0]} | {urls[1]}\n"
        "Nothing Known;;;\n"
    )
    job = await reviewed.take(file=("list.csv", text.encode()))
    assert (job["summary"]["products"], job["summary"]["errors"]) == (2, 0), job["issues"]
    items = await reviewed.items()
    tray = next(one for one in items.values() if one["title"] == "Bamboo Tray")
    assert len(tray["product"]["media"]) == 2
    [sold] = tray["variants"]
    assert (sold["price"]["amount"], sold["cost"]["amount"]) == (1_050, 420)
    assert (sold["source"], sold["by"]) == ("rule", "2.5 times landed cost")
    assert sold["breakdown"]["goods"]["amount"] == 420
    assert "lane" in tray["failing"], "nobody says how it is got"
    bare = items["nothing-known"]
    assert {"price", "cost"} <= set(bare["failing"])


async def test_each_folder_and_each_name_of_pictures_is_a_product(reviewed: Reviewed) -> None:
    names = [
        "shop/Blue_Mug/10.jpg",
        "shop/Blue_Mug/2.jpg",
        "shop/cup-1.jpg",
        "shop/cup-2.png",
        "shop/lamp.jpg",
        "shop/notes.txt",
    ]
    start = shade()
    files = {
        name: picture("PNG" if name.endswith("png") else "JPEG", shade=start, size=(60 + n, 50))
        for n, name in enumerate(names)
    }
    job = await reviewed.take(images=("photos.zip", zipped(files)))
    assert (job["kind"], job["summary"]["created"], job["summary"]["rows"]) == ("pictures", 3, 5)
    items = await reviewed.items()
    assert {key: one["title"] for key, one in items.items()} == {
        "blue-mug": "Blue Mug",
        "cup": "Cup",
        "lamp": "Lamp",
    }
    listed = await reviewed.get(ITEMS)
    assert all(one["image_url"] for one in listed), "the drafts' own pictures"
    mug = items["blue-mug"]
    assert [one["width"] for one in mug["product"]["media"]] == [61, 60], "2 before 10"
    assert len(items["cup"]["product"]["media"]) == 2
    assert "price" in mug["failing"]
    refused = await reviewed.store.merchant.post(
        f"{reviewed.store.path}{ITEMS}/publish", json={"ids": [mug["id"]]}
    )
    assert refused.json()["data"]["refused"][0]["code"] == "not_publishable"


async def test_what_is_there_is_left_and_what_failed_takes_the_new_file(
    reviewed: Reviewed,
) -> None:
    sku = f"S-{secrets.token_hex(4)}"
    made = await reviewed.store.merchant.post(
        f"{reviewed.store.path}/products",
        json={
            "title": "Holder",
            "price": {"amount": 100, "currency": reviewed.store.currency},
            "sku": sku,
        },
    )
    assert made.status_code == 201, made.text
    rows = [row("plate"), row("fork", Variant_SKU=sku)]
    await reviewed.take(file=("a.csv", table(rows)))
    items = await reviewed.items()
    assert items["fork"]["state"] == "failed"
    assert items["fork"]["error"]["code"] == "sku_taken"
    rows = [row("plate", Title="Other"), row("fork", Variant_SKU=f"{sku}-2")]
    job = await reviewed.take(file=("b.csv", table(rows)))
    assert (job["summary"]["created"], job["summary"]["unchanged"]) == (1, 1)
    [said] = job["issues"]
    assert (said["row"], said["code"]) == (2, "already_imported")
    items = await reviewed.items()
    assert (items["plate"]["title"], items["fork"]["state"]) == ("Plate", "needs_review")
    assert items["fork"]["variants"][0]["by"] == "b.csv"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("../up.jpg", "leads out"),
        ("/root.jpg", "leads out"),
        ("C:\\x.jpg", "leads out"),
        ("inner.zip", "archive in the archive"),
        ("link.jpg", "a link"),
        ("bomb.jpg", "far more"),
    ],
)
async def test_tricks_in_a_zip_are_refused_and_nothing_is_begun(
    reviewed: Reviewed, name: str, words: str
) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        entry = zipfile.ZipInfo(name)
        entry.compress_type = zipfile.ZIP_DEFLATED
        if name == "link.jpg":
            entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, b"\0" * 3_000_000 if name == "bomb.jpg" else b"x")
    reply = await reviewed.send(images=("p.zip", out.getvalue()))
    assert (reply.status_code, reply.json()["error"]["code"]) == (422, "archive_refused")
    assert words in reply.json()["error"]["message"]
    assert await reviewed.get("/imports") == []
    assert await reviewed.get("/goods-imports") == []


async def test_what_is_no_picture_is_said_and_the_product_comes_without(
    reviewed: Reviewed,
) -> None:
    files = {"mug/1.jpg": picture(shade=shade()), "mug/2.jpg": b"<svg onload=alert(1)>"}
    job = await reviewed.take(images=("p.zip", zipped(files)))
    assert job["summary"]["pictures_failed"] == 1
    [issue] = job["issues"]
    assert (issue["row"], issue["code"]) == (2, "picture_invalid")
    item = (await reviewed.items())["mug"]
    assert (len(item["product"]["media"]), item["failing"].count("pictures")) == (1, 1)


async def test_what_is_neither_is_refused(reviewed: Reviewed) -> None:
    reply = await reviewed.send()
    assert (reply.status_code, reply.json()["error"]["code"]) == (422, "upload_invalid")
    reply = await reviewed.send(other=("a.csv", b"x"))
    assert reply.json()["error"]["details"][0]["field"] == "file"
    job = await reviewed.take(file=("a.csv", b"Price,Size\n1,2\n"))
    assert (job["status"], job["issues"][0]["code"]) == ("failed", "column_missing")
    job = await reviewed.take(images=("p.zip", zipped({"a.txt": b"x"})))
    assert (job["status"], job["issues"][0]["code"]) == ("failed", "file_empty")
    assert await reviewed.items() == {}


async def test_another_team_s_files_stay_theirs(
    reviewed: Reviewed, kernel: Kernel, other_store: ShopStore
) -> None:
    other = Reviewed(other_store, kernel)
    await reviewed.take(file=("a.csv", table([row("plate")])))
    await other.take(file=("a.csv", table([row("plate")])))
    mine, theirs = await reviewed.items(), await other.items()
    assert mine["plate"]["id"] != theirs["plate"]["id"]
    refused = await other_store.merchant.get(f"{reviewed.store.path}{ITEMS}/{mine['plate']['id']}")
    assert refused.status_code == 404


async def test_killed_after_each_step_and_resumed_each_product_is_there_once(
    reviewed: Reviewed, kernel: Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker dies in the transaction that hands the second product over, and comes back."""
    real, calls = vars(reviewing)["hand_over"], 0

    async def dies(*args: Any, **kwargs: Any) -> bool:
        nonlocal calls
        calls += 1
        begun: bool = await real(*args, **kwargs)
        if calls == 2:
            raise OSError("killed")
        return begun

    monkeypatch.setattr(reviewing, "hand_over", dies)
    files = {f"p{n}/1.jpg": picture(shade=n, size=(70 + n, 41)) for n in range(4)}
    reply = await reviewed.send(images=("p.zip", zipped(files)))
    with pytest.raises(OSError, match="killed"):
        await run_outbox(kernel, reviewed.tenant_id)
    await run_outbox(kernel, reviewed.tenant_id, ahead=timedelta(hours=1))
    job = await reviewed.finish(reply.json()["data"]["id"])
    assert (job["status"], job["summary"]["created"]) == ("done", 4)
    assert sorted(await reviewed.items()) == ["p0", "p1", "p2", "p3"]
    assert len(await reviewed.products()) == 4
    [media] = await reviewed.rows("select count(*) as n from media where store_id = :store")
    assert media["n"] == 4, "none of the pictures twice"
