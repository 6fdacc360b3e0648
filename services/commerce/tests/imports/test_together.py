"""New and plain products of a file are made together; whatever is not plain goes one by one."""

from typing import Any

import pytest

from .conftest import Importer, row, table
from .reports import actions, found

COUNT = 12


def rows(**cells: Any) -> list[dict[str, Any]]:
    return [row(f"lamp-{n}", Variant_SKU=f"L-{n}", **cells) for n in range(COUNT)]


async def count(importer: Importer, query: str) -> int:
    (row,) = await importer.rows(query)
    return int(row["n"])


async def test_many_new_products_are_made_at_once_and_told_as_one_change(
    importer: Importer,
) -> None:
    """R8.5: 100,000 products. One event of all ids instead of one each; stock, options and audit
    are the same as one by one, and the same file again changes nothing."""
    job = await importer.run(rows())
    assert (job["status"], actions(job)) == ("done", (COUNT, 0, 0, 0))
    products = await importer.products()
    assert {p["slug"] for p in products} == {f"lamp-{n}" for n in range(COUNT)}
    assert {p["variants"][0]["stock"]["on_hand"] for p in products} == {5}
    assert all(p["published_at"] and p["version"] == 1 for p in products)
    events = await importer.rows("select type, data from events where store_id = :store "
                                 "and type like 'product.%'")  # fmt: skip
    (event,) = events
    assert event["type"] == "product.bulk_changed"
    assert set(event["data"]["ids"]) == {p["id"] for p in products}
    assert event["data"]["changed"] == ["created"]
    audited = await importer.rows(
        "select resource_id from audit_log where store_id = :store and action = 'product.create'"
    )
    assert {str(one["resource_id"]) for one in audited} == {p["id"] for p in products}
    moved = "select count(*) as n from inventory_movements where store_id = :store"
    assert await count(importer, moved) == COUNT
    again = await importer.run(rows())
    assert actions(again) == (0, 0, COUNT, 0)
    assert await count(importer, moved) == COUNT


async def test_they_are_found_and_counted_like_any_others(importer: Importer) -> None:
    """R8.4, R8.2: search and smart collections hear of products that were made together."""
    store = importer.store
    made = await store.merchant.post(
        f"{store.path}/collections",
        json={
            "title": "Lamps",
            "kind": "smart",
            "match": "all",
            "rules": [{"field": "title", "op": "contains", "value": "lamp"}],
        },
    )
    assert made.status_code == 201, made.text
    await importer.run(rows())
    reply = await store.merchant.api.get(f"/api/v1/public/stores/{store.slug}/search?q=lamp")
    assert reply.status_code == 200, reply.text
    assert reply.json()["data"]["total"] == COUNT
    inside = (
        "select count(*) as n from collection_products where store_id = :store"
        f" and collection_id = '{made.json()['data']['id']}'"
    )
    assert await count(importer, inside) == COUNT


async def test_a_sku_that_is_taken_skips_its_own_product_only(importer: Importer) -> None:
    """R8.5: what cannot be made together is made one by one, and the reason names its row."""
    await importer.run([row("elsewhere", Variant_SKU="L-7")])
    job = await importer.run(rows())
    assert (job["status"], actions(job)) == ("done", (COUNT - 1, 0, 0, 1))
    assert found(job) == [(9, "Variant SKU", "sku_taken")]
    assert len(await importer.products()) == COUNT


async def test_a_slug_that_a_merchant_uses_is_updated_and_the_others_are_made(
    importer: Importer,
) -> None:
    await importer.store.merchant.post(
        f"{importer.store.path}/products",
        json={"title": "Lamp 3", "price": {"amount": 100, "currency": importer.store.currency}},
    )
    job = await importer.run(rows())
    assert actions(job) == (COUNT - 1, 1, 0, 0)
    assert len(await importer.products()) == COUNT


async def test_what_breaks_half_way_leaves_nothing_and_goes_on_one_by_one(
    importer: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All or none: products that are made and not marked would be made again."""
    from commerce.catalog.errors import SlugTaken
    from commerce.imports import repository

    seen: list[int] = []

    async def broken(*_: Any) -> None:
        seen.append(1)
        raise SlugTaken

    monkeypatch.setattr(repository, "mark_created", broken)
    job = await importer.run(rows())
    assert (job["status"], actions(job)) == ("done", (COUNT, 0, 0, 0))
    assert seen == [1]
    assert len(await importer.products()) == COUNT
    kinds = await importer.rows(
        "select distinct type from events where store_id = :store and type like 'product.%'"
    )
    assert kinds == [{"type": "product.created"}]


async def test_the_number_of_statements_does_not_depend_on_the_number_of_products(
    importer: Importer,
) -> None:
    """Planted: made one by one, 40 products would need hundreds of statements more than 20."""
    from sqlalchemy import event

    from commerce.imports.together import TOGETHER

    assert TOGETHER <= 20
    counted: list[int] = []
    for size in (20, 40):
        sent = 0

        def hear(*_: Any) -> None:
            nonlocal sent
            sent += 1

        engine = importer.kernel.database.engine.sync_engine
        event.listen(engine, "before_cursor_execute", hear)
        try:
            reply = await importer.upload(
                table([row(f"p{size}-{n}", Variant_SKU=f"P{size}-{n}") for n in range(size)])
            )
            await importer.finish(reply.json()["data"]["id"])
        finally:
            event.remove(engine, "before_cursor_execute", hear)
        counted.append(sent)
    assert counted[1] - counted[0] < 20, counted
