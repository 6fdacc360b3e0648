"""Importing what is there already: the file is the truth for what it says, and for nothing else."""

from typing import Any

import pytest

from .conftest import Importer, picture, row, zipped
from .reports import actions, change_fields, found


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


async def test_a_sku_of_another_product_skips_the_product_and_names_the_owner(
    importer: Importer,
) -> None:
    """R7.5: SKUs are unique per store among live variants, letter case and space aside."""
    await importer.store.product(title="The Owner", sku="TAKEN")
    rows = [row("mug", Variant_SKU=" taken "), row("cup", Variant_SKU="FREE")]
    for dry_run in (True, False):
        job = await importer.run(rows, dry_run=dry_run)
        assert actions(job) == (1, 0, 0, 1)
        assert found(job) == [(2, "Variant SKU", "sku_taken")]
        assert "The Owner" in job["issues"][0]["message"]
        assert job["issues"][0]["value"] == "taken"
    assert {product["title"] for product in await importer.products()} == {"The Owner", "Cup"}


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


async def test_alternative_texts_follow_the_file(importer: Importer) -> None:
    images = zipped({"a.jpg": picture(shade=1), "b.jpg": picture(shade=2)})
    rows = [row("mug", Image_Src="a.jpg", Image_Alt_Text="Front"), row("cup", Image_Src="b.jpg")]
    await importer.run(rows, images=images)
    rows[0]["Image Alt Text"] = "Its front"
    job = await importer.run(rows, images=images)
    assert actions(job) == (0, 1, 1, 0)
    assert (await importer.by_slug("mug"))["media"][0]["alt"] == "Its front"
    assert (await importer.by_slug("cup"))["media"][0]["alt"] == "Cup"
