"""Table of routes. Never changed: a change, and a removal, is a new version."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ecomm_core.db.models import TenantRow
from llm_gateway.db import Base


class RouteVersion(TenantRow, Base):
    """A route as it was set at a time; the one with the highest number is in force."""

    __tablename__ = "route_versions"
    __table_args__ = (
        UniqueConstraint("tenant_id", "name", "version"),
        CheckConstraint("version > 0", name="version"),
        CheckConstraint("deadline_ms > 0", name="deadline_ms"),
    )

    name: Mapped[str]
    version: Mapped[int]
    targets: Mapped[list[Any]] = mapped_column(JSONB, comment="[{provider, model, timeout_ms}]")
    fallback_on: Mapped[list[Any]] = mapped_column(JSONB)
    deadline_ms: Mapped[int]
    removed: Mapped[bool]
    created_at: Mapped[datetime]
    created_by: Mapped[str]
