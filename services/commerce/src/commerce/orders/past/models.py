"""Table of past orders: what another shop sold, as it said so."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from commerce.catalog.models import SortKey
from commerce.db import Base
from ecomm_core.db.models import Amount, TenantRow, Timestamps, tenant_fk


class PastOrder(TenantRow, Timestamps, Base):
    """An order of another shop. It stands in a table of its own, so that no sweeper, ledger, mail,
    report or supplier can take it for a sale of this store."""

    __tablename__ = "past_orders"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        UniqueConstraint("tenant_id", "source_id", "external_id"),
        Index("ix_past_orders_placed", "tenant_id", "store_id", "placed_at", "id"),
        Index("ix_past_orders_customer", "tenant_id", "customer_id"),
        Index("ix_past_orders_email", "tenant_id", "store_id", text("lower(email)")),
    )

    store_id: Mapped[UUID]
    source_id: Mapped[UUID] = mapped_column(comment="the sales channel it came from")
    source: Mapped[str] = mapped_column(comment="what kind of channel that is")
    external_id: Mapped[str]
    number: Mapped[str]
    customer_id: Mapped[UUID | None]
    forgotten: Mapped[bool] = mapped_column(
        server_default=text("false"), default=False, comment="whose it was is nobody's business now"
    )
    email: Mapped[str]
    currency: Mapped[str]
    payment: Mapped[str]
    fulfilment: Mapped[str]
    total: Mapped[int] = mapped_column(Amount)
    subtotal: Mapped[int] = mapped_column(Amount)
    discount: Mapped[int] = mapped_column(Amount)
    shipping: Mapped[int] = mapped_column(Amount)
    tax: Mapped[int] = mapped_column(Amount)
    refunded: Mapped[int] = mapped_column(Amount)
    tax_included: Mapped[bool]
    shipping_name: Mapped[str]
    address: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    lines: Mapped[list[Any]]
    refunds: Mapped[list[Any]]
    search_text: Mapped[str] = mapped_column(SortKey)
    placed_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
