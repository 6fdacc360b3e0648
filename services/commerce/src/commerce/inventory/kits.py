"""Kits: variants whose stock is that of their components (a bundle is sold as one).

Nothing is ever held or counted of a kit itself. Whoever sells one asks for its components, grouped
with everything else that is wanted of them (R3.2), and what is left of a kit follows from what is
left of each component (`kit_units` in `reads/sql`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, text
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.bulk import insert_rows
from commerce.inventory.models import KitComponent
from ecomm_core import clock
from ecomm_core.ids import new_id

_LOCK = text("select pg_advisory_xact_lock(hashtextextended('kits:' || :store, 0))")

_MARK = text(
    """update inventory_items set kit = :kit, tracked = tracked and not :kit, updated_at = :now
        where store_id = :store and variant_id = :variant and kit <> :kit"""
)

_KITS = text(
    """select distinct on (k.kit_id) k.kit_id as variant_id, k.kit_product_id as product_id,
              kit_units(k.tenant_id, k.kit_id, :now) as units
         from kit_components k
        where k.store_id = :store
          and (k.component_id = any(cast(:variants as uuid[]))
               or k.component_product_id = any(cast(:products as uuid[]))
               or k.kit_id = any(cast(:kits as uuid[])))
        order by k.kit_id"""
)

_STANDING = text(
    """select v.id as variant_id,
              exists (select from kit_components k
                       where k.tenant_id = v.tenant_id and k.kit_id = v.id) as is_kit,
              exists (select from kit_components k
                       where k.tenant_id = v.tenant_id and k.component_id = v.id) as is_component
         from product_variants v
        where v.store_id = :store and v.id = any(cast(:variants as uuid[]))"""
)


@dataclass(frozen=True, slots=True)
class Component:
    """So many units of a variant in one kit."""

    variant_id: UUID
    product_id: UUID
    quantity: int


@dataclass(frozen=True, slots=True)
class KitStock:
    """A kit and how many of it can be sold; None: its components are not counted."""

    variant_id: UUID
    product_id: UUID
    units: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What a variant is to kits."""

    is_kit: bool
    is_component: bool


async def standing(
    session: AsyncSession, store_id: UUID, variants: Sequence[UUID]
) -> dict[UUID, Standing]:
    """What each variant is to kits. The store's kits stay as they are until the caller's
    transaction ends, so that no two changes make a circle of two halves."""
    await session.execute(_LOCK, {"store": str(store_id)})
    rows = await session.execute(_STANDING, {"store": store_id, "variants": list(variants)})
    return {row.variant_id: Standing(row.is_kit, row.is_component) for row in rows.all()}


async def set_components(
    session: AsyncSession,
    *,
    tenant_id: UUID,
    store_id: UUID,
    kit_id: UUID,
    product_id: UUID,
    components: Sequence[Component],
) -> None:
    """Make a variant a kit of these components, or of others than before. Judged by the caller."""
    now = clock.now()
    await session.execute(_MARK, {"store": store_id, "variant": kit_id, "kit": True, "now": now})
    await session.execute(
        delete(KitComponent).where(KitComponent.store_id == store_id, KitComponent.kit_id == kit_id)
    )
    await insert_rows(
        session,
        KitComponent.__table__,
        [
            {
                "tenant_id": tenant_id,
                "id": new_id(),
                "store_id": store_id,
                "kit_id": kit_id,
                "kit_product_id": product_id,
                "component_id": component.variant_id,
                "component_product_id": component.product_id,
                "quantity": component.quantity,
                "position": position,
            }
            for position, component in enumerate(components)
        ],
    )


async def kits_of(
    session: AsyncSession,
    store_id: UUID,
    variants: Sequence[UUID] = (),
    *,
    products: Sequence[UUID] = (),
    kits: Sequence[UUID] = (),
) -> list[KitStock]:
    """Kits that one of these variants or products is part of, and these kits themselves, with what
    is left of each. One statement."""
    rows = await session.execute(
        _KITS,
        {
            "store": store_id,
            "variants": list(variants),
            "products": list(products),
            "kits": list(kits),
            "now": clock.now(),
        },
    )
    return [KitStock(row.variant_id, row.product_id, row.units) for row in rows.all()]
