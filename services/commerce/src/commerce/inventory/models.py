"""Tables of stock. Counters change only together with a movement; available is computed."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, false, func, text
from sqlalchemy.orm import Mapped, mapped_column

from commerce.db import Base
from ecomm_core.db.models import TenantRow, Timestamps, one_of, tenant_fk


class Policy(StrEnum):
    """What happens when a tracked variant runs out."""

    DENY = "deny"
    BACKORDER = "backorder"


class ReservationStatus(StrEnum):
    """Open reservations count until they expire; committed ones became an order."""

    OPEN = "open"
    COMMITTED = "committed"
    RELEASED = "released"


class InventoryItem(TenantRow, Timestamps, Base):
    """Stock of one variant. available = on_hand - committed - open reservations - safety_stock."""

    __tablename__ = "inventory_items"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        tenant_fk("variant_id", "product_variants", ondelete="CASCADE"),
        tenant_fk("product_id", "products", ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "variant_id"),
        Index("ix_inventory_items_product", "tenant_id", "product_id"),
        one_of("policy", Policy),
        CheckConstraint("on_hand >= 0", name="on_hand"),
        CheckConstraint("committed >= 0", name="committed"),
        CheckConstraint("safety_stock >= 0", name="safety_stock"),
        CheckConstraint("low_at >= 0", name="low_at"),
        CheckConstraint(
            "policy = 'backorder' or not tracked or committed <= on_hand", name="no_oversell"
        ),
    )

    store_id: Mapped[UUID]
    product_id: Mapped[UUID] = mapped_column(comment="the variant's, which never changes")
    variant_id: Mapped[UUID]
    tracked: Mapped[bool]
    policy: Mapped[str] = mapped_column(default=Policy.DENY)
    kit: Mapped[bool] = mapped_column(
        default=False,
        server_default=false(),
        comment="its stock is that of its components",
    )
    on_hand: Mapped[int] = mapped_column(default=0)
    committed: Mapped[int] = mapped_column(default=0)
    safety_stock: Mapped[int] = mapped_column(default=0)
    low_at: Mapped[int | None] = mapped_column(
        comment="units left at which the merchant is warned; null: the shop's usual 5"
    )


class Reservation(TenantRow, Base):
    """Units held for a checkout while it is paid. Expiry is judged at read time."""

    __tablename__ = "reservations"
    __table_args__ = (
        tenant_fk("item_id", "inventory_items", ondelete="CASCADE"),
        one_of("status", ReservationStatus),
        CheckConstraint("quantity > 0", name="quantity"),
        UniqueConstraint("tenant_id", "holder_id", "item_id"),
        Index(
            "ix_reservations_open",
            "tenant_id",
            "item_id",
            "expires_at",
            postgresql_where=text("status = 'open'"),
        ),
    )

    store_id: Mapped[UUID]
    item_id: Mapped[UUID]
    holder_id: Mapped[UUID] = mapped_column(comment="the checkout")
    quantity: Mapped[int]
    status: Mapped[str] = mapped_column(default=ReservationStatus.OPEN)
    expires_at: Mapped[datetime]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Movement(TenantRow, Base):
    """Append-only: rebuilding the counters from movements gives the same numbers."""

    __tablename__ = "inventory_movements"
    __table_args__ = (
        tenant_fk("item_id", "inventory_items", ondelete="CASCADE"),
        Index("ix_inventory_movements_item", "tenant_id", "item_id", "at"),
    )

    store_id: Mapped[UUID]
    item_id: Mapped[UUID]
    at: Mapped[datetime]
    reason: Mapped[str]
    on_hand_change: Mapped[int]
    committed_change: Mapped[int]
    actor: Mapped[str]
    reference: Mapped[str | None]
    note: Mapped[str | None]


class KitComponent(TenantRow, Base):
    """What a kit is made of: so many units of another variant. A component that is gone keeps its
    row: the kit cannot be sold then, and says why. Kits are flat: no component is a kit."""

    __tablename__ = "kit_components"
    __table_args__ = (
        tenant_fk("kit_id", "product_variants", ondelete="CASCADE"),
        CheckConstraint("quantity between 1 and 99", name="quantity"),
        CheckConstraint("kit_id <> component_id", name="circle"),
        UniqueConstraint("tenant_id", "kit_id", "component_id"),
        Index("ix_kit_components_component", "tenant_id", "component_id"),
        Index("ix_kit_components_product", "tenant_id", "component_product_id"),
    )

    store_id: Mapped[UUID]
    kit_id: Mapped[UUID]
    kit_product_id: Mapped[UUID]
    component_id: Mapped[UUID]
    component_product_id: Mapped[UUID]
    quantity: Mapped[int]
    position: Mapped[int]
