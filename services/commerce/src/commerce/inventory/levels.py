"""Stock right now, as selectables: available = on_hand - committed - open reservations - safety."""

from datetime import datetime

from sqlalchemy import BigInteger, ColumnElement, Subquery, and_, cast, func, select

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
    """Units that can be sold; may be negative where more may be sold than is there."""
    return (
        cast(InventoryItem.on_hand, BigInteger)
        - InventoryItem.committed
        - InventoryItem.safety_stock
        - reserved(now)
    )


def per_variant(now: datetime) -> Subquery:
    """(variant_id, product_id, tracked, policy, available) of every item, to join."""
    statement = select(
        InventoryItem.variant_id,
        InventoryItem.product_id,
        InventoryItem.tracked,
        InventoryItem.policy,
        available(now).label("available"),
    )
    return statement.subquery("stock_levels")


def is_low(level: ColumnElement[int], limit: int) -> ColumnElement[bool]:
    """A few are left, but some."""
    return and_(level >= 1, level <= limit)
