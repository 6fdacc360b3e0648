"""import_together: the new products of a stretch of a file are made at once.

Only what is plain: nothing there bears the handle, the address or (by the unique index) a SKU, and
nothing is to be said about it. All others take the long way, one by one (`import_products`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog import service as catalog
from commerce.catalog.schemas import ProductIn
from commerce.flows.import_diff import Change, plan
from commerce.flows.incoming import IncomingProduct
from commerce.stores.directory import StoreFacts
from ecomm_core.errors import AppError
from ecomm_core.kernel import Kernel


@dataclass(frozen=True, slots=True)
class Plain:
    """A product that can be made with others. `place`: among those that were given."""

    place: int
    body: ProductIn
    slug: str
    handle: str
    changes: list[Change]


async def plain(
    session: AsyncSession, store: StoreFacts, wanted: Sequence[IncomingProduct]
) -> list[Plain]:
    """Those of these products that are new and plain, in their order; until commit nobody else
    imports their handles into the store."""
    found = _candidates(wanted, store.currency)
    if not found:
        return []
    await catalog.lock_handles(session, store.id, [one.handle for one in found])
    known = await catalog.known_addresses(
        session, store, [one.handle for one in found], [one.slug for one in found]
    )
    return [
        one
        for one in found
        if one.slug not in known and catalog.handle_key(one.handle) not in known
    ]


async def make(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    found: Sequence[Plain],
    *,
    actor: str,
) -> list[UUID]:
    """Make them, all or none, in the caller's transaction; their ids in order.

    Raises what the catalogue refuses of any of them (a SKU that is taken, the plan's limit): then
    one by one tells whose it is.
    """
    return await catalog.create_products(
        kernel,
        session,
        store,
        [catalog.NewProduct(one.body, one.slug, catalog.handle_key(one.handle)) for one in found],
        actor=actor,
    )


def _candidates(wanted: Sequence[IncomingProduct], currency: str) -> list[Plain]:
    """Judged without the database; what would meet another one of the same stretch is none."""
    found: list[Plain] = []
    used: set[str] = set()
    for place, product in enumerate(wanted):
        if product.status == "archived":
            continue
        try:
            planned = plan(None, product, currency)
        except (ValidationError, AppError):
            continue
        slug = catalog.derived_slug(product.handle, "product")
        keys = {f"slug {slug}", f"handle {catalog.handle_key(product.handle)}"}
        keys |= {f"sku {v.sku.strip().lower()}" for v in product.variants if v.sku}
        if planned.issues or not isinstance(planned.body, ProductIn) or keys & used:
            continue
        used |= keys
        found.append(Plain(place, planned.body, slug, product.handle, planned.changes))
    return found
