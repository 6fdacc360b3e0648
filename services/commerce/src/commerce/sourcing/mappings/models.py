"""Tables of mappings."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from commerce.db import Base
from ecomm_core.db.models import TenantRow, Timestamps, tenant_fk


class Mapping(TenantRow, Timestamps, Base):
    """One way to get a variant: all of its parts, from one supplier. Ways are tried by `priority`,
    1 first, and by what they cost where failover chooses. `country` limits a way to one
    destination; null is everywhere."""

    __tablename__ = "mappings"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        tenant_fk("variant_id", "product_variants", ondelete="CASCADE"),
        tenant_fk("supplier_id", "suppliers"),
        CheckConstraint("priority between 1 and 99", name="priority"),
        UniqueConstraint(
            "tenant_id",
            "variant_id",
            "priority",
            "country",
            name="uq_mappings_way",
            postgresql_nulls_not_distinct=True,
        ),
        Index("ix_mappings_supplier", "tenant_id", "supplier_id"),
    )

    store_id: Mapped[UUID]
    variant_id: Mapped[UUID]
    supplier_id: Mapped[UUID]
    priority: Mapped[int]
    country: Mapped[str | None]
    active: Mapped[bool] = mapped_column(server_default=text("true"), default=True)
    broken_at: Mapped[datetime | None] = mapped_column(
        comment="when an option it names vanished: it is not used until somebody mends it"
    )
    broken_reason: Mapped[str | None]


class MappingPart(Base):
    """Units of a supplier's variant that one unit of the sold variant is made of."""

    __tablename__ = "mapping_parts"
    __table_args__ = (
        tenant_fk("mapping_id", "mappings", ondelete="CASCADE"),
        tenant_fk("supplier_variant_id", "supplier_variants"),
        CheckConstraint("quantity between 1 and 1000", name="quantity"),
        Index("ix_mapping_parts_variant", "tenant_id", "supplier_variant_id"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    mapping_id: Mapped[UUID] = mapped_column(primary_key=True)
    supplier_variant_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID]
    quantity: Mapped[int]


class SupplierHold(Base):
    """Stock or publication that we took away because of a supplier: only this is given back when
    it returns, never what the merchant hid (rules §10)."""

    __tablename__ = "supplier_holds"
    __table_args__ = (tenant_fk("variant_id", "product_variants", ondelete="CASCADE"),)

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    variant_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID]
    product_id: Mapped[UUID]
    unpublished: Mapped[bool] = mapped_column(comment="its product became a draft for this")
    reason: Mapped[str]
    held_at: Mapped[datetime]
    stock: Mapped[dict[str, Any] | None] = mapped_column(
        JSONB(none_as_null=True),
        comment="{taken, tracked}: what to give back; null: no stock was taken",
    )
