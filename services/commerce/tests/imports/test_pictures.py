"""Pictures by address and by file name: which are fetched, in which order, and which stay."""

import asyncio
import threading
from typing import Any

import pytest

from commerce.flows import import_pictures
from ecomm_core.kernel import Kernel

from .conftest import Importer, names, picture, pictured, row, zipped
from .picture_host import Host
from .reports import actions, found


async def test_pictures_are_fetched_in_the_order_of_the_file(
    importer: Importer, host: Host
) -> None:
    sources = [host.serves(f"/{n}.jpg", picture(shade=n)) for n in range(7)]
    job = await importer.run(pictured("mug", *[f"{source}?v=1" for source in sources]))
    assert job["issues"] == []
    assert await names(importer, "mug") == [f"{n}.jpg" for n in range(7)]
    assert host.most_at_once <= 4
    positions = [media["position"] for media in (await importer.by_slug("mug"))["media"]]
    assert positions == list(range(7))


async def test_what_is_stored_is_not_fetched_again(importer: Importer, host: Host) -> None:
    rows = pictured("mug", *[host.serves(f"/{n}.jpg", picture(shade=n)) for n in range(3)])
    await importer.run(rows)
    before = await importer.fingerprint()
    job = await importer.run(rows)
    assert actions(job) == (0, 0, 1, 0)
    assert job["summary"]["pictures_stored"] == 3
    assert set(host.asked.values()) == {1}
    assert await importer.fingerprint() == before


async def test_image_position_gives_the_order(importer: Importer, host: Host) -> None:
    rows = pictured(
        "mug", host.serves("/b.jpg", picture(shade=1)), host.serves("/a.jpg", picture(shade=2))
    )
    rows[0]["Image Position"], rows[1]["Image Position"] = "2", "1"
    await importer.run(rows)
    assert await names(importer, "mug") == ["a.jpg", "b.jpg"]


async def test_a_file_name_wins_over_the_address(importer: Importer, host: Host) -> None:
    source = host.serves("/x/mug%20one.jpg", picture(shade=1))
    await importer.run(pictured("mug", source), images=zipped({"MUG one.jpg": picture(shade=2)}))
    assert host.asked == {}
    assert await names(importer, "mug") == ["mug one.jpg"]


async def test_no_transaction_is_open_while_pictures_come(importer: Importer, host: Host) -> None:
    asked = threading.Event()
    go_on = threading.Event()

    def waiting() -> Any:
        asked.set()
        go_on.wait(10)
        return (200, {}, picture())

    host.answers["/slow.jpg"] = waiting
    running = asyncio.create_task(importer.run(pictured("mug", host.url("/slow.jpg"))))
    await asyncio.to_thread(asked.wait, 10)
    found_open = await importer.rows(
        "select state, query from pg_stat_activity where datname = current_database() "
        "and pid <> pg_backend_pid() and state like 'idle in transaction%'"
    )
    go_on.set()
    job = await running
    assert found_open == []
    assert job["summary"]["pictures_stored"] == 1


async def test_new_pictures_take_their_place_and_pictures_of_the_merchant_stay(
    importer: Importer, host: Host
) -> None:
    urls = [host.serves(f"/{n}.jpg", picture(shade=n)) for n in range(4)]
    await importer.run(pictured("mug", urls[0], urls[2]))
    product = await importer.by_slug("mug")
    reply = await importer.store.merchant.post(
        f"{importer.store.path}/products/upload",
        files={"file": ("own.png", picture("PNG", shade=99), "image/png")},
        data={"product_id": product["id"], "alt": "Mine"},
    )
    assert reply.status_code == 201, reply.text
    job = await importer.run(pictured("mug", *urls))
    assert actions(job) == (0, 1, 0, 0)
    assert job["diff"][0]["changes"] == [{"field": "pictures_added", "before": None, "after": 2}]
    assert await names(importer, "mug") == ["0.jpg", "1.jpg", "2.jpg", "3.jpg", "own.png"]
    job = await importer.run(pictured("mug", urls[3]))
    assert actions(job) == (0, 0, 1, 0)
    assert len(await names(importer, "mug")) == 5, "an import takes no picture away"


