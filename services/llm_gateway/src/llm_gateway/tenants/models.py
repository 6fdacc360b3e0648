"""Table of the gateway's tenants."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ecomm_core.db.models import Timestamps
from llm_gateway.db import Base


class GatewayTenant(Timestamps, Base):
    """A tenant of one service. The same business in two services is two rows."""

    __tablename__ = "gateway_tenants"
    __table_args__ = (
        UniqueConstraint("service", "external_id", name="uq_gateway_tenants_external"),
        CheckConstraint("calls_per_hour > 0", name="calls_per_hour"),
        CheckConstraint("calls_per_minute > 0", name="calls_per_minute"),
        CheckConstraint("tokens_per_minute > 0", name="tokens_per_minute"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    service: Mapped[str] = mapped_column(comment="whose tenant it is, such as commerce")
    external_id: Mapped[UUID] = mapped_column(comment="its id there")
    name: Mapped[str]
    plan: Mapped[str]
    calls_per_hour: Mapped[int | None] = mapped_column(comment="null: the plan's")
    calls_per_minute: Mapped[int | None] = mapped_column(comment="null: the plan's")
    tokens_per_minute: Mapped[int | None] = mapped_column(comment="null: the plan's")
    suspended_at: Mapped[datetime | None]
