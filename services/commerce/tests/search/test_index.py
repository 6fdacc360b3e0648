"""The index follows catalogue and stock, can be built anew, and is written no more than needed."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import text

from commerce.search import indexing
from commerce.search import tasks as search_tasks
from ecomm_core.db.scope import Scope
from ecomm_testing.outbox import run_outbox

if TYPE_CHECKING:
    import pytest

    from .conftest import Searched
else:
    Searched = Any


async def rows(shop: Searched, query: str, **values: Any) -> list[tuple[Any, ...]]:
    """Rows under the tenant's row-level security."""
    scope = Scope(tenant_id=shop.store.merchant.tenant_id)
    async with shop.kernel.database.transaction(scope) as session:
        return [tuple(row) for row in (await session.execute(text(query), values)).all()]


async def test_the_walk_of_a_product_through_the_search(shop: Searched) -> None:
    """A product's life, through the public API only: found when published, under its new name after
    a change, with its stock, and never again once archived. R8.4: found as soon as the worker has
    seen the event; no job is left that would have to run later."""
    draft = await shop.store.product(title="Walnut tray", status="draft")
    await shop.work()
    assert await shop.titles("walnut") == []
    await shop.change(draft, status="active")
    assert await shop.titles("walnut") == ["Walnut tray"]
    await shop.change(draft, title="Cherry tray")
    assert await shop.titles("walnut") == []
    assert await shop.titles("cherry") == ["Cherry tray"]
    await shop.stock(draft["variants"][0]["id"], 0)
    await shop.work()
    assert await shop.titles("cherry", available="true") == []
    await shop.stock(draft["variants"][0]["id"], 1)
    await shop.work()
    assert await shop.titles("cherry", available="true") == ["Cherry tray"]
    await shop.change(draft, price=shop.store.money(777))
    assert await shop.titles(min_price=777, max_price=777) == ["Cherry tray"]
    gone = await shop.store.merchant.delete(f"{shop.store.path}/products/{draft['id']}")
    assert gone.status_code in {200, 204}
    await shop.work()
    assert await shop.titles("cherry") == []
    assert await shop.titles() == []


async def test_what_waits_together_is_indexed_together(
    shop: Searched, monkeypatch: "pytest.MonkeyPatch"
) -> None:
    """Thirty products made one by one are one batch for the index, and every row is done."""
    batches: list[int] = []
    real = indexing.index

    async def counted(session: Any, to: Any, ids: Any) -> int:
        batches.append(len(ids))
        return await real(session, to, ids)

    monkeypatch.setattr(search_tasks, "index", counted)
    for n in range(30):
        await shop.store.product(title=f"Pebble {n}")
    ran = await shop.work()
    assert batches == [30]
    assert ran.count(search_tasks.INDEX) == 30, "the other rows' messages found nothing to do"
    assert (await shop.find("pebble"))["total"] == 30
    assert await rows(
        shop, "select count(*) from outbox where done_at is null and task = :task",
        task=search_tasks.INDEX,
    ) == [(0,)]  # fmt: skip


async def test_a_bulk_change_is_one_batch(shop: Searched) -> None:
    made = await shop.add("Stone one", "Stone two", "Stone three")
    reply = await shop.store.merchant.post(
        f"{shop.store.path}/products/bulk-status",
        json={"ids": [one["id"] for one in made[:2]], "status": "draft"},
    )
    assert reply.status_code == 200, reply.text
    ran = await shop.work()
    assert ran.count(search_tasks.INDEX) == 1
    assert await shop.titles("stone") == ["Stone three"]


async def test_stock_that_changes_no_search_writes_nothing(shop: Searched) -> None:
    [made] = await shop.add("Slate", stock=5)
    before = await rows(shop, "select xmin::text, ctid::text from search_documents")
    await shop.stock(made["variants"][0]["id"], 4)
    await shop.work()
    assert await rows(shop, "select xmin::text, ctid::text from search_documents") == before