async def test_a_picture_on_two_products_is_stored_once(importer: Importer, host: Host) -> None:
    """R8.3: sha256 dedupe."""
    source = host.serves("/a.jpg", picture(shade=7))
    twin = host.serves("/b.jpg", picture(shade=7))
    await importer.run(pictured("mug", source, twin) + pictured("cup", source))
    assert await names(importer, "mug") == ["a.jpg"], "the same picture twice is one"
    keys = await importer.rows("select original_key from media where store_id = :store")
    assert len(keys) == 2
    assert len({key["original_key"] for key in keys}) == 1


async def test_an_upload_of_the_merchant_while_pictures_come_is_not_lost(
    importer: Importer, host: Host
) -> None:
    asked, go_on = threading.Event(), threading.Event()

    def waiting() -> Any:
        asked.set()
        go_on.wait(10)
        return (200, {}, picture(shade=5))

    host.answers["/slow.jpg"] = waiting
    running = asyncio.create_task(importer.run(pictured("mug", host.url("/slow.jpg"))))
    await asyncio.to_thread(asked.wait, 10)
    product = await importer.by_slug("mug")
    reply = await importer.store.merchant.post(
        f"{importer.store.path}/products/upload",
        files={"file": ("own.png", picture("PNG", shade=99), "image/png")},
        data={"product_id": product["id"]},
    )
    go_on.set()
    await running
    assert reply.status_code == 201
    assert sorted(await names(importer, "mug")) == ["own.png", "slow.jpg"]


async def test_the_product_may_go_away_while_its_pictures_come(
    importer: Importer, host: Host, kernel: Kernel
) -> None:
    from sqlalchemy import text

    from ecomm_core.db.scope import Scope

    asked, go_on = threading.Event(), threading.Event()

    def waiting() -> Any:
        asked.set()
        go_on.wait(10)
        return (200, {}, picture(shade=5))

    host.answers["/slow.jpg"] = waiting
    running = asyncio.create_task(
        importer.run([*pictured("mug", host.url("/slow.jpg")), row("cup")])
    )
    await asyncio.to_thread(asked.wait, 10)
    async with kernel.database.transaction(Scope(tenant_id=importer.tenant_id)) as session:
        await session.execute(
            text("delete from products where store_id = :store"), {"store": importer.store.id}
        )
    go_on.set()
    job = await running
    assert job["status"] == "done"
    assert [product["slug"] for product in await importer.products()] == ["cup"]


async def test_a_dry_run_asks_nobody(importer: Importer, host: Host) -> None:
    rows = pictured("mug", host.serves("/a.jpg", picture(shade=1)), "b.jpg")
    await importer.run([row("mug")])
    job = await importer.run(rows, dry_run=True, images=zipped({"b.jpg": picture(shade=2)}))
    assert host.asked == {}
    assert actions(job) == (0, 1, 0, 0)
    assert job["diff"][0]["changes"] == [
        {"field": "pictures", "before": 0, "after": 1},
        {"field": "pictures_to_fetch", "before": None, "after": 1},
    ]


async def test_250_pictures_are_kept_and_no_more(
    importer: Importer, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R8.1: 250 media per product, pictures of the merchant among them."""
    monkeypatch.setattr(import_pictures, "MAX_MEDIA", 3)
    urls = [host.serves(f"/{n}.jpg", picture(shade=n)) for n in range(5)]
    job = await importer.run(pictured("mug", *urls))
    assert found(job) == [
        (5, "Image Src", "too_many_pictures"),
        (6, "Image Src", "too_many_pictures"),
    ]
    assert len(await names(importer, "mug")) == 3
