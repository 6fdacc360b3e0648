"""Stock for the catalogue: the implementation of `catalog.stock.StockPort`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Subquery, Uuid, cast, column, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.bulk import insert_rows
from commerce.catalog.service import StockWish, VariantStock
from commerce.inventory import counting
from commerce.inventory.levels import available, levels, reserved
from commerce.inventory.models import InventoryItem, Movement, Policy
from commerce.inventory.visible import announce_together
from ecomm_core.ids import new_id
from ecomm_core.outbox.events import Outbox


class StockKeeper:
    """Keeps stock of the catalogue's variants; one per process."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    async def open(
        self,
        session: AsyncSession,
        *,
        tenant_id: UUID,
        store_id: UUID,
        wishes: Mapping[UUID, Sequence[StockWish]],
        actor: str,
        now: datetime,
    ) -> None:
        """Begin to keep stock of new variants, in at most two statements."""
        opened = [(product_id, wish) for product_id, own in wishes.items() for wish in own]
        items = {wish.variant_id: new_id() for _, wish in opened}
        await insert_rows(
            session,
            InventoryItem.__table__,
            [
                {
                    "tenant_id": tenant_id,
                    "id": items[wish.variant_id],
                    "store_id": store_id,
                    "product_id": product_id,
                    "variant_id": wish.variant_id,
                    "tracked": wish.stock is not None,
                    "policy": wish.policy or Policy.DENY.value,
                    "on_hand": wish.stock or 0,
                    "committed": 0,
                    "safety_stock": 0,
                }
                for product_id, wish in opened
            ],
        )
        await insert_rows(
            session,
            Movement.__table__,
            [
                counting.movement(
                    tenant_id,
                    store_id,
                    items[wish.variant_id],
                    reason="initial",
                    on_hand_change=wish.stock,
                    actor=actor,
                    now=now,
                )
                for _, wish in opened
                if wish.stock
            ],
        )

    async def apply(
        self,
        session: AsyncSession,
        *,
        wishes: Sequence[StockWish],
        actor: str,
        now: datetime,
    ) -> bool:
        """Set stock and policy of known variants; True where anything changed.

        Raises StockBelowCommitted (409) on each wish's field.
        """
        changed = await counting.count(
            session,
            [
                counting.Target(wish.variant_id, wish.field, on_hand=wish.stock, policy=wish.policy)
                for wish in wishes
            ],
            reason="correction",
            actor=actor,
            now=now,
        )
        await announce_together(session, self._outbox, [item.change() for item in changed])
        return bool(changed)

    async def of_products(
        self, session: AsyncSession, product_ids: Sequence[UUID], now: datetime
    ) -> Mapping[UUID, VariantStock]:
        """Stock of these products' variants, in one statement."""
        # Joined product by product: for a list the planner may read all of the store's stock.
        wanted = (
            func.unnest(cast(list(product_ids), ARRAY(Uuid)))
            .table_valued(column("id", Uuid), name="wanted")
            .render_derived()
        )
        rows = await session.execute(
            select(
                InventoryItem.variant_id,
                InventoryItem.tracked,
                InventoryItem.policy,
                InventoryItem.on_hand,
                InventoryItem.committed,
                reserved(now).label("reserved"),
                available(now).label("available"),
            )
            .select_from(wanted)
            .join(InventoryItem, InventoryItem.product_id == wanted.c.id)
        )
        return {
            row.variant_id: VariantStock(
                tracked=row.tracked,
                policy=row.policy,
                on_hand=row.on_hand,
                committed=row.committed,
                reserved=int(row.reserved),
                available=int(row.available),
            )
            for row in rows.all()
        }

    def levels(self, now: datetime) -> Subquery:
        """See `levels.levels`."""
        return levels(now)
