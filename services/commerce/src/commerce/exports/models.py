"""Table of exports."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from commerce.db import Base
from commerce.exports.schemas import ExportFormat, ExportStatus
from ecomm_core.db.models import TenantRow, Timestamps, one_of, tenant_fk


class ExportJob(TenantRow, Timestamps, Base):
    """An export: `parts` files are in storage, products up to `cursor` are in them."""

    __tablename__ = "export_jobs"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        one_of("format", ExportFormat),
        one_of("status", ExportStatus),
        Index("ix_export_jobs_store", "tenant_id", "store_id", "id"),
    )

    store_id: Mapped[UUID]
    format: Mapped[str]
    status: Mapped[str]
    wanted_status: Mapped[str | None]
    cursor: Mapped[UUID | None]
    parts: Mapped[int]
    total: Mapped[int]
    done: Mapped[int]
    skipped: Mapped[int]
    actor: Mapped[str]
    error: Mapped[str | None]
    finished_at: Mapped[datetime | None]
