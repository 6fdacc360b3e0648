"""From an upload to its report: dry run, apply, run again."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest

from ecomm_core.kernel import Kernel
from ecomm_testing.actors import Merchant, ShopStore, register_merchant

from .conftest import Importer, fixture, picture, row, table, workshop_pictures, zipped

ACTIONS = ("created", "updated", "unchanged", "skipped")


def actions(job: dict[str, Any]) -> tuple[int, ...]:
    return tuple(job["summary"][name] for name in ACTIONS)


def found(job: dict[str, Any]) -> list[tuple[int, str | None, str]]:
    return [(issue["row"], issue["column"], issue["code"]) for issue in job["issues"]]


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


async def test_the_report_is_a_csv_without_formulas(importer: Importer) -> None:
    attacks = ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1", "  =1"]
    rows = [row(f"p{n}", Variant_Price=attack) for n, attack in enumerate(attacks)]
    job = await importer.run(rows, dry_run=True)
    reply = await importer.store.merchant.get(
        f"{importer.store.path}/imports/{job['id']}/issues.csv"
    )
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "text/csv; charset=utf-8"
    assert reply.headers["content-disposition"].startswith("attachment;")
    assert reply.content.startswith(b"\xef\xbb\xbf"), "spreadsheets guess otherwise"
    lines = list(csv.DictReader(io.StringIO(reply.content.decode("utf-8-sig"))))
    assert [line["row"] for line in lines] == ["2", "3", "4", "5", "6", "7"]
    assert {line["code"] for line in lines} == {"price_invalid"}
    assert [line["value"][:1] for line in lines] == ["'"] * 6
    for line in lines:
        for cell in line.values():
            assert cell.strip()[:1] not in {"=", "+", "-", "@"}


async def test_200_issues_are_shown_and_all_are_in_the_report(importer: Importer) -> None:
    rows = [row(f"p{n}", Variant_Price="x") for n in range(230)]
    job = await importer.run(rows, dry_run=True)
    assert (len(job["issues"]), job["issues_total"]) == (200, 230)
    assert (len(job["diff"]), job["diff_total"]) == (200, 230)
    reply = await importer.store.merchant.get(
        f"{importer.store.path}/imports/{job['id']}/issues.csv"
    )
    assert reply.content.count(b"price_invalid") == 230


async def test_issues_without_end_are_counted_and_kept_to_a_bound(
    importer: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("commerce.imports.repository.MAX_ISSUES", 50)
    job = await importer.run([row(f"p{n}", Variant_Price="x") for n in range(230)], dry_run=True)
    assert (len(job["issues"]), job["issues_total"]) == (50, 230)
    assert job["summary"]["errors"] == 230


async def test_columns_are_named_as_the_file_names_them(importer: Importer) -> None:
    data = (
        b"Title,URL handle,Price,SKU,Product image URL\n"
        b"Mug,mug,12,M-1,https://pictures.invented-shop.test/a.jpg\n"
    )
    job = await importer.run(data)
    assert found(job) == [(2, "Product image URL", "picture_unreachable")]
    job = await importer.run(b"Title,URL handle,Price,SKU\nCup,cup,3,m-1\n")
    assert found(job) == [(2, "SKU", "sku_taken")]
    job = await importer.run(b"Title,URL handle,Price,SKU\nCup,cup,much,c\n")
    assert found(job) == [(2, "Price", "price_invalid")]


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


async def member(importer: Importer, role: str, api: Any, kernel: Kernel) -> Merchant:
    """Somebody with a role in the importer's tenant."""
    from sqlalchemy import text

    from ecomm_core.db.scope import Scope

    guest = await register_merchant(api)
    scope = Scope(tenant_id=importer.tenant_id)
    async with kernel.database.transaction(scope) as session:
        await session.execute(
            text(
                "insert into memberships (tenant_id, user_id, role) values (:tenant, :user, :role)"
            ),
            {"tenant": importer.tenant_id, "user": guest.user_id, "role": role},
        )
    reply = await guest.post("/auth/switch", json={"tenant_id": str(importer.tenant_id)})
    assert reply.status_code == 200, reply.text
    guest.access_token = reply.json()["data"]["access_token"]
    return guest


