"""Table of virtual keys."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, LargeBinary
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ecomm_core.db.models import TenantRow
from llm_gateway.db import Base


class VirtualKey(TenantRow, Base):
    """A key. What it is, nobody knows but who was given it."""

    __tablename__ = "virtual_keys"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id"], ["gateway_tenants.tenant_id"]),
        CheckConstraint("max_output_tokens > 0", name="max_output_tokens"),
        Index("uq_virtual_keys_hash", "hash", unique=True),
    )

    name: Mapped[str]
    hash: Mapped[bytes] = mapped_column(LargeBinary, comment="SHA-256 of the key")
    hint: Mapped[str] = mapped_column(comment="its last four characters")
    models: Mapped[list[Any] | None] = mapped_column(
        JSONB(none_as_null=True), comment="null: every model"
    )
    routes: Mapped[list[Any] | None] = mapped_column(
        JSONB(none_as_null=True), comment="null: every route"
    )
    features: Mapped[list[Any] | None] = mapped_column(
        JSONB(none_as_null=True), comment="null: every feature"
    )
    redaction: Mapped[bool]
    cache: Mapped[bool]
    max_output_tokens: Mapped[int | None]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None] = mapped_column(
        comment="or the end of a rotation's overlap"
    )
    revoked_at: Mapped[datetime | None]
    replaced_by: Mapped[UUID | None]
