"""Importing what is there already: the file is the truth for what it says, and for nothing else."""

import asyncio
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel

from .conftest import Importer, picture, row, table, zipped
from .test_import_api import actions, found


def sized(handle: str, sizes: Mapping[str, Any], **cells: Any) -> list[dict[str, Any]]:
    """A product with a variant per size and its stock."""
    return [
        row(
            handle,
            Option1_Name="Size",
            Option1_Value=size,
            Variant_Inventory_Qty=str(stock),
            **cells,
        )
        for size, stock in sizes.items()
    ]


async def commit_units(importer: Importer, kernel: Kernel, variant_id: str, units: int) -> None:
    """Sell units that are not shipped yet."""
    async with kernel.database.transaction(Scope(tenant_id=importer.tenant_id)) as session:
        await session.execute(
            text("update inventory_items set committed = :units where variant_id = :variant"),
            {"units": units, "variant": UUID(variant_id)},
        )


def change_fields(job: dict[str, Any]) -> list[str]:
    return [change["field"] for change in job["diff"][0]["changes"]]


async def test_what_the_file_says_is_taken_over(importer: Importer) -> None:
    """R8.5: a rerun updates by handle and never duplicates."""
    await importer.run([row("mug", Vendor="Kiln")])
    before = await importer.by_slug("mug")
    cells = {
        "Title": "Big Mug",
        "Body (HTML)": "<p>Big.</p>",
        "Vendor": "Oven",
        "Type": "Cups",
        "Tags": "a,b",
        "Status": "draft",
        "SEO Title": "Mug!",
        "SEO Description": "A mug.",
        "Variant Price": "15.00",
        "Variant Compare At Price": "20.00",
        "Cost per item": "4.00",
        "Variant SKU": "M-1",
        "Variant Barcode": "123",
        "Variant Grams": "300",
        "Variant Inventory Qty": "9",
        "Variant Inventory Policy": "continue",
    }
    job = await importer.run([row("mug") | cells])
    assert actions(job) == (0, 1, 0, 0)
    assert sorted(change_fields(job)) == [
        "barcode",
        "compare_at_price",
        "cost",
        "description",
        "policy",
        "price",
        "product_type",
        "seo_description",
        "seo_title",
        "sku",
        "status",
        "stock",
        "tags",
        "title",
        "vendor",
        "weight_grams",
    ]
    [after] = await importer.products()
    assert after["id"] == before["id"]
    assert after["slug"] == "mug"
    assert after["variants"][0]["id"] == before["variants"][0]["id"]
    assert after["version"] == before["version"] + 1, "one product, one write"
    assert (after["title"], after["vendor"], after["tags"]) == ("Big Mug", "Oven", ["a", "b"])
    assert (after["status"], after["description"]) == ("draft", "<p>Big.</p>")
    [variant] = after["variants"]
    assert (variant["sku"], variant["barcode"], variant["weight_grams"]) == ("M-1", "123", 300)
    assert (variant["stock"]["on_hand"], variant["policy"]) == (9, "backorder")
    assert variant["cost"]["amount"] == 400


async def test_what_the_file_does_not_say_stays(importer: Importer) -> None:
    """Missing columns and empty cells leave a merchant's own edits alone."""
    rows = [row("mug", Vendor="", SEO_Title="", Variant_SKU="")]
    await importer.run(rows)
    product = await importer.by_slug("mug")
    await importer.change(
        product["id"],
        description="<p>By hand.</p>",
        vendor="Ours",
        tags=["mine"],
        sku="OWN-1",
        cost=importer.store.money(300),
        seo={"title": "Found", "description": "By hand.", "keywords": ["mug"]},
    )
    edited = await importer.product(product["id"])
    job = await importer.run(rows)
    assert actions(job) == (0, 0, 1, 0)
    assert await importer.product(product["id"]) == edited


async def test_an_edit_of_what_the_file_says_is_taken_back(importer: Importer) -> None:
    await importer.run([row("mug")])
    product = await importer.by_slug("mug")
    await importer.change(product["id"], title="Mine", price=importer.store.money(1))
    job = await importer.run([row("mug")])
    assert change_fields(job) == ["title", "price"]
    after = await importer.by_slug("mug")
    assert (after["title"], after["price"]["amount"]) == ("Mug", 1250)