async def test_viewers_look_and_staff_import(importer: Importer, api: Any, kernel: Kernel) -> None:
    job = await importer.run([row("mug", Variant_Price="x")], dry_run=True)
    path = f"{importer.store.path}/imports"
    viewer = await member(importer, "viewer", api, kernel)
    for place in (path, f"{path}/{job['id']}", f"{path}/{job['id']}/issues.csv"):
        assert (await viewer.get(place)).status_code == 200
    for action in ("run", "cancel"):
        assert (await viewer.post(f"{path}/{job['id']}/{action}")).status_code == 403
    files = {"file": ("p.csv", table([row("cup")]), "text/csv")}
    refused = await viewer.post(f"{importer.store.path}/products/import", files=files)
    assert refused.status_code == 403
    staff = await member(importer, "staff", api, kernel)
    taken = await staff.post(f"{importer.store.path}/products/import", files=files)
    assert taken.status_code == 202


async def test_another_tenant_sees_nothing(
    importer: Importer, other_store: ShopStore, make_importer: Callable[[ShopStore], Importer]
) -> None:
    job = await importer.run([row("canary", Variant_Price="x")], dry_run=True)
    stranger = make_importer(other_store)
    merchant = other_store.merchant
    for path in (importer.store.path, other_store.path):
        for place in (f"{path}/imports/{job['id']}", f"{path}/imports/{job['id']}/issues.csv"):
            reply = await merchant.get(place)
            assert reply.status_code == 404
            assert "canary" not in reply.text
        for action in ("run", "cancel"):
            reply = await merchant.post(f"{path}/imports/{job['id']}/{action}")
            assert reply.status_code == 404
    assert (await merchant.get(f"{other_store.path}/imports")).json()["data"] == []
    assert await importer.job(job["id"]) == job
    assert await stranger.products() == []


async def test_two_stores_may_have_the_same_handles_and_skus(
    importer: Importer, other_store: ShopStore, make_importer: Callable[[ShopStore], Importer]
) -> None:
    """R7.6: SKUs are unique per store."""
    rows = [row("mug", Variant_SKU="M-1")]
    assert actions(await importer.run(rows)) == (1, 0, 0, 0)
    assert actions(await make_importer(other_store).run(rows)) == (1, 0, 0, 0)


async def test_the_plan_is_kept_to(importer: Importer, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is over the plan's limit is skipped and said; dry run and real run agree."""
    from ecomm_core import plans

    small = plans.Plan("trial", "Trial", {plans.STORES: 10, plans.PRODUCTS: 2})
    monkeypatch.setitem(plans.PLANS, "trial", small)
    rows = [row("a"), row("b"), row("c"), row("d")]
    for dry_run in (True, False):
        job = await importer.run(rows, dry_run=dry_run)
        assert actions(job) == (2, 0, 0, 2)
        assert found(job) == [(4, None, "limit_reached"), (5, None, "limit_reached")]
    assert len(await importer.products()) == 2
    assert actions(await importer.run(rows)) == (0, 0, 2, 2)


async def test_who_imported_is_in_the_audit_log(importer: Importer) -> None:
    job = await importer.run([row("mug")], dry_run=True)
    await importer.store.merchant.post(f"{importer.store.path}/imports/{job['id']}/run")
    await importer.finish(job["id"])
    rows = await importer.rows(
        "select action, actor from audit_log where store_id = :store and "
        "resource_type in ('import', 'product') order by at, id"
    )
    actor = f"user:{importer.store.merchant.user_id}"
    assert rows == [
        {"action": "import.upload", "actor": actor},
        {"action": "import.run", "actor": actor},
        {"action": "product.create", "actor": actor},
    ]


async def test_unknown_imports_are_404(importer: Importer) -> None:
    path = f"{importer.store.path}/imports/01a1fc59-3e26-7450-8cf6-04830304b906"
    assert (await importer.store.merchant.get(path)).status_code == 404
    assert (await importer.store.merchant.get(f"{path}/issues.csv")).status_code == 404
    assert (await importer.store.merchant.post(f"{path}/run")).status_code == 404


async def test_pictures_of_the_folder_are_public(importer: Importer, api: Any) -> None:
    await importer.run(
        [row("mug", Image_Src="mug.jpg")], images=zipped({"mug.jpg": picture(shade=9)})
    )
    [media] = (await importer.by_slug("mug"))["media"]
    assert (await api.get(media["url"])).status_code == 200
