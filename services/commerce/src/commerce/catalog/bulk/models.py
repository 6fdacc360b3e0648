"""Tables of bulk edits: what was asked, and each product as it was before and after."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from commerce.catalog.bulk.kinds import BulkStatus, ItemState
from commerce.db import Base
from ecomm_core.db.models import TenantRow, Timestamps, one_of, tenant_fk


class BulkEdit(TenantRow, Timestamps, Base):
    """A bulk edit. `operations` as the API takes them; `batch` is the one whose turn it is."""

    __tablename__ = "bulk_edits"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        one_of("status", BulkStatus),
        Index("ix_bulk_edits_store", "tenant_id", "store_id", "id"),
    )

    store_id: Mapped[UUID]
    status: Mapped[str]
    operations: Mapped[list[Any]]
    batch: Mapped[int]
    total: Mapped[int]
    actor: Mapped[str]
    error: Mapped[str | None]
    finished_at: Mapped[datetime | None]
    undo_until: Mapped[datetime]


class BulkEditItem(Base):
    """One product of a bulk edit. `before` and `after` hold the fields that changed, by name; a
    variant's as `variant:<id>:price`."""

    __tablename__ = "bulk_edit_items"
    __table_args__ = (
        tenant_fk("bulk_edit_id", "bulk_edits", ondelete="CASCADE"),
        tenant_fk("product_id", "products", ondelete="CASCADE"),
        one_of("state", ItemState),
        Index("ix_bulk_edit_items_state", "tenant_id", "bulk_edit_id", "state", "product_id"),
        Index("ix_bulk_edit_items_product", "tenant_id", "product_id"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    bulk_edit_id: Mapped[UUID] = mapped_column(primary_key=True)
    product_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID]
    state: Mapped[str]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    note: Mapped[str | None]
