"""What a request does to a product's variants, and writing it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog.events import VariantPrice
from commerce.catalog.products import repository
from commerce.catalog.products.matrix import Option
from commerce.catalog.products.values import VariantRow
from commerce.catalog.stock import StockWish, stock_of
from ecomm_core.kernel import Kernel


@dataclass(frozen=True, slots=True)
class VariantChanges:
    """What a request does to a product's variants."""

    rows: list[VariantRow]
    """All live variants afterwards, in order."""
    new: list[VariantRow]
    changed: list[VariantRow]
    parked: list[UUID]
    removed: list[UUID]
    prices: list[VariantPrice]
    opened: list[StockWish]
    wished: list[StockWish]
    options: list[Option] | None
    option_ids: list[UUID | None]


async def write_variants(
    kernel: Kernel,
    session: AsyncSession,
    owner: dict[str, UUID],
    changes: VariantChanges,
    actor: str,
    now: datetime,
) -> list[str]:
    """Write what changed; returns the names of the fields for the event."""
    names = []
    product_id = owner["product_id"]
    await repository.step_aside(
        session, product_id, removed=changes.removed, parked=changes.parked, now=now
    )
    if changes.options is not None:
        await repository.write_options(session, owner, changes.options, changes.option_ids)
        names.append("options")
    if changes.new or changes.changed:
        await repository.write_variants(
            session, owner, new=changes.new, changed=changes.changed, now=now
        )
    if changes.new or changes.changed or changes.removed:
        names.append("variants")
    stock = stock_of(kernel)
    if changes.opened:
        await stock.open(
            session,
            tenant_id=owner["tenant_id"],
            store_id=owner["store_id"],
            wishes={product_id: changes.opened},
            actor=actor,
            now=now,
        )
    wished = [wish for wish in changes.wished if wish.stock is not None or wish.policy is not None]
    if wished and await stock.apply(session, wishes=wished, actor=actor, now=now):
        names.append("stock")
    return names
