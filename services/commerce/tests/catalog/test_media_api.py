"""Uploading, serving, describing, ordering and removing pictures."""

import asyncio
import re
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import text

from commerce.catalog import service as catalog
from commerce.catalog.media.images import Optimised
from commerce.catalog.media.works import PictureWorks
from commerce.stores.contexts import directory_of
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import Merchant, ShopStore

from .conftest import Recorded, picture
from .test_create_product import create


async def upload(
    store: ShopStore, data: bytes, name: str = "mug.png", **fields: str
) -> httpx2.Response:
    return await store.merchant.post(
        f"{store.path}/products/upload", files={"file": (name, data, "image/png")}, data=fields
    )


async def uploaded(store: ShopStore, data: bytes, **fields: str) -> dict[str, Any]:
    reply = await upload(store, data, **fields)
    assert reply.status_code == 201, reply.text
    made: dict[str, Any] = reply.json()["data"]
    return made


async def read(store: ShopStore, product: dict[str, Any]) -> dict[str, Any]:
    reply = await store.merchant.get(f"{store.path}/products/{product['id']}")
    data: dict[str, Any] = reply.json()["data"]
    return data


async def test_an_upload_is_optimised_attached_and_served(
    store: ShopStore, api: httpx2.AsyncClient, recorded: Recorded
) -> None:
    """R8.3"""
    made = await create(store, status="active")
    media = await uploaded(store, picture(), product_id=made["id"], alt=" A mug ")
    assert (media["width"], media["height"], media["alt"]) == (1200, 900, "A mug")
    assert [size["width"] for size in media["sizes"]] == [64, 128, 256, 512, 1024, 1200]
    assert media["url"] == media["sizes"][-1]["url"]
    assert re.fullmatch(rf"/media/{store.id}/[0-9a-f]{{64}}/1200\.webp", media["url"])
    reply = await api.get(media["url"])
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "image/webp"
    assert reply.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in reply.headers["content-security-policy"]
    assert reply.content[8:12] == b"WEBP"
    again = await api.get(media["url"], headers={"If-None-Match": reply.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = await api.head(media["url"])
    assert head.headers["content-length"] == str(len(reply.content))
    product = await read(store, made)
    assert product["media"] == [media]
    assert product["version"] == made["version"] + 1
    assert (await recorded.events("product.updated"))[0]["changed"] == ["media_ids"]
    assert len(await recorded.audit("product.media_upload")) == 1


@pytest.mark.parametrize(
    "path",
    [
        "../../etc/passwd",
        "..%2f..%2fetc%2fpasswd",
        "%2e%2e/clock",
        "x",
        "",
        "originals/x.jpg",
        "0190b3c0-0000-7000-8000-000000000000/" + "a" * 64 + "/64.webp",
        "0190b3c0-0000-7000-8000-000000000000/" + "a" * 64 + "/original.jpg",
        "a\x00b",
        "%00",
    ],
)
async def test_only_keys_of_ours_are_served(api: httpx2.AsyncClient, path: str) -> None:
    reply = await api.get(
        httpx2.URL("http://api.test/media/").copy_with(
            raw_path=b"/media/" + path.replace("\x00", "%00").encode()
        )
    )
    assert reply.status_code == 404
    assert reply.json()["error"]["code"] in {"media_not_found", "not_found"}


async def test_originals_are_kept_and_never_served(
    store: ShopStore, api: httpx2.AsyncClient, environ: dict[str, str]
) -> None:
    """R8.3: originals are kept. They carry EXIF, places included."""
    data = picture(kind="JPEG", comment=b"CANARY")
    media = await uploaded(store, data)
    folder = Path(environ["ECOMM_STORAGE_URL"].removeprefix("file://"))
    kept = list((folder / "originals" / str(store.id)).iterdir())
    assert [file.read_bytes() for file in kept] == [data]
    sha = media["url"].split("/")[3]
    for path in (f"/media/originals/{store.id}/{sha}.jpg", f"/originals/{store.id}/{sha}.jpg"):
        assert (await api.get(path)).status_code == 404


async def test_the_same_picture_is_kept_once_per_store(
    store: ShopStore, other_store: ShopStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R8.3: sha256 dedupe; another store has its own files."""
    runs: list[int] = []
    real = PictureWorks.optimise

    async def counted(self: PictureWorks, data: bytes, *args: Any, **kwargs: Any) -> Optimised:
        runs.append(len(data))
        return await real(self, data, *args, **kwargs)

    monkeypatch.setattr(PictureWorks, "optimise", counted)
    data = picture(colour="olive")
    made = await create(store)
    first = await uploaded(store, data, product_id=made["id"])
    second = await uploaded(store, data, product_id=made["id"], alt="Later")
    assert second["id"] == first["id"]
    assert second["alt"] == "Later"
    sibling = await create(store, title="Sibling")
    third = await uploaded(store, data, product_id=sibling["id"])
    assert third["id"] != first["id"]
    assert third["url"] == first["url"]
    assert len(runs) == 1
    foreign = await uploaded(other_store, data)
    assert foreign["url"] != first["url"]
    assert len(runs) == 2


async def test_bad_files_are_refused_with_a_reason_and_leave_nothing(
    store: ShopStore, recorded: Recorded
) -> None:
    """R8.3: at most 20 MB, and of the kinds that are taken."""
    made = await create(store)
    for data, status, code in (
        (b"not a picture", 422, "image_refused"),
        (b"", 422, "image_refused"),
        (b"<svg onload=alert(1)>", 422, "image_refused"),
        (picture()[:-300], 422, "image_refused"),
        (bytes(20 * 1024 * 1024 + 1), 413, "image_too_large"),
    ):
        reply = await upload(store, data, product_id=made["id"])
        assert reply.status_code == status
        assert reply.json()["error"]["code"] == code
    assert (await upload(store, bytes(22 * 1024 * 1024))).status_code == 413
    reply = await store.merchant.post(f"{store.path}/products/upload", data={"alt": "x"})
    assert reply.status_code == 422
    assert reply.json()["error"]["details"][0]["field"] == "file"
    reply = await upload(store, picture(), alt="x" * 501)
    assert reply.status_code == 422
    assert await recorded._rows("select 1 from media") == []
    assert (await read(store, made))["version"] == made["version"]


async def test_a_file_name_is_shown_and_never_opened(store: ShopStore) -> None:
    reply = await upload(store, picture((70, 70)), name="../../a\\b\x07c/ü mug.png")
    assert reply.json()["data"]["filename"].endswith("ü mug.png")
    assert "/" not in reply.json()["data"]["filename"]


async def test_no_transaction_is_open_while_a_picture_is_made(
    store: ShopStore, kernel: Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Decoding may take seconds; nobody waits for a connection meanwhile."""
    working, finish = asyncio.Event(), asyncio.Event()
    real = PictureWorks.optimise

    async def slow(self: PictureWorks, *args: Any, **kwargs: Any) -> Optimised:
        working.set()
        await finish.wait()
        return await real(self, *args, **kwargs)

    monkeypatch.setattr(PictureWorks, "optimise", slow)
    task = asyncio.create_task(upload(store, picture(colour="navy")))
    await working.wait()
    async with kernel.database.transaction() as session:
        open_ = await session.scalar(
            text(
                """select count(*) from pg_stat_activity
                    where datname = current_database() and state like 'idle in transaction%'
                      and pid <> pg_backend_pid()"""
            )
        )
    assert open_ == 0
    finish.set()
    assert (await task).status_code == 201


async def test_the_loop_runs_on_while_pictures_are_made(
    store: ShopStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CPU work is off the event loop. Planted: pictures made on it, between which nothing turns."""
    turns, seen = 0, []
    real = PictureWorks.optimise

    async def turn() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0.001)

    async def watched(self: PictureWorks, *args: Any, **kwargs: Any) -> Optimised:
        before = turns
        made = await real(self, *args, **kwargs)
        seen.append(turns - before)
        return made

    monkeypatch.setattr(PictureWorks, "optimise", watched)
    turning = asyncio.create_task(turn())
    data = [picture((4000, 3000), colour, "JPEG") for colour in ("red", "green")]
    replies = await asyncio.gather(*(upload(store, d) for d in data))
    turning.cancel()
    assert [r.status_code for r in replies] == [201, 201]
    assert len(seen) == 2
    assert min(seen) > 5


async def test_an_upload_is_repeated_safely_with_its_key(
    store: ShopStore, recorded: Recorded
) -> None:
    """R5.1"""
    data = picture((90, 90))
    headers = {"Idempotency-Key": "upload-key-upload-key"}
    replies = [
        await store.merchant.post(
            f"{store.path}/products/upload",
            files={"file": ("a.png", data, "image/png")},
            headers=headers,
        )
        for _ in range(2)
    ]
    assert [r.status_code for r in replies] == [201, 201]
    assert replies[0].json() == replies[1].json()
    assert len(await recorded._rows("select 1 from media")) == 1


async def test_media_are_ordered_added_and_left_out_by_the_products_list(
    store: ShopStore, recorded: Recorded
) -> None:
    made = await create(store, status="active")
    one, two = [
        await uploaded(store, picture((80, 80), colour), product_id=made["id"])
        for colour in ("red", "green")
    ]
    loose = await uploaded(store, picture((80, 80), "blue"))
    assert loose["product_id"] is None
    path = f"{store.path}/products/{made['id']}"
    reply = await store.merchant.patch(path, json={"media_ids": [loose["id"], two["id"]]})
    media = reply.json()["data"]["media"]
    assert [(m["id"], m["position"]) for m in media] == [(loose["id"], 0), (two["id"], 1)]
    assert len(await recorded._rows("select 1 from media")) == 2
    row = (await store.merchant.get(f"{store.path}/products")).json()["data"][0]
    assert row["image"]["id"] == loose["id"]
    sibling = await create(store, title="Sibling")
    for ids in ([two["id"]], [one["id"]], [str(store.id)]):
        reply = await store.merchant.patch(
            f"{store.path}/products/{sibling['id']}", json={"media_ids": ids}
        )
        assert reply.status_code == 422
        assert reply.json()["error"]["details"][0]["field"] == "media_ids.0"
    fresh = await uploaded(store, picture((80, 80), "white"))
    with_media = await create(store, title="With", media_ids=[fresh["id"]])
    assert [m["id"] for m in with_media["media"]] == [fresh["id"]]


async def test_describing_and_removing(
    store: ShopStore, api: httpx2.AsyncClient, recorded: Recorded
) -> None:
    made = await create(store, status="active")
    media = await uploaded(store, picture((80, 80)), product_id=made["id"])
    path = f"{store.path}/media/{media['id']}"
    assert (await store.merchant.patch(path, json={"alt": "Blue mug"})).json()["data"][
        "alt"
    ] == "Blue mug"
    assert (await store.merchant.delete(path)).json()["data"] == {}
    assert (await store.merchant.delete(path)).status_code == 404
    assert (await read(store, made))["media"] == []
    # Orders go on showing it.
    assert (await api.get(media["url"])).status_code == 200
    assert len(await recorded.audit("product.media_remove")) == 1


async def test_strangers_and_viewers_change_no_pictures(
    store: ShopStore,
    other_store: ShopStore,
    other_merchant: Merchant,
    api: httpx2.AsyncClient,
    as_role: Any,
) -> None:
    made = await create(store)
    media = await uploaded(store, picture((80, 80)), product_id=made["id"])
    for base in (store.path, other_store.path):
        path = f"{base}/media/{media['id']}"
        assert (await other_merchant.patch(path, json={"alt": "x"})).status_code == 404
        assert (await other_merchant.delete(path)).status_code == 404
        reply = await other_merchant.post(
            f"{base}/products/upload",
            files={"file": ("a.png", picture((80, 80)), "image/png")},
            data={"product_id": made["id"]},
        )
        assert reply.status_code == 404
    reply = await api.post(
        f"/api/v1{store.path}/products/upload",
        files={"file": ("a.png", picture((80, 80)), "image/png")},
    )
    assert reply.status_code == 401
    async with as_role("viewer"):
        assert (await upload(store, picture((80, 80)))).status_code == 403
    assert (await read(store, made))["media"] == [media]


async def test_imports_store_and_attach_without_the_api(store: ShopStore, kernel: Kernel) -> None:
    """The two calls an import makes: files first, no transaction open, then the row."""
    facts = await directory_of(kernel).find(store.slug)
    made = await create(store)
    image = await catalog.store_image(
        kernel, facts, picture((70, 50)), "C:\\pics\\mug.png", "https://example.com/mug.png"
    )
    assert image.filename == "mug.png"
    async with kernel.database.transaction(facts.scope) as session:
        media = await catalog.attach(
            session, facts, image, product_id=type(store.id)(made["id"]), alt="Mug"
        )
        assert media.source_url == "https://example.com/mug.png"
    assert [m["alt"] for m in (await read(store, made))["media"]] == ["Mug"]
