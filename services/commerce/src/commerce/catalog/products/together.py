"""Making many products at once: a fixed number of statements, whatever their number."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.bulk import insert_rows
from commerce.catalog import announce
from commerce.catalog.errors import SkuTaken, SlugTaken
from commerce.catalog.models import Product, ProductOption, ProductVariant
from commerce.catalog.products import repository
from commerce.catalog.products.create import Prepared, prepare
from commerce.catalog.schemas import ProductIn
from commerce.catalog.stock import stock_of
from commerce.conflicts import violated
from commerce.stores.directory import StoreFacts
from ecomm_core import audit, clock, plans
from ecomm_core.kernel import Kernel

MOST: Final = 500
_SLUG: Final = "uq_products_tenant_id_store_id_slug"
_HANDLE: Final = "uq_products_import_handle"

_REDIRECTS = text(
    """delete from slug_redirects
        where store_id = :store and kind = 'product' and slug = any(cast(:slugs as text[]))"""
)


@dataclass(frozen=True, slots=True)
class NewProduct:
    """A product to be made: its slug is chosen, its categories and pictures come later."""

    body: ProductIn
    slug: str
    import_handle: str | None


async def create_products(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    wanted: Sequence[NewProduct],
    *,
    actor: str,
) -> list[UUID]:
    """Make up to 500 products with their options, variants and stock, all or none; ids in order.

    They are told together, as `product.bulk_changed`, and audited one by one. Raises what making
    one of them raises: Invalid (422), SlugTaken, SkuTaken (409), LimitReached (402).
    """
    if len(wanted) > MOST:
        raise ValueError(f"at most {MOST} products at once")
    now = clock.now()
    made = [prepare(store, one.body, one.import_handle, now) for one in wanted]
    for prepared, one in zip(made, wanted, strict=True):
        prepared.values["slug"] = one.slug
    await plans.check(
        session, tenant_id=store.tenant_id, name=plans.PRODUCTS, n=len(made), scope_id=store.id
    )
    await _insert(session, store, made)
    await stock_of(kernel).open(
        session,
        tenant_id=store.tenant_id,
        store_id=store.id,
        wishes={prepared.id: prepared.wishes for prepared in made},
        actor=actor,
        now=now,
    )
    await session.execute(_REDIRECTS, {"store": store.id, "slugs": [one.slug for one in wanted]})
    await announce.created_together(
        kernel, session, store, {prepared.id: prepared.values["status"] for prepared in made}
    )
    await audit.record_each(
        session,
        tenant_id=store.tenant_id,
        actor=actor,
        action="product.create",
        resource_type="product",
        store_id=store.id,
        after={prepared.id: prepared.facts(prepared.values["slug"]) for prepared in made},
    )
    return [prepared.id for prepared in made]


async def _insert(session: AsyncSession, store: StoreFacts, made: Sequence[Prepared]) -> None:
    """Rows of products, options and variants. The unique indexes decide races."""
    try:
        async with session.begin_nested():
            await insert_rows(session, Product.__table__, [one.values for one in made])
            await insert_rows(
                session,
                ProductOption.__table__,
                [
                    row
                    for one in made
                    for row in repository.option_rows(one.owner(store), one.options)
                ],
            )
            await insert_rows(
                session,
                ProductVariant.__table__,
                [
                    row
                    for one in made
                    for row in repository.variant_rows(one.owner(store), one.rows)
                ],
            )
    except IntegrityError as error:
        name = violated(error)
        if name in {_SLUG, _HANDLE}:
            raise SlugTaken.on_field("slug") from error
        if name == repository.SKU_INDEX:
            raise SkuTaken from error
        raise