async def test_an_empty_compare_at_price_ends_the_sale(importer: Importer) -> None:
    await importer.run([row("mug", Variant_Compare_At_Price="20.00")])
    await importer.run([row("mug")])
    [variant] = (await importer.by_slug("mug"))["variants"]
    assert variant["compare_at_price"]["amount"] == 2000, "no such column: it stays"
    job = await importer.run([row("mug", Variant_Compare_At_Price="")])
    assert change_fields(job) == ["compare_at_price"]
    [variant] = (await importer.by_slug("mug"))["variants"]
    assert variant["compare_at_price"] is None


async def test_the_handle_finds_a_product_whose_address_was_changed(importer: Importer) -> None:
    await importer.run([row("mug")])
    product = await importer.by_slug("mug")
    await importer.change(product["id"], slug="best-mug", title="Best Mug")
    job = await importer.run([row("MUG", Title="Mug")])
    assert actions(job) == (0, 1, 0, 0)
    [after] = await importer.products()
    assert (after["id"], after["slug"], after["title"]) == (product["id"], "best-mug", "Mug")


async def test_a_product_made_by_hand_is_found_by_its_slug_and_known_from_then_on(
    importer: Importer,
) -> None:
    made = await importer.store.product(title="Mug", slug="mug", stock=5)
    job = await importer.run([row("mug")])
    assert actions(job) == (0, 1, 0, 0)
    await importer.change(made["id"], slug="other")
    assert actions(await importer.run([row("mug")])) == (0, 0, 1, 0)
    assert len(await importer.products()) == 1


async def test_handles_with_one_slug_are_two_products(importer: Importer) -> None:
    rows = [row("a b", Title="One"), row("a-b", Title="Two"), row("a_b", Title="Three")]
    assert actions(await importer.run(rows)) == (3, 0, 0, 0)
    assert actions(await importer.run(rows)) == (0, 0, 3, 0)
    products = {product["title"]: product["slug"] for product in await importer.products()}
    assert products == {"One": "a-b", "Two": "a-b-2", "Three": "a-b-3"}


async def test_handles_of_other_scripts_are_kept_apart(importer: Importer) -> None:
    await importer.store.product(title="Product", slug="product")
    rows = [row("кружка", Title="Кружка"), row("чашка", Title="Чашка")]
    assert actions(await importer.run(rows)) == (2, 0, 0, 0)
    assert actions(await importer.run(rows)) == (0, 0, 2, 0)


async def test_an_archived_product_is_updated_stays_archived_and_is_warned_about(
    importer: Importer,
) -> None:
    """R8.1: import onto an archived handle updates it, leaves it archived and warns."""
    await importer.run([row("mug", Published="true")])
    product = await importer.by_slug("mug")
    reply = await importer.store.merchant.delete(f"{importer.store.path}/products/{product['id']}")
    assert reply.status_code == 200
    for price, expected in (("12.50", (0, 0, 1, 0)), ("9.00", (0, 1, 0, 0))):
        job = await importer.run([row("mug", Published="true", Variant_Price=price)])
        assert actions(job) == expected
        assert found(job) == [(2, None, "product_archived")]
    after = await importer.product(product["id"])
    assert (after["status"], after["price"]["amount"]) == ("archived", 900)
    assert len(await importer.products()) == 1


async def test_a_file_may_archive(importer: Importer) -> None:
    await importer.run([row("mug", Status="archived"), row("cup", Status="active")])
    job = await importer.run([row("mug", Status="archived"), row("cup", Status="archived")])
    assert actions(job) == (0, 1, 1, 0)
    assert [product["status"] for product in await importer.products()] == ["archived"] * 2


