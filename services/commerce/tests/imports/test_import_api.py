"""From an upload to its report: dry run, apply, run again, stop."""

import csv
import io
from typing import Any

import pytest

from .conftest import Importer, fixture, picture, row, table, workshop_pictures, zipped
from .reports import actions, found


async def test_a_catalogue_is_imported_with_its_pictures(importer: Importer) -> None:
    """R8.5: an export of Shopify's is read; what cannot be had is named by row."""
    images = zipped(workshop_pictures(), folder="export/")
    job = await importer.run(fixture("workshop.csv"), images=images)
    assert (job["status"], job["done"], job["total"], job["error"]) == ("done", 5, 5, None)
    assert job["summary"] == {
        "rows": 11,
        "products": 5,
        "created": 5,
        "updated": 0,
        "unchanged": 0,
        "skipped": 0,
        "variants": 10,
        "tracked_variants": 9,
        "stock_units": 88,
        "pictures": 6,
        "pictures_stored": 4,
        "pictures_failed": 2,
        "errors": 0,
        "warnings": 3,
    }
    assert found(job) == [
        (2, "Image Src", "picture_unreachable"),
        (10, "Image Src", "picture_unreachable"),
        (11, "Variant Price", "price_zero"),
    ]
    assert "no file of this name was given" in job["issues"][0]["message"]
    products = {product["slug"]: product for product in await importer.products()}
    assert set(products) == {
        "oak-desk-tray",
        "field-notebook",
        "canvas-apron",
        "brass-ruler",
        "pencil-set",
    }
    apron = products["canvas-apron"]
    assert apron["status"] == "active"
    assert "script" not in apron["description"]
    assert [option["values"] for option in apron["options"]] == [["S", "M"], ["Ink", "Sand"]]
    assert [variant["stock"]["on_hand"] for variant in apron["variants"]] == [4, 7, 0, 9]
    assert apron["variants"][3]["price"] == {"amount": 6125, "currency": "EUR"}
    assert apron["variants"][0]["compare_at_price"]["amount"] == 7250
    assert [media["filename"] for media in apron["media"]] == ["apron-ink.jpg", "apron-sand.webp"]
    assert [media["alt"] for media in apron["media"]] == ["Canvas Apron", "Canvas Apron"]
    notebook = products["field-notebook"]
    assert notebook["media"][0]["alt"] == "Plain pages"
    assert notebook["seo"]["title"] == "A notebook for the field"
    assert [variant["policy"] for variant in notebook["variants"]] == ["deny", "deny", "backorder"]
    assert products["oak-desk-tray"]["variants"][0]["stock"] is None
    assert products["brass-ruler"]["price"]["amount"] == 0
    assert products["pencil-set"]["status"] == "draft"


async def test_a_rerun_changes_nothing(importer: Importer) -> None:
    """R8.5: no write, no event, no new version."""
    images = zipped(workshop_pictures())
    await importer.run(fixture("workshop.csv"), images=images)
    before = await importer.fingerprint()
    again = await importer.run(fixture("workshop.csv"), images=images)
    assert actions(again) == (0, 0, 5, 0)
    assert again["summary"]["pictures_stored"] == 4
    assert await importer.fingerprint() == before
    without = await importer.run(fixture("workshop.csv"))
    assert actions(without) == (0, 0, 5, 0)
    assert await importer.fingerprint() == before


async def test_a_dry_run_writes_nothing_and_says_what_it_would_do(importer: Importer) -> None:
    await importer.run(fixture("lamps.csv"))
    before = await importer.fingerprint()
    rows = [
        {**line, "Variant Price": "499.00", "Variant Inventory Qty": "4"}
        if line["Handle"] in {"clamp-lamp"}
        else line
        for line in csv.DictReader(io.StringIO(fixture("lamps.csv").decode()))
    ]
    rows += [row("new-lamp"), row("bad-lamp", Variant_Price="much")]
    job = await importer.run(rows, dry_run=True)
    assert job["dry_run"]
    assert actions(job) == (1, 1, 2, 1)
    assert job["diff_total"] == 5
    diff = {entry["handle"]: entry for entry in job["diff"]}
    assert [entry["action"] for entry in job["diff"]][:3] == ["update", "create", "skip"]
    assert diff["clamp-lamp"]["changes"][:2] == [
        {
            "field": "price",
            "before": {"amount": 8900, "currency": "EUR"},
            "after": {"amount": 49900, "currency": "EUR"},
        },
        {"field": "stock", "before": 0, "after": 4},
    ]
    assert {change["field"]: change["after"] for change in diff["new-lamp"]["changes"]} == {
        "title": "New Lamp",
        "status": "active",
        "price": {"amount": 1250, "currency": "EUR"},
        "variants": 1,
        "stock": 5,
        "pictures": 0,
    }
    assert await importer.fingerprint() == before


