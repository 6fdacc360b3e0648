"""Table of quotas in use."""

from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ecomm_core.db.models import one_of
from llm_gateway.db import Base
from llm_gateway.limits.quotas import Kind


class RateWindow(Base):
    """What a tenant's processes took of a quota in the running window and the one before."""

    __tablename__ = "rate_windows"
    __table_args__ = (
        one_of("kind", Kind),
        CheckConstraint("least(running, before) >= 0", name="counts"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, comment="of the running window")
    running: Mapped[int] = mapped_column(BigInteger)
    before: Mapped[int] = mapped_column(BigInteger)
