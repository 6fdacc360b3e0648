"""The table behind `total` of the product list: written by a trigger (sql/005), read by lists."""

from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from commerce.db import Base
from ecomm_core.db.models import tenant_fk


class ProductCount(Base):
    """How many products of a store are published, kept at each commit that changes it."""

    __tablename__ = "product_counts"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        CheckConstraint("active >= 0", name="active"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID] = mapped_column(primary_key=True)
    active: Mapped[int]