async def test_an_event_twice_and_late_changes_nothing(shop: Searched) -> None:
    [made] = await shop.add("Flint")
    owner = indexing.Shop(shop.store.merchant.tenant_id, shop.store.id)
    scope = Scope(tenant_id=owner.tenant_id)
    for expected in (0, 0):
        async with shop.kernel.database.transaction(scope) as session:
            assert await indexing.index(session, owner, [UUID(made["id"])]) == expected


async def test_a_rebuild_makes_everything_again_in_steps_that_can_be_interrupted(
    shop: Searched, monkeypatch: "pytest.MonkeyPatch"
) -> None:
    """The documents are lost, one remains of what is not published and one word of nothing; a
    rebuild in steps of two, one of which fails once, makes the index what it was."""
    await shop.add("Amber one", "Amber two", "Amber three", "Amber four", "Amber five")
    [gone] = await shop.add("Amber gone")
    owner = shop.store.merchant.tenant_id
    scope = Scope(tenant_id=owner)
    whole = "select product_id::text, document::text, facets from search_documents order by 1"
    await shop.change(gone, status="draft")
    before = await rows(shop, whole)
    words = await rows(shop, "select word from search_words where word <> 'gone' order by 1")
    async with shop.kernel.database.transaction(scope) as session:
        await session.execute(
            text("update search_documents set document = '', facets = '{}' where product_id = :id"),
            {"id": before[0][0]},
        )
        await session.execute(
            text("delete from search_documents where product_id = :id"), {"id": before[1][0]}
        )
        await session.execute(
            text(
                """insert into search_documents (tenant_id, product_id, store_id, document, facets,
                     variants, available, price_min, price_max, sort_title)
                   values (:tenant, :id, :store, '', '{}', '{}', true, 1, 1, '')"""
            ),
            {"tenant": owner, "id": gone["id"], "store": shop.store.id},
        )
        await session.execute(
            text(
                """insert into search_words values (:tenant, :store, 'nothing', 7, 0,
                     now() - interval '1 day')"""
            ),
            {"tenant": owner, "store": shop.store.id},
        )
        await session.execute(text("update search_words set seen_at = now() - interval '1 day'"))
        await shop.kernel.outbox.enqueue(
            session,
            search_tasks.REBUILD,
            {"store_id": str(shop.store.id)},
            tenant_id=owner,
            queue=search_tasks.BULK,
        )
    monkeypatch.setattr(indexing, "BATCH", 2)
    real = indexing.index
    failed: list[bool] = []

    async def fails_once(session: Any, to: Any, ids: Any, *, rebuild: bool = False) -> int:
        done = await real(session, to, ids, rebuild=rebuild)
        if len(failed) == 1:
            failed.append(True)
            raise RuntimeError("killed here")
        failed.append(True)
        return done

    monkeypatch.setattr(indexing, "index", fails_once)
    try:
        await shop.work()
    except RuntimeError:
        await run_outbox(shop.kernel, owner, ahead=timedelta(hours=2))
    assert len(failed) == 4, "three batches, one of them twice"
    assert await rows(shop, whole) == before
    assert (
        await rows(shop, "select word from search_words where word <> 'gone' order by 1") == words
    )


async def test_a_search_that_was_kept_is_dropped_when_the_index_has_followed(
    shop: Searched,
) -> None:
    """R8.4: a new product is found within 5 s. The reply that was kept between the product's commit
    and its document is not kept for its minute."""
    await shop.add("Jade cup")
    path = f"{shop.store.public}/search?q=jade"
    api = shop.store.merchant.api
    await shop.store.product(title="Jade bowl")
    first = await api.get(path)
    assert first.json()["data"]["total"] == 1, "its document is not there yet"
    assert (
        await api.get(path, headers={"if-none-match": first.headers["etag"]})
    ).status_code == 304
    await shop.work()
    second = await api.get(path)
    assert second.json()["data"]["total"] == 2
    assert second.headers["cache-control"] == "public, max-age=0, must-revalidate"
