"""The table of notes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from ecomm_core.db.models import TenantRow
from template_product.db import Base


class Note(TenantRow, Base):
    """A note about a product of a store. `written_by` null: made when the product was."""

    __tablename__ = "notes"
    __table_args__ = (Index("ix_notes_product", "tenant_id", "store_id", "product_id"),)

    store_id: Mapped[UUID]
    product_id: Mapped[UUID]
    words: Mapped[str]
    written_by: Mapped[UUID | None]
    created_at: Mapped[datetime]
