"""Composition root of the command line's rebuild of a search index: it asks, a worker does it."""

from commerce.kernels import make_kernel
from commerce.search.tasks import BULK, REBUILD
from commerce.stores.contexts import directory_of
from commerce.wiring import install_parts


async def rebuild(store: str) -> None:
    """Let a worker build a store's index anew, 500 products at a time, while it is searched.

    Killed on the way it goes on where it was; asked twice it does the same twice. Raises
    StoreNotFound.
    """
    kernel = make_kernel()
    install_parts(kernel)
    try:
        facts = await directory_of(kernel).find(store)
        async with kernel.database.transaction(facts.scope) as session:
            await kernel.outbox.enqueue(
                session,
                REBUILD,
                {"store_id": str(facts.id)},
                tenant_id=facts.tenant_id,
                queue=BULK,
            )
    finally:
        await kernel.stop()
