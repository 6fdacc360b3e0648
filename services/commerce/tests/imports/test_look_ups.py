"""What an import asks of the store: never once for each product, and whose a SKU is."""

from typing import Any

import pytest
from sqlalchemy import event

from commerce.catalog import service as catalog
from commerce.stores.contexts import directory_of
from ecomm_core.ids import new_id

from .conftest import Importer, row


async def test_a_sku_is_found_whoever_has_it_and_its_letter_case(importer: Importer) -> None:
    """R7: a SKU names one variant of the store, whatever its letter case and the spaces around it.
    Planted: compared as it is written."""
    await importer.run([row(f"there-{n}", Variant_SKU=f"T-{n}") for n in range(12)])
    store = await directory_of(importer.kernel).find(importer.store.slug)
    async with importer.kernel.database.transaction(store.scope) as session:
        owners = await catalog.sku_owners(session, store.id, [" t-3 ", "T-4", f"none-{new_id()}"])
    assert {key: owner.title for key, owner in owners.items()} == {
        "t-3": "There 3",
        "t-4": "There 4",
    }


@pytest.mark.parametrize("dry_run", [False, True])
async def test_a_file_that_changes_nothing_takes_no_statement_for_each_product(
    importer: Importer, dry_run: bool
) -> None:
    """R8.5. Planted: compared one by one, 40 products would need hundreds of statements more than
    20."""
    counted: list[int] = []
    for size in (20, 40):
        rows = [row(f"p{size}-{n}", Variant_SKU=f"P{size}-{n}") for n in range(size)]
        await importer.run(rows)
        sent = 0

        def hear(*_: Any) -> None:
            nonlocal sent
            sent += 1

        engine = importer.kernel.database.engine.sync_engine
        event.listen(engine, "before_cursor_execute", hear)
        try:
            job = await importer.run(rows, dry_run=dry_run)
        finally:
            event.remove(engine, "before_cursor_execute", hear)
        assert job["summary"]["unchanged"] == size
        counted.append(sent)
    assert counted[1] - counted[0] < 20, counted
