"""Tables of carts."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from commerce.db import Base
from ecomm_core.db.models import Amount, TenantRow, Timestamps, one_of, tenant_fk


class CartStatus(StrEnum):
    """A completed cart became an order."""

    OPEN = "open"
    COMPLETED = "completed"


class Cart(TenantRow, Timestamps, Base):
    """A server-side cart; whoever holds its token may use it."""

    __tablename__ = "carts"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        one_of("status", CartStatus),
        Index("ix_carts_updated", "tenant_id", "store_id", "status", "updated_at"),
    )

    store_id: Mapped[UUID]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary)
    currency: Mapped[str]
    status: Mapped[str] = mapped_column(default=CartStatus.OPEN)
    customer_id: Mapped[UUID | None]


class CartLine(TenantRow, Timestamps, Base):
    """Units of one variant. `unit_price` is the price the shopper last saw."""

    __tablename__ = "cart_lines"
    __table_args__ = (
        tenant_fk("cart_id", "carts", ondelete="CASCADE"),
        tenant_fk("variant_id", "product_variants"),
        UniqueConstraint("tenant_id", "cart_id", "variant_id"),
        CheckConstraint("quantity between 1 and 999", name="quantity"),
    )

    store_id: Mapped[UUID]
    cart_id: Mapped[UUID]
    variant_id: Mapped[UUID]
    quantity: Mapped[int]
    unit_price: Mapped[int] = mapped_column(Amount)
