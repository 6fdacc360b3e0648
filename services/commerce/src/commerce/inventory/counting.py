"""Merchants set or change stock: any number of variants in a few statements, all or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, Row, Uuid, any_, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.bulk import insert_rows, update_rows
from commerce.inventory.errors import StockBelowCommitted
from commerce.inventory.levels import available, reserved
from commerce.inventory.models import InventoryItem, Movement, Policy
from commerce.inventory.repository import Rows
from commerce.inventory.visible import Change
from ecomm_core.errors import Invalid
from ecomm_core.ids import new_id

MAX_ON_HAND: Final = 2_000_000_000
CHANGED: Final = ("on_hand", "tracked", "policy", "safety_stock", "low_at")


@dataclass(frozen=True, slots=True)
class Target:
    """What a variant's stock shall become. At most one of `on_hand` and `change`; setting
    `on_hand` begins to track unless `tracked` says otherwise; None leaves as it is."""

    variant_id: UUID
    field: str
    on_hand: int | None = None
    change: int | None = None
    tracked: bool | None = None
    policy: str | None = None
    safety_stock: int | None = None
    low_at: int | None = None
    usual_low: bool = False
    """The threshold goes back to the shop's usual one."""


@dataclass(frozen=True, slots=True)
class Counted:
    """An item before and after."""

    before: Row[Any]
    on_hand: int
    tracked: bool
    policy: str
    safety_stock: int
    low_at: int | None

    @property
    def changed(self) -> bool:
        """Anything is written."""
        was = self.before
        return any(getattr(self, name) != getattr(was, name) for name in CHANGED)

    def change(self) -> Change:
        """What the shop sees of it."""
        was = self.before
        return Change(
            tenant_id=was.tenant_id,
            store_id=was.store_id,
            product_id=was.product_id,
            variant_id=was.variant_id,
            policy_before=was.policy,
            policy_after=self.policy,
            before=int(was.available) if was.tracked else None,
            after=self._available if self.tracked else None,
            low_at=self.low_at,
        )

    @property
    def _available(self) -> int:
        was = self.before
        moved: int = self.on_hand - was.on_hand - (self.safety_stock - was.safety_stock)
        return int(was.available + moved)


async def count(
    session: AsyncSession,
    targets: Sequence[Target],
    *,
    reason: str,
    actor: str,
    now: datetime,
    reference: str | None = None,
    note: str | None = None,
) -> list[Counted]:
    """Lock the items in primary-key order, judge all targets, then write items and movements.

    Returns what changed. Raises StockBelowCommitted (409) and Invalid (422) naming each field;
    nothing is written then. Unknown variants are skipped: the caller knows its own.
    """
    by_variant = {target.variant_id: target for target in targets}
    rows = await _locked(session, list(by_variant), now)
    counted = [_counted(row, by_variant[row.variant_id]) for row in rows]
    _judge(counted, by_variant)
    changed = [item for item in counted if item.changed]
    await update_rows(
        session,
        InventoryItem.__table__,
        [
            {
                "tenant_id": item.before.tenant_id,
                "id": item.before.id,
                "store_id": item.before.store_id,
                "product_id": item.before.product_id,
                "variant_id": item.before.variant_id,
                "on_hand": item.on_hand,
                "committed": item.before.committed,
                "safety_stock": item.safety_stock,
                "low_at": item.low_at,
                "tracked": item.tracked,
                "policy": item.policy,
                "updated_at": now,
            }
            for item in changed
        ],
        (*CHANGED, "updated_at"),
    )
    await insert_rows(
        session,
        Movement.__table__,
        [
            movement(
                item.before.tenant_id,
                item.before.store_id,
                item.before.id,
                reason=reason,
                on_hand_change=item.on_hand - item.before.on_hand,
                actor=actor,
                now=now,
                reference=reference,
                note=note,
            )
            for item in changed
            if item.on_hand != item.before.on_hand
        ],
    )
    return changed


def movement(
    tenant_id: UUID,
    store_id: UUID,
    item_id: UUID,
    *,
    reason: str,
    on_hand_change: int,
    actor: str,
    now: datetime,
    reference: str | None = None,
    note: str | None = None,
) -> dict[str, Any]:
    """A row for `Movement` that changes on_hand alone."""
    return {
        "tenant_id": tenant_id,
        "id": new_id(),
        "store_id": store_id,
        "item_id": item_id,
        "at": now,
        "reason": reason,
        "on_hand_change": on_hand_change,
        "committed_change": 0,
        "actor": actor,
        "reference": reference,
        "note": note,
    }


async def _locked(session: AsyncSession, variants: Sequence[UUID], now: datetime) -> Rows:
    """Lock first, read afterwards in a statement of its own (see `repository`)."""
    ids = await session.scalars(
        select(InventoryItem.id)
        .where(InventoryItem.variant_id == any_(literal(list(variants), ARRAY(Uuid))))
        .order_by(InventoryItem.id)
        .with_for_update(key_share=True)
    )
    found = await session.execute(
        select(
            InventoryItem.tenant_id,
            InventoryItem.store_id,
            InventoryItem.id,
            InventoryItem.product_id,
            InventoryItem.variant_id,
            InventoryItem.tracked,
            InventoryItem.policy,
            InventoryItem.on_hand,
            InventoryItem.committed,
            InventoryItem.safety_stock,
            InventoryItem.low_at,
            reserved(now).label("reserved"),
            available(now).label("available"),
        )
        .where(InventoryItem.id == any_(literal(list(ids.all()), ARRAY(Uuid))))
        .order_by(InventoryItem.id)
    )
    rows: list[Any] = list(found.all())
    return rows


def _counted(row: Row[Any], target: Target) -> Counted:
    on_hand = row.on_hand
    if target.on_hand is not None:
        on_hand = target.on_hand
    elif target.change is not None:
        on_hand = row.on_hand + target.change
    tracked = target.tracked
    if tracked is None:
        tracked = True if target.on_hand is not None else row.tracked
    low_at = row.low_at if target.low_at is None else target.low_at
    return Counted(
        row,
        on_hand,
        tracked,
        target.policy or row.policy,
        row.safety_stock if target.safety_stock is None else target.safety_stock,
        None if target.usual_low else low_at,
    )


def _judge(counted: Sequence[Counted], targets: Mapping[UUID, Target]) -> None:
    low: list[dict[str, Any]] = []
    for item in counted:
        field = targets[item.before.variant_id].field
        if item.on_hand > MAX_ON_HAND:
            raise Invalid.on_field(field, f"Stock can be {MAX_ON_HAND:,} at most.")
        bound = item.tracked and item.policy == Policy.DENY
        minimum = int(item.before.committed + item.before.reserved) if bound else 0
        if item.on_hand < minimum and (item.changed or item.on_hand < 0):
            low.append(
                {
                    "field": field,
                    "code": StockBelowCommitted.code,
                    "message": (
                        f"{item.before.committed} sold and {int(item.before.reserved)} held in "
                        f"checkouts: {minimum} is the least."
                    ),
                    "variant_id": str(item.before.variant_id),
                    "committed": item.before.committed,
                    "reserved": int(item.before.reserved),
                    "minimum": minimum,
                }
            )
    if low:
        raise StockBelowCommitted(details=low[:100])