async def test_variants_come_and_go_and_ids_stay(importer: Importer) -> None:
    """R8.1: editing options diffs the matrix; variant ids are never recreated."""
    await importer.run(sized("tee", {"S": 1, "M": 2, "L": 3}))
    before = {v["title"]: v["id"] for v in (await importer.by_slug("tee"))["variants"]}
    job = await importer.run(sized("tee", {"XS": 9, "S": 1, "L": 3}))
    assert actions(job) == (0, 1, 0, 0)
    changes = {change["field"]: change for change in job["diff"][0]["changes"]}
    assert changes["variants_added"]["after"] == ["XS"]
    assert changes["variants_removed"]["before"] == ["M"]
    product = await importer.by_slug("tee")
    after = {v["title"]: v["id"] for v in product["variants"]}
    assert list(after) == ["XS", "S", "L"], "in the order of the file"
    assert (after["S"], after["L"]) == (before["S"], before["L"])
    assert product["options"][0]["values"] == ["XS", "S", "L"]
    await importer.run(sized("tee", {"S": 1, "M": 2, "L": 3}))
    back = {v["title"]: v["id"] for v in (await importer.by_slug("tee"))["variants"]}
    assert back["S"] == before["S"]
    assert back["L"] == before["L"]
    assert actions(await importer.run(sized("tee", {"S": 1, "M": 2, "L": 3}))) == (0, 0, 1, 0)


async def test_a_variant_with_sold_units_stays_and_is_warned_about(
    importer: Importer, kernel: Kernel
) -> None:
    await importer.run(sized("tee", {"S": 1, "M": 2}))
    medium = (await importer.by_slug("tee"))["variants"][1]
    await commit_units(importer, kernel, medium["id"], 1)
    job = await importer.run(sized("tee", {"S": 5}))
    assert found(job) == [(2, None, "variant_kept")]
    assert job["issues"][0]["value"] == "M"
    product = await importer.by_slug("tee")
    assert [v["title"] for v in product["variants"]] == ["S", "M"]
    assert product["variants"][1]["id"] == medium["id"]
    again = await importer.run(sized("tee", {"S": 5}))
    assert actions(again) == (0, 0, 1, 0)
    assert found(again) == [(2, None, "variant_kept")]


async def test_a_product_gets_options_and_loses_them(importer: Importer) -> None:
    await importer.run([row("tee", Variant_SKU="T-1")])
    first = (await importer.by_slug("tee"))["variants"][0]
    job = await importer.run(sized("tee", {"S": 1, "M": 2}))
    assert change_fields(job) == ["options", "variants"]
    product = await importer.by_slug("tee")
    assert [v["title"] for v in product["variants"]] == ["S", "M"]
    assert product["variants"][0]["id"] == first["id"]
    assert actions(await importer.run(sized("tee", {"S": 1, "M": 2}))) == (0, 0, 1, 0)
    await importer.run([row("tee", Variant_SKU="T-1")])
    product = await importer.by_slug("tee")
    assert (product["options"], len(product["variants"])) == ([], 1)


async def test_2048_variants_are_imported_and_imported_again(importer: Importer) -> None:
    """R8.1: up to 2,048 variants."""
    rows = [
        row("mug", Option1_Name="A", Option2_Name="B", Option1_Value=f"{n // 64}",
            Option2_Value=f"{n % 64}", Variant_SKU=f"S-{n}")
        for n in range(2048)
    ]  # fmt: skip
    job = await importer.run(rows)
    assert actions(job) == (1, 0, 0, 0)
    assert job["summary"]["variants"] == 2048
    assert actions(await importer.run(rows)) == (0, 0, 1, 0)
    for changed in rows:
        changed["Variant Price"] = "13.00"
    job = await importer.run(rows)
    assert actions(job) == (0, 1, 0, 0)
    assert len(job["diff"][0]["changes"]) == 101, "the first hundred, and how many more"
    assert job["diff"][0]["changes"][-1] == {"field": "more", "before": None, "after": 1948}


async def test_stock_follows_the_file(importer: Importer) -> None:
    await importer.run([row("mug", Variant_Inventory_Tracker="", Variant_Inventory_Qty="7")])
    assert (await importer.by_slug("mug"))["variants"][0]["stock"] is None
    job = await importer.run([row("mug", Variant_Inventory_Qty="7")])
    assert job["diff"][0]["changes"] == [{"field": "stock", "before": None, "after": 7}]
    [variant] = (await importer.by_slug("mug"))["variants"]
    assert variant["stock"]["on_hand"] == 7
    movements = await importer.rows(
        "select reason, on_hand_change from inventory_movements where store_id = :store"
    )
    assert movements == [{"reason": "correction", "on_hand_change": 7}]