async def test_a_dry_run_is_applied(importer: Importer) -> None:
    rows = [row("mug"), row("cup", Variant_Price="x"), row("jug", Variant_Price="0")]
    job = await importer.run(rows, dry_run=True)
    assert actions(job) == (2, 0, 0, 1)
    path = f"{importer.store.path}/imports/{job['id']}/run"
    reply = await importer.store.merchant.post(path)
    assert reply.status_code == 202
    begun = reply.json()["data"]
    assert (begun["id"], begun["status"], begun["dry_run"]) == (job["id"], "queued", False)
    assert (begun["done"], begun["total"], begun["summary"]) == (1, 3, None)
    again = await importer.store.merchant.post(path)
    assert (again.status_code, again.json()["error"]["code"]) == (409, "import_running")
    job = await importer.finish(job["id"])
    assert (job["status"], job["dry_run"]) == ("done", False)
    assert actions(job) == (2, 0, 0, 1)
    assert found(job) == [(3, "Variant Price", "price_invalid"), (4, "Variant Price", "price_zero")]
    assert {product["slug"] for product in await importer.products()} == {"mug", "jug"}
    again = await importer.store.merchant.post(path)
    assert (again.status_code, again.json()["error"]["code"]) == (409, "import_finished")


async def test_a_dry_run_looks_at_the_store_again_when_it_is_applied(importer: Importer) -> None:
    job = await importer.run([row("mug")], dry_run=True)
    assert actions(job) == (1, 0, 0, 0)
    await importer.run([row("mug", Variant_Price="9.00")])
    await importer.store.merchant.post(f"{importer.store.path}/imports/{job['id']}/run")
    job = await importer.finish(job["id"])
    assert actions(job) == (0, 1, 0, 0)
    assert (await importer.by_slug("mug"))["price"]["amount"] == 1250


async def test_a_file_that_cannot_be_read_fails_with_one_sentence_and_makes_nothing(
    importer: Importer,
) -> None:
    rows = [row(f"p{n}") for n in range(450)]
    broken = table(rows) + b'last,"never closed,1\n'
    for data, code, line in (
        (b"id,name\n1,Mug\n", "column_missing", 1),
        (b"Handle,Title,Variant Price\n", "file_empty", 1),
        (b"PK\x03\x04nothing", "not_csv", 1),
        (broken, "csv_broken", 452),
    ):
        for dry_run in (True, False):
            job = await importer.run(data, dry_run=dry_run)
            assert (job["status"], job["total"], job["diff"]) == ("failed", 0, [])
            assert job["error"] == job["issues"][0]["message"]
            assert found(job)[0][2] == code
            assert job["issues"][0]["row"] == line
            reply = await importer.store.merchant.post(
                f"{importer.store.path}/imports/{job['id']}/run"
            )
            assert reply.status_code == 409
    assert await importer.products() == []


async def test_one_bad_product_does_not_stop_the_others(importer: Importer) -> None:
    rows = [
        row("a"),
        row("b", Variant_Price="-1"),
        row("c", Title="<script>alert(1)</script>", Vendor="=1+1"),
        row("d"),
        row("e"),
        row("d", Title="Again"),
    ]
    job = await importer.run(rows)
    assert actions(job) == (3, 0, 0, 3)
    assert found(job) == [
        (3, "Variant Price", "price_invalid"),
        (5, "Handle", "handle_twice"),
        (7, "Handle", "handle_twice"),
    ]
    assert {product["slug"] for product in await importer.products()} == {"a", "c", "e"}


async def test_handles_that_stand_twice_far_apart_are_both_skipped(importer: Importer) -> None:
    rows = [row("first"), *[row(f"p{n}") for n in range(250)], row("First")]
    job = await importer.run(rows, dry_run=True)
    assert job["summary"]["skipped"] == 2
    assert [issue["row"] for issue in job["issues"]] == [2, 253]
    assert job["done"] == job["total"] == 252


async def test_it_is_stopped_and_goes_on(
    importer: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    reply = await importer.upload(table([row("mug"), row("cup")]))
    job_id = reply.json()["data"]["id"]
    path = f"{importer.store.path}/imports/{job_id}"
    reply = await importer.store.merchant.post(f"{path}/cancel")
    assert (reply.status_code, reply.json()["data"]["status"]) == (200, "cancelled")
    assert (await importer.finish(job_id))["status"] == "cancelled"
    assert await importer.products() == []
    assert (await importer.store.merchant.post(f"{path}/run")).status_code == 202
    job = await importer.finish(job_id)
    assert (job["status"], actions(job)) == ("done", (2, 0, 0, 0))
    reply = await importer.store.merchant.post(f"{path}/cancel")
    assert (reply.status_code, reply.json()["error"]["code"]) == (409, "import_finished")


async def test_it_is_stopped_between_two_products(
    importer: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from commerce.imports import applying

    inner = vars(applying)["import_product"]
    reply = await importer.upload(table([row("mug"), row("cup"), row("jug")]))
    job_id = reply.json()["data"]["id"]

    async def stopping(*args: Any, **kwargs: Any) -> Any:
        outcome = await inner(*args, **kwargs)
        if args[3].handle == "mug":
            stopped.append(
                await importer.store.merchant.post(f"{importer.store.path}/imports/{job_id}/cancel")
            )
        return outcome

    stopped: list[Any] = []
    monkeypatch.setattr(applying, "import_product", stopping)
    monkeypatch.setattr(applying, "AHEAD", 1)
    job = await importer.finish(job_id)
    assert job["status"] == "cancelled"
    assert [product["slug"] for product in await importer.products()] == ["mug"]


async def test_pictures_of_the_folder_are_public(importer: Importer, api: Any) -> None:
    await importer.run(
        [row("mug", Image_Src="mug.jpg")], images=zipped({"mug.jpg": picture(shade=9)})
    )
    [media] = (await importer.by_slug("mug"))["media"]
    assert (await api.get(media["url"])).status_code == 200
