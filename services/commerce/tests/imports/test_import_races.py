"""Imports beside other writers: nothing is overwritten blindly, nothing is made twice."""

import asyncio
from typing import Any

import pytest

from ecomm_core.kernel import Kernel

from .conftest import Importer, row, table
from .reports import actions


async def test_a_merchant_who_saves_meanwhile_is_not_overwritten_blindly(
    importer: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The product is compared again with what the merchant saved in between."""
    from commerce.flows import import_products

    await importer.run([row("mug")])
    product = await importer.by_slug("mug")
    inner: Any = vars(import_products)["plan"]
    saved: list[Any] = []
    written: list[int] = []

    def racing(*args: Any) -> Any:
        planned = inner(*args)
        saved.append(planned)
        return planned

    catalog: Any = vars(import_products)["catalog"]
    write = catalog.update_product

    async def late(*args: Any, **kwargs: Any) -> Any:
        if not written:
            await importer.change(product["id"], vendor="By hand")
        written.append(len(saved))
        return await write(*args, **kwargs)

    monkeypatch.setattr(import_products, "plan", racing)
    monkeypatch.setattr(catalog, "update_product", late)
    job = await importer.run([row("mug", Variant_Price="9.00")])
    assert actions(job) == (0, 1, 0, 0)
    assert len(written) == 2, "the first was refused"
    assert written[0] < len(saved), "planned again"
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
    rows = await importer.rows(
        "select id, attempts from outbox where task = 'commerce.imports.run'"
    )
    consumer = Consumer(kernel.database)

    async def nothing(*_: Any) -> None:
        return None

    await asyncio.gather(
        *(
            consumer.with_call(
                importer.tenant_id,
                found["id"],
                found["attempts"],
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