async def test_stock_the_merchant_counts_is_not_forgotten(importer: Importer) -> None:
    rows = [row("mug", Variant_Inventory_Tracker="", Variant_Inventory_Qty="0")]
    await importer.run(rows)
    product = await importer.by_slug("mug")
    await importer.change(product["id"], stock=40)
    job = await importer.run(rows)
    assert actions(job) == (0, 0, 1, 0)
    assert found(job) == [(2, None, "tracking_kept")]
    assert (await importer.by_slug("mug"))["variants"][0]["stock"]["on_hand"] == 40


async def test_stock_below_what_is_sold_stays_and_is_warned_about(
    importer: Importer, kernel: Kernel
) -> None:
    """R3.1: committed never exceeds on_hand; the rest of the product is updated."""
    await importer.run([row("mug", Variant_Inventory_Qty="5")])
    [variant] = (await importer.by_slug("mug"))["variants"]
    await commit_units(importer, kernel, variant["id"], 3)
    job = await importer.run([row("mug", Variant_Inventory_Qty="2", Variant_Price="9.00")])
    assert actions(job) == (0, 1, 0, 0)
    assert found(job) == [(2, None, "stock_below_committed")]
    [variant] = (await importer.by_slug("mug"))["variants"]
    assert (variant["stock"]["on_hand"], variant["price"]["amount"]) == (5, 900)


async def test_a_sku_of_another_product_skips_the_product_and_names_the_owner(
    importer: Importer,
) -> None:
    """R7.6: SKUs are unique per store among live variants, letter case and space aside."""
    await importer.store.product(title="The Owner", sku="TAKEN")
    rows = [row("mug", Variant_SKU=" taken "), row("cup", Variant_SKU="FREE")]
    for dry_run in (True, False):
        job = await importer.run(rows, dry_run=dry_run)
        assert actions(job) == (1, 0, 0, 1)
        assert found(job) == [(2, "Variant SKU", "sku_taken")]
        assert "The Owner" in job["issues"][0]["message"]
        assert job["issues"][0]["value"] == "taken"
    assert {product["title"] for product in await importer.products()} == {"The Owner", "Cup"}


async def test_skus_may_change_places_within_a_product(importer: Importer) -> None:
    first = sized("tee", {"S": 1, "M": 2})
    first[0]["Variant SKU"], first[1]["Variant SKU"] = "A", "B"
    await importer.run(first)
    first[0]["Variant SKU"], first[1]["Variant SKU"] = "B", "A"
    assert actions(await importer.run(first)) == (0, 1, 0, 0)
    assert [v["sku"] for v in (await importer.by_slug("tee"))["variants"]] == ["B", "A"]


async def test_what_the_catalogue_refuses_is_an_error_of_its_product(importer: Importer) -> None:
    rows = [row("mug") | {"Body (HTML)": "<b>x</b>" * 6_000}, row("cup")]
    for dry_run in (True, False):
        job = await importer.run(rows, dry_run=dry_run)
        assert actions(job) == (1, 0, 0, 1)
        assert found(job) == [(2, "Body (HTML)", "invalid")]


