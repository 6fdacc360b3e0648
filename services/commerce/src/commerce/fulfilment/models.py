"""Tables of parcels."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from commerce.db import Base
from commerce.orders.parcel_states import FulfilmentState
from ecomm_core.db.models import TenantRow, Timestamps, one_of, tenant_fk


class Fulfilment(TenantRow, Timestamps, Base):
    """One parcel of an order."""

    __tablename__ = "fulfillments"
    __table_args__ = (
        tenant_fk("order_id", "orders"),
        one_of("status", FulfilmentState),
        Index("ix_fulfillments_order", "tenant_id", "order_id"),
    )

    store_id: Mapped[UUID]
    order_id: Mapped[UUID]
    status: Mapped[str]
    carrier: Mapped[str]
    tracking_number: Mapped[str]
    tracking_url: Mapped[str | None]
    shipped_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]


class FulfilmentItem(Base):
    """Units of one order item in a parcel."""

    __tablename__ = "fulfillment_items"
    __table_args__ = (
        tenant_fk("fulfilment_id", "fulfillments", ondelete="CASCADE"),
        tenant_fk("order_item_id", "order_items"),
        CheckConstraint("quantity > 0", name="quantity"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    fulfilment_id: Mapped[UUID] = mapped_column(primary_key=True)
    order_item_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID]
    quantity: Mapped[int]


class TrackingEvent(TenantRow, Base):
    """What was heard of a parcel; append-only."""

    __tablename__ = "tracking_events"
    __table_args__ = (
        tenant_fk("fulfilment_id", "fulfillments"),
        Index("ix_tracking_events_parcel", "tenant_id", "fulfilment_id", "at"),
    )

    store_id: Mapped[UUID]
    fulfilment_id: Mapped[UUID]
    at: Mapped[datetime]
    kind: Mapped[str]
    message: Mapped[str]
    location: Mapped[str | None]
    actor: Mapped[str]
