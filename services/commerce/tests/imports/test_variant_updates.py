"""Variants and their stock on a second import: ids stay, and nothing sold is forgotten."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import text

from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel

from .conftest import Importer, row
from .reports import actions, change_fields, found


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


async def test_skus_may_change_places_within_a_product(importer: Importer) -> None:
    first = sized("tee", {"S": 1, "M": 2})
    first[0]["Variant SKU"], first[1]["Variant SKU"] = "A", "B"
    await importer.run(first)
    first[0]["Variant SKU"], first[1]["Variant SKU"] = "B", "A"
    assert actions(await importer.run(first)) == (0, 1, 0, 0)
    assert [v["sku"] for v in (await importer.by_slug("tee"))["variants"]] == ["B", "A"]
