"""Prices of many variants set together by a rule: written, told and recorded as if by hand, so that
the history of shown prices, caches and the search index follow."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog import announce
from commerce.catalog.events import VariantPrice
from commerce.catalog.models import Product, ProductVariant
from commerce.stores.directory import StoreFacts
from ecomm_core import audit, clock
from ecomm_core.kernel import Kernel


@dataclass(frozen=True, slots=True)
class NewPrice:
    """What a variant is to cost, minor units of the store's currency. `expected`: what it cost when
    this was decided; where it has changed since, nothing is written."""

    price: int
    compare_at_price: int | None
    expected: int


async def set_prices(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    wanted: Mapping[UUID, NewPrice],
    *,
    actor: str,
) -> set[UUID]:
    """Set prices by variant, at most some hundred together; the variants that have the price now.
    Those of another store, gone, or priced anew meanwhile are left as they are."""
    owners = await session.scalars(
        select(ProductVariant.product_id)
        .where(ProductVariant.id.in_(wanted), ProductVariant.store_id == store.id)
        .distinct()
    )
    products = await session.scalars(
        select(Product)
        .where(Product.id.in_(owners.all()), Product.purged_at.is_(None))
        .order_by(Product.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    done: set[UUID] = set()
    recorded: dict[UUID, dict[str, object]] = {}
    now = clock.now()
    for product in products.all():
        variants = (
            await session.scalars(
                select(ProductVariant)
                .where(ProductVariant.product_id == product.id, ProductVariant.deleted_at.is_(None))
                .execution_options(populate_existing=True)
            )
        ).all()
        changed: list[VariantPrice] = []
        for variant in variants:
            new = wanted.get(variant.id)
            if new is None or variant.price != new.expected:
                continue
            done.add(variant.id)
            before = variant.price, variant.compare_at_price
            if before == (new.price, new.compare_at_price):
                continue
            variant.price, variant.compare_at_price = new.price, new.compare_at_price
            variant.updated_at = now
            changed.append(
                VariantPrice(
                    variant_id=variant.id,
                    price=new.price,
                    compare_at_price=new.compare_at_price,
                    previous_price=before[0],
                    previous_compare_at_price=before[1],
                )
            )
            recorded[variant.id] = {"price": new.price, "previous": before[0]}
        if not changed:
            continue
        prices = [variant.price for variant in variants]
        product.price_min, product.price_max = min(prices), max(prices)
        product.version += 1
        product.updated_at = now
        await session.flush()
        await announce.updated(
            kernel,
            session,
            store,
            product,
            was_public=product.status == "active",
            changed=["price_max", "price_min", "variants"],
            previous_slug=None,
        )
        await announce.repriced(kernel, session, store, product, changed)
    if recorded:
        await audit.record_each(
            session,
            tenant_id=store.tenant_id,
            actor=actor,
            action="variant.reprice",
            resource_type="variant",
            after=recorded,
            store_id=store.id,
        )
    return done
