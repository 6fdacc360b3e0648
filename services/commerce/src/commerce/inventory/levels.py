"""Stock right now, as a selectable: available = on_hand - committed - open reservations - safety.

Reservations are added up per item by an index probe, never by joining them as a set: under
row-level security the planner takes every table for a handful of rows, and would join sets of
thousands in nested loops.
"""

from datetime import datetime

from sqlalchemy import BigInteger, ColumnElement, Subquery, cast, func, select

from commerce.inventory.models import InventoryItem, Reservation, ReservationStatus


def reserved(now: datetime) -> ColumnElement[int]:
    """Units of an item held at `now`; expiry is judged here, whoever cleans later."""
    return (
        select(func.coalesce(func.sum(Reservation.quantity), 0))
        .where(
            Reservation.tenant_id == InventoryItem.tenant_id,
            Reservation.item_id == InventoryItem.id,
            Reservation.status == ReservationStatus.OPEN.value,
            Reservation.expires_at > now,
        )
        .correlate(InventoryItem)
        .scalar_subquery()
    )


def available(now: datetime) -> ColumnElement[int]:
    """Units that can be sold; negative where more than is there has been sold."""
    return (
        cast(InventoryItem.on_hand, BigInteger)
        - InventoryItem.committed
        - InventoryItem.safety_stock
        - reserved(now)
    )


def levels(now: datetime) -> Subquery:
    """(item_id, variant_id, product_id, tracked, policy, on_hand, committed, reserved,
    safety_stock, available, low_at, updated_at) of every item, to join by variant_id."""
    return select(
        InventoryItem.id.label("item_id"),
        InventoryItem.variant_id,
        InventoryItem.product_id,
        InventoryItem.tracked,
        InventoryItem.policy,
        InventoryItem.on_hand,
        InventoryItem.committed,
        reserved(now).label("reserved"),
        InventoryItem.safety_stock,
        available(now).label("available"),
        InventoryItem.low_at,
        InventoryItem.updated_at,
    ).subquery("stock_levels")