async def test_a_fault_of_ours_skips_one_product_and_says_so(
    importer: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from commerce.imports import applying

    inner = vars(applying)["import_product"]

    async def faulty(*args: Any, **kwargs: Any) -> Any:
        if args[3].handle == "mug":
            raise ZeroDivisionError("a fault of ours")
        return await inner(*args, **kwargs)

    monkeypatch.setattr(applying, "import_product", faulty)
    job = await importer.run([row("mug"), row("cup")])
    assert actions(job) == (1, 0, 0, 1)
    assert found(job) == [(2, None, "internal")]
    assert "ZeroDivision" not in str(job)


async def test_a_merchant_who_saves_meanwhile_is_not_overwritten_blindly(
    importer: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The product is compared again with what the merchant saved in between."""
    from commerce.flows import import_products

    await importer.run([row("mug")])
    product = await importer.by_slug("mug")
    inner: Any = vars(import_products)["plan"]
    saved: list[Any] = []

    def racing(*args: Any) -> Any:
        planned = inner(*args)
        saved.append(planned)
        return planned

    catalog: Any = vars(import_products)["catalog"]
    write = catalog.update_product

    async def late(*args: Any, **kwargs: Any) -> Any:
        if len(saved) == 1:
            await importer.change(product["id"], vendor="By hand")
        return await write(*args, **kwargs)

    monkeypatch.setattr(import_products, "plan", racing)
    monkeypatch.setattr(catalog, "update_product", late)
    job = await importer.run([row("mug", Variant_Price="9.00")])
    assert actions(job) == (0, 1, 0, 0)
    assert len(saved) == 2, "planned again"
    after = await importer.by_slug("mug")
    assert (after["vendor"], after["price"]["amount"]) == ("By hand", 900)


async def test_two_imports_of_one_file_at_the_same_time_make_each_product_once(
    importer: Importer, kernel: Kernel
) -> None:
    """R8.5: never duplicates."""
    from commerce.imports.tasks import call, prepare
    from ecomm_core.outbox.consumer import Consumer

    data = table([row(f"p{n}", Variant_SKU=f"S{n}") for n in range(12)])
    jobs = [(await importer.upload(data)).json()["data"]["id"] for _ in range(3)]
    rows = await importer.rows("select id from outbox where task = 'commerce.imports.run'")
    consumer = Consumer(kernel.database)

    async def nothing(*_: Any) -> None:
        return None

    await asyncio.gather(
        *(
            consumer.with_call(
                importer.tenant_id,
                found["id"],
                prepare=lambda s, d: prepare(kernel, s, d),
                call=lambda batch: call(kernel, batch),
                settle=nothing,
            )
            for found in rows
        )
    )
    done = [await importer.job(job_id) for job_id in jobs]
    assert [job["status"] for job in done] == ["done"] * 3
    assert sum(job["summary"]["created"] for job in done) == 12
    assert sum(job["summary"]["unchanged"] for job in done) == 24
    assert len(await importer.products()) == 12


async def test_alternative_texts_follow_the_file(importer: Importer) -> None:
    images = zipped({"a.jpg": picture(shade=1), "b.jpg": picture(shade=2)})
    rows = [row("mug", Image_Src="a.jpg", Image_Alt_Text="Front"), row("cup", Image_Src="b.jpg")]
    await importer.run(rows, images=images)
    rows[0]["Image Alt Text"] = "Its front"
    job = await importer.run(rows, images=images)
    assert actions(job) == (0, 1, 1, 0)
    assert (await importer.by_slug("mug"))["media"][0]["alt"] == "Its front"
    assert (await importer.by_slug("cup"))["media"][0]["alt"] == "Cup"


async def test_a_handle_is_imported_by_one_at_a_time(
    importer: Importer, kernel: Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both look for the product at the same moment: the second waits, and finds it."""
    from commerce.catalog import service as catalog
    from commerce.flows.import_products import import_product
    from commerce.flows.incoming import IncomingProduct, IncomingVariant
    from commerce.stores.contexts import directory_of

    store = await directory_of(kernel).find(importer.store.slug)
    look = catalog.find_imported

    async def slow(*args: Any, **kwargs: Any) -> Any:
        product_id = await look(*args, **kwargs)
        await asyncio.sleep(0.2)
        return product_id

    monkeypatch.setattr(catalog, "find_imported", slow)
    wanted = IncomingProduct("mug", 2, title="Mug", variants=[IncomingVariant(2, (), price=100)])

    async def once() -> str:
        async with kernel.database.transaction(store.scope) as session:
            return (await import_product(kernel, session, store, wanted, actor="test")).action

    assert sorted(await asyncio.gather(once(), once())) == ["create", "unchanged"]
    assert len(await importer.products()) == 1
